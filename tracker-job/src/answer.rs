//! What a person asks for between the samples: a reading now, how the tracking is, a chart. None of it writes a row.

use anyhow::Context;
use domain::event::What;
use domain::{History, TabState};
use drive::Kind;

use crate::execution::Execution;
use crate::interrupt::Interrupt;
use crate::{backup, picture, tell};

/// `ACTION=now`: reads the page. The tracking may have no Scheduler job and no tab.
pub(crate) async fn now(execution: &Execution) -> anyhow::Result<()> {
    let mut interrupt = Interrupt::watch()?;
    let at = execution.now().await?;
    let observed = interrupt.unless(execution.observe()).await?;
    tracing::info!(
        tracking = execution.tracking.id,
        status = observed.observation.status(),
        sources = observed.sources,
        steps_ms = observed.steps_ms,
        "read on request"
    );
    let sample = tell::told(at, observed.observation);
    execution.answer("reading", What::Reading { sample }).await
}

/// `ACTION=report`: tells what the tab remembers, which is one call.
pub(crate) async fn report(execution: &Execution) -> anyhow::Result<()> {
    let tab = execution.sheets.find(&execution.tracking.id).await;
    let tab = tab.context("the tab was not read")?;
    let state = tab.map_or_else(TabState::default, |tab| tab.state);
    execution.answer("report", What::Report(state.report())).await
}

/// `ACTION=chart`: draws the tab's rows.
pub(crate) async fn chart(execution: &Execution) -> anyhow::Result<()> {
    let chart = history(execution)
        .await?
        .and_then(|history| picture::of(&execution.tracking, history));
    execution.answer("chart", What::Chart { chart }).await
}

/// From the tab's rows; where there are none, from the CSV on Drive.
async fn history(execution: &Execution) -> anyhow::Result<Option<History>> {
    let tracking = &execution.tracking;
    let tab = execution.sheets.find(&tracking.id).await;
    if let Some(tab) = tab.context("the tab was not read")? {
        let history = History::read(&backup::of_tab(execution, &tab).await?, tracking.zone)?;
        if history.summary.readings > 0 {
            return Ok(Some(history));
        }
    }
    let found = execution.drive.find(&tracking.id, Kind::Csv).await;
    let Some(id) = found
        .context("the CSV on Drive was not looked for")?
        .into_iter()
        .next()
    else {
        return Ok(None);
    };
    let csv = execution.drive.read(&id).await;
    let csv = csv.context("the CSV on Drive was not read")?;
    Ok(csv.map(|csv| History::read(&csv, tracking.zone)).transpose()?)
}
