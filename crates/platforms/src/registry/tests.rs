use domain::{EventForm, EventName};

use super::*;
use crate::AddressError;

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

fn event(text: &str) -> EventName {
    EventName::parse(text, EventForm::Name).unwrap()
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
    let named: Vec<_> = platform
        .fields()
        .named()
        .map(|(field, s)| (field, s.css.as_str(), s.line))
        .collect();
    assert_eq!(
        named,
        [
            ("title", ".product .title", 6),
            ("price", ".product .price", 7),
            ("stock", ".stock", 8)
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
        let url = platform.page_url(&event(typed)).unwrap();
        assert_eq!(url.as_str(), format!("http://127.0.0.1:8080{path}"), "{typed}");
    }
}

#[test]
fn an_event_that_would_climb_out_of_the_path_leads_nowhere() {
    let platform = demo(DEMO).unwrap();
    for typed in [".", ".."] {
        assert_eq!(
            platform.page_url(&event(typed)),
            Err(AddressError::NotASegment(typed.to_owned()))
        );
    }
}

#[test]
fn an_event_may_stand_in_the_query() {
    let platform = demo(&DEMO.replace("/demo/{event}", "/iteminfo?lang=ko&goods_no={event}")).unwrap();
    let url = platform.page_url(&event("1&admin=1")).unwrap();
    assert_eq!(url.query(), Some("lang=ko&goods_no=1%26admin%3D1"));
}

#[test]
fn the_web_takes_addresses_and_knows_no_zone() {
    let platforms = Platforms::load(None).unwrap();
    assert_eq!(
        platforms.names().map(PlatformName::as_str).collect::<Vec<_>>(),
        ["web"]
    );
    let web = platforms.get(&name("web")).unwrap();
    assert!(web.takes_url() && web.fields().is_empty() && web.zone().is_none());
    let link = EventName::parse("https://shop.example/p/1?a=b", EventForm::Url).unwrap();
    assert_eq!(
        web.page_url(&link).unwrap().as_str(),
        "https://shop.example/p/1?a=b"
    );
    for (wrong, form) in [("ABC", EventForm::Name), ("https://", EventForm::Url)] {
        let wrong = EventName::parse(wrong, form).unwrap();
        assert_eq!(
            web.page_url(&wrong),
            Err(AddressError::NotAnAddress(wrong.as_str().to_owned()))
        );
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
            "demo.toml:3: {event} has to be in the path or the query",
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
            "demo.toml:3: unknown variant `link`",
        ),
        ("price = ", "prize = ", "demo.toml:7: unknown field `prize`"),
        ("\".stock\"", "\"\"", "demo.toml:8: the selector is empty"),
        ("[fields]", "[fields", "demo.toml:5:"),
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
        ["demo", "web"]
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
