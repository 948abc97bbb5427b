//! The price that a person sees: every amount on the page, weighed by where and how it stands.

mod buttons;
mod candidates;
mod joined;
mod label;
mod score;
mod tiers;

use rust_decimal::Decimal;

use crate::view::View;

/// An amount on the page and how much it looks like the product's price.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    pub(crate) amount: Decimal,
    /// ISO 4217, where the text tells.
    pub(crate) currency: Option<&'static str>,
    /// The sign, where several currencies share it.
    pub(crate) sign: Option<&'static str>,
    /// Above 3 it is most likely the price, below 0 something else.
    pub(crate) score: f32,
    /// Struck out, or called old.
    pub(crate) is_old: bool,
    /// Where it stands: `span.price`.
    pub(crate) place: String,
}

/// Everything that could be the price, the likeliest first.
pub(crate) fn prices(view: &View<'_>) -> Vec<Seen> {
    let candidates = candidates::all(view);
    let mut seen = score::all(view, &candidates);
    seen.sort_by(|a, b| b.score.total_cmp(&a.score));
    seen.truncate(MOST);
    seen
}

/// A page that shows more amounts is a catalogue; its unlikeliest ones do not matter.
const MOST: usize = 300;
