//! One reading of one event: asked for as its platform's file says ([`Reader`]), by HTTP or by Chromium, and read by the
//! file's fields, or as any shop's page. [`read_text`] reads a saved page the same way.
//!
//! Every error's text is what the row says in its `status`, so that a gap explains itself.

mod account;
mod answer;
mod ask;
mod combine;
mod discover;
mod element;
mod error;
mod json;
mod read;
mod reader;

pub use account::{Account, Step};
pub use discover::OnSale;
pub use error::{FieldError, ReadError};
pub use extract::Evidence;
pub use fetch::{AllowedAddresses, Guard, USER_AGENT};
pub use reader::{Reader, read_text};
