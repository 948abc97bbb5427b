//! Reading what shops write for people: prices, numbers, availability.

mod availability;
mod count;
mod currency;
mod number;
mod price;

pub use availability::availability;
pub use count::count;
pub use currency::code;
pub use price::{Money, price};

/// Text with every run of white space as one space.
pub fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
