//! One execution of the Cloud Run Job: it reads the page, writes the row and exits; when nothing more is due it ends
//! the tracking.
//!
//! - `config` is everything that an execution is told, by the job and by the Scheduler job's overrides.
//! - `tick` takes the samples that are due now; `end` stores the last CSV and deletes the own Scheduler job,
//!   and `farewell` tells the chat between the two.
//! - `spare` asks shops for the samples of `auto`.
//! - `answer` reads, reports, draws and adds up sales on request; `picture` is what it draws, `sales` what it adds up.
//! - `tell` publishes an event, `telling` those that the tab remembers.
//! - `discover` lists what a platform has on sale; `check` tells what an operator has still to set up.
//! - `session` is the tab as the execution knows it and the samples that it has to write, `memory` changes what the tab
//!   remembers, `forgotten` looks up in the rows what it no longer does.
//! - `waiting` keeps on Drive what Sheets does not take, `lost` logs what neither takes, `restore` brings both back.
//! - `interrupt` gives up what SIGTERM does not leave time for.
//! - `pages` reads pages, `backup` keeps the CSV on Drive, `execution` holds what all of a tracking share.
//!
//! Exit codes: 0 the sample is stored, the tracking ended, or what was asked for is told, 1 it is not, 2 the configuration is wrong.

mod answer;
mod backup;
mod check;
mod config;
mod discover;
mod end;
mod execution;
mod farewell;
mod forgotten;
mod interrupt;
mod lost;
mod memory;
mod pages;
mod picture;
mod restore;
mod sales;
mod session;
mod spare;
mod tell;
mod telling;
mod tick;
mod turn;
mod waiting;

use std::process::ExitCode;

use domain::PlatformName;
use gcp::Environment;
use tracing::{Instrument, info_span};

use check::Check;
use config::{Config, Task};
use execution::Execution;
use pages::Pages;

pub use lost::Lost;
pub use restore::{Restored, restore};

const STORED: u8 = 0;
const NOT_STORED: u8 = 1;
const MISCONFIGURED: u8 = 2;

/// What an execution does, everything that it needs at hand.
enum Work {
    Tick(Box<Execution>),
    End(Box<Execution>),
    Now(Box<Execution>),
    Report(Box<Execution>),
    Chart(Box<Execution>),
    Pace(Box<Execution>),
    Discover(PlatformName, Box<Pages>),
    Check(Box<Check>),
}

/// Runs one execution by the process' environment; with `--version` it only says which build this is.
pub fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("--version") {
        println!("{}", logging::version("tracker-job"));
        return ExitCode::SUCCESS;
    }
    run(&|name| std::env::var(name).ok())
}

/// Runs one execution with the variables that `lookup` finds.
pub fn run(lookup: &dyn Fn(&str) -> Option<String>) -> ExitCode {
    logging::init();
    tracing::info!(version = logging::VERSION, commit = logging::COMMIT, "begun");
    // One thread: a tick waits for the network, and threads cost memory and start-up time.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime {
        Ok(runtime) => ExitCode::from(runtime.block_on(execution(lookup))),
        Err(error) => {
            tracing::error!("no runtime: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The same in a program that has a runtime and its own logging; the result is the exit code.
pub async fn execution(lookup: &dyn Fn(&str) -> Option<String>) -> u8 {
    tls::install();
    let name = lookup("CLOUD_RUN_EXECUTION");
    let work = match prepare(lookup) {
        Ok(work) => work,
        Err(error) => {
            tracing::error!(execution = name, "{error:#}");
            return MISCONFIGURED;
        }
    };
    let span = info_span!("execution", execution = name, tracking = work.tracking());
    // On the heap: whoever runs it among other futures need not know how deep it is.
    let outcome = Box::pin(async {
        match work.carry_out().await {
            Ok(()) => STORED,
            Err(error) => {
                tracing::error!("the execution failed: {error:#}");
                NOT_STORED
            }
        }
    });
    outcome.instrument(span).await
}

impl Work {
    fn tracking(&self) -> Option<&str> {
        match self {
            Self::Tick(execution)
            | Self::End(execution)
            | Self::Now(execution)
            | Self::Report(execution)
            | Self::Chart(execution)
            | Self::Pace(execution) => Some(&execution.tracking.id),
            Self::Discover(..) | Self::Check(_) => None,
        }
    }

    async fn carry_out(self) -> anyhow::Result<()> {
        match self {
            Self::Tick(execution) => tick::run(&execution).await,
            Self::End(execution) => end::stop(&execution).await,
            Self::Now(execution) => answer::now(&execution).await,
            Self::Report(execution) => answer::report(&execution).await,
            Self::Chart(execution) => answer::chart(&execution).await,
            Self::Pace(execution) => answer::pace(&execution).await,
            Self::Discover(platform, pages) => discover::run(&platform, &pages).await,
            Self::Check(check) => check.run().await,
        }
    }
}

/// Reads the configuration, platform files included.
fn prepare(lookup: &dyn Fn(&str) -> Option<String>) -> anyhow::Result<Work> {
    let Config { task, pages } = Config::read(&Environment::new(lookup))?;
    let pages = Pages::new(pages)?;
    let execution = |settings, pages| anyhow::Ok(Box::new(Execution::new(settings, pages)?));
    Ok(match task {
        Task::Tick(settings) => Work::Tick(execution(settings, pages)?),
        Task::End(settings) => Work::End(execution(settings, pages)?),
        Task::Now(settings) => Work::Now(execution(settings, pages)?),
        Task::Report(settings) => Work::Report(execution(settings, pages)?),
        Task::Chart(settings) => Work::Chart(execution(settings, pages)?),
        Task::Pace(settings) => Work::Pace(execution(settings, pages)?),
        Task::Discover(platform) => Work::Discover(platform, Box::new(pages)),
        Task::Check(cloud) => Work::Check(Box::new(Check::new(cloud)?)),
    })
}
