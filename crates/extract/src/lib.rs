//! From a page to a reading, without a platform file. Pure: no network, no clock.
//!
//! [`read`] weighs what a page says against itself; [`text`] reads what shops write for people.

mod finding;
mod json_ld;
mod json_text;
mod page;
mod script_blocks;
pub mod text;

pub use finding::{Evidence, Finding};
pub use page::{ExtractError, read};
