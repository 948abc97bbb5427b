//! The CSV on Drive: every row that the tab has, and those that people have deleted from it since.

use anyhow::Context;
use domain::TabState;
use sheets::Tab;

use crate::execution::Execution;

/// Stores the CSV under its fixed id and notes it in the tab's memory.
pub(crate) async fn store(execution: &Execution, tab: Tab) -> anyhow::Result<()> {
    let tab = with_id(execution, tab).await?;
    upload(execution, &tab).await?;
    let state = TabState {
        revision: tab.state.revision + 1,
        backed_up: tab.state.last,
        ..tab.state.clone()
    };
    // Where another execution wrote meanwhile the note is lost, and the next tick stores the CSV again: no harm.
    execution
        .sheets
        .remember(&tab, &state)
        .await
        .context("the backup was stored but not noted")?;
    Ok(())
}

/// Stores the CSV and notes nothing: the tracking is over.
pub(crate) async fn store_last(execution: &Execution, tab: Tab) -> anyhow::Result<()> {
    let tab = with_id(execution, tab).await?;
    upload(execution, &tab).await
}

async fn upload(execution: &Execution, tab: &Tab) -> anyhow::Result<()> {
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
    let csv = domain::backup::csv(&rows, so_far.as_deref())?;
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

/// The tab with an id for its CSV, stored before the file is created: whoever comes next uses the same.
async fn with_id(execution: &Execution, tab: Tab) -> anyhow::Result<Tab> {
    if tab.state.csv.is_some() {
        return Ok(tab);
    }
    let id = execution
        .drive
        .new_id()
        .await
        .context("Drive gave no id for the CSV")?;
    let state = TabState {
        revision: tab.state.revision + 1,
        csv: Some(id),
        ..tab.state.clone()
    };
    match execution.sheets.remember(&tab, &state).await? {
        sheets::Written::Stored => Ok(tab.remembering(state)),
        sheets::Written::Conflict => anyhow::bail!("the tab changed while the CSV's id was being noted"),
    }
}
