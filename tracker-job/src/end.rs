//! The end of a tracking: last CSV, and the own Scheduler job goes.

use anyhow::Context;
use chrono::Duration;
use domain::TabState;
use drive::DriveError;
use sheets::{Tab, Written};

use crate::backup;
use crate::execution::Execution;

/// A tracking never outlives its deadline for long because Drive is down.
const PATIENCE: Duration = Duration::minutes(10);
/// Distance of the attempts within that time.
const DISTANCE: Duration = Duration::seconds(30);
/// So many writers of one tab never collide in a row.
const CONFLICTS: u32 = 6;

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
    let tab = mark_ended(execution).await?;
    reached(execution, tab).await
}

async fn mark_ended(execution: &Execution) -> anyhow::Result<Option<Tab>> {
    for _ in 0..CONFLICTS {
        let Some(tab) = execution.sheets.find(&execution.tracking.id).await? else {
            return Ok(None);
        };
        let ended = execution.tracking.scheduler_job.clone();
        let state = TabState {
            revision: tab.state.revision + 1,
            ended,
            ..tab.state.clone()
        };
        if execution.sheets.remember(&tab, &state).await? == Written::Stored {
            return Ok(Some(tab.remembering(state)));
        }
    }
    anyhow::bail!("the tab changed {CONFLICTS} times while its end was being noted")
}

/// Tries until Drive takes the CSV or patience is over; then the log says that it is missing.
async fn last_backup(execution: &Execution, tab: Tab) -> anyhow::Result<()> {
    let give_up = execution.now().await? + PATIENCE;
    loop {
        let Err(error) = backup::store_last(execution, tab.clone()).await else {
            return Ok(());
        };
        let now = execution.now().await?;
        if now >= give_up || !is_transient(&error) {
            tracing::error!(
                tracking = execution.tracking.id,
                "the last backup is missing: {error:#}"
            );
            return Ok(());
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
}

fn is_transient(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<DriveError>()
            .is_some_and(DriveError::is_transient)
    })
}
