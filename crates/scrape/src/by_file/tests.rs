use domain::Availability::{InStock, OutOfStock, PreOrder, Unknown};
use domain::PlatformName;
use platforms::Platform;
use url::Url;

use super::*;

fn page(html: &str) -> Page {
    Page {
        final_url: Url::parse("https://shop.example/p/1").unwrap(),
        html: html.to_owned(),
    }
}

fn json_ld(json: &str) -> Page {
    page(&format!(
        "<html><head><script type=\"application/ld+json\">{json}</script></head><body>x</body></html>"
    ))
}

fn platform(fields: &str) -> Platform {
    let text = format!(
        "label = \"Shop\"\nzone = \"Asia/Seoul\"\nurl = \"https://shop.example/{{event}}\"\n[fields]\n{fields}"
    );
    Platform::parse(PlatformName::parse("shop").unwrap(), "shop.toml", &text).unwrap()
}

fn read(page: &Page, fields: &str) -> Result<Reading, FieldError> {
    super::read(page, platform(fields).fields())
}

fn summary(reading: &Reading) -> (Option<&str>, String, Option<&str>, domain::Availability) {
    let price = reading.price.map(|price| price.to_string()).unwrap_or_default();
    (
        reading.title.as_deref(),
        price,
        reading.currency.as_deref(),
        reading.availability,
    )
}

#[test]
fn a_product_is_read_in_every_shape_that_shops_write() {
    let offer = r#""offers":{"@type":"Offer","price":"128.00","priceCurrency":"HKD","availability":"https://schema.org/InStock"}"#;
    for json in [
        format!(r#"{{"@context":"https://schema.org","@type":"Product","name":"Album",{offer}}}"#),
        format!(r#"[{{"@type":"BreadcrumbList"}},{{"@type":"Product","name":"Album",{offer}}}]"#),
        format!(r#"{{"@graph":[{{"@type":"WebSite","name":"Shop"}},{{"@type":["Thing","Product"],"name":"Album",{offer}}}]}}"#),
        format!(r#"{{"@type":"ItemPage","mainEntity":{{"@type":"http://schema.org/Product","name":"Album",{offer}}}}}"#),
        format!(r#"<!-- {{"@type":"Product","name":"Album",{offer}}} -->"#),
        format!("//<![CDATA[\n{{\"@type\":\"Product\",\"name\":\"Album\",{offer},}}\n//]]>"),
        r#"{"@type":"Product","name":"Album","offers":[{"price":128,"priceCurrency":"hkd","availability":"InStock"}]}"#.to_owned(),
        r#"{"@type":"Product","name":["Album"],"offers":{"@type":"AggregateOffer","lowPrice":128.0,"highPrice":256,"priceCurrency":"HKD","availability":"http://schema.org/InStock"}}"#.to_owned(),
        r#"{"@type":"Product","name":"Album","offers":{"@type":"AggregateOffer","offers":[{"price":"HK$128","availability":"in stock"}]}}"#.to_owned(),
        r#"{"@type":"Product","name":"Album","offers":{"priceSpecification":[{"priceType":"https://schema.org/ListPrice","price":200,"priceCurrency":"HKD"},{"price":128,"priceCurrency":"HKD"}],"availability":{"@id":"https://schema.org/InStock"}}}"#.to_owned(),
        format!(r#"{{"@type":"ProductGroup","name":"Album","hasVariant":[{{"@type":"Product","name":"A",{offer}}}]}}"#),
        r#"{"@type":"Product","name":"Album","offers":[{"price":99,"priceCurrency":"HKD","availability":"SoldOut"},{"price":128,"priceCurrency":"HKD","availability":"InStock"}]}"#.to_owned(),
    ] {
        let reading = super::read(&json_ld(&json), &Fields::default()).unwrap_or_else(|error| panic!("{json}: {error}"));
        assert_eq!(summary(&reading), (Some("Album"), "128".to_owned(), Some("HKD"), InStock), "{json}");
        assert_eq!(reading.uncertain, None, "{json}");
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
    ] {
        let page = json_ld(&format!(
            r#"{{"@type":"Product","name":"A","offers":{{{offer}}}}}"#
        ));
        let reading = super::read(&page, &Fields::default()).unwrap();
        assert_eq!(
            summary(&reading),
            (Some("A"), price.to_owned(), currency, availability),
            "{offer}"
        );
    }
}

#[test]
fn a_page_without_a_price_is_no_reading_and_never_out_of_stock() {
    for html in [
        "",
        "<html><body>403 Forbidden. Out of stock</body></html>",
        "<script type=\"application/ld+json\">{\"@type\":\"Product\",\"name\":\"A\"}</script>",
        "<script type=\"application/ld+json\">{\"@type\":\"Product\",\"offers\":{\"availability\":\"OutOfStock\"}}</script>",
        "<script type=\"application/ld+json\">{\"@type\":\"Product\",\"offers\":{\"price\":0,\"availability\":\"OutOfStock\"}}</script>",
        "<script type=\"application/ld+json\">{\"@type\":\"Product\",\"offers\":{\"price\":\"\"}}</script>",
        "<script type=\"application/ld+json\">{\"@type\":\"Product\",\"isRelatedTo\":{\"@type\":\"Product\",\"offers\":{\"price\":5}}}</script>",
        "<script type=\"application/ld+json\">{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"Product\",\"offers\":{\"price\":5}}]}</script>",
        "<script type=\"application/ld+json\">{\"@type\":\"Product\",\"offers\":{\"price\":</script>",
        "<!-- <script type=\"application/ld+json\">{\"@type\":\"Product\",\"offers\":{\"price\":5}}</script> -->",
    ] {
        assert_eq!(
            super::read(&page(html), &Fields::default()),
            Err(FieldError::Extract(extract::ExtractError::NoPrice)),
            "{html}"
        );
    }
    assert_eq!(
        FieldError::Extract(extract::ExtractError::NoPrice).to_string(),
        "no price found on the page"
    );
}

#[test]
fn several_products_of_different_prices_make_the_reading_uncertain() {
    let product = |price| format!(r#"{{"@type":"Product","name":"A{price}","offers":{{"price":{price}}}}}"#);
    let (first, second) = (product(10), product(30));
    let reading = super::read(&json_ld(&format!("[{first},{second}]")), &Fields::default()).unwrap();
    assert_eq!(reading.price, Some(10.into()));
    assert_eq!(
        reading.uncertain.as_deref(),
        Some("the page has 2 products from 10 to 30")
    );
    let twice = super::read(&json_ld(&format!("[{first},{first}]")), &Fields::default()).unwrap();
    assert_eq!(twice.uncertain, None);
}

#[test]
fn markup_that_only_a_parser_understands_is_parsed() {
    let block = r#"{"@type":"Product","name":"R&amp;B \u0026 Soul","offers":{"price":5}}"#;
    let html = format!("<svg><title/></svg><script type=\"application/ld&#x2B;json\">{block}</script>");
    let reading = super::read(&page(&html), &Fields::default()).unwrap();
    assert_eq!(
        (reading.title.as_deref(), reading.price),
        (Some("R&B & Soul"), Some(5.into()))
    );
}

const SHOP: &str = r#"<html><head>
<script type="application/ld+json">{"@type":"Product","name":"From data","offers":{"price":1,"priceCurrency":"HKD","availability":"InStock"}}</script>
<meta itemprop="priceCurrency" content="krw"><link itemprop="availability" href="https://schema.org/OutOfStock"></head>
<body><main><h1>  An
 <em>Album</em><script>var x = 1</script></h1>
<p class="price"><del>₩20,000</del> <ins>₩<b>18</b>,000</ins></p>
<p class="plain">18,000</p><p class="empty"> </p><p class="soon">Price to be announced, please come back later this year</p>
<span class="state">품절</span><span class="odd">Ships from Seoul</span>
<span class="stock">재고 -3</span><span class="sold">판매 3,021</span></main>
<aside><p class="price">₩5,000</p></aside></body></html>"#;

#[test]
fn named_elements_win_and_the_data_fills_what_is_not_named() {
    let reading = read(
        &page(SHOP),
        "title = \"h1\"\nprice = \"main .price\"\nstock = \".stock\"\nsold = \".sold\"",
    )
    .unwrap();
    assert_eq!(
        summary(&reading),
        (Some("An Album"), "18000".to_owned(), Some("KRW"), InStock)
    );
    assert_eq!(
        (reading.stock, reading.sold, reading.uncertain),
        (Some(-3), Some(3_021), None)
    );

    let reading = read(&page(SHOP), "price = \".plain\"").unwrap();
    assert_eq!(
        summary(&reading),
        (Some("From data"), "18000".to_owned(), Some("HKD"), InStock)
    );

    let fields = "price = \".plain\"\ncurrency = \"meta[itemprop=priceCurrency]\"\navailability = \"link[itemprop=availability]\"";
    let reading = read(&page(SHOP), fields).unwrap();
    assert_eq!(
        summary(&reading),
        (Some("From data"), "18000".to_owned(), Some("KRW"), OutOfStock)
    );
    assert_eq!(
        read(&page(SHOP), "availability = \".state\"")
            .unwrap()
            .availability,
        OutOfStock
    );
}

#[test]
fn a_price_that_is_not_where_the_file_says_is_no_reading() {
    for (selector, status) in [
        (".prize", "selector .prize matched nothing"),
        (".empty", "selector .empty matched nothing"),
        (
            ".soon",
            "selector .soon: no price in `Price to be announced, please come back …`",
        ),
        (".a[", "bad selector .a["),
    ] {
        let refusal = read(&page(SHOP), &format!("price = \"{selector}\"")).unwrap_err();
        assert_eq!(refusal.to_string(), status);
    }
}

#[test]
fn another_field_that_is_not_where_the_file_says_makes_the_reading_uncertain() {
    let fields = "price = \".plain\"\navailability = \".odd\"\nstock = \".left\"\nsold = \".state\"";
    let reading = read(&page(SHOP), fields).unwrap();
    assert_eq!(
        (reading.availability, reading.stock, reading.sold),
        (Unknown, None, None)
    );
    let doubts = "availability not understood: `Ships from Seoul`; selector .left matched nothing; sold not understood: `품절`";
    assert_eq!(reading.uncertain.as_deref(), Some(doubts));
}

#[test]
fn figures_without_a_price_are_a_reading_where_the_file_names_them() {
    let html = "<body><i class=sold>12</i></body>";
    let reading = read(&page(html), "sold = \".sold\"").unwrap();
    assert_eq!((reading.sold, reading.price), (Some(12), None));
    assert_eq!(
        read(&page("<body></body>"), "sold = \".sold\""),
        Err(FieldError::Extract(extract::ExtractError::NoPrice))
    );
}

#[test]
fn a_bad_selector_is_refused_with_file_line_and_reason() {
    assert_eq!(
        check_selectors(&platform("price = \".price\"\ntitle = \"h1 > a[href]\"")),
        Ok(())
    );
    let refusal = check_selectors(&platform("price = \".price\"\n\nstock = \".a[\""))
        .unwrap_err()
        .to_string();
    assert!(
        refusal.starts_with("shop.toml:7: stock: bad selector `.a[`: "),
        "{refusal}"
    );
}
