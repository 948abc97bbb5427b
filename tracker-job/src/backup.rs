//! The CSV on Drive: every row that the tab has, and those that people have deleted from it since.

use anyhow::Context;
use chrono::{DateTime, Utc};
use drive::DriveError;
use sheets::{SheetsError, Tab};

use crate::execution::Execution;
use crate::memory;

/// Stores the hourly CSV and notes it. That it fails is no failure of the sample: it is noted as well, and tried again
/// some minutes later.
pub(crate) async fn hourly(execution: &Execution, tab: &mut Tab, now: DateTime<Utc>) {
    let stored = store(execution, tab).await;
    let failed = stored.is_err().then_some(now);
    let noted = memory::change(execution, tab, |state| {
        state.backed_up = if failed.is_some() {
            state.backed_up
        } else {
            state.last
        };
        state.backup_failed = failed;
    });
    let noted = noted.await;
    if let Err(error) = stored.and(noted) {
        tracing::error!(
            tracking = execution.tracking.id,
            "the row is stored, the CSV is not: {error:#}"
        );
    }
}

/// Stores the CSV under its fixed id.
pub(crate) async fn store(execution: &Execution, tab: &mut Tab) -> anyhow::Result<()> {
    fix_id(execution, tab).await?;
    let id = tab.state.csv.as_deref().context("the CSV has no id")?;
    let so_far = execution
        .drive
        .read(id)
        .await
        .context("the CSV on Drive was not read")?;
    let rows = execution
        .sheets
        .rows(tab)
        .await
        .context("the tab's rows were not read")?;
    let csv = domain::backup::csv(&tab.state.columns(), &rows, so_far.as_deref())?;
    let name = format!("{}.csv", execution.tracking.title());
    execution
        .drive
        .store(id, &name, &csv)
        .await
        .context("the CSV was not stored")?;
    tracing::info!(
        tracking = execution.tracking.id,
        rows = rows.len(),
        "CSV stored on Drive"
    );
    Ok(())
}

/// Whether another attempt may succeed.
pub(crate) fn is_transient(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<DriveError>()
            .is_some_and(DriveError::is_transient)
            || cause
                .downcast_ref::<SheetsError>()
                .is_some_and(SheetsError::is_transient)
    })
}

/// Gives the CSV its id and notes it before the file is created: whoever comes next uses the same.
async fn fix_id(execution: &Execution, tab: &mut Tab) -> anyhow::Result<()> {
    if tab.state.csv.is_some() {
        return Ok(());
    }
    let id = execution
        .drive
        .new_id()
        .await
        .context("Drive gave no id for the CSV")?;
    memory::change(execution, tab, |state| {
        state.csv.get_or_insert_with(|| id.clone());
    })
    .await
}
