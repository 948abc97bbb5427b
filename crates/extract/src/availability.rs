//! Whether a person can buy what the page shows: from buy buttons and from what stands near the title.

mod area;
mod buttons;
mod pictures;
mod statements;

use domain::Availability::{self, InStock, OutOfStock};

use crate::view::View;

/// One place of the visible page that tells whether the product is for sale.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    /// What it says.
    pub(crate) value: Availability,
    /// The words that say it.
    pub(crate) text: String,
    /// Where it stands: `visible button`, `visible text`.
    pub(crate) source: &'static str,
    /// How sure, from 0 to 1.
    pub(crate) confidence: f32,
    /// Whether it stands in one of several parts that are built alike.
    pub(crate) is_repeated: bool,
}

/// What buttons and texts say, the surest of each kind and value first. A refusal makes the offers beside it doubtful.
pub(crate) fn visible(view: &View<'_>) -> Vec<Candidate> {
    let area = area::Area::of(view);
    let buttons = buttons::all(view, &area);
    let mut candidates = statements::all(view, &area);
    candidates.extend(buttons);
    candidates.extend(pictures::all(view, &area));
    candidates.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let known = kept
            .iter_mut()
            .find(|other| other.value == candidate.value && other.source == candidate.source);
        match known {
            Some(known) => known.is_repeated &= candidate.is_repeated,
            None => kept.push(candidate),
        }
    }
    doubt_offers(&mut kept);
    kept
}

/// How sure a refusal must be to make offers doubtful.
const SURE: f32 = 0.55;

fn doubt_offers(candidates: &mut [Candidate]) {
    let is_refused = |candidate: &Candidate| candidate.value == OutOfStock && candidate.confidence >= SURE;
    if candidates.iter().any(is_refused) {
        for offer in candidates
            .iter_mut()
            .filter(|candidate| candidate.value == InStock)
        {
            offer.confidence *= 0.4;
        }
    }
}

#[cfg(test)]
mod tests;
