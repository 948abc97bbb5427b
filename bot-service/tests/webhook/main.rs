//! The bot over HTTP, with one stand-in for Telegram, Google and the clock.

mod conversation;
mod failures;
mod routes;
mod running;
mod stand_in;
