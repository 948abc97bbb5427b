use std::collections::BTreeSet;

use axum::body::to_bytes;

use super::assets::{CSS, JAVASCRIPT, SVG};
use super::*;

/// What follows `mark` in `text`, up to the quote that ends it, at each place.
fn quoted_after<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    text.split(mark)
        .skip(1)
        .filter_map(|rest| rest.split(['"', '\'']).next())
        .collect()
}

#[tokio::test]
async fn an_asset_has_its_type_the_strict_policy_and_no_long_life() {
    for (name, content_type) in [("app.js", JAVASCRIPT), ("style.css", CSS), ("icon.svg", SVG)] {
        let answer = asset(Path(name.to_owned())).await;
        assert_eq!(answer.headers()[header::CONTENT_TYPE], content_type);
        assert_eq!(answer.headers()[header::CONTENT_SECURITY_POLICY], POLICY);
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-cache");
        assert!(!to_bytes(answer.into_body(), usize::MAX).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_unknown_asset_is_not_found() {
    for name in ["", "nothing.js", "../Cargo.toml"] {
        assert_eq!(asset(Path(name.to_owned())).await.status(), StatusCode::NOT_FOUND);
    }
}

#[test]
fn everything_that_the_page_loads_is_compiled_in_and_nothing_else() {
    let known: BTreeSet<&str> = ASSETS.iter().map(|(name, ..)| *name).collect();
    let mut loaded: BTreeSet<&str> = quoted_after(INDEX, "/assets/").into_iter().collect();
    for (_, _, text) in ASSETS {
        loaded.extend(quoted_after(text, "from \"./"));
    }
    assert_eq!(loaded, known);
}

#[test]
fn nothing_needs_what_the_policy_forbids() {
    for forbidden in ["<style", " style=", " onclick=", "https://"] {
        assert!(!INDEX.contains(forbidden), "{forbidden}");
    }
    for (name, content_type, text) in ASSETS {
        let forbidden = if *content_type == JAVASCRIPT {
            "innerHTML"
        } else {
            "@import"
        };
        assert!(!text.contains(forbidden), "{name}: {forbidden}");
    }
}

/// The keys of a table of words, in their order.
fn keys(name: &str) -> Vec<&'static str> {
    let (_, _, text) = ASSETS.iter().find(|(known, ..)| *known == name).unwrap();
    let line = |line: &'static str| {
        line.trim()
            .strip_prefix('"')?
            .split_once("\": ")
            .map(|(key, _)| key)
    };
    text.lines().filter_map(line).collect()
}

#[test]
fn both_languages_have_the_same_words() {
    let english = keys("words-en.js");
    assert_eq!(english, keys("words-zh.js"));
    assert!(english.len() > 100, "{}", english.len());
    assert_eq!(
        english.iter().collect::<BTreeSet<_>>().len(),
        english.len(),
        "none twice"
    );
}

#[test]
fn every_word_that_the_index_and_the_scripts_name_is_there() {
    let english: BTreeSet<&str> = keys("words-en.js").into_iter().collect();
    let mut named = BTreeSet::new();
    for mark in ["data-t=\"", "data-t-label=\"", "data-t-placeholder=\""] {
        named.extend(quoted_after(INDEX, mark));
    }
    for (_, _, text) in ASSETS {
        for mark in [" t(\"", "(t(\"", "{t(\""] {
            named.extend(
                quoted_after(text, mark)
                    .into_iter()
                    .filter(|key| !key.contains(['$', '('])),
            );
        }
    }
    named.remove("");
    let missing: Vec<&&str> = named.iter().filter(|key| !english.contains(**key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
