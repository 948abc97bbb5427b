//! The Telegram Bot API for one bot, and the people it talks to.
//!
//! A person speaks through `/_local/chats` ([`person`]); what the person did becomes an update ([`updates`]), which
//! [`delivery`] posts to the bot's webhook; the bot answers through [`methods`] at `/bot<token>/<method>`.

mod api;
mod bot;
mod callbacks;
mod chats;
pub(crate) mod delivery;
mod keyboard;
pub(crate) mod limits;
mod members;
mod messages;
mod methods;
mod params;
pub(crate) mod person;
pub(crate) mod photos;
mod refusal;
mod settings;
pub(crate) mod standing;
mod text;
mod updates;
pub(crate) mod view;

pub(crate) use api::routes;
pub(crate) use delivery::deliver_updates;
pub(crate) use photos::of_id as picture;
pub(crate) use view::{exported, pictures};

/// Tables of this stand-in.
pub(crate) const SCHEMA: &str = include_str!("schema.sql");

#[cfg(test)]
mod tests;
