//! Bringing back samples that the log or Drive has and the sheet has not.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use domain::{Cell, Gap, Hole, NO_READING, TabState, Taken};
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
    open(&mut session, &taken).await?;
    for one in &taken {
        session.add(one.clone());
    }
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
        logged: taken.len(),
        rows,
    })
}

/// The tab remembers its latest gaps only. Here the rows themselves say which samples have none.
async fn open(session: &mut Session<'_>, taken: &[Taken]) -> anyhow::Result<()> {
    let execution = session.execution;
    let zone = domain::Zone::Named(execution.tracking.zone);
    let Some(tab) = session.read().await? else {
        return Ok(());
    };
    let rows = execution.sheets.rows(tab).await?;
    for one in taken {
        if tab.state.lacks(one.at) {
            continue;
        }
        let time = Cell::Time(zone.wall_clock(one.at));
        let row = rows
            .iter()
            .find(|row| row.first().is_some_and(|cell| cell.as_ref() == Some(&time)));
        let status = row.map(|row| row.get(1).and_then(Option::as_ref));
        let is_gap = matches!(status, Some(Some(Cell::Text(text))) if text.starts_with(NO_READING));
        match status {
            None => open_hole(&mut tab.state, one),
            Some(_) if is_gap => tab.state.gaps.push(Gap {
                at: one.at,
                until: None,
                count: 1,
            }),
            Some(_) => {}
        }
    }
    Ok(())
}

fn open_hole(state: &mut TabState, one: &Taken) {
    state.holes.push(Hole {
        from: one.at,
        to: one.at,
    });
}
