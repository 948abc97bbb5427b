//! The bot over HTTP, with one stand-in for Telegram, Google and the clock.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests may fail as tests do"
)]

mod conversation;
mod events;
mod failures;
mod logs;
mod menus;
mod routes;
mod running;
mod sequences;
mod stand_in;
