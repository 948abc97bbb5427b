//! Where each value stands, and what contradicts it.

use crate::{Finding, read};

fn finding(body: &str) -> Finding {
    let html =
        format!("<html><head><title>Blue Album</title></head><body><h1>Blue Album</h1>{body}</body></html>");
    read(&html, None).unwrap()
}

const DATA: &str = r#"<script type="application/ld+json">{"@type":"Product","name":"Blue Album","sku":"B-1",
    "offers":{"price":15,"priceCurrency":"USD","availability":"InStock","inventoryLevel":3}}</script>"#;

#[test]
fn every_field_has_a_chosen_source_and_a_confidence() {
    let finding = finding(&format!(
        "{DATA}<p class=price>$15.00</p><p>4 in stock</p><p>Sold: 42</p><p>SKU: B-1</p><button>Add to cart</button>"
    ));
    for (field, value, source) in [
        ("availability", "InStock", "visible text 4 in stock"),
        ("currency", "USD", "json-ld"),
        ("price", "15", "visible p.price"),
        ("sku", "B-1", "json-ld"),
        ("sold", "42", "visible text"),
        ("stock", "4", "visible text"),
        ("title", "Blue Album", "visible h1"),
    ] {
        let chosen: Vec<(&str, &str)> = finding
            .evidence
            .iter()
            .filter(|evidence| evidence.field == field && evidence.chosen && evidence.confidence > 0.0)
            .map(|evidence| (evidence.value.as_str(), evidence.source.as_str()))
            .collect();
        assert!(chosen.contains(&(value, source)), "{field}: {chosen:?}");
    }
    let other = finding
        .evidence
        .iter()
        .find(|evidence| evidence.field == "stock" && !evidence.chosen)
        .unwrap();
    assert_eq!((other.value.as_str(), other.source.as_str()), ("3", "json-ld"));
}

#[test]
fn a_stock_that_does_not_go_with_the_availability_is_told() {
    let none = DATA.replace("\"inventoryLevel\":3", "\"inventoryLevel\":0");
    for (body, doubt) in [
        (
            format!("{none}<p class=price>$15.00</p><button>Add to cart</button>"),
            "InStock on the page, stock 0 in json-ld",
        ),
        (
            "<p class=price>$15.00</p><p>250 in stock</p><p>Out of stock</p>".to_owned(),
            "OutOfStock on the page, stock 250 on the page",
        ),
        (
            "<p class=price>$15.00</p><p>Stock: -3</p><button>Add to cart</button><p>In stock</p>".to_owned(),
            "InStock on the page, stock -3 on the page",
        ),
    ] {
        assert_eq!(finding(&body).reading.uncertain.as_deref(), Some(doubt), "{body}");
    }
    for body in [
        "<p class=price>$15.00</p><p>0 in stock</p>",
        "<p class=price>$15.00</p><p>3 in stock</p><button>Add to cart</button>",
    ] {
        assert_eq!(finding(body).reading.uncertain, None, "{body}");
    }
}

#[test]
fn a_currency_that_does_not_exist_is_none() {
    let finding = finding(
        "<div itemscope itemtype=https://schema.org/Product><b itemprop=price content=15>15 грн</b>         <meta itemprop=priceCurrency content=UAN></div>",
    );
    assert_eq!(finding.reading.currency.as_deref(), Some("UAH"));
}
