//! What a person asks for between the samples: a reading now, how the tracking is, a chart, how the sales go. None of it writes a
//! row.

use anyhow::Context;
use domain::event::{Png, What};
use domain::{History, Outlook, ShopTimes, TabState};
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
            report.outlook = sales::outlook(tracking, &history, tab.state.shop, execution.now().await?);
        }
    }
    execution.answer("report", What::Report(report)).await
}

/// `ACTION=chart`: draws the tab's rows.
pub(crate) async fn chart(execution: &Execution) -> anyhow::Result<()> {
    let drawn = Known::read(execution).await?.chart(execution).await?;
    execution.answer("chart", What::Chart { chart: drawn }).await
}

/// `ACTION=pace`: adds up what the tab's rows say of the sales.
pub(crate) async fn pace(execution: &Execution) -> anyhow::Result<()> {
    let tracking = &execution.tracking;
    let known = Known::read(execution).await?;
    let outlook = known.outlook(execution).await?;
    let sales = sales::until_now(tracking, &known.history, outlook.as_ref());
    let chart = match &sales {
        Some(_) => known.chart(execution).await?,
        None => None,
    };
    execution.answer("pace", What::Pace { sales, chart }).await
}

/// What is known of a tracking: its rows and what its tab remembers of the shop.
struct Known {
    history: History,
    shop: Option<ShopTimes>,
}

impl Known {
    /// From the tab's rows; where there are none, from the CSV on Drive.
    async fn read(execution: &Execution) -> anyhow::Result<Self> {
        let tracking = &execution.tracking;
        let tab = execution.sheets.find(&tracking.id).await;
        let mut shop = None;
        if let Some(tab) = tab.context("the tab was not read")? {
            shop = tab.state.shop;
            let history = History::read(&backup::of_tab(execution, &tab).await?, tracking.zone)?;
            if history.summary.readings > 0 {
                return Ok(Self { history, shop });
            }
        }
        let history = on_drive(execution).await?.unwrap_or_default();
        Ok(Self { history, shop })
    }

    async fn outlook(&self, execution: &Execution) -> anyhow::Result<Option<Outlook>> {
        let now = execution.now().await?;
        Ok(sales::outlook(&execution.tracking, &self.history, self.shop, now))
    }

    async fn chart(self, execution: &Execution) -> anyhow::Result<Option<Png>> {
        let outlook = self.outlook(execution).await?;
        let end = sales::end(&execution.tracking, self.shop);
        let ahead = outlook.as_ref().map(|outlook| (outlook, end));
        Ok(picture::of(&execution.tracking, self.history, ahead))
    }
}

async fn on_drive(execution: &Execution) -> anyhow::Result<Option<History>> {
    let tracking = &execution.tracking;
    let found = execution.drive.find(&tracking.id, Kind::Csv).await;
    let found = found.context("the CSV on Drive was not looked for")?;
    let Some(id) = found.into_iter().next() else {
        return Ok(None);
    };
    let csv = execution.drive.read(&id).await;
    let csv = csv.context("the CSV on Drive was not read")?;
    Ok(csv.map(|csv| History::read(&csv, tracking.zone)).transpose()?)
}
