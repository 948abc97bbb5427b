use domain::Availability::{self, InStock, OutOfStock, Unknown};
use domain::Reading;

use super::*;

fn read_at(address: &str, html: &str) -> Result<Reading, ExtractError> {
    read(html, Some(&Url::parse(address).unwrap())).map(|finding| finding.reading)
}

fn reading(html: &str) -> Reading {
    read_at("https://shop.example/p/1", html).unwrap_or_else(|error| panic!("{error}: {html}"))
}

fn price(html: &str) -> Option<String> {
    read_at("https://shop.example/p/1", html)
        .ok()
        .and_then(|reading| reading.price)
        .map(|price| price.to_string())
}

fn product(body: &str) -> String {
    format!(
        "<html lang=en><head><title>Blue Album - Shop</title></head><body><nav><a href=/>Home</a></nav>\
         <main class=product><h1>Blue Album</h1>{body}</main></body></html>"
    )
}

#[test]
fn the_price_beside_the_title_and_the_button_is_read() {
    for (body, expected) in [
        ("<p class=price>$12.90</p><button>Add to cart</button>", "12.9"),
        (
            "<p><span class=price>€<span>24</span><sup>99</sup></span></p>",
            "24.99",
        ),
        ("<div class=price>24,<sup>99</sup> €</div>", "24.99"),
        ("<div class=price>24€99</div>", "24.99"),
        ("<div class=price>24€<sup>99</sup></div>", "24.99"),
        ("<div class=price>€ <b>44</b>,<small>90</small></div>", "44.9"),
        ("<div class=price><b>44</b><i>,90</i> €</div>", "44.9"),
        (
            "<div class=price><s>UVP 34,90 €</s></div><div class=price>29,00 €</div>",
            "29",
        ),
        (
            "<p class=price>$9 USD</p><div><h3>Other products</h3><p>Tee <b class=price>$24</b></p></div>",
            "9",
        ),
        (
            "<div class=price><span>1.299,00</span> <span>€</span></div>",
            "1299",
        ),
        ("<p class=price>₩18,000</p>", "18000"),
        ("<p class=price>18,000원</p>", "18000"),
        ("<p class=price>1,280円（税込）</p>", "1280"),
        ("<p class=price>HK$ 128</p>", "128"),
        ("<p class=price>CHF 19.50</p>", "19.5"),
        ("<p class=price>1,299.-</p>", "1299"),
        ("<p class=price><del>$20.00</del> <ins>$15.00</ins></p>", "15"),
        ("<p class=price><s>$20.00</s> $15.00</p>", "15"),
        (
            "<p><span style='text-decoration: line-through'>$20.00</span> <b>$15.00</b></p>",
            "15",
        ),
        (
            "<p><span class=old-price>$20.00</span> <span class=price>$15.00</span></p>",
            "15",
        ),
        (
            "<p>RRP: <span class=price>$20.00</span></p><p>Now: <span class=price>$15.00</span></p>",
            "15",
        ),
        (
            "<p class=price>$15.00</p><p class=savings>You save $5.00 (25%)</p>",
            "15",
        ),
        ("<p class=price>$120.00</p><p>or 12 x $10.00 / month</p>", "120"),
        (
            "<p class=price>R$ 120,00</p><p class=installments>12x de R$ 10,00 sem juros</p>",
            "120",
        ),
        (
            "<p class=price>€ 4,99</p><p class=unit-price>€ 49,90 / kg</p>",
            "4.99",
        ),
        ("<p class=price>$15.00</p><p>Shipping: $4.95</p>", "15"),
        ("<p class=price>$15.00 <span>+ $4.95 delivery</span></p>", "15"),
        (
            "<p class=price><span class=sr-only>$15.00</span><span aria-hidden=true>$<span>15</span><sup>00</sup></span></p>",
            "15",
        ),
    ] {
        assert_eq!(price(&product(body)).as_deref(), Some(expected), "{body}");
    }
}

#[test]
fn prices_of_other_things_are_left_out() {
    let card = "<li class=card><a href=/p/2>Red Album</a> <span class=price>$5.00</span></li>";
    let related = format!(
        "<section class=related-products><ul>{}</ul></section>",
        card.repeat(4)
    );
    let page = product("<p class=price>$15.00</p><button>Add to cart</button>");
    assert_eq!(
        price(&page.replace("</main>", &format!("{related}</main>"))).as_deref(),
        Some("15")
    );
    assert_eq!(
        price(&page.replace("<main", &format!("{related}<main"))).as_deref(),
        Some("15")
    );
    let cart = "<div class=mini-cart>Cart <span class=price>$0.50</span></div>";
    assert_eq!(
        price(&page.replace("<main", &format!("{cart}<main"))).as_deref(),
        Some("15")
    );
    assert_eq!(price(&product(&related)), None);
}

#[test]
fn the_currency_is_that_of_the_page() {
    for (address, lang, shown, code) in [
        ("https://shop.example/p", "en", "$12", Some("USD")),
        ("https://shop.com.au/p", "en", "$12", Some("AUD")),
        ("https://shop.example/p", "en-CA", "$12", Some("CAD")),
        ("https://shop.tw/p", "zh", "$12", Some("TWD")),
        ("https://shop.com.hk/p", "zh", "$12", Some("HKD")),
        ("https://shop.cl/p", "es", "$ 24.990", Some("CLP")),
        ("https://shop.example/p", "ja", "¥1,200", Some("JPY")),
        ("https://shop.cn/p", "zh-CN", "￥12", Some("CNY")),
        ("https://shop.example/p", "de", "12,90 €", Some("EUR")),
        ("https://shop.se/p", "sv", "129 kr", Some("SEK")),
        ("https://shop.hu/p", "hu", "1 299 Ft", Some("HUF")),
        ("https://shop.example/p", "en", "NT$12", Some("TWD")),
    ] {
        let html =
            product(&format!("<p class=price>{shown}</p>")).replace("lang=en", &format!("lang={lang}"));
        let reading = read_at(address, &html).unwrap();
        assert_eq!(reading.currency.as_deref(), code, "{address} {lang} {shown}");
    }
}

#[test]
fn data_are_read_without_anything_visible() {
    for (head, amount, availability) in [
        (
            r#"<script type="application/ld+json">{"@type":"Product","name":"A","offers":{"price":"15.00","availability":"InStock"}}</script>"#,
            "15",
            InStock,
        ),
        (
            "<meta property=product:price:amount content=15.00><meta property=product:price:currency content=HKD>\
             <meta property=product:availability content=oos>",
            "15",
            InStock,
        ),
        (
            "<meta property=product:price:amount content=20><meta property=product:sale_price:amount content=15>",
            "15",
            InStock,
        ),
        (
            "<meta property=og:title content=Album><meta name=twitter:label1 content=Price><meta name=twitter:data1 content='$15.00'>",
            "15",
            InStock,
        ),
        (
            "<title>Blue Album</title><script>var x = {product: {name: 'Blue Album', price: 15}}</script>",
            "15",
            InStock,
        ),
    ] {
        let html = format!("<html><head>{head}</head><body>x</body></html>");
        let reading = reading(&html);
        assert_eq!(
            reading.price.map(|price| price.to_string()).as_deref(),
            Some(amount),
            "{head}"
        );
        assert!([availability, Unknown].contains(&reading.availability), "{head}");
    }
}

#[test]
fn microdata_of_the_product_are_read_and_not_those_of_others() {
    let scope = |name: &str, price: &str, availability: &str| {
        format!(
            "<div itemscope itemtype='https://schema.org/Product'><h1 itemprop=name>{name}</h1><i itemprop=sku content=X1></i>\
             <div itemprop=offers itemscope itemtype='https://schema.org/Offer'><meta itemprop=price content='{price}'>\
             <meta itemprop=priceCurrency content=EUR><link itemprop=availability href='https://schema.org/{availability}'></div></div>"
        )
    };
    let other = scope("Red Album", "5,00", "InStock").replace("h1", "h3");
    let own = scope("Blue Album", "15,90", "OutOfStock");
    for body in [format!("{own}{other}"), format!("{other}{own}")] {
        let reading = reading(&format!(
            "<html><head><title>Blue Album</title></head><body>{body}</body></html>"
        ));
        assert_eq!(
            reading.price.map(|price| price.to_string()).as_deref(),
            Some("15.9"),
            "{body}"
        );
        assert_eq!(
            (reading.currency.as_deref(), reading.sku.as_deref()),
            (Some("EUR"), Some("X1"))
        );
        assert_eq!(reading.availability, OutOfStock);
    }
    let rdfa = "<div typeof='schema:Product'><h1 property='schema:name'>Blue Album</h1><b property='schema:price' content=15></b></div>";
    assert_eq!(price(rdfa).as_deref(), Some("15"));
}

#[test]
fn the_visible_page_decides_where_data_contradict_it() {
    let data = r#"<script type="application/ld+json">{"@type":"Product","name":"Blue Album","offers":{"price":20,"priceCurrency":"USD"}}</script>"#;
    let shown = reading(&product(&format!(
        "{data}<p class=price>$15.00</p><button>Add to cart</button>"
    )));
    assert_eq!(shown.price, Some(15.into()));
    assert_eq!(
        shown.uncertain.as_deref(),
        Some("price 15 on the page, 20 in json-ld")
    );
    let explained = reading(&product(&format!(
        "{data}<p class=price><del>$20.00</del> <ins>$15.00</ins></p><button>Add to cart</button>"
    )));
    assert_eq!((explained.price, explained.uncertain), (Some(15.into()), None));
    let agreed = reading(&product(&format!("{data}<p class=price>$20.00</p>")));
    assert_eq!((agreed.price, agreed.uncertain), (Some(20.into()), None));
}

#[test]
fn each_value_says_where_it_stands_and_how_sure_it_is() {
    let finding = read(
        &product("<p class=price>$15.00</p><button>Add to cart</button>"),
        None,
    )
    .unwrap();
    let price = finding
        .evidence
        .iter()
        .find(|evidence| evidence.field == "price")
        .unwrap();
    assert_eq!(
        (price.value.as_str(), price.source.as_str(), price.chosen),
        ("15", "visible p.price", true)
    );
    assert!(
        finding
            .evidence
            .iter()
            .all(|evidence| (0.0..1.0).contains(&evidence.confidence))
    );
}

#[test]
fn several_products_of_different_prices_make_the_reading_uncertain() {
    let product = |price| format!(r#"{{"@type":"Product","name":"A{price}","offers":{{"price":{price}}}}}"#);
    let page = |json: String| format!(r#"<script type="application/ld+json">{json}</script>"#);
    let (first, second) = (product(10), product(30));
    let reading = reading(&page(format!("[{first},{second}]")));
    assert_eq!(reading.price, Some(10.into()));
    assert_eq!(
        reading.uncertain.as_deref(),
        Some("the page has 2 products from 10 to 30")
    );
    let twice = super::read(&page(format!("[{first},{first}]")), None).unwrap();
    assert_eq!(twice.reading.uncertain, None);
}

#[test]
fn markup_that_only_a_parser_understands_is_parsed() {
    let block = r#"{"@type":"Product","name":"R&amp;B \u0026 Soul","offers":{"price":5}}"#;
    let html = format!("<svg><title/></svg><script type=\"application/ld&#x2B;json\">{block}</script>");
    let reading = reading(&html);
    assert_eq!(
        (reading.title.as_deref(), reading.price),
        (Some("R&B & Soul"), Some(5.into()))
    );
}

#[test]
fn a_page_without_a_price_is_no_reading_and_never_out_of_stock() {
    for html in [
        "",
        "<html><body>403 Forbidden. Out of stock</body></html>",
        "<html><body><h1>403 Forbidden</h1><p>Out of stock</p></body></html>",
        "<html><body><h1>Weather</h1><p>It costs nothing</p></body></html>",
        "<script type=\"application/ld+json\">{\"@type\":\"Product\",\"name\":\"A\"}</script>",
        "<script type=\"application/ld+json\">{\"@type\":\"Product\",\"offers\":{\"price\":\"\"}}</script>",
        "<script type=\"application/ld+json\">{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"Product\",\"offers\":{\"price\":5}}]}</script>",
        "<!-- <script type=\"application/ld+json\">{\"@type\":\"Product\",\"offers\":{\"price\":5}}</script> -->",
    ] {
        assert_eq!(read(html, None), Err(ExtractError::NoPrice), "{html}");
    }
    assert_eq!(ExtractError::NoPrice.to_string(), "no price found on the page");
}

#[test]
fn a_product_that_is_sold_out_and_has_no_price_is_a_reading() {
    let reading = reading(&product("<p class=stock>Currently unavailable</p>"));
    assert_eq!(
        (reading.title.as_deref(), reading.price),
        (Some("Blue Album"), None)
    );
    assert_eq!(reading.availability, OutOfStock);
}

#[test]
fn a_price_that_is_asked_is_an_offer_unless_the_page_refuses() {
    let availability = |body: &str| -> Availability { reading(&product(body)).availability };
    assert_eq!(availability("<p class=price>$15.00</p>"), InStock);
    assert_eq!(
        availability("<p class=price>$15.00</p><button>Add to cart</button>"),
        InStock
    );
    assert_eq!(
        availability("<p class=price>$15.00</p><p>Sold out</p>"),
        OutOfStock
    );
}

#[test]
fn counts_beside_the_price_are_read() {
    let reading = reading(&product(
        "<p class=price>$15.00</p><p>Only 3 left</p><p>已售 1.2万</p><p>SKU: AB-1</p><button>Add to cart</button>",
    ));
    assert_eq!(
        (reading.stock, reading.sold, reading.sku.as_deref()),
        (Some(3), Some(12_000), Some("AB-1"))
    );
}

#[test]
fn what_only_data_price_is_not_lost_to_a_threshold_in_the_text() {
    let html = product(
        r#"<p>Free gift from $60 on. Shipping $5.</p><script type="application/ld+json">
        {"@type":"Product","name":"Blue Album","offers":{"priceSpecification":{"price":38,"priceCurrency":"USD"}}}
        </script>"#,
    );
    assert_eq!(price(&html).as_deref(), Some("38"));
}

#[test]
fn a_name_that_no_tag_marks_as_a_heading_is_found_by_the_documents_title() {
    let html = "<title>Blue Album : Shop</title><h3 class=x1>Blue Album</h3><strong><span>25,600</span><span>원</span></strong>\
                <p>배송비 3,000원</p>";
    assert_eq!(price(html).as_deref(), Some("25600"));
    assert_eq!(reading(html).title.as_deref(), Some("Blue Album"));
}
