//! What a person asks for between the samples: a reading now, how the tracking is, a chart, how the sales go. None of it writes a
//! row.

use anyhow::Context;
use domain::event::What;
use domain::{History, TabState};
use drive::Kind;

use crate::execution::Execution;
use crate::interrupt::Interrupt;
use crate::{backup, picture, sales, tell};

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

/// `ACTION=report`: tells what the tab remembers and, of an event that tells its sales, where they may end.
pub(crate) async fn report(execution: &Execution) -> anyhow::Result<()> {
    let tracking = &execution.tracking;
    let tab = execution.sheets.find(&tracking.id).await;
    let mut report = TabState::default().report();
    if let Some(tab) = tab.context("the tab was not read")? {
        report = tab.state.report();
        let reading = report.last.as_ref().and_then(|last| last.reading.as_ref());
        if reading.is_some_and(|reading| reading.sold.is_some()) {
            let history = History::read(&backup::of_tab(execution, &tab).await?, tracking.zone)?;
            report.outlook = sales::outlook(tracking, &history, execution.now().await?);
        }
    }
    execution.answer("report", What::Report(report)).await
}

/// `ACTION=chart`: draws the tab's rows.
pub(crate) async fn chart(execution: &Execution) -> anyhow::Result<()> {
    let tracking = &execution.tracking;
    let now = execution.now().await?;
    let chart = history(execution).await?.and_then(|history| {
        let outlook = sales::outlook(tracking, &history, now);
        picture::of(tracking, history, outlook.as_ref())
    });
    execution.answer("chart", What::Chart { chart }).await
}

/// `ACTION=pace`: adds up what the tab's rows say of the sales.
pub(crate) async fn pace(execution: &Execution) -> anyhow::Result<()> {
    let tracking = &execution.tracking;
    let now = execution.now().await?;
    let history = history(execution).await?.unwrap_or_default();
    let sales = sales::until_now(tracking, &history, now);
    let chart = sales.is_some().then(|| {
        let outlook = sales::outlook(tracking, &history, now);
        picture::of(tracking, history, outlook.as_ref())
    });
    let chart = chart.flatten();
    execution.answer("pace", What::Pace { sales, chart }).await
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
