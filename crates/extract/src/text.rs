//! Reading what shops write for people: prices, numbers, availability.

mod availability;
mod count;
mod currency;
mod likeness;
mod number;
mod phrase;
mod price;

pub use availability::availability;
pub(crate) use availability::{
    Offer, beside_refusal, has_label, is_about_others, is_sold_alone, offer, statement,
};
pub use count::count;
pub use currency::code;
pub(crate) use currency::{has_no_cents, is_currency, leading, trailing};
pub(crate) use likeness::{likeness, parts};
pub(crate) use phrase::{has_phrase, phrase_at};
pub(crate) use price::{Amount, amounts, is_money};
pub use price::{Money, price};

/// Text with every run of white space as one space.
pub fn fold(text: &str) -> String {
    let is_folded = |c: char| !c.is_whitespace() || c == ' ';
    if text.chars().all(is_folded) && !text.contains("  ") && !text.starts_with(' ') && !text.ends_with(' ') {
        return text.to_owned();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
