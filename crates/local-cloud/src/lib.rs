//! A stand-in for the parts of Google Cloud and Telegram that SignChronicle talks to, on one origin.
//!
//! Every stand-in answers at the real service's path and refuses what the real one refuses, so that Google's and
//! Telegram's own client libraries work against it by changing only the endpoint. This crate depends on none of
//! the project's other crates: a mistake in an adapter cannot cancel itself out here.
//!
//! - [`Config`] and [`LocalCloud`] start it and stop it.
//! - `world` is what the stand-ins share: the clock, the embedded database, the journal.
//! - `scheduler`, `run`, `pubsub`, `metadata`, `sheets`, `drive` and `telegram` are one service each.
//! - `folder` writes a data folder out, and takes out of it what has ended.
//! - `replay` is a recorded event that a demo shop sells anew.
//! - `faults` is what can be made to go wrong with them.
//! - `control` is the JSON API under `/_local`, `page` the web page at `/`, `demo` the shops under `/demo`.

mod changes;
mod clock;
mod config;
mod control;
mod data_lock;
mod demo;
mod drive;
mod faults;
pub mod folder;
mod google_error;
mod ground;
mod journal;
mod local_cloud;
mod metadata;
mod page;
mod pubsub;
mod replay;
mod run;
mod scheduler;
mod seed;
mod server;
mod sheets;
mod start_error;
mod store;
mod telegram;
#[cfg(test)]
mod testing;
mod tracker;
mod wire;
mod world;

pub use config::{Config, Program, TimeMode};
pub use data_lock::Holder;
pub use ground::Ground;
pub use local_cloud::LocalCloud;
pub use replay::{RecordedItem, Recording};
pub use start_error::StartError;
pub use tracker::{InProcess, Tracker};

/// The client for calls that this cloud makes itself, always to the address that it is given.
fn http_client() -> Result<reqwest::Client, StartError> {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none());
    client.build().map_err(|error| StartError::Environment {
        what: "HTTP",
        why: error.to_string(),
    })
}

/// 128 random bits in hexadecimal.
fn random_text() -> Result<String, StartError> {
    let mut bytes = [0_u8; 16];
    let failed = |error: getrandom::Error| StartError::Environment {
        what: "random numbers",
        why: error.to_string(),
    };
    getrandom::fill(&mut bytes).map_err(failed)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
