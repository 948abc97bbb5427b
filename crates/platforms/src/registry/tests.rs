use std::collections::BTreeSet;

use domain::EventName;

use super::*;
use crate::{EventError, WayRequest};

const BUILT_IN: [&str; 8] = [
    "imweb",
    "ktown4u",
    "ktown4u-stock",
    "makestar",
    "shopify",
    "shopline",
    "web",
    "woocommerce",
];

const DEMO: &str = r#"label = "Demo shop"
zone = "Asia/Hong_Kong"
url = "http://127.0.0.1:8080/demo/{event}"

[fields]
title = ".product .title"
price = ".product .price"
stock = ".stock"
"#;

fn name(text: &str) -> PlatformName {
    PlatformName::parse(text).unwrap()
}

fn demo(text: &str) -> Result<Platform, PlatformError> {
    Platform::parse(name("demo"), "demo.toml", text)
}

fn request(platform: &Platform, typed: &str) -> Result<WayRequest, EventError> {
    let event = EventName::parse_any(typed).unwrap();
    let products = platform.products(&event)?;
    platform.ways()[0].request(&products[0], platform.channels().first().map(String::as_str))
}

fn url(platform: &Platform, typed: &str) -> Result<String, EventError> {
    request(platform, typed).map(|request| request.url.to_string())
}

fn built_in() -> Platforms {
    Platforms::load(None).unwrap()
}

fn get(name: &str) -> Platform {
    built_in()
        .get(&PlatformName::parse(name).unwrap())
        .unwrap()
        .clone()
}

fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

#[test]
fn a_platform_file_says_label_zone_address_and_fields() {
    let platform = demo(DEMO).unwrap();
    assert_eq!(platform.label(), "Demo shop");
    assert_eq!(platform.zone(), Some(chrono_tz::Asia::Hong_Kong));
    assert!(!platform.takes_url());
    assert!(platform.zone().is_some() && !platform.has_items() && !platform.sold_from_stock());
    let named: Vec<_> = platform.ways()[0]
        .fields
        .iter()
        .map(|(field, source)| format!("{field}: {source}"))
        .collect();
    assert_eq!(
        named,
        [
            "title: selector .product .title",
            "price: selector .product .price",
            "stock: selector .stock"
        ]
    );
}

#[test]
fn an_event_fills_one_segment_of_the_address_whatever_it_contains() {
    let platform = demo(DEMO).unwrap();
    for (typed, path) in [
        ("ABC", "/demo/ABC"),
        ("An Yujin", "/demo/An%20Yujin"),
        ("&TEAM", "/demo/%26TEAM"),
        ("(G)I-DLE", "/demo/%28G%29I-DLE"),
        ("a/../b", "/demo/a%2F..%2Fb"),
        ("x?y=1#z", "/demo/x%3Fy%3D1%23z"),
        ("50%2F", "/demo/50%252F"),
        ("안유진", "/demo/%EC%95%88%EC%9C%A0%EC%A7%84"),
    ] {
        assert_eq!(
            url(&platform, typed),
            Ok(format!("http://127.0.0.1:8080{path}")),
            "{typed}"
        );
    }
}

#[test]
fn an_event_that_would_climb_out_of_the_path_leads_nowhere() {
    for (template, typed) in [
        ("/demo/{event}", "."),
        ("/demo/{event}", ".."),
        ("/demo/.{event}", "."),
        ("/demo/{event}/x", ".."),
        ("/{event}", ".."),
    ] {
        let platform = demo(&DEMO.replace("/demo/{event}", template)).unwrap();
        assert_eq!(
            url(&platform, typed),
            Err(EventError::NotASegment(typed.to_owned())),
            "{template}"
        );
    }
    let platform = demo(&DEMO.replace("/demo/{event}", "/demo/{event}.js")).unwrap();
    assert_eq!(
        url(&platform, ".."),
        Ok("http://127.0.0.1:8080/demo/...js".to_owned())
    );
}

#[test]
fn an_event_may_stand_in_the_query_and_in_a_header() {
    let text = DEMO.replace(
        "/demo/{event}\"",
        "/iteminfo?lang=ko\"\nquery = { \"goods no\" = \"a {event}\" }\nheaders = { Referer = \"https://x.example/{event}\" }",
    );
    let request = request(&demo(&text).unwrap(), "1&admin=1 \u{c548}").unwrap();
    assert_eq!(
        request.url.query(),
        Some("lang=ko&goods%20no=a%201%26admin%3D1%20%EC%95%88")
    );
    assert_eq!(
        request.headers,
        [(
            "Referer".to_owned(),
            "https://x.example/1%26admin%3D1%20%EC%95%88".to_owned()
        )]
    );
}

#[test]
fn the_web_takes_addresses_and_knows_no_zone() {
    let web = get("web");
    assert!(web.takes_url() && web.ways()[0].fields.is_empty() && web.zone().is_none());
    let link = "https://shop.example/p/1?a=b";
    assert_eq!(url(&web, link), Ok(link.to_owned()));
    for wrong in ["ABC", "https://"] {
        assert_eq!(url(&web, wrong), Err(EventError::NotAnAddress(wrong.to_owned())));
    }
}

#[test]
fn a_bad_file_is_refused_with_line_and_reason() {
    for (from, to, complaint) in [
        ("label", "labell", "demo.toml:1: unknown field `labell`"),
        (
            "label = \"Demo shop\"",
            "label = \" \"",
            "demo.toml:1: label has to be one line",
        ),
        ("label = \"Demo shop\"", "", "demo.toml:1: missing field `label`"),
        (
            "Asia/Hong_Kong",
            "Asia/Honkong",
            "demo.toml:2: unknown zone `Asia/Honkong`",
        ),
        ("zone = \"Asia/Hong_Kong\"", "", "demo.toml: zone is missing"),
        ("zone = ", "zone = 8 #", "demo.toml:2: invalid type: integer `8`"),
        ("/demo/{event}", "/demo/abc", "demo.toml:3: url names no event"),
        (
            "/demo/{event}",
            "/{shop}/{event}",
            "demo.toml:3: url contains `{shop}`",
        ),
        (
            "/demo/{event}",
            "/#{event}",
            "demo.toml:3: a placeholder has to be in the path or the query of the url, not behind #",
        ),
        (
            "127.0.0.1:8080/demo/{event}",
            "{event}.example",
            "demo.toml:3: {event} has to be in the path",
        ),
        (
            "127.0.0.1:8080/demo/{event}",
            "{event}@shop.example/",
            "demo.toml:3: {event} has to be in the path",
        ),
        ("http://", "ftp://", "demo.toml:3: url has the scheme ftp"),
        ("http://", "", "demo.toml:3: url is no web address"),
        (
            "url = ",
            "event = \"url\"\nurl = ",
            "demo.toml:4: url has no place where event = \"url\"",
        ),
        (
            "url = ",
            "event = \"link\"\nurl = ",
            "demo.toml:3: event is `link`, it has to be",
        ),
        ("price = ", "prize = ", "demo.toml:7: unknown field `prize`"),
        ("\".stock\"", "\"\"", "demo.toml:8: the selector is empty"),
        (
            "\".stock\"",
            "\".a[\"",
            "demo.toml:8: bad selector `.a[`: it ends too early",
        ),
        (
            "\".stock\"",
            "[\"a\",\n{ script = \"b:nope\", json = \"/x\" }]",
            "demo.toml:9: bad selector `b:nope`: UnsupportedPseudoClassOrElement",
        ),
        (
            "[fields]",
            "fetch = \"browser\"\nwait_for = \"a[\"\n[fields]",
            "demo.toml:6: bad selector `a[`",
        ),
        (
            "[fields]",
            "[items]\nlist = \"li[\"\nname = \"b\"\nsold = \"u\"\n[fields]",
            "demo.toml:6: bad selector `li[`",
        ),
        (
            "[fields]",
            "[items]\nlist = \"li\"\nname = \"b\"\nsold = \"u\"\nlabel = [{ match = '(a)', is = \"$2\" }]\n[fields]",
            "demo.toml:9: the pattern has no group $2",
        ),
        (
            "[fields]",
            "[discover]\nurl = \"http://a.example/\"\nlist = \"li\"\nevent = \"a\"\ntitle = \"b\"\nformat = \"%Q\"\n[fields]",
            "demo.toml:10: `%Q` is no format of a time",
        ),
        ("[fields]", "[fields", "demo.toml:5:"),
        (
            "url = ",
            "query = { x = \"{nope}\" }\nurl = ",
            "demo.toml:4: url contains `{nope}`",
        ),
        (
            "/demo/",
            "/{channel}/",
            "demo.toml:3: url contains `{channel}`, but the file names no channels",
        ),
        (
            "url = ",
            "channels = []\nurl = ",
            "demo.toml:3: channels are different words",
        ),
        (
            "url = ",
            "channels = [\"a.b\"]\nurl = ",
            "demo.toml:3: channels are different words",
        ),
        (
            "url = ",
            "headers = { Host = \"x\" }\nurl = ",
            "demo.toml:3: the header Host is not",
        ),
        (
            "url = ",
            "headers = { \"A b\" = \"x\" }\nurl = ",
            "demo.toml:3: `A b` is no header",
        ),
        (
            "url = ",
            "headers = { A = \"x\\r\\nB: y\" }\nurl = ",
            "demo.toml:3: the header A has a character",
        ),
        (
            "url = ",
            "json = '{\"a\": {event}}'\nurl = ",
            "demo.toml:3: {event} stands where a number belongs",
        ),
        (
            "url = ",
            "method = \"PUT\"\nurl = ",
            "demo.toml:3: unknown variant `PUT`",
        ),
        (
            "url = ",
            "method = \"GET\"\njson = '{\"a\": \"{event}\"}'\nurl = ",
            "demo.toml:3: json is sent by POST",
        ),
        (
            "url = ",
            "fetch = \"curl\"\nurl = ",
            "demo.toml:3: unknown variant `curl`",
        ),
        (
            "url = ",
            "wait_for = \".x\"\nurl = ",
            "demo.toml:3: wait_for needs fetch",
        ),
        (
            "url = ",
            "again = { at = \"x\", is = [\"A\"], wait = 1, times = 1 }\nurl = ",
            "demo.toml:3: the pointer `x`",
        ),
        (
            "url = ",
            "again = { at = \"/x\", is = [], wait = 1, times = 1 }\nurl = ",
            "demo.toml:3: again needs a code",
        ),
        (
            "url = ",
            "again = { at = \"/x\", is = [\"A\"], wait = 60, times = 9 }\nurl = ",
            "demo.toml:3: again waits",
        ),
        (
            "url = ",
            "links = [\"https://shop.example/\"]\nurl = ",
            "demo.toml:3: the link does not say the whole",
        ),
        (
            "url = ",
            "shops = [\"shop.example\"]\nurl = ",
            "demo.toml:3: shops need an event with {shop}",
        ),
        (
            "url = ",
            "like = \"ktown4u\"\nurl = ",
            "demo.toml:3: beside like stand only",
        ),
        (
            "\".stock\"",
            "{ css = \".stock\", kind = \"date\" }",
            "demo.toml:8: unknown variant `date`",
        ),
        (
            "\".stock\"",
            "{ css = \".stock\", knd = \"text\" }",
            "demo.toml:8: unknown field `knd`",
        ),
        (
            "\".stock\"",
            "{ css = \".stock\", kind = \"money\" }",
            "demo.toml:8: stock cannot be of that kind",
        ),
        (
            "\".stock\"",
            "{ css = \".stock\", json = \"/x\" }",
            "demo.toml:8: css and json are two places",
        ),
        (
            "\".stock\"",
            "{ regex = \"a(\" }",
            "demo.toml:8: bad pattern: unclosed group",
        ),
        (
            "\".stock\"",
            "{ script = \"script\" }",
            "demo.toml:8: script needs json",
        ),
        ("\".stock\"", "{ attr = \"x\" }", "demo.toml:8: attr needs css"),
        (
            "\".stock\"",
            "{ css = \".x\", is = \"gone\" }",
            "demo.toml:8: is = `gone`",
        ),
        (
            "\".stock\"",
            "{ css = \".x\", minor = 2 }",
            "demo.toml:8: minor has no meaning for stock",
        ),
        (
            "\".stock\"",
            "{ css = \".x\", when = \"/x\" }",
            "demo.toml:8: when is a pointer",
        ),
        ("\".stock\"", "[]", "demo.toml:8: an empty list"),
        ("\".stock\"", "[\".a\", {}]", "demo.toml:8: say where it stands"),
        ("\".stock\"", "5", "demo.toml:8: invalid type: integer `5`"),
        (
            "stock = ",
            "sold = \"from stock\" #",
            "demo.toml:8: sold = \"from stock\" needs a stock",
        ),
        (
            "[fields]",
            "[items]\nlist = \"li\"\nname = \"b\"\n[fields]",
            "demo.toml:6: items need a sold",
        ),
        (
            "[fields]",
            "[items]\nlist = \"li\"\nname = \"/b\"\nsold = \"i\"\n[fields]",
            "demo.toml:7: an element of a list has no json",
        ),
        (
            "[fields]",
            "[items]\nlist = \"/l/*\"\nname = \"b\"\nsold = \"/i\"\n[fields]",
            "demo.toml:7: a value of a JSON list needs json",
        ),
        (
            "[fields]",
            "[discover]\nurl = \"x\"\nlist = \"li\"\nevent = \"b\"\ntitle = \"b\"\n[fields]",
            "demo.toml:6: url has to be",
        ),
        (
            "[fields]",
            "[events.\"A*\"]\nX = 1\n[fields]",
            "demo.toml:5: the event contains `*`",
        ),
        (
            "[fields]",
            "[events.A]\n[fields]",
            "demo.toml:5: the event has no products",
        ),
        (
            "[fields]",
            "[[way]]\nadds = 1\n[fields]",
            "demo.toml:6: invalid type: integer `1`",
        ),
    ] {
        let text = DEMO.replacen(from, to, 1);
        let refusal = demo(&text).expect_err(&text).to_string();
        assert!(refusal.starts_with(complaint), "{refusal} instead of {complaint}");
    }
}

#[test]
fn files_of_a_directory_are_added_and_win_over_compiled_in_ones() {
    let dir = directory(&[
        ("demo.toml", DEMO),
        ("web.toml", "label = \"Any page\"\nevent = \"url\""),
        ("notes.txt", "not a platform"),
    ]);
    let platforms = Platforms::load(Some(dir.path())).unwrap();
    assert_eq!(
        platforms.names().map(PlatformName::as_str).collect::<Vec<_>>(),
        BUILT_IN
            .iter()
            .copied()
            .chain(["demo"])
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(platforms.get(&name("web")).unwrap().label(), "Any page");
    assert!(platforms.get(&name("shop")).is_none());
}

#[test]
fn a_bad_file_of_a_directory_is_named_with_its_path() {
    for (file, text, reason) in [
        ("demo.toml", "label = 1", ":1: invalid type"),
        ("De mo.toml", DEMO, ": `De mo` is no platform name"),
        ("Demo.toml", DEMO, ": `Demo` is no platform name"),
    ] {
        let dir = directory(&[(file, text)]);
        let refusal = Platforms::load(Some(dir.path())).unwrap_err().to_string();
        let expected = format!("{}{reason}", dir.path().join(file).display());
        assert!(refusal.starts_with(&expected), "{refusal}");
    }
}

#[test]
fn a_missing_directory_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("none");
    let refusal = Platforms::load(Some(&missing)).unwrap_err();
    assert_eq!(refusal.file, missing.display().to_string());
    assert!(refusal.reason.starts_with("cannot be read"), "{refusal}");
}

#[test]
fn the_compiled_in_files_are_right_patterns_included() {
    let platforms = built_in();
    assert_eq!(
        platforms.names().map(PlatformName::as_str).collect::<Vec<_>>(),
        BUILT_IN
    );
    for (name, text) in built_in::PLATFORMS {
        // A file that is not trusted has its patterns compiled.
        let platform = Platform::parse(PlatformName::parse(name).unwrap(), name, text);
        assert_eq!(
            platform.map(|platform| platform.ways().to_vec()).as_deref(),
            Ok(get(name).ways())
        );
    }
}

#[test]
fn the_template_is_a_platform_file() {
    let platform = demo(crate::template()).unwrap();
    assert!(platform.has_items() && platform.discovers() && platform.sold_from_stock());
    let request = request(&platform, "summer fan-sign").unwrap();
    assert_eq!(
        request.body.as_deref(),
        Some(r#"{"event": 114521, "name": "no. 114521"}"#)
    );
    let labels: Vec<_> = platform
        .products(&EventName::parse_any("SUMMER FAN-SIGN").unwrap())
        .unwrap();
    assert_eq!(
        labels
            .iter()
            .filter_map(|product| product.label.as_deref())
            .collect::<Vec<_>>(),
        ["AN YUJIN", "REI"]
    );
}

#[test]
fn requests_are_those_of_the_shops() {
    for (name, typed, expected) in [
        (
            "ktown4u",
            "44469917",
            "https://apis.ktown4u.com/vador/graphql?operationName=eventProductsV2",
        ),
        (
            "ktown4u-stock",
            "114521",
            "https://www.ktown4u.com/iteminfo?goods_no=114521",
        ),
        (
            "makestar",
            "135",
            "https://new-commerce-api.makestar.com/v2/commerce/product_event/135/dynamic/",
        ),
        (
            "shopline",
            "shop.example/5f/6a/7b",
            "https://shop.example/api/merchants/5f/products/6a/check_stock?variation_id=7b",
        ),
        (
            "imweb",
            "shop.example/shop-view/12",
            "https://shop.example/shop-view/?idx=12",
        ),
        (
            "shopify",
            "www.shop.example/album",
            "https://www.shop.example/products/album.js",
        ),
        (
            "woocommerce",
            "shop.example/album",
            "https://shop.example/wp-json/wc/store/v1/products?slug=album",
        ),
    ] {
        assert_eq!(url(&get(name), typed), Ok(expected.to_owned()), "{name}");
    }
    let request = request(&get("ktown4u"), "44469917").unwrap();
    assert_eq!(request.method, crate::Method::Post);
    assert_eq!(
        request.headers[0],
        ("Origin".to_owned(), "https://www.ktown4u.com".to_owned())
    );
    let body: serde_json::Value = serde_json::from_str(&request.body.unwrap()).unwrap();
    assert_eq!(
        body["variables"]["request"],
        serde_json::json!({"eventNo": 44469917, "shopNo": 164})
    );
    assert_eq!(body["operationName"], "eventProductsV2");
}

#[test]
fn an_event_has_several_items_by_its_platform_or_by_its_products() {
    for (name, typed, has_items) in [
        ("ktown4u", "44469917", true),
        ("ktown4u-stock", "114521", false),
        ("ktown4u-stock", "REI=114521", true),
        ("ktown4u-stock", "114521 114522", true),
        ("ktown4u-stock", "nope", false),
        ("web", "https://shop.example/a=b", false),
    ] {
        let event = EventName::parse_any(typed).unwrap();
        assert_eq!(get(name).has_items_in(&event), has_items, "{name} {typed}");
    }
    assert!(get("ktown4u").has_items() && !get("ktown4u-stock").has_items());
}

#[test]
fn a_pasted_link_is_recognised_as_its_platform_and_event() {
    let platforms = built_in();
    for (link, known) in [
        (
            "https://www.ktown4u.com/eventsub?eve_no=44469917",
            Some("ktown4u 44469917"),
        ),
        (
            "https://kr.ktown4u.com/eventsub?biz_no=1&eve_no=44469917#x",
            Some("ktown4u 44469917"),
        ),
        (
            "http://ktown4u.com/eventsub/?eve_no=44469917",
            Some("ktown4u 44469917"),
        ),
        ("https://www.ktown4u.com/eventsub?eve_no=abc", None),
        ("https://www.ktown4u.com/eventsub", None),
        (
            "https://www.ktown4u.com.evil.example/eventsub?eve_no=44469917",
            None,
        ),
        (
            "https://jp.ktown4u.com/iteminfo?goods_no=114521&lang=ja",
            Some("ktown4u-stock 114521"),
        ),
        (
            "https://www.makestar.com/ko/product/13541",
            Some("makestar 13541"),
        ),
        (
            "https://www.makestar.com/product/13541?x=1",
            Some("makestar 13541"),
        ),
        (
            "https://drops.myshopify.com/products/album-1?variant=5",
            Some("shopify drops.myshopify.com/album-1"),
        ),
        (
            "https://drops.myshopify.com/en/collections/new/products/album-1",
            Some("shopify drops.myshopify.com/album-1"),
        ),
        ("https://myshopify.com/products/album-1", None),
        ("https://notmyshopify.com/products/album-1", None),
        ("https://shop.example/products/album-1", None),
        (
            "https://abc.imweb.me/shop-view/?idx=12",
            Some("imweb abc.imweb.me/shop-view/12"),
        ),
        ("ftp://www.ktown4u.com/eventsub?eve_no=44469917", None),
    ] {
        let found = platforms.recognise(&Url::parse(link).unwrap());
        let found = found.map(|(platform, event)| format!("{platform} {event}"));
        assert_eq!(found.as_deref(), known, "{link}");
    }
}

#[test]
fn a_link_of_a_shop_of_its_own_host_is_read_where_the_platform_is_named() {
    for (name, link, event) in [
        (
            "shopify",
            "https://www.shop.example/products/album-1?variant=5",
            Some("www.shop.example/album-1"),
        ),
        (
            "woocommerce",
            "https://shop.example/product/album-1/",
            Some("shop.example/album-1"),
        ),
        (
            "imweb",
            "https://shop.example/shop/?idx=12",
            Some("shop.example/shop/12"),
        ),
        ("shopify", "https://127.0.0.1/products/album-1", None),
        ("shopify", "https://shop.example/products/a/b", None),
    ] {
        let found = get(name).event_of(&Url::parse(link).unwrap());
        assert_eq!(found.as_ref().map(EventName::as_str), event, "{link}");
    }
}

#[test]
fn every_demo_file_reads_its_own_shop_and_nothing_else() {
    const ORIGIN: &str = "http://127.0.0.1:8080";
    let files: Vec<(&str, String)> = crate::demo_files()
        .iter()
        .map(|(name, text)| (*name, text.replace("{origin}", ORIGIN)))
        .collect();
    let dir = directory(
        &files
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect::<Vec<_>>(),
    );
    let platforms = Platforms::load(Some(dir.path())).unwrap();
    assert_eq!(platforms.iter().count(), BUILT_IN.len() + files.len());
    for (name, typed, path) in [
        ("demo", "ABC", "/demo/ABC"),
        ("demo-browser", "ABC", "/demo/browser/ABC"),
        (
            "demo-ktown4u",
            "44469917",
            "/demo/ktown4u/vador/graphql?operationName=eventProductsV2",
        ),
        (
            "demo-ktown4u-stock",
            "114521",
            "/demo/ktown4u-stock/www/iteminfo?goods_no=114521",
        ),
        (
            "demo-makestar",
            "135",
            "/demo/makestar/api/v2/commerce/product_event/135/dynamic/",
        ),
        (
            "demo-shopline",
            "a.example/5/6/7",
            "/demo/shopline/a.example/api/merchants/5/products/6/check_stock?variation_id=7",
        ),
        (
            "demo-imweb",
            "a.example/shop/12",
            "/demo/imweb/a.example/shop/?idx=12",
        ),
        (
            "demo-shopify",
            "a.example/album",
            "/demo/shopify/a.example/products/album.js",
        ),
        (
            "demo-woocommerce",
            "a.example/album",
            "/demo/woocommerce/a.example/wp-json/wc/store/v1/products?slug=album",
        ),
    ] {
        let platform = platforms.get(&PlatformName::parse(name).unwrap()).unwrap();
        assert_eq!(url(platform, typed), Ok(format!("{ORIGIN}{path}")), "{name}");
        for way in platform.ways() {
            let product = &platform.products(&EventName::parse_any(typed).unwrap()).unwrap()[0];
            let url = way.request(product, Some("www")).unwrap().url;
            assert!(url.as_str().starts_with("http://127.0.0.1:8080/demo/"), "{url}");
        }
    }
    for (link, known) in [
        ("/demo/ABC", "demo ABC"),
        ("/demo/browser/ABC", "demo-browser ABC"),
        ("/demo/ktown4u/eventsub?eve_no=44469917", "demo-ktown4u 44469917"),
        (
            "/demo/ktown4u-stock/kr/iteminfo?goods_no=114521",
            "demo-ktown4u-stock 114521",
        ),
        ("/demo/makestar/product/135", "demo-makestar 135"),
        (
            "/demo/imweb/a.example/shop/?idx=12",
            "demo-imweb a.example/shop/12",
        ),
        (
            "/demo/shopify/a.example/products/album",
            "demo-shopify a.example/album",
        ),
        (
            "/demo/woocommerce/a.example/product/album/",
            "demo-woocommerce a.example/album",
        ),
    ] {
        let found = platforms.recognise(&Url::parse(&format!("{ORIGIN}{link}")).unwrap());
        assert_eq!(
            found
                .map(|(platform, event)| format!("{platform} {event}"))
                .as_deref(),
            Some(known),
            "{link}"
        );
    }
}

#[test]
fn a_file_that_is_like_another_has_its_own_shops_and_events() {
    let text = "like = \"shopify\"\nlabel = \"Fan shop\"\nzone = \"Asia/Tokyo\"\nshops = [\"fan.example\"]\n\
                [events.\"Summer\"]\nREI = \"fan.example/rei\"\n\"AN YUJIN\" = \"fan.example/yujin\"";
    let platform = demo(text).unwrap();
    assert_eq!(
        (platform.label(), platform.zone()),
        ("Fan shop", Some(chrono_tz::Asia::Tokyo))
    );
    assert_eq!(
        url(&platform, "Summer"),
        Ok("https://fan.example/products/rei.js".to_owned())
    );
    let (_, event) = platform
        .recognise(&Url::parse("https://fan.example/products/x").unwrap())
        .unwrap();
    assert_eq!(event.as_str(), "fan.example/x");
    assert_eq!(
        platform.recognise(&Url::parse("https://x.myshopify.com/products/x").unwrap()),
        None
    );
}

#[test]
fn a_file_that_is_like_none_or_leaves_a_host_out_is_refused() {
    for (text, complaint) in [
        (
            "like = \"demo\"\nlabel = \"x\"",
            "demo.toml:1: there is no compiled-in platform `demo`",
        ),
        (
            "like = \"makestar\"\nlabel = \"x\"\n[hosts]\n\"https://www.makestar.com\" = \"http://a.example\"",
            "demo.toml:3: no host of this table begins https://new-commerce-api.makestar.com/",
        ),
        (
            "like = \"shopify\"\nlabel = \"x\"\n[hosts]\n\"https://{shop}\" = \"http://a.example/\"",
            "demo.toml:4: `http://a.example/` has to be the beginning of an address",
        ),
        (
            "like = \"shopify\"\nlabel = \"x\"\n[hosts]\n\"https://{shop}\" = \"http://{handle}.example\"",
            "demo.toml:3: {handle} has to be in the path or the query",
        ),
        (
            "like = \"shopify\"\nlabel = \"x\"\n[events.A]\nX = \"nope\"",
            "demo.toml:4: `nope` is not of the form",
        ),
    ] {
        let refusal = demo(text).expect_err(text).to_string();
        assert!(refusal.starts_with(complaint), "{refusal}");
    }
}

proptest::proptest! {
    #[test]
    fn no_event_reaches_another_host_or_path(typed in "\\PC{1,40}") {
        let Ok(event) = EventName::parse_any(&typed) else { return Ok(()) };
        for platform in built_in().iter().filter(|platform| !platform.takes_url()) {
            for product in platform.products(&event).unwrap_or_default() {
                for way in platform.ways() {
                    let Ok(request) = way.request(&product, Some("www")) else { continue };
                    proptest::prop_assert!(request.url.username().is_empty() && request.url.port().is_none());
                    proptest::prop_assert!(request.headers.iter().all(|(_, value)| !value.contains(['\r', '\n'])));
                    if let Some(body) = request.body {
                        proptest::prop_assert!(serde_json::from_str::<serde_json::Value>(&body).is_ok());
                    }
                }
            }
        }
    }

    #[test]
    fn no_text_of_a_file_panics(text in "\\PC{0,200}") {
        let _ = demo(&text);
        let _ = demo(&DEMO.replace(".stock", &text));
        let _ = demo(&DEMO.replace("/demo/{event}", &text));
    }
}
