//! Buttons that buy, that cannot be pressed, or that only promise a message.

use domain::Availability::{InStock, OutOfStock, PreOrder};

use super::Candidate;
use super::area::{Area, has_class};
use super::statements::REPEATED;
use crate::text::{Offer, beside_refusal, offer};
use crate::view::{Element, View, Words};

const LONGEST_LABEL: usize = 60;
/// How many letters beside its refusal a button of the product itself has at most.
const MOST_BESIDE: usize = 4;
/// How many buttons are looked at.
const MOST: usize = 400;
/// Of how many texts a label is made at most.
const MOST_PARTS: usize = 12;
const DISABLED: &[&str] = &["disabled", "inactive", "unavailable", "soldout", "outofstock"];

/// What the buttons of the product's part of the page say.
pub(super) fn all(view: &View<'_>, area: &Area) -> Vec<Candidate> {
    let is_offered = |at: &usize| {
        area.is_near(view.elements[*at].runs.start)
            && area.holds(view, *at)
            && is_button(&view.elements[*at])
            && !wraps_button(view, *at)
    };
    let buttons = (0..view.elements.len()).filter(is_offered).take(MOST);
    buttons.filter_map(|at| candidate(view, area, at)).collect()
}

fn is_button(element: &Element<'_>) -> bool {
    let attribute = |name| element.node.attr(name).unwrap_or_default();
    match element.name() {
        "button" | "a" => true,
        "input" => is_button_input(element),
        "form" | "body" | "html" | "main" => false,
        _ => {
            attribute("role") == "button"
                || element.words.has(Words::BUY)
                || has_class(element, &["btn", "button"])
        }
    }
}

/// Whether it only looks like a button: the button is inside.
fn wraps_button(view: &View<'_>, at: usize) -> bool {
    let inside = view
        .elements
        .get(at + 1..view.elements[at].end)
        .unwrap_or_default();
    let is_native =
        |element: &Element<'_>| matches!(element.name(), "button" | "a") || is_button_input(element);
    !is_native(&view.elements[at]) && inside.iter().take(40).any(is_native)
}

fn is_button_input(element: &Element<'_>) -> bool {
    let kind = element.node.attr("type").unwrap_or_default();
    element.name() == "input" && matches!(kind, "submit" | "button" | "image")
}

fn candidate(view: &View<'_>, area: &Area, at: usize) -> Option<Candidate> {
    let element = &view.elements[at];
    let label = label(view, element)?;
    let near = area.nearness(element.runs.start);
    let (value, confidence) = match offer(&label)? {
        Offer::Buy if !is_disabled(view, at) => (InStock, 0.75),
        // Many shops unlock the button once a size is chosen.
        Offer::Buy if area.has_choice(element.runs.start) => return None,
        // Others until their program runs: a text that counts the stock is surer.
        Offer::Buy => (OutOfStock, 0.5),
        Offer::Nothing if is_about_a_part(&label) => return None,
        Offer::Nothing if beside_refusal(&label).0 > 0 => (OutOfStock, 0.4),
        Offer::PreOrder => (PreOrder, 0.8),
        Offer::Notify => (OutOfStock, 0.6),
        Offer::Nothing => (OutOfStock, 0.85),
    };
    Some(Candidate {
        value,
        text: label,
        source: "visible button",
        confidence: confidence * near * if element.is_repeated { REPEATED } else { 1.0 },
        is_repeated: element.is_repeated,
    })
}

/// `512 GB sold out` and `Other album sold out` are about a size or another product.
fn is_about_a_part(label: &str) -> bool {
    let (beside, _) = beside_refusal(label);
    beside > MOST_BESIDE || (beside > 0 && label.contains(['(', '（', '[']))
}

/// What a person reads on a button.
fn label(view: &View<'_>, element: &Element<'_>) -> Option<String> {
    if element.runs.len() > MOST_PARTS || view.text_length(&element.runs) > LONGEST_LABEL {
        return None;
    }
    let shown = view.text(&element.runs);
    if !shown.is_empty() {
        return Some(shown);
    }
    let named = ["value", "aria-label", "title", "alt"];
    let label = named.iter().find_map(|name| element.node.attr(name))?;
    (label.len() <= LONGEST_LABEL).then(|| label.to_owned())
}

/// Whether it or what wraps nothing but it cannot be pressed.
fn is_disabled(view: &View<'_>, at: usize) -> bool {
    let length = view.elements[at].runs.len();
    let own = view
        .around(at)
        .take(4)
        .take_while(|around| view.elements[*around].runs.len() == length);
    own.map(|around| &view.elements[around]).any(|element| {
        let is_set = |name| element.node.attr(name).is_some_and(|value| value != "false");
        let is_control = matches!(element.name(), "button" | "input" | "a" | "fieldset");
        (is_control && is_set("disabled"))
            || element.node.attr("aria-disabled") == Some("true")
            || has_class(element, DISABLED)
    })
}
