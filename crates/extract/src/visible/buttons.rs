//! Which buttons sell.

use domain::Availability;

use crate::text;
use crate::view::{Element, View, Words};

/// How many buttons are looked at.
const MOST: usize = 1_000;

/// Where the page's own buttons for buying stand, as indexes of texts.
pub(super) fn all(view: &View<'_>) -> Vec<usize> {
    let elements = view.elements.iter().filter(|element| !element.is_elsewhere);
    let clickable = elements.filter(|element| {
        let kind = element.node.attr("type").unwrap_or_default();
        match element.name() {
            "button" => true,
            "input" => matches!(kind, "submit" | "button" | "image"),
            "a" => element.words.has(Words::BUY) || element.node.attr("role") == Some("button"),
            _ => false,
        }
    });
    clickable
        .take(MOST)
        .filter(|element| element.words.has(Words::BUY) || sells(&label(view, element)))
        .map(|element| element.runs.start)
        .collect()
}

fn label(view: &View<'_>, element: &Element<'_>) -> String {
    match element.node.attr("value").or(element.node.attr("aria-label")) {
        Some(text) => text.to_owned(),
        None if element.runs.len() < 8 => view.text(&element.runs),
        None => String::new(),
    }
}

fn sells(label: &str) -> bool {
    label.len() < 60
        && matches!(
            text::availability(label),
            Availability::InStock | Availability::PreOrder
        )
}
