use super::*;

fn found(json: &[&str], code: &[&str]) -> Vec<Item> {
    let scripts = Scripts {
        json_ld: Vec::new(),
        json: json.to_vec(),
        code: code.to_vec(),
    };
    items(&scripts, &["Blue Album"])
}

fn best(items: &[Item]) -> (Option<String>, Availability) {
    let offer = items.first().and_then(Item::best).cloned().unwrap_or_default();
    (
        offer.price.map(|price| price.to_string()),
        items.first().map(Item::availability).unwrap_or_default(),
    )
}

#[test]
fn products_are_found_in_data_scripts_by_their_name() {
    for json in [
        r#"{"props":{"pageProps":{"product":{"name":"Blue Album","price":128.5,"inStock":true}}}}"#,
        r#"{"a":[{"title":"Other","price":5},{"title":"BLUE album","price":{"value":"128.50"},"available":true}]}"#,
        r#"{"id":1,"title":"Blue Album","price":12850,"price_min":12850,"price_varies":false,"available":true,"variants":[]}"#,
    ] {
        let items = found(&[json], &[]);
        assert_eq!(
            best(&items),
            (Some("128.5".to_owned()), Availability::InStock),
            "{json}"
        );
    }
}

#[test]
fn products_are_found_in_programs() {
    for code in [
        r#"var meta = {"product":{"title":"Blue Album","price":128.5}};"#,
        "dataLayer.push({event: 'view', ecommerce: {detail: {products: [{name: 'Blue Album', price: '128.50',}]}}});",
        "gtag('event','view_item',{items:[{item_name:'Blue Album',price:128.5}]})",
    ] {
        assert_eq!(best(&found(&[], &[code])).0.as_deref(), Some("128.5"), "{code}");
    }
}

#[test]
fn other_products_are_not_taken() {
    for code in [
        r#"var x = {"name":"Red Album","price":5};"#,
        r#"var x = {"name":"Blue Album"};"#,
        "var price = 'Blue Album';",
    ] {
        assert_eq!(found(&[], &[code]), Vec::new(), "{code}");
    }
}

#[test]
fn states_of_frameworks_are_unfolded() {
    let nuxt = r#"[["Reactive",1],{"data":2},{"product":3},{"name":4,"price":5,"currency":6,"inStock":7},"Blue Album",128.5,"EUR",true]"#;
    let items = found(&[nuxt], &[]);
    assert_eq!(best(&items), (Some("128.5".to_owned()), Availability::InStock));
    assert_eq!(items[0].offers[0].currency.as_deref(), Some("EUR"));
    let next = r#"self.__next_f.push([1,"5:[\"$\",\"div\",null,{\"product\":{\"name\":\"Blue Album\",\"price\":128.5,\"available\":false}}]\n"])"#;
    assert_eq!(
        best(&found(&[], &[next])),
        (Some("128.5".to_owned()), Availability::OutOfStock)
    );
}

#[test]
fn a_currency_beside_the_products_is_theirs() {
    for code in [
        "dataLayer.push({ecommerce: {currency: 'EUR', detail: {products: [{name: 'Blue Album', price: '128.50'}]}}})",
        "gtag('event','view_item',{items:[{item_name:'Blue Album',price:128.5}],currency:\"EUR\"})",
    ] {
        assert_eq!(
            found(&[], &[code])[0].offers[0].currency.as_deref(),
            Some("EUR"),
            "{code}"
        );
    }
    let json = r#"{"currency":"EUR","items":[{"name":"Blue Album","price":128.5}]}"#;
    assert_eq!(found(&[json], &[])[0].offers[0].currency.as_deref(), Some("EUR"));
}
