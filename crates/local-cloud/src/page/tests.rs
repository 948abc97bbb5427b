use std::collections::BTreeSet;

use axum::body::to_bytes;

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
