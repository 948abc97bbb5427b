//! `signchronicle read`: one reading, with all that speaks for and against it.

mod file;
mod human;
mod json;
mod report;
mod target;
mod waiting;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use domain::EventName;
use platforms::{Platform, Platforms};
use scrape::{Account, AllowedAddresses, Guard, Reader};

use crate::options::ReadOptions;
use crate::platform_files;
use report::Report;
use target::Target;
use waiting::Waiting;

type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads, prints, and says by the exit code whether there is a reading.
pub(crate) fn run(options: &ReadOptions, variable: Lookup<'_>) -> ExitCode {
    // A person sees the outcome only, unless logs are asked for.
    if variable("RUST_LOG").is_some() {
        logging::init();
    }
    let report = read(options, variable).unwrap_or_else(|error| Report::refused(&format!("{error:#}")));
    print(options, &report);
    match report.reading {
        Some(_) => ExitCode::SUCCESS,
        None => ExitCode::FAILURE,
    }
}

/// Whoever reads no further than some line has seen what they wanted, so a closed pipe is no failure.
fn print(options: &ReadOptions, report: &Report) {
    let _ = match (options.json, &report.reading) {
        (true, _) => writeln!(io::stdout(), "{}", json::line(report)),
        (false, Some(_)) => write!(io::stdout(), "{}", human::text(report)),
        (false, None) => write!(io::stderr(), "{}", human::text(report)),
    };
}

fn read(options: &ReadOptions, variable: Lookup<'_>) -> anyhow::Result<Report> {
    let folder = platform_files::folder(variable);
    let platforms = Platforms::load(folder.as_deref())?;
    let account = match Target::find(options, &platforms)? {
        Target::File {
            platform,
            path,
            address,
        } => scrape::read_text(platform, &file::text(&path)?, address.as_ref()),
        Target::Event { platform, event } => over_the_network(reader(variable)?, platform, &event)?,
    };
    Ok(Report::from(account))
}

fn reader(variable: Lookup<'_>) -> anyhow::Result<Reader> {
    let allowed = variable("ALLOWED_PRIVATE_ADDRESSES").unwrap_or_default();
    let allowed = AllowedAddresses::parse(&allowed).context("ALLOWED_PRIVATE_ADDRESSES is malformed")?;
    let user_agent = variable("USER_AGENT").filter(|name| !name.trim().is_empty());
    let user_agent = user_agent.unwrap_or_else(|| scrape::USER_AGENT.to_owned());
    fetch::check_user_agent(&user_agent).context("USER_AGENT is malformed")?;
    Ok(Reader::new(Guard::new(allowed), &user_agent))
}

fn over_the_network(reader: Reader, platform: &Platform, event: &EventName) -> anyhow::Result<Account> {
    tls::install();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime")?;
    let waiting = Waiting::for_page(event.as_str());
    let account = runtime.block_on(async {
        tokio::select! {
            account = reader.read(platform, event) => Ok(account),
            () = crate::system::stop_signal() => Err(anyhow::anyhow!("interrupted")),
        }
    });
    drop(waiting);
    // A name that is still being resolved must not hold up the end.
    runtime.shutdown_timeout(Duration::ZERO);
    account
}
