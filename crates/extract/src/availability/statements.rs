//! Texts near the title that say whether the product is for sale.

use domain::Availability::{self, InStock, OutOfStock, PreOrder, Unknown};

use super::Candidate;
use super::area::Area;
use crate::text::{beside_refusal, statement};
use crate::view::{Run, View, Words};

/// Longer texts are descriptions.
const LONGEST: usize = 160;
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
        if !is_short(view, parent, LONGEST / 2) {
            break;
        }
        at = parent;
    }
    at
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
        element.words.has(Words::OPTION) || matches!(element.name(), "button" | "option")
    })
}

fn candidate(view: &View<'_>, area: &Area, at: usize, run: usize) -> Option<Candidate> {
    if !is_short(view, at, LONGEST) {
        return None;
    }
    let text = with_value(view, area, at);
    let value = statement(&text);
    let confidence = base(value) * whole(value, &text) * area.nearness(run) * form(view, at, &text);
    (value != Unknown && confidence > 0.0).then_some(Candidate {
        value,
        text,
        source: "visible text",
        confidence,
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

/// A refusal beside a name or an amount is about a size, a colour or another product.
fn whole(value: Availability, text: &str) -> f32 {
    if value != OutOfStock {
        return 1.0;
    }
    match beside_refusal(text) {
        (4.., true) => 0.0,
        (0..=3, _) => 1.0,
        _ if text.contains(|c: char| c.is_numeric()) => 0.5,
        _ => 0.8,
    }
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
    let entry = if is_entry(view, at) && !is_marked {
        0.6
    } else {
        1.0
    };
    length * linked * entry * if is_marked { 1.1 } else { 0.9 }
}

/// One of several entries of a list: a size, another product.
fn is_entry(view: &View<'_>, at: usize) -> bool {
    view.around(at)
        .take(4)
        .any(|around| matches!(view.elements[around].name(), "li" | "dd"))
}
