//! The bot: Telegram's webhook on one side, Cloud Scheduler on the other, nothing kept in between.
//!
//! Where to read:
//! - [`Config`]: the environment, read once.
//! - `server`: the routes, the secret, and which status an update is answered with.
//! - `handlers`: one file per command (`/track` is `track.rs`) and per button (`press_start.rs`).
//! - `bot`: what handlers work with: Telegram, Cloud Scheduler, Cloud Run, platforms, the clock.
//! - `events`: what the tracker tells, pushed by Pub/Sub.
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
mod patience;
mod secret;
mod server;
mod shutdown;
mod start;
mod trackings;

pub use config::Config;
pub use start::{StartError, main, run, serve};
