//! Pictures that say that the product is sold out, by the text that stands for them.

use domain::Availability::OutOfStock;

use super::Candidate;
use super::area::Area;
use super::statements::REPEATED;
use crate::text::{beside_refusal, statement};
use crate::view::{Element, View};

/// Longer texts describe what a picture shows.
const LONGEST: usize = 30;
/// How many pictures are looked at.
const MOST: usize = 300;

/// The refusals among the pictures near the product's name.
pub(super) fn all(view: &View<'_>, area: &Area) -> Vec<Candidate> {
    let pictures = (0..view.elements.len()).filter(|at| is_picture(&view.elements[*at]));
    pictures
        .take(MOST)
        .filter_map(|at| candidate(view, area, at))
        .collect()
}

fn is_picture(element: &Element<'_>) -> bool {
    element.name() == "img" || element.node.attr("role") == Some("img")
}

fn candidate(view: &View<'_>, area: &Area, at: usize) -> Option<Candidate> {
    let element = &view.elements[at];
    let text = element
        .node
        .attr("alt")
        .or(element.node.attr("aria-label"))?
        .trim();
    let is_own = area.holds(view, at) && area.is_near(element.runs.start) && !element.is_linked;
    let refuses = text.len() <= LONGEST && statement(text) == OutOfStock && beside_refusal(text).0 <= 2;
    (is_own && refuses).then(|| Candidate {
        value: OutOfStock,
        text: text.to_owned(),
        source: "visible picture",
        confidence: 0.6
            * area.nearness(element.runs.start)
            * if element.is_repeated { REPEATED } else { 1.0 },
        is_repeated: element.is_repeated,
    })
}
