//! One execution of the Cloud Run Job: it reads the page, writes the row and exits; when nothing more is due it ends
//! the tracking.
//!
//! - `config` is everything that an execution is told, by the job and by the Scheduler job's overrides.
//! - `tick` takes the samples that are due now; `end` stores the last CSV and deletes the own Scheduler job.
//! - `known_tab` is the tab as the execution knows it, `memory` changes what it remembers.
//! - `backup` keeps the CSV on Drive, `execution` holds what all of them share.
//!
//! Exit codes: 0 the sample is stored or the tracking ended, 1 it is not, 2 the configuration is wrong.

mod backup;
mod config;
mod end;
mod execution;
mod interrupt;
mod known_tab;
mod memory;
mod tick;

use std::process::ExitCode;

use anyhow::Context;
use gcp::Environment;

use config::{Action, Config};
use execution::Execution;

/// Runs one execution with the variables that `lookup` finds.
pub fn run(lookup: &dyn Fn(&str) -> Option<String>) -> ExitCode {
    logging::init();
    tls::install();
    let (action, execution) = match prepare(lookup) {
        Ok(prepared) => prepared,
        Err(error) => {
            tracing::error!("{error:#}");
            return ExitCode::from(2);
        }
    };
    let tracking = execution.tracking.id.clone();
    match execute(action, execution) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(tracking, "the execution failed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the configuration, platform files included.
fn prepare(lookup: &dyn Fn(&str) -> Option<String>) -> anyhow::Result<(Action, Execution)> {
    let config = Config::read(&Environment::new(lookup))?;
    Ok((config.action, Execution::new(config)?))
}

fn execute(action: Action, execution: Execution) -> anyhow::Result<()> {
    // One thread: a tick waits for the network, and threads cost memory and start-up time.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime")?;
    runtime.block_on(async {
        match action {
            Action::Tick => tick::run(&execution).await,
            Action::End => end::stop(&execution).await,
        }
    })
}
