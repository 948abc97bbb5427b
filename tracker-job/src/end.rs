//! The end of a tracking: what is missing is brought, last CSV, and the own Scheduler job goes.

use anyhow::Context;
use chrono::{DateTime, Duration, Utc};

use crate::backup;
use crate::execution::Execution;
use crate::memory;
use crate::session::{Rest, Session};

/// A tracking never outlives its deadline for long because a store is down.
const PATIENCE: Duration = Duration::minutes(10);
/// Distance of the attempts within that time.
const DISTANCE: Duration = Duration::seconds(30);

/// Nothing more is due: the execution that took the last sample ends the tracking.
pub(crate) async fn reached(session: &mut Session<'_>) -> anyhow::Result<()> {
    let execution = session.execution;
    let stored = store_all(session).await;
    execution.delete_own_job().await?;
    match stored {
        Ok(()) => tracing::info!(tracking = execution.tracking.id, "the tracking has ended"),
        Err(error) => {
            tracing::error!(
                tracking = execution.tracking.id,
                "the tracking has ended, the last backup is missing: {error:#}"
            );
            session.log_left_over(&error);
        }
    }
    Ok(())
}

/// `/stop` was sent. Executions of the same Scheduler job that still come take nothing more.
pub(crate) async fn stop(execution: &Execution) -> anyhow::Result<()> {
    let mut session = Session::new(execution);
    if let Some(tab) = session.read().await? {
        memory::change(execution, tab, |state| {
            state.ended.clone_from(&execution.tracking.scheduler_job);
        })
        .await?;
    }
    reached(&mut session).await
}

/// Tries until the rows and the CSV are stored or patience is over.
async fn store_all(session: &mut Session<'_>) -> anyhow::Result<()> {
    let execution = session.execution;
    let mut now = execution.now().await?;
    let give_up = now + PATIENCE;
    loop {
        let is_last = now >= give_up;
        let Err(error) = attempt(session, now, is_last).await else {
            return Ok(());
        };
        if is_last || !backup::is_transient(&error) {
            return keep_what_is_held(session, now, error).await;
        }
        tracing::warn!(
            tracking = execution.tracking.id,
            "the last rows or the last backup failed, trying again: {error:#}"
        );
        now = execution
            .clock
            .wait_until(now + DISTANCE)
            .await
            .context("waiting for Google")?;
    }
}

async fn attempt(session: &mut Session<'_>, now: DateTime<Utc>, is_last: bool) -> anyhow::Result<()> {
    let rest = if is_last { Rest::IsGivenUp } else { Rest::IsSettled };
    session.write(now, rest).await?;
    backup::store(session).await
}

/// The sheet takes nothing: the samples that are only here go to Drive, for `signchronicle recover`.
async fn keep_what_is_held(
    session: &mut Session<'_>,
    now: DateTime<Utc>,
    error: anyhow::Error,
) -> anyhow::Result<()> {
    match session.write_or_keep(now).await {
        Ok(()) => Err(error),
        Err(refusal) => Err(refusal.context(format!("{error:#}"))),
    }
}
