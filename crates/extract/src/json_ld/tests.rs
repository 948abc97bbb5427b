use domain::Availability::{InStock, OutOfStock, PreOrder, Unknown};

use super::*;

fn only(json: &str) -> Item {
    let mut items = items(&[json]);
    assert_eq!(items.len(), 1, "{json}");
    items.remove(0)
}

fn summary(item: &Item) -> (Option<&str>, String, Option<String>, Availability) {
    let offer = item.best().cloned().unwrap_or_default();
    let price = offer.price.map(|price| price.to_string()).unwrap_or_default();
    (item.name.as_deref(), price, offer.currency, item.availability())
}

#[test]
fn a_product_is_read_in_every_shape_that_shops_write() {
    let offer = r#""offers":{"@type":"Offer","price":"128.00","priceCurrency":"HKD","availability":"https://schema.org/InStock"}"#;
    for json in [
        format!(r#"{{"@context":"https://schema.org","@type":"Product","name":"Album",{offer}}}"#),
        format!(r#"[{{"@type":"BreadcrumbList"}},{{"@type":"Product","name":"Album",{offer}}}]"#),
        format!(r#"{{"@graph":[{{"@type":"WebSite","name":"Shop"}},{{"@type":["Thing","Product"],"name":"Album",{offer}}}]}}"#),
        format!(r#"{{"@type":"ItemPage","mainEntity":{{"@type":"http://schema.org/Product","name":"Album",{offer}}}}}"#),
        format!(r#"{{"@type":"MusicEvent","name":"Album",{offer}}}"#),
        format!(r#"<!-- {{"@type":"Product","name":"Album",{offer}}} -->"#),
        format!("//<![CDATA[\n{{\"@type\":\"Product\",\"name\":\"Album\",{offer},}}\n//]]>"),
        r#"{"@type":"Product","name":"Album","offers":[{"price":128,"priceCurrency":"hkd","availability":"InStock"}]}"#.to_owned(),
        r#"{"@type":"Product","name":["Album"],"offers":{"@type":"AggregateOffer","lowPrice":128.0,"highPrice":256,"priceCurrency":"HKD","availability":"http://schema.org/InStock"}}"#.to_owned(),
        r#"{"@type":"Product","name":"Album","offers":{"@type":"AggregateOffer","offers":[{"price":"HK$128","availability":"in stock"}]}}"#.to_owned(),
        r#"{"@type":"Product","name":"Album","offers":{"priceSpecification":[{"priceType":"https://schema.org/ListPrice","price":200,"priceCurrency":"HKD"},{"price":128,"priceCurrency":"HKD"}],"availability":{"@id":"https://schema.org/InStock"}}}"#.to_owned(),
        format!(r#"{{"@type":"ProductGroup","name":"Album","hasVariant":[{{"@type":"Product","name":"A",{offer}}}]}}"#),
        r#"{"@type":"Product","name":"Album","offers":[{"price":99,"priceCurrency":"HKD","availability":"SoldOut"},{"price":128,"priceCurrency":"HKD","availability":"InStock"}]}"#.to_owned(),
    ] {
        let item = only(&json);
        assert_eq!(
            summary(&item),
            (Some("Album"), "128".to_owned(), Some("HKD".to_owned()), InStock),
            "{json}"
        );
    }
}

#[test]
fn prices_and_availabilities_of_the_data_are_understood() {
    for (offer, price, currency, availability) in [
        (
            r#""price":"1,299.50","priceCurrency":"USD""#,
            "1299.5",
            Some("USD"),
            Unknown,
        ),
        (r#""price":"1.299,50 €""#, "1299.5", Some("EUR"), Unknown),
        (
            r#""price":"1.299","priceCurrency":"EUR""#,
            "1.299",
            Some("EUR"),
            Unknown,
        ),
        (
            r#""price":"24.990","priceCurrency":"CLP""#,
            "24990",
            Some("CLP"),
            Unknown,
        ),
        (
            r#""price":18000,"priceCurrency":"KRW","availability":"OutOfStock""#,
            "18000",
            Some("KRW"),
            OutOfStock,
        ),
        (
            r#""price":1.8e4,"priceCurrency":"원","availability":"PreOrder""#,
            "18000",
            Some("KRW"),
            PreOrder,
        ),
        (
            r#""price":"12.50","priceCurrency":"RMB","availability":["InStock"]"#,
            "12.5",
            Some("CNY"),
            InStock,
        ),
        (r#""price":"12.50","priceCurrency":"$""#, "12.5", None, Unknown),
        (r#""price":0,"availability":"OutOfStock""#, "", None, OutOfStock),
    ] {
        let item = only(&format!(
            r#"{{"@type":"Product","name":"A","offers":{{{offer}}}}}"#
        ));
        let expected = (
            Some("A"),
            price.to_owned(),
            currency.map(str::to_owned),
            availability,
        );
        assert_eq!(summary(&item), expected, "{offer}");
    }
}

#[test]
fn stock_and_number_are_read() {
    let item = only(
        r#"{"@type":"Product","sku":4711,"offers":[{"inventoryLevel":{"value":3}},{"inventoryLevel":"4"}]}"#,
    );
    assert_eq!((item.sku.as_deref(), item.stock()), (Some("4711"), Some(7)));
}

#[test]
fn what_is_merely_related_is_no_product_of_the_page() {
    for json in [
        r#"{"@type":"ItemList","itemListElement":[{"@type":"Product","offers":{"price":5}}]}"#,
        r#"{"@type":"WebPage","relatedLink":{"@type":"Product","offers":{"price":5}}}"#,
        r#"{"@type":"Product","offers":{"price":"#,
    ] {
        assert_eq!(items(&[json]), Vec::new(), "{json}");
    }
    let related = r#"{"@type":"Product","isRelatedTo":{"@type":"Product","offers":{"price":5}}}"#;
    assert!(only(related).is_empty());
}

#[test]
fn offers_without_a_product_are_offers_of_the_page() {
    let item = only(r#"[{"@type":"Offer","price":5,"availability":"InStock"},{"@type":"Offer","price":5}]"#);
    assert_eq!((item.offers.len(), item.availability()), (2, InStock));
}
