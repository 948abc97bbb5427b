//! The Telegram Bot API.
//!
//! - [`Telegram`] sends, edits and answers; its requests are teloxide's, its way to the network is its own (`transport`).
//!   Texts that are too long are cut (`fit`).
//! - [`read_update`] turns a webhook's body into an [`Event`].
//! - [`Token`] keeps the bot's token out of every log: it stands in the URL of each request.

mod client;
mod error;
mod fit;
mod token;
mod transport;
mod update;

pub use client::{Action, RawUpdate, Telegram};
pub use error::TelegramError;
pub use fit::fits_a_caption;
pub use token::{Token, TokenError};
pub use update::{ChatKind, Event, Malformed, Person, Press, Quoted, Text, read_update};
