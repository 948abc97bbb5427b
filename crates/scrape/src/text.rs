//! Reading what shops write for people: prices, numbers, availability.

mod availability;
mod count;
mod currency;
mod number;
mod price;

pub(crate) use availability::availability;
pub(crate) use count::count;
pub(crate) use currency::code;
pub(crate) use price::price;

/// Text with every run of white space as one space.
pub(crate) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
