//! `cargo run`: the whole system on this machine, against a local stand-in of the cloud.
//!
//! One program is all of it: without a subcommand it is the local cloud and its page, which starts the same program
//! again as bot-service and as tracker-job, as Cloud Run would start the two containers. `read` and `platforms` try
//! pages and platform files without any of that; `recover` brings samples back from a log; `export` and `archive` work on a data
//! folder.

mod announce;
mod archive;
mod export;
mod options;
mod platform_files;
mod platform_list;
mod read;
mod recover;
mod replay;
mod system;
mod telegram;

use std::process::ExitCode;

use clap::Parser;

use options::{Options, Role};

fn main() -> ExitCode {
    let options = Options::parse();
    let variable = |name: &str| std::env::var(name).ok();
    match options.role {
        None => system::run(options),
        Some(Role::Read(options)) => read::run(&options, &variable),
        Some(Role::Recover { log }) => recover::run(&log, &variable),
        Some(Role::Export { into, data }) => export::run(&data, &into),
        Some(Role::Archive { older_than, data }) => archive::run(&data, older_than, chrono::Utc::now()),
        Some(Role::Platforms) => platform_list::run(&variable),
        Some(Role::BotService) => {
            system::end_with_the_local_cloud();
            bot_service::run(None, &variable)
        }
        Some(Role::TrackerJob) => tracker_job::run(&variable),
    }
}
