//! What the product is called.

use super::{Claim, Data, choose, name};
use crate::finding::Evidence;
use crate::text::{self, likeness};

/// A heading that no other name of the product resembles is a banner, where there are other names.
const ALIKE: f32 = 0.4;

/// The heading that people see; else what the data call the product; else the document's title.
pub(super) fn decide(data: &Data<'_>, found: &mut Vec<Evidence>) -> Option<String> {
    let mut claims = stated(data);
    claims.extend(heading(data, &claims));
    claims.extend(of_document(data));
    claims.retain(|claim| !claim.value.is_empty());
    choose("title", claims, found)
}

fn stated(data: &Data<'_>) -> Vec<Claim<String>> {
    let described = |item: Option<&crate::item::Item>| item.and_then(|item| item.name.clone());
    let names = [
        (described(name::main(&data.json_ld, data)), "json-ld", 2.0),
        (described(data.microdata.first()), "microdata", 1.9),
        (shared_title(data), "meta og:title", 1.5),
    ];
    let named = names.into_iter().filter_map(|(value, source, weight)| {
        Some(Claim {
            value: text::fold(&value?),
            source: source.to_owned(),
            weight,
        })
    });
    named.collect()
}

/// What the page is called where it is shared, without the shop's name; a shop's name alone is none.
fn shared_title(data: &Data<'_>) -> Option<String> {
    let title = data.meta.title()?;
    without_shop(title, data.meta.get("og:site_name"))
}

fn without_shop(title: &str, shop: Option<&str>) -> Option<String> {
    let shop = shop.map(str::trim).unwrap_or_default();
    if title.trim().eq_ignore_ascii_case(shop) {
        return None;
    }
    let parts = text::parts(title);
    let ends_with_shop = parts.len() > 1 && parts.last().is_some_and(|last| last.eq_ignore_ascii_case(shop));
    let title = if ends_with_shop {
        title
            .trim()
            .get(..title.trim().len() - shop.len())
            .unwrap_or(title)
    } else {
        title
    };
    Some(text::fold(title.trim_end_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, ')' | ']' | '"' | '!' | '?')
    })))
}

fn heading(data: &Data<'_>, stated: &[Claim<String>]) -> Option<Claim<String>> {
    let at = data.view.heading?;
    let value = data.view.text(&data.view.elements[at].runs);
    let shown = value.to_lowercase();
    let names = stated.iter().map(|claim| claim.value.to_lowercase());
    let others = data
        .address_name
        .iter()
        .chain(&data.view.document_title)
        .map(|name| name.to_lowercase());
    let is_confirmed = names.chain(others).any(|name| likeness(&shown, &name) >= ALIKE);
    let weight = if is_confirmed || stated.is_empty() {
        2.5
    } else {
        0.8
    };
    let source = format!("visible {}", data.view.elements[at].name());
    Some(Claim {
        value,
        source,
        weight,
    })
}

/// The longest part of the document's title, which also names the shop.
fn of_document(data: &Data<'_>) -> Option<Claim<String>> {
    let title = data.view.document_title.as_deref()?;
    let shop = data.meta.get("og:site_name").unwrap_or_default();
    let parts = text::parts(title)
        .into_iter()
        .filter(|part| !part.eq_ignore_ascii_case(shop));
    let value = parts.max_by_key(|part| part.chars().count())?;
    Some(Claim {
        value: value.to_owned(),
        source: "document title".to_owned(),
        weight: 0.5,
    })
}
