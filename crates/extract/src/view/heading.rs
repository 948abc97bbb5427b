//! Which element shows the product's name.

use super::{View, Words};
use crate::text;

/// The heading that fits best what the data and the document's title call the product.
pub(super) fn find(view: &View<'_>, names: &[&str]) -> Option<usize> {
    let names: Vec<String> = names
        .iter()
        .copied()
        .chain(view.document_title.as_deref())
        .map(|name| text::fold(name).to_lowercase())
        .filter(|name| name.chars().count() > 1)
        .collect();
    let mut best: Option<(f32, usize)> = None;
    for (at, element) in view.elements.iter().enumerate() {
        let rank = rank(view, at, &names);
        let is_empty = element.runs.is_empty();
        if !is_empty && rank > best.map_or(0.0, |(best, _)| best) {
            best = Some((rank, at));
        }
    }
    best.map(|(_, at)| at).or_else(|| unmarked(view, &names))
}

/// Where no tag or class marks a heading: a small element that shows the name.
fn unmarked(view: &View<'_>, names: &[String]) -> Option<usize> {
    let plain = |at: &usize| {
        let element = &view.elements[*at];
        let is_small = (1..=2).contains(&element.runs.len()) && view.text_length(&element.runs) <= 200;
        let is_block = matches!(
            element.name(),
            "h3" | "h4" | "h5" | "h6" | "div" | "p" | "strong" | "b" | "font" | "span" | "td"
        );
        let is_apart = element.is_region_of_others() || element.is_linked || element.is_hidden;
        is_small && is_block && !is_apart
    };
    (0..view.elements.len()).filter(plain).find(|at| {
        let shown = view.text(&view.elements[*at].runs).to_lowercase();
        let is_long = shown.len() > 5;
        is_long
            && names
                .iter()
                .any(|name| likeness(&shown, name) >= 0.9 && shown.len() * 3 >= name.len())
    })
}

fn rank(view: &View<'_>, at: usize, names: &[String]) -> f32 {
    let element = &view.elements[at];
    let by_tag = match element.name() {
        "h1" => 3.0,
        "h2" => 1.0,
        _ if element.node.attr("itemprop") == Some("name") => 1.5,
        "h3" | "strong" | "b" | "span" | "div" | "p" | "td" if element.words.has(Words::TITLE) => 0.5,
        _ => return 0.0,
    };
    if view.text_length(&element.runs) > 400 {
        return 0.0;
    }
    let shown = view.text(&element.runs).to_lowercase();
    let likeness = names
        .iter()
        .map(|name| likeness(&shown, name))
        .fold(0.0_f32, f32::max);
    let is_plausible = element.name() == "h1" || likeness > 0.5;
    let hidden = if element.is_hidden || element.is_linked {
        1.5
    } else {
        0.0
    };
    if is_plausible {
        (by_tag + 4.0 * likeness - hidden).max(0.1)
    } else {
        0.0
    }
}

/// How much two names share, from 0 to 1.
fn likeness(shown: &str, name: &str) -> f32 {
    if shown.is_empty() || name.is_empty() {
        return 0.0;
    }
    if shown == name {
        return 1.0;
    }
    let (short, long) = if shown.len() < name.len() {
        (shown, name)
    } else {
        (name, shown)
    };
    if short.chars().count() > 3 && long.starts_with(short) {
        return 0.9;
    }
    if short.chars().count() > 5 && long.contains(short) {
        return 0.8;
    }
    shared_words(short, long)
}

fn shared_words(short: &str, long: &str) -> f32 {
    let words: Vec<&str> = short.split_whitespace().collect();
    let other: Vec<&str> = long.split_whitespace().collect();
    let shared = words.iter().filter(|word| other.contains(word)).count();
    if words.len() < 2 {
        0.0
    } else {
        0.8 * to_f32(shared) / to_f32(words.len())
    }
}

fn to_f32(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::from(u16::MAX), f32::from)
}
