use super::*;

const ORIGIN: &str = "http://127.0.0.1:8080";

fn offer(stock: u64) -> Offer {
    Offer {
        title: "ABC album".to_owned(),
        sku: "DEMO-1".to_owned(),
        price: 118,
        list_price: 128,
        stock,
        sold: 4711,
        hue: 10,
    }
}

/// The JSON-LD of a page, parsed.
fn structured_of(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once(r#"<script type="application/ld+json">"#).unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn structured_data_and_visible_text_say_the_same() {
    let page = product(ORIGIN, "ABC", &offer(7), true);
    let data = structured_of(&page);
    assert_eq!(data["name"], "ABC album");
    assert_eq!(data["offers"]["price"], "118.00");
    assert_eq!(data["offers"]["priceCurrency"], "HKD");
    assert_eq!(data["offers"]["availability"], "https://schema.org/InStock");
    assert_eq!(data["offers"]["url"], "http://127.0.0.1:8080/demo/ABC");
    for visible in [
        r#"<h1 class="title">ABC album</h1>"#,
        r#"<span class="price">HK$118</span>"#,
        r#"<span class="stock">7</span>"#,
        r#"<span class="sold">4711</span>"#,
        ">In stock</span>",
    ] {
        assert!(page.contains(visible), "{visible} in {page}");
    }
}

#[test]
fn the_last_piece_gone_reads_as_out_of_stock_in_both_places() {
    let page = product(ORIGIN, "ABC", &offer(0), true);
    assert_eq!(
        structured_of(&page)["offers"]["availability"],
        "https://schema.org/OutOfStock"
    );
    assert!(page.contains(">Out of stock</span>"));
}

#[test]
fn a_page_without_price_has_none_anywhere() {
    let page = product(ORIGIN, "no-price", &offer(7), false);
    assert!(
        !page.contains("HK$") && !page.contains(r#"class="price""#),
        "{page}"
    );
    assert!(structured_of(&page)["offers"].get("price").is_none());
}

#[test]
fn no_name_breaks_out_of_the_page() {
    let names = [
        "<script>alert(1)</script>",
        "\"quoted\" & 'single'",
        "</title>{price}",
        "a/b?c#d",
        "서울 💥",
        "--> <!--",
    ];
    for name in names {
        let offer = shop::offer(name, DateTime::UNIX_EPOCH);
        let page = product(ORIGIN, name, &offer, true);
        assert_eq!(structured_of(&page)["brand"]["name"], name);
        assert_eq!(page.matches("<script").count(), 1, "{name}");
        assert_eq!(page.matches("</title>").count(), 1, "{name}");
        assert!(!cover(name, &offer).contains("<script"), "{name}");
    }
}

#[test]
fn the_front_page_links_every_event() {
    let page = list(DateTime::UNIX_EPOCH);
    assert!(
        EVENTS
            .iter()
            .all(|event| page.contains(&format!("href=\"/demo/{event}\""))),
        "{page}"
    );
}
