//! The end of a tracking: last CSV, and the own Scheduler job goes.

use anyhow::Context;
use chrono::Duration;
use sheets::Tab;

use crate::backup;
use crate::execution::Execution;
use crate::memory;

/// A tracking never outlives its deadline for long because a store is down.
const PATIENCE: Duration = Duration::minutes(10);
/// Distance of the attempts within that time.
const DISTANCE: Duration = Duration::seconds(30);

/// Nothing more is due: the execution that took the last sample ends the tracking.
pub(crate) async fn reached(execution: &Execution, tab: Option<Tab>) -> anyhow::Result<()> {
    if let Some(tab) = tab {
        last_backup(execution, tab).await?;
    }
    execution.delete_own_job().await?;
    tracing::info!(tracking = execution.tracking.id, "the tracking has ended");
    Ok(())
}

/// `/stop` was sent. Executions of the same Scheduler job that still come take nothing more.
pub(crate) async fn stop(execution: &Execution) -> anyhow::Result<()> {
    let mut tab = execution.sheets.find(&execution.tracking.id).await?;
    if let Some(tab) = &mut tab {
        memory::change(execution, tab, |state| {
            state.ended.clone_from(&execution.tracking.scheduler_job);
        })
        .await?;
    }
    reached(execution, tab).await
}

/// Tries until the CSV is stored or patience is over; then the log says that it is missing.
async fn last_backup(execution: &Execution, mut tab: Tab) -> anyhow::Result<()> {
    let give_up = execution.now().await? + PATIENCE;
    while let Err(error) = backup::store(execution, &mut tab).await {
        let now = execution.now().await?;
        if now >= give_up || !backup::is_transient(&error) {
            tracing::error!(
                tracking = execution.tracking.id,
                "the last backup is missing: {error:#}"
            );
            break;
        }
        tracing::warn!(
            tracking = execution.tracking.id,
            "the last backup failed, trying again: {error:#}"
        );
        execution
            .clock
            .wait_until(now + DISTANCE)
            .await
            .context("waiting for Drive")?;
    }
    Ok(())
}
