//! The CSV on Drive: every row that the tab has, and those that people have deleted from it since.

use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::event::What;
use drive::{DriveError, Kind, NewFile};
use sheets::{Fill, SheetsError, Tab};

use crate::execution::Execution;
use crate::memory;
use crate::session::Session;

/// Stores the hourly CSV and notes it. That it fails is no failure of the sample: it is noted as well, and tried again
/// some minutes later.
pub(crate) async fn hourly(session: &mut Session<'_>, now: DateTime<Utc>) {
    let tracking = &session.execution.tracking.id;
    let stored = store(session).await;
    let noted = note(session, stored.is_err().then_some(now)).await;
    match stored.map(drop).and(noted) {
        Ok(fill) => warn_where_nearly_full(session.execution, fill).await,
        Err(error) => tracing::error!(tracking, "the row is stored, the CSV is not: {error:#}"),
    }
}

/// Chooses the CSV's id before the last rows are written, so that it costs no write of its own: where hundreds of trackings
/// end together Sheets has no room for one. That Drive does not answer keeps no row back.
pub(crate) async fn choose_id(session: &mut Session<'_>) -> anyhow::Result<()> {
    let execution = session.execution;
    session.read().await?;
    if !session.lacks_csv() {
        return Ok(());
    }
    match find_or_make_id(execution).await {
        Ok(id) => session.choose_csv(id),
        Err(error) => tracing::warn!(tracking = execution.tracking.id, "{error:#}"),
    }
    Ok(())
}

/// Stores the CSV under its fixed id; nothing where there is no tab. Where this account cannot create files, a file of the
/// CSV's name that a person has made is filled. Answers what was stored.
pub(crate) async fn store(session: &mut Session<'_>) -> anyhow::Result<Option<String>> {
    let execution = session.execution;
    let Some(tab) = session.read().await? else {
        return Ok(None);
    };
    let id = fix_id(execution, tab).await?;
    let error = match put(execution, tab, &id).await {
        Ok(csv) => return Ok(Some(csv)),
        Err(error) => error,
    };
    if !matches!(error.downcast_ref(), Some(DriveError::NoStorage(_))) {
        return Err(error);
    }
    let found = execution.drive.find_named(&name(execution)).await?;
    let Some(theirs) = found.into_iter().next() else {
        return Err(error);
    };
    memory::change(execution, tab, |state| state.csv = Some(theirs.clone())).await?;
    put(execution, tab, &theirs).await.map(Some)
}

/// The CSV of the tab's rows alone.
pub(crate) async fn of_tab(execution: &Execution, tab: &Tab) -> anyhow::Result<String> {
    let rows = execution.sheets.rows(tab).await;
    let rows = rows.context("the tab's rows were not read")?;
    Ok(domain::backup::csv(&tab.state.columns(), &rows, None)?)
}

async fn put(execution: &Execution, tab: &Tab, id: &str) -> anyhow::Result<String> {
    let so_far = execution.drive.read(id).await;
    let so_far = so_far.context("the CSV on Drive was not read")?;
    let rows = execution.sheets.rows(tab).await;
    let rows = rows.context("the tab's rows were not read")?;
    let so_far = so_far.filter(|text| !text.trim().is_empty());
    let csv = domain::backup::csv(&tab.state.columns(), &rows, so_far.as_deref())?;
    let file = NewFile {
        name: &name(execution),
        tracking: &execution.tracking.id,
        kind: Kind::Csv,
        content: &csv,
    };
    let stored = execution.drive.store(id, &file).await;
    stored.context("the CSV was not stored")?;
    tracing::info!(
        tracking = execution.tracking.id,
        rows = rows.len(),
        "CSV stored on Drive"
    );
    Ok(csv)
}

fn name(execution: &Execution) -> String {
    format!("{}.csv", execution.tracking.title())
}

/// Notes when the CSV was stored or was not; the answer tells how full the spreadsheet is.
async fn note(session: &mut Session<'_>, failed: Option<DateTime<Utc>>) -> anyhow::Result<Option<Fill>> {
    let execution = session.execution;
    let Some(tab) = session.read().await? else {
        return Ok(None);
    };
    let noted = memory::change(execution, tab, |state| {
        state.backed_up = if failed.is_some() {
            state.backed_up
        } else {
            state.last
        };
        state.backup_failed = failed;
    });
    noted.await.map(Some)
}

/// Once an hour in the log and, by its fixed id, once in the chat, so that somebody makes room before rows are refused.
async fn warn_where_nearly_full(execution: &Execution, fill: Option<Fill>) {
    let Some(fill) = fill.filter(|fill| fill.is_nearly_full()) else {
        return;
    };
    let tracking = &execution.tracking.id;
    tracing::warn!(
        tracking,
        "the spreadsheet has {fill}: at 100 % Google Sheets takes no further row and samples wait on Drive; archive or \
         delete old tabs"
    );
    let what = What::NearlyFull {
        percent: fill.percent(),
    };
    if let Err(error) = execution.tell("nearly-full", what).await {
        tracing::warn!(
            tracking,
            "the chat does not know how full the spreadsheet is: {error:#}"
        );
    }
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

/// The CSV's id, noted before the file is created: whoever comes next uses the same. A tab that a person has deleted took
/// its memory with it, so the tracking's CSV is looked for first.
async fn fix_id(execution: &Execution, tab: &mut Tab) -> anyhow::Result<String> {
    if let Some(id) = &tab.state.csv {
        return Ok(id.clone());
    }
    let id = find_or_make_id(execution).await?;
    memory::change(execution, tab, |state| {
        state.csv.get_or_insert_with(|| id.clone());
    })
    .await?;
    tab.state.csv.clone().context("the CSV has no id")
}

async fn find_or_make_id(execution: &Execution) -> anyhow::Result<String> {
    let known = execution.drive.find(&execution.tracking.id, Kind::Csv).await;
    let known = known.context("the CSV on Drive was not looked for")?;
    match known.into_iter().next() {
        Some(id) => Ok(id),
        None => {
            let id = execution.drive.new_id().await;
            id.context("Drive gave no id for the CSV")
        }
    }
}
