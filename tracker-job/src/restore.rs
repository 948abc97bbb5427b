//! Bringing back samples that the log or Drive has and the sheet has not.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
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
        let id = one.tracking().to_owned();
        match all.get_mut(&id) {
            Some(known) => {
                known.taken.extend(one.taken);
                known.ended = known.ended.max(one.ended);
            }
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
    let Task::Tick(mut settings) = task else {
        bail!("the log is not one of a tracking's ticks");
    };
    // What is brought back is old: nobody is told.
    settings.cloud.events = None;
    let execution = Execution::new(settings, Pages::new(pages)?)?;
    let mut session = Session::new(&execution);
    let taken = domain::merged(lost.taken.iter().cloned());
    let logged = taken.len();
    session.bring(taken);
    let (at, rest) = as_of(&mut session, lost).await?;
    let rows = session.write(at, rest).await?;
    backup::store(&mut session).await?;
    Ok(Restored {
        tracking: execution.tracking.id.clone(),
        logged,
        rows,
    })
}

/// As of when what is missing is settled. Of a tracking that `/stop` has ended nothing was due later, though its deadline
/// may still be ahead; where the log does not say when that was, the last sample that anybody has is taken for it.
async fn as_of(session: &mut Session<'_>, lost: &Lost) -> anyhow::Result<(DateTime<Utc>, Rest)> {
    let now = session.execution.now().await?;
    session.read().await?;
    if let Some(ended) = lost.ended {
        return Ok((ended, Rest::IsSettled));
    }
    if session.is_ended() {
        let brought = lost.taken.iter().map(|one| one.at).max();
        let last = session.state().last.max(brought);
        return Ok((last.unwrap_or(now), Rest::IsSettled));
    }
    let is_over = now > session.schedule.deadline();
    Ok((now, if is_over { Rest::IsSettled } else { Rest::StaysOpen }))
}
