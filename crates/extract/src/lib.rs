//! From a page to a reading, without a platform file. Pure: no network, no clock.
//!
//! [`read`] weighs what a page says against itself; [`text`] reads what shops write for people.

mod availability;
mod counts;
mod document;
mod embedded;
mod finding;
mod flight;
mod item;
mod js_object;
mod json_ld;
mod json_text;
mod locale;
mod meta;
mod microdata;
pub mod nuxt;
mod page;
mod scripts;
pub mod text;
mod trouble;
mod view;
mod visible;
mod weigh;

pub use document::{parse as document, parse_for as document_for, value_attribute};
pub use finding::{Evidence, Finding};
pub use page::{ExtractError, read};
pub use trouble::{Kind, Trouble, trouble, trouble_of};
