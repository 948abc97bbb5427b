//! The bot: Telegram's webhook on one side, Cloud Scheduler on the other, nothing kept in between.
//!
//! Where to read:
//! - [`Config`]: the environment, read once.
//! - `server`: the routes, the secret, and which status an update is answered with.
//! - `handlers`: one file per command (`/track` is `track.rs`) and per button (Start is `begin.rs`, +1 h is `later.rs`).
//! - `bot`: what handlers work with: Telegram, Cloud Scheduler, Cloud Run, platforms, the clock.
//! - `events`: takes what the tracker tells, pushed by Pub/Sub; `news` turns it into messages, `note` keeps it.
//! - `watch`: notices trackings of which nothing is heard, and those that nobody ended.
//! - `menus`: what Telegram shows of the bot, set by `bot-service menus`.
//! - `languages`: in which language the bot speaks in a chat; `rights`: who may change what somebody else began.
//! - `trace`: the log lines of a request are found with the request.
//! - `crowd`: many trackings are told to take turns.
//! - `trackings`: Scheduler jobs read back as trackings; `failure`: what people read when Google fails.
//! - [`run`], [`serve`]: from start to graceful end.

mod body;
mod bot;
mod config;
mod crowd;
mod events;
mod failure;
mod handlers;
mod languages;
mod menus;
mod news;
mod note;
mod patience;
mod picture;
mod rights;
mod secret;
mod server;
mod shutdown;
mod start;
mod trace;
mod trackings;
mod watch;
mod who;

pub use config::{Config, TELEGRAM_API_URL};
pub use menus::{set_all as set_menus, telegram};
pub use start::{StartError, main, run, serve};
