//! `signchronicle read`: any page, saved page or event tried from the command line.

use std::path::Path;

use e2e::{Said, System, signchronicle};
use serde_json::{Value, json};

/// The keys of the JSON, whatever came out.
const KEYS: &[&str] = &[
    "availability",
    "currency",
    "items",
    "price",
    "sku",
    "sold",
    "sources",
    "status",
    "stock",
    "title",
];

#[tokio::test]
async fn an_event_of_each_demo_shop_can_be_read() {
    let system = System::start().await.unwrap();
    for (platform, event, told) in [
        (
            "demo",
            "ABC",
            &["title", "price", "currency", "stock", "sold"][..],
        ),
        ("demo-browser", "ABC", &["title", "price", "stock", "sold"]),
        ("demo-ktown4u", "44469917", &["items", "sold"]),
        ("demo-ktown4u", "44472020", &["items", "sold"]),
        ("demo-ktown4u-stock", "150001", &["stock"]),
        ("demo-makestar", "16001", &["stock"]),
        ("demo-makestar", "16018", &["stock"]),
        ("demo-shopify", "aurora.example/mini-album", &["title", "price"]),
        (
            "demo-woocommerce",
            "aurora.example/mini-album",
            &["title", "price", "currency", "sku"],
        ),
        ("demo-imweb", "aurora.example/shop/101", &["stock"]),
        ("demo-shopline", "aurora.example/5f00/6a11/7b22", &["stock"]),
    ] {
        let (said, answer) = read(&system, &["--platform", platform, event]).await;
        assert_eq!(said.code, 0, "{platform} {event}: {said:?}");
        assert_eq!(said.err, "", "{platform} {event}");
        for key in told {
            let value = &answer[*key];
            let is_told = !value.is_null() && value != &json!([]);
            assert!(is_told, "{platform} {event} does not tell {key}: {answer}");
        }
    }
}

#[tokio::test]
async fn items_of_an_event_are_its_members_each_with_what_was_sold_over_all_versions() {
    let system = System::start().await.unwrap();
    let (_, answer) = read(&system, &["--platform", "demo-ktown4u", "44469917"]).await;
    let items = answer["items"].as_array().unwrap();
    let labels: Vec<&str> = items.iter().map(|item| item["label"].as_str().unwrap()).collect();
    assert!(labels.contains(&"OffLine"), "{answer}");
    assert!(labels.iter().all(|label| !label.contains("Video")), "{answer}");
    let distinct: std::collections::BTreeSet<&&str> = labels.iter().collect();
    assert_eq!(
        distinct.len(),
        labels.len(),
        "two versions are one item: {answer}"
    );
    let sold: i64 = items.iter().map(|item| item["sold"].as_i64().unwrap()).sum();
    assert_eq!(answer["sold"], sold, "{answer}");
}

#[tokio::test]
async fn a_link_is_read_as_the_platform_that_knows_it() {
    let system = System::start().await.unwrap();
    let link = system.url("/demo/ktown4u/eventsub?eve_no=44469917&lang=ko");
    let (said, answer) = read(&system, &[&link]).await;
    assert_eq!(said.code, 0, "{said:?}");
    assert!(answer["items"].as_array().unwrap().len() > 2, "{answer}");
    let (said, answer) = read(&system, &["--platform", "web", &system.url("/demo/ABC")]).await;
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(answer["currency"], "HKD");
    let price: f64 = answer["price"].as_str().unwrap().parse().unwrap();
    assert!((100.0..150.0).contains(&price), "{answer}");
    let confidence = answer["sources"]["price"]["confidence"].as_f64().unwrap();
    assert!((0.5..=1.0).contains(&confidence), "{answer}");
}

#[tokio::test]
async fn what_could_not_be_read_is_told_with_the_same_keys_the_reason_and_exit_code_1() {
    let system = System::start().await.unwrap();
    let page = system.url("/demo/ABC");
    for (arguments, reason) in [
        (&["--platform", "demo", "broken-503"][..], "HTTP 503"),
        (&["--platform", "demo", "gone-404"], "HTTP 404"),
        (&["--platform", "demo-ktown4u", "503"], "HTTP 503"),
        (
            &["--platform", "demo-ktown4u", "https://shop.example/x"],
            "https://shop.example/x is no link of an event of demo-ktown4u",
        ),
        (
            &["--platform", "nope", "ABC"],
            "there is no platform `nope`; there are: demo, demo-browser, ",
        ),
        (
            &["no-such-file.html"],
            "`no-such-file.html` is neither a file nor a URL",
        ),
        (
            &["--base-url", "https://shop.example/", &page],
            "--base-url is for saved pages",
        ),
        (
            &["http://169.254.169.254/computeMetadata/v1/"],
            "address not allowed: 169.254.169.254",
        ),
        (&["http://0x7f.1:1/"], "address not allowed: 127.0.0.1"),
        (&["http://[::ffff:10.0.0.1]/"], "address not allowed: "),
        (
            &["http://me:secret@shop.example/"],
            "address not allowed: it carries a user name or a password",
        ),
    ] {
        let (said, answer) = read(&system, arguments).await;
        assert_eq!(said.code, 1, "{arguments:?}: {said:?}");
        let status = answer["status"].as_str().unwrap();
        assert!(status.starts_with(reason), "{arguments:?}: {status}");
        for key in KEYS
            .iter()
            .filter(|key| !["items", "sources", "status"].contains(key))
        {
            assert_eq!(answer[*key], Value::Null, "{arguments:?}: {key}");
        }
        assert_eq!(answer["items"], json!([]));
    }
}

#[tokio::test]
async fn the_address_guard_has_no_exceptions_but_the_operators() {
    let shop =
        crate::shared::serve("<h1>Album</h1><p class=price>HK$ 128</p><button>Add to cart</button>").await;
    let folder = tempfile::tempdir().unwrap();
    let link = format!("http://{}/album", shop.address);
    let refused = signchronicle(folder.path(), &[], &["read", &link]).await.unwrap();
    assert_eq!((refused.code, shop.requests()), (1, 0), "{refused:?}");
    assert_eq!(refused.out, "", "a person reads the reason on standard error");
    assert!(refused.err.contains("address not allowed"), "{refused:?}");
    assert!(refused.err.contains("ALLOWED_PRIVATE_ADDRESSES"), "{refused:?}");

    let allowed = [("ALLOWED_PRIVATE_ADDRESSES", shop.address.as_str())];
    let said = signchronicle(folder.path(), &allowed, &["read", &link])
        .await
        .unwrap();
    assert_eq!((said.code, shop.requests()), (0, 1), "{said:?}");
}

#[tokio::test]
async fn a_saved_page_is_read_without_the_network_and_a_person_sees_where_each_value_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let page = r#"<html lang="en"><head><meta charset="utf-8"><title>Album 1</title><script type="application/ld+json">
        {"@context":"https://schema.org","@type":"Product","name":"Album 1","offers":{"@type":"Offer","price":"128.90",
        "priceCurrency":"HKD","availability":"https://schema.org/InStock"}}</script></head>
        <body><h1>Album 1</h1><p class="price">HK$128.90</p><button>Add to cart</button></body></html>"#;
    std::fs::write(folder.path().join("saved.html"), page).unwrap();
    let arguments = ["read", "saved.html", "--base-url", "https://shop.example/album-1"];
    let said = signchronicle(folder.path(), &[], &arguments).await.unwrap();
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    for line in [
        "title         Album 1",
        "price         128.90 ",
        "availability  InStock ",
        "status        ok",
        "time  ",
    ] {
        assert!(said.out.contains(line), "`{line}` in:\n{}", said.out);
    }
    assert!(
        said.out.contains(" %  "),
        "each value with how sure it is:\n{}",
        said.out
    );

    let said = signchronicle(folder.path(), &[], &[&arguments[..], &["--json"]].concat())
        .await
        .unwrap();
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(
        (&answer["price"], &answer["availability"]),
        (&json!("128.90"), &json!("InStock"))
    );
}

/// Reads with the platform files of a system, allowed to read its shops; the JSON has its keys.
async fn read(system: &System, arguments: &[&str]) -> (Said, Value) {
    let platforms = system.data().join("platforms");
    let env = [
        ("PLATFORMS_DIR", platforms.to_str().unwrap()),
        (
            "ALLOWED_PRIVATE_ADDRESSES",
            system.origin.strip_prefix("http://").unwrap(),
        ),
    ];
    let arguments = [&["read", "--json"], arguments].concat();
    let said = signchronicle(Path::new("."), &env, &arguments).await.unwrap();
    let answer: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(keys, KEYS, "{said:?}");
    (said, answer)
}
