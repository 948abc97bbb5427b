//! Texts near the title that say whether the product is for sale.

use domain::Availability::{self, InStock, OutOfStock, PreOrder, Unknown};

use super::Candidate;
use super::area::{Area, has_class};
use crate::text::{self, beside_refusal, statement};
use crate::view::{Run, View, Words};

/// Longer texts are descriptions.
const LONGEST: usize = 160;
/// How sure what stands in parts that are built alike is, beside the product's own.
pub(super) const REPEATED: f32 = 0.35;
/// How sure a badge is.
const BADGE: f32 = 0.6;
/// How many elements of a sentence are looked at.
const MOST_INSIDE: usize = 200;
/// Of how many texts a sentence is made at most.
const MOST_PARTS: usize = 12;
/// How many texts are looked at, from the title's surroundings on.
const MOST: usize = 1_000;
const INLINE: &[&str] = &[
    "span", "b", "strong", "em", "i", "u", "small", "font", "label", "mark", "bdi", "data",
];

/// What the texts of the product's part of the page say.
pub(super) fn all(view: &View<'_>, area: &Area) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut last = None;
    let title = view.heading.map_or(0, |at| view.elements[at].runs.start);
    for run in (title.saturating_sub(MOST / 4)..view.runs.len()).take(MOST) {
        let at = block(view, view.runs[run].element);
        if last.replace(at) != Some(at) && is_of_product(view, area, at) {
            found.extend(candidate(view, area, at, run));
        }
    }
    found
}

/// The element that holds the whole sentence a text is part of.
fn block(view: &View<'_>, element: usize) -> usize {
    let mut at = element;
    while INLINE.contains(&view.elements[at].name()) {
        let Some(parent) = view.elements[at].parent else {
            break;
        };
        if !is_short(view, parent, LONGEST / 2) || holds_more(view, parent) {
            break;
        }
        at = parent;
    }
    at
}

/// Whether an element holds other things than the parts of one sentence: the product's name, paragraphs, line breaks.
fn holds_more(view: &View<'_>, at: usize) -> bool {
    let element = &view.elements[at];
    let holds_heading = view.heading.is_some_and(|heading| element.holds(at, heading));
    let mut inside = (at + 1..element.end)
        .take(MOST_INSIDE)
        .filter(|inner| view.elements[*inner].parent == Some(at));
    holds_heading || inside.any(|inner| !INLINE.contains(&view.elements[inner].name()))
}

fn is_short(view: &View<'_>, at: usize, longest: usize) -> bool {
    let runs = &view.elements[at].runs;
    runs.len() <= MOST_PARTS && view.text_length(runs) <= longest
}

fn is_of_product(view: &View<'_>, area: &Area, at: usize) -> bool {
    let is_title = view
        .heading
        .is_some_and(|heading| view.elements[heading].holds(heading, at));
    area.holds(view, at) && !is_title && !is_choice(view, at)
}

/// Whether a text belongs to something to choose or to press.
fn is_choice(view: &View<'_>, at: usize) -> bool {
    view.around(at).take(3).any(|around| {
        let element = &view.elements[around];
        element.words.has(Words::OPTION)
            || matches!(element.name(), "button" | "option")
            || has_button_to_choose(view, around)
    })
}

/// Whether a radio button stands in an entry.
fn has_button_to_choose(view: &View<'_>, at: usize) -> bool {
    let element = &view.elements[at];
    let inside = view.elements.get(at + 1..element.end).unwrap_or_default();
    matches!(element.name(), "li" | "label" | "td" | "div")
        && element.runs.len() <= 3
        && inside.iter().take(6).any(|inner| {
            let kind = inner.node.attr("type").unwrap_or_default();
            inner.name() == "input" && matches!(kind, "radio" | "checkbox")
        })
}

fn candidate(view: &View<'_>, area: &Area, at: usize, run: usize) -> Option<Candidate> {
    if !is_short(view, at, LONGEST) {
        return None;
    }
    let text = with_value(view, area, at);
    let value = statement(&text);
    if value == Unknown || is_of_others(view, at) || is_count(view, at, run, &text) {
        return None;
    }
    let confidence = base(value) * whole(view, value, at, &text) * area.nearness(run) * form(view, at, &text);
    (confidence > 0.0).then_some(Candidate {
        value,
        text,
        source: "visible text",
        confidence,
        is_repeated: view.elements[at].is_repeated,
    })
}

/// A text, and where it is a label with a colon, what follows it.
fn with_value(view: &View<'_>, area: &Area, at: usize) -> String {
    let element = &view.elements[at];
    let is_said = |run: &&Run<'_>| area.holds(view, run.element) && !is_choice(view, run.element);
    let said = view.runs[element.runs.clone()].iter().filter(is_said);
    let words = said.flat_map(|run| run.text.split_whitespace());
    let mut text = words.collect::<Vec<_>>().join(" ");
    if let Some(next) = view
        .runs
        .get(element.runs.end)
        .filter(|_| text.ends_with([':', '：']))
    {
        text.push(' ');
        text.push_str(next.text);
    }
    text
}

/// Whether the short part around a text speaks of shops to collect from, of pictures, of a chat.
fn is_of_others(view: &View<'_>, at: usize) -> bool {
    let mut around = view.around(at).skip(1).take(2);
    around.any(|at| {
        let element = &view.elements[at];
        let holds_heading = view.heading.is_some_and(|heading| element.holds(at, heading));
        !holds_heading && is_short(view, at, LONGEST / 2) && text::is_about_others(&view.text(&element.runs))
    })
}

/// `3,814` and then `sold`: a count of what was sold and no refusal.
fn is_count(view: &View<'_>, at: usize, run: usize, text: &str) -> bool {
    let is_number = |run: Option<usize>| {
        let text = run.and_then(|run| view.runs.get(run)).map_or("", |run| run.text);
        let mut letters = text
            .chars()
            .filter(|c| !matches!(c, ',' | '.' | '+' | ' ' | 'k' | '万' | '萬' | '만'));
        !text.is_empty() && letters.all(|c| c.is_ascii_digit())
    };
    let after = view.elements[at].runs.end;
    text::is_sold_alone(text) && (is_number(run.checked_sub(1)) || is_number(Some(after)))
}

/// A refusal beside a name or an amount is about a size, a colour or another product.
fn whole(view: &View<'_>, value: Availability, at: usize, text: &str) -> f32 {
    if value != OutOfStock || is_labelled(text) {
        return 1.0;
    }
    let is_crossed = text.starts_with(['×', '✕', '✖', '✗', '☓']);
    match beside_refusal(text) {
        (4.., true) => 0.0,
        _ if is_crossed => 0.0,
        (2.., _) if is_entry(view, at) => 0.3,
        (0..=3, _) => 1.0,
        (4..=16, _) if text.ends_with([')', '）', ']']) => 0.3,
        (40.., _) => 0.5,
        _ if text.contains(|c: char| c.is_numeric()) => 0.5,
        _ => 0.8,
    }
}

/// `Availability: out of stock` is about the product wherever it stands.
fn is_labelled(text: &str) -> bool {
    text::has_label(text)
}

fn base(value: Availability) -> f32 {
    match value {
        OutOfStock => 0.8,
        InStock => 0.7,
        PreOrder => 0.6,
        Unknown => 0.0,
    }
}

/// How much a text looks like the line that tells the stock.
fn form(view: &View<'_>, at: usize, text: &str) -> f32 {
    let is_marked = view
        .around(at)
        .take(3)
        .any(|around| view.elements[around].words.has(Words::STOCK));
    let length = match text.len() {
        0..=60 => 1.0,
        61..=100 => 0.75,
        _ => 0.5,
    };
    let linked = if view.elements[at].is_linked { 0.4 } else { 1.0 };
    let is_plain_entry = is_entry(view, at) && !is_marked && !is_labelled(text);
    let entry = if is_plain_entry { 0.6 } else { 1.0 };
    let repeated = if view.elements[at].is_repeated {
        REPEATED
    } else {
        1.0
    };
    let badge = if is_badge(view, at) { BADGE } else { 1.0 };
    length * linked * entry * repeated * badge * if is_marked { 1.1 } else { 0.9 }
}

/// Shops put every badge a product could have into the page and show those that hold.
fn is_badge(view: &View<'_>, at: usize) -> bool {
    let mut around = view.around(at).take(2);
    around.any(|at| has_class(&view.elements[at], &["badge", "badges"]))
}

/// One of several entries of a list: a size, another product.
fn is_entry(view: &View<'_>, at: usize) -> bool {
    view.around(at)
        .take(4)
        .any(|around| matches!(view.elements[around].name(), "li" | "dd"))
}
