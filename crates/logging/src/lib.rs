//! Log lines, the same for every program: one JSON object per line with the fields that Cloud Logging knows
//! (`json`), or text where a person reads along.
//!
//! [`version()`] tells which build is running. Everything goes to standard error; `RUST_LOG` filters as usual, by default from `info` on.

mod fields;
mod json;
mod version;

use std::io::{self, IsTerminal};
use std::panic;

use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{EnvFilter, Registry, fmt};

use json::JsonLines;
pub use version::{COMMIT, VERSION, version};

/// Begins logging for this process, panics included. Where a logger was installed before, that one stays.
pub fn init() {
    let registry = Registry::default().with(filter());
    if io::stderr().is_terminal() {
        install(registry.with(fmt::layer().with_writer(io::stderr).with_target(false)));
    } else {
        install(registry.with(JsonLines::new(io::stderr)));
        // As plain text a panic would be an entry of each of its lines, none of them an error.
        panic::set_hook(Box::new(|panicked| tracing::error!("{panicked}")));
    }
}

/// The same, each line as JSON into a writer.
pub fn init_to<W: io::Write + 'static>(writer: impl Fn() -> W + Send + Sync + 'static) {
    install(Registry::default().with(filter()).with(JsonLines::new(writer)));
}

/// Regular expressions in field values are of no use here and slow to start.
fn filter() -> EnvFilter {
    EnvFilter::builder()
        .with_regex(false)
        .with_default_directive(LevelFilter::INFO.into())
        .from_env_lossy()
}

fn install(subscriber: impl Subscriber + Send + Sync) {
    // Fails only where another logger is installed, and then that one is wanted.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
