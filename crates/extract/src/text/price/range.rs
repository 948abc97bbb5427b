//! What another amount in the same text makes of an amount.

use rust_decimal::Decimal;

use super::{Candidate, Money};

/// Words between the ends of a range, in lower case.
const RANGE: &[&str] = &[
    "to", "-", "–", "—", "~", "〜", "～", "bis", "à", "a", "al", "tot", "do", "до", "till", "til", "et",
    "and",
];

/// Words right before an amount that is no longer asked.
const OLD: &[&str] = &[
    "was",
    "statt",
    "rrp",
    "uvp",
    "msrp",
    "avant",
    "antes",
    "invece di",
    "zamiast",
    "instead of",
    "原價",
    "原价",
    "定価",
];

/// How far the ends of a range lie apart at most.
const WIDEST: i64 = 10;

/// The lower end of a range whose currency stands only at the upper one.
pub(super) fn least(text: &str, low: &Candidate<'_>, high: &Candidate<'_>) -> Option<Money> {
    let between = text.get(low.whole.end..high.whole.start)?.trim().to_lowercase();
    if low.beside_currency || !high.beside_currency || !RANGE.contains(&between.as_str()) {
        return None;
    }
    let (least, most) = (low.money(text)?, high.money(text)?);
    let is_range =
        least.amount < most.amount && least.amount.checked_mul(Decimal::from(WIDEST))? >= most.amount;
    is_range.then_some(Money {
        amount: least.amount,
        currency: most.currency,
    })
}

/// Whether a text ends with a word that makes the next amount an old one.
pub(super) fn is_called_old(before: &str) -> bool {
    let before = before.to_lowercase();
    let before = before.trim_end_matches([' ', ':', '：']);
    OLD.iter().any(|word| {
        before
            .strip_suffix(word)
            .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() && c < '\u{2e80}'))
    })
}
