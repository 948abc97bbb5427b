//! How much an amount looks like the price of the page's product.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::candidates::Candidate;
use super::{Seen, buttons, tiers};
use crate::view::{View, Words};

/// Scores all candidates of a page.
pub(super) fn all(view: &View<'_>, candidates: &[Candidate]) -> Vec<Seen> {
    let page = Page::new(view, candidates);
    candidates.iter().map(|candidate| page.seen(candidate)).collect()
}

/// What the candidates are compared with.
struct Page<'a, 'b> {
    view: &'b View<'a>,
    /// Where things that are bought by a click stand.
    buttons: Vec<usize>,
    /// How many different amounts stand in elements of the same kind.
    kinds: HashMap<String, Vec<Decimal>>,
    /// The amounts of lists that tell what one costs of how many: the first of each list, and the others.
    tiers: tiers::Tiers,
    /// All of them, in the page's order.
    candidates: &'b [Candidate],
}

impl<'a, 'b> Page<'a, 'b> {
    fn new(view: &'b View<'a>, candidates: &'b [Candidate]) -> Self {
        let mut kinds: HashMap<String, Vec<Decimal>> = HashMap::new();
        for candidate in candidates {
            let amounts = kinds.entry(kind(view, candidate.element)).or_default();
            if amounts.len() < MANY && !amounts.contains(&candidate.amount.money.amount) {
                amounts.push(candidate.amount.money.amount);
            }
        }
        Self {
            view,
            buttons: buttons::all(view),
            kinds,
            tiers: tiers::Tiers::of(view, candidates),
            candidates,
        }
    }

    /// Whether its class speaks against an amount: only beside one that it does not speak against.
    fn is_named(&self, candidate: &Candidate, against: Words) -> bool {
        candidate.words.has(against) && {
            let place = self.place_of_prices(candidate);
            let from = self.candidates.partition_point(|other| other.element < place);
            let end = self.view.elements[place].end;
            let beside = self.candidates[from..]
                .iter()
                .take_while(|other| other.element < end);
            let mut asked = beside.filter(|other| {
                other.amount.beside_currency == candidate.amount.beside_currency
                    && other.amount.money.amount != candidate.amount.money.amount
                    && !(other.is_struck || other.is_hidden || other.label.is_old || other.label.is_partial)
            });
            let unlike = if against == Words::OLD {
                against
            } else {
                against.and(Words::OLD)
            };
            asked.any(|other| !other.words.has(unlike.and(Words::PARTIAL)))
        }
    }

    /// The largest small element around an amount without the product's name.
    fn place_of_prices(&self, candidate: &Candidate) -> usize {
        let around = self.view.around(candidate.element).take(4);
        let small = around.take_while(|at| {
            let element = &self.view.elements[*at];
            let holds_heading = self
                .view
                .heading
                .is_some_and(|heading| element.holds(*at, heading));
            *at == candidate.element || (element.runs.len() <= MOST_IN_A_PLACE && !holds_heading)
        });
        small.last().unwrap_or(candidate.element)
    }

    fn seen(&self, candidate: &Candidate) -> Seen {
        let score = self.own(candidate) + self.place(candidate) + self.company(candidate);
        Seen {
            amount: candidate.amount.money.amount,
            currency: candidate.amount.money.currency,
            sign: candidate.amount.sign,
            score,
            is_old: candidate.is_struck || candidate.label.is_old || self.is_named(candidate, Words::OLD),
            place: place(self.view, candidate.element),
        }
    }

    /// What the amount's own element says.
    fn own(&self, candidate: &Candidate) -> f32 {
        let words = candidate.words;
        let element = &self.view.elements[candidate.element];
        let is_marked = element.node.attr("itemprop") == Some("price");
        let weights = [
            (candidate.amount.beside_currency, 1.0),
            (words.has(Words::PRICE), 1.0),
            (is_marked, 0.5),
            (words.has(Words::CURRENT), 0.5),
            (self.is_named(candidate, Words::OLD), -1.5),
            (words.has(Words::PARTIAL), -2.5),
            (self.is_named(candidate, Words::UNIT), -2.0),
            (words.has(Words::ASPECT), -0.8),
            (words.has(Words::OPTION), -1.2),
            (candidate.is_struck, -4.0),
            (candidate.is_hidden && !self.heading_is_hidden(), -2.5),
            (candidate.label.is_partial, -2.5),
            (candidate.label.is_old, -2.0),
            (candidate.label.is_current, 0.6),
            (candidate.label.is_prose, -1.2),
            (candidate.label.is_reduced, 0.5),
            (candidate.label.is_net, -1.0),
            (self.is_chosen(candidate), -3.0),
            (
                matches!(element.name(), "h2" | "h3" | "strong" | "b" | "big"),
                0.3,
            ),
            (self.is_large(candidate), 0.7),
        ];
        sum(&weights)
    }

    /// Whether it is what one of several choices costs more.
    fn is_chosen(&self, candidate: &Candidate) -> bool {
        let mut around = self.view.around(candidate.element).take(3);
        around.any(|at| matches!(self.view.elements[at].name(), "select" | "option" | "datalist"))
    }

    /// Whether its own style makes it larger than text.
    fn is_large(&self, candidate: &Candidate) -> bool {
        let runs = &self.view.runs[candidate.runs.clone()];
        let around = runs.iter().flat_map(|run| {
            self.view
                .around(run.element)
                .take_while(|at| *at >= candidate.element)
        });
        around.map(|at| self.view.elements[at].node).any(|node| {
            let size = node.attr("style").and_then(font_size);
            let named = node.attr("size").filter(|_| node.name() == "font");
            size.is_some_and(|size| size >= 18)
                || named.is_some_and(|size| matches!(size, "+1" | "+2" | "4" | "5" | "6"))
        })
    }

    /// Then hiding is done by the page's program and says nothing.
    fn heading_is_hidden(&self) -> bool {
        self.view
            .heading
            .is_some_and(|heading| self.view.elements[heading].is_hidden)
    }

    /// Where it stands: at the product's name and the button, or among other things.
    fn place(&self, candidate: &Candidate) -> f32 {
        let element = &self.view.elements[candidate.element];
        let weights = [
            (element.is_elsewhere, -3.0),
            (element.is_repeated && !element.is_elsewhere, -1.2),
            (element.is_linked, -1.5),
            (self.is_near_a_button(candidate), 0.7),
        ];
        sum(&weights) + self.near_heading(candidate)
    }

    fn near_heading(&self, candidate: &Candidate) -> f32 {
        let Some(heading) = self.view.heading.map(|at| &self.view.elements[at]) else {
            return 0.0;
        };
        let at = candidate.runs.start;
        if at < heading.runs.start {
            return if heading.runs.start - at < 30 { 0.4 } else { -0.8 };
        }
        let distance = at.saturating_sub(heading.runs.end);
        match distance {
            0..=25 => 1.6,
            26..=60 => 1.3,
            61..=120 => 0.9,
            121..=250 => 0.4,
            _ => -0.4,
        }
    }

    fn is_near_a_button(&self, candidate: &Candidate) -> bool {
        let at = candidate.runs.start;
        self.buttons.iter().any(|button| button.abs_diff(at) < 40)
    }

    /// Amounts that stand in many elements of the same kind are those of a list.
    fn company(&self, candidate: &Candidate) -> f32 {
        let amounts = self.kinds.get(&kind(self.view, candidate.element));
        if let Some(is_first) = self.tiers.is_first(candidate) {
            return if is_first { 0.5 } else { -1.0 };
        }
        match amounts.map_or(0, Vec::len) {
            0..=2 => 0.0,
            3..=4 => -0.5,
            _ => -1.2,
        }
    }
}

/// So many different amounts make a list.
const MANY: usize = 5;
/// Of how many texts a place of prices is made at most.
const MOST_IN_A_PLACE: usize = 12;

fn sum(weights: &[(bool, f32)]) -> f32 {
    weights
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, weight)| weight)
        .sum()
}

/// The size in pixels of `font-size: 27px` or `font: bold 27px Verdana`.
fn font_size(style: &str) -> Option<u32> {
    let after = style.split_once("font")?.1;
    let value = after.split(';').next()?;
    let before = value.split_once("px")?.0;
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    before.get(digits..)?.parse().ok()
}

/// Elements of the same tag and class inside the same tag and class.
pub(super) fn kind(view: &View<'_>, at: usize) -> String {
    let names = view.around(at).take(2).map(|at| {
        let node = view.elements[at].node;
        let class = node.attr("class").or(node.attr("id")).unwrap_or_default();
        let class: String = class.chars().filter(|c| !c.is_ascii_digit()).collect();
        format!("{}.{class}", node.name())
    });
    names.collect::<Vec<_>>().join("<")
}

/// The element as a person would name it: `span.price`.
fn place(view: &View<'_>, at: usize) -> String {
    let named = view
        .around(at)
        .take(3)
        .map(|at| view.elements[at].node)
        .find(|node| node.attr("id").is_some() || node.attr("class").is_some_and(|class| !class.is_empty()));
    let node = named.unwrap_or(view.elements[at].node);
    let class = node.attr("class").unwrap_or_default().split_whitespace().next();
    match (node.attr("id"), class) {
        (Some(id), _) => format!("{}#{}", node.name(), shortened(id)),
        (None, Some(class)) => format!("{}.{}", node.name(), shortened(class)),
        (None, None) => node.name().to_owned(),
    }
}

fn shortened(name: &str) -> String {
    name.chars().take(40).collect()
}
