//! Bringing back samples that the log or Drive has and the sheet has not.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use gcp::Environment;

use crate::backup;
use crate::config::{Config, Task};
use crate::execution::Execution;
use crate::lost::Lost;
use crate::pages::Pages;
use crate::session::{Rest, Session};

/// What became of a tracking's samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The tracking.
    pub tracking: String,
    /// How many samples the log had.
    pub logged: usize,
    /// How many rows the sheet has got, those included that waited on Drive.
    pub rows: usize,
}

/// Restores the samples of a log, tracking by tracking; what has its row already is left as it is. Settings come from
/// `lookup`, as for an execution.
pub fn restore(lookup: &dyn Fn(&str) -> Option<String>, lost: Vec<Lost>) -> anyhow::Result<Vec<Restored>> {
    tls::install();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime")?;
    let mut restored = Vec::new();
    for (tracking, lost) in by_tracking(lost) {
        let outcome = runtime.block_on(restore_one(lookup, &lost));
        restored.push(outcome.with_context(|| format!("the samples of {tracking} were not restored"))?);
    }
    Ok(restored)
}

fn by_tracking(lost: Vec<Lost>) -> BTreeMap<String, Lost> {
    let mut all: BTreeMap<String, Lost> = BTreeMap::new();
    for one in lost {
        let id = one.overrides.get("TRACKING").cloned().unwrap_or_default();
        match all.get_mut(&id) {
            Some(known) => known.taken.extend(one.taken),
            None => {
                all.insert(id, one);
            }
        }
    }
    all
}

async fn restore_one(lookup: &dyn Fn(&str) -> Option<String>, lost: &Lost) -> anyhow::Result<Restored> {
    let variable = |name: &str| lost.overrides.get(name).cloned().or_else(|| lookup(name));
    let Config { task, pages } = Config::read(&Environment::new(&variable))?;
    let Task::Tick(settings) = task else {
        bail!("the log is not one of a tracking's ticks");
    };
    let execution = Execution::new(settings, Pages::new(pages)?)?;
    let mut session = Session::new(&execution);
    let taken = domain::merged(lost.taken.iter().cloned());
    let logged = taken.len();
    session.bring(taken);
    let now = execution.now().await?;
    let rest = if now > session.schedule.deadline() {
        Rest::IsSettled
    } else {
        Rest::StaysOpen
    };
    let rows = session.write(now, rest).await?;
    backup::store(&mut session).await?;
    Ok(Restored {
        tracking: execution.tracking.id.clone(),
        logged,
        rows,
    })
}
