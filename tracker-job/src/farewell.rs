//! The last event of a tracking.

use anyhow::Context;
use chrono::Duration;
use domain::History;
use domain::event::{Cause, What};

use crate::execution::Execution;
use crate::session::Session;
use crate::{backup, picture, sales, tell};

/// The summary is worth waiting for; the bot takes the tracking for dead 15 minutes after its deadline.
const PATIENCE: Duration = Duration::minutes(3);
const DISTANCE: Duration = Duration::seconds(20);

/// Tells that nothing more is read, what was, and shows it: before the Scheduler job goes, so that whoever is killed here
/// tells it again under the same id. That nobody can be told keeps no job alive.
pub(crate) async fn tell(
    session: &mut Session<'_>,
    cause: Cause,
    csv: Option<String>,
    is_backup_missing: bool,
) {
    let execution = session.execution;
    if execution.events.is_none() {
        return;
    }
    let history = match history(session, csv).await {
        Ok(history) => history,
        Err(error) => {
            tracing::error!(
                tracking = execution.tracking.id,
                "the summary is empty: {error:#}"
            );
            History::default()
        }
    };
    let what = What::Ended {
        cause,
        summary: history.summary.clone(),
        sales: sales::in_hindsight(&execution.tracking, &history),
        chart: picture::of(&execution.tracking, history, None),
        is_backup_missing,
    };
    if let Err(error) = publish(execution, &what).await {
        tracing::error!(
            tracking = execution.tracking.id,
            "the tracking has ended, the chat was not told: {error:#}"
        );
    }
}

/// From the last CSV; where Drive did not take it, from the tab's rows.
async fn history(session: &mut Session<'_>, csv: Option<String>) -> anyhow::Result<History> {
    let execution = session.execution;
    let csv = match csv {
        Some(csv) => csv,
        None => match session.read().await? {
            Some(tab) => backup::of_tab(execution, tab).await?,
            None => return Ok(History::default()),
        },
    };
    Ok(History::read(&csv, execution.tracking.zone)?)
}

async fn publish(execution: &Execution, what: &What) -> anyhow::Result<()> {
    let tracking = &execution.tracking;
    let job = tracking.scheduler_job.as_ref().unwrap_or(&tracking.id);
    let id = format!("ended@{job}");
    let mut now = execution.now().await?;
    let give_up = now + PATIENCE;
    loop {
        let told = execution.tell(&id, what.clone()).await;
        let is_over = now >= give_up;
        match told {
            Err(error) if tell::is_transient(&error) && !is_over => {
                tracing::warn!(
                    tracking = tracking.id,
                    "the end was not told, trying again: {error:#}"
                );
            }
            told => return told,
        }
        let next = give_up.min(now + execution.scattered(DISTANCE));
        now = execution
            .clock
            .wait_until(next)
            .await
            .context("waiting for Pub/Sub")?;
    }
}
