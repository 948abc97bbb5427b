//! A tick: takes the samples that are due, each one row, and ends the tracking when nothing more is due.

use anyhow::{Context, bail};
use chrono::{DateTime, Duration, DurationRound, Utc};
use domain::plan::{Plan, backup_due};
use domain::{Cell, Entry, Row, Schedule, TabState};
use sheets::Written;

use crate::backup;
use crate::end;
use crate::execution::Execution;
use crate::interrupt::Interrupt;
use crate::known_tab::KnownTab;
use crate::memory::CONFLICTS;
use crate::pages::Observed;

/// An execution that samples below a minute goes on for so long beyond its minute: containers start up to half a minute
/// late, and a row's key makes the overlap harmless.
const OVERLAP: Duration = Duration::seconds(35);

/// Runs the tick.
pub(crate) async fn run(execution: &Execution) -> anyhow::Result<()> {
    let mut interrupt = Interrupt::watch()?;
    let schedule = execution.tracking.schedule();
    let mut now = execution.now().await?;
    let until = now.duration_trunc(Duration::minutes(1))? + Duration::minutes(1) + OVERLAP;
    let (mut tab, mut observed) = interrupt.unless(first_look(execution, &schedule, now)).await??;
    loop {
        let plan = store(execution, &schedule, now, &mut tab, observed).await?;
        if tab.is_ended(execution) {
            return execution.delete_own_job().await;
        }
        if plan.over {
            let tab = tab
                .known(execution)
                .await
                .context("the rows are stored, the end comes with the next firing")?;
            return end::reached(execution, tab.cloned()).await;
        }
        let Some(next) = next_sample(&schedule, now).filter(|next| *next <= until) else {
            break;
        };
        tab.known(execution)
            .await
            .context("the rows are stored, the next ones come with the next firing")?;
        now = interrupt.unless(execution.clock.wait_until(next)).await??;
        observed = Some(interrupt.unless(execution.observe()).await?);
    }
    if backup_due(&tab.state(), now)
        && let Some(tab) = tab.known(execution).await?
    {
        backup::hourly(execution, tab, now).await;
    }
    Ok(())
}

/// Reads the tab and, meanwhile, the page. The page is given up as soon as the tab says that it is not needed.
async fn first_look(
    execution: &Execution,
    schedule: &Schedule,
    now: DateTime<Utc>,
) -> anyhow::Result<(KnownTab, Option<Observed>)> {
    let may_be_due = schedule
        .latest(now)
        .is_some_and(|latest| latest <= schedule.deadline());
    let (find, observe) = (KnownTab::find(execution), execution.observe());
    tokio::pin!(find, observe);
    let mut observed = None;
    let tab = loop {
        tokio::select! {
            // The page first: it is what takes longest.
            biased;
            page = &mut observe, if may_be_due && observed.is_none() => observed = Some(page),
            tab = &mut find => break tab,
        }
    };
    let nothing = TabState::default();
    let tab = tab.map_err(|error| {
        lost(
            execution,
            schedule,
            now,
            &nothing,
            observed.as_ref(),
            error.into(),
        )
    })?;
    if observed.is_none() && tab.plan(execution, schedule, now).sample.is_some() {
        observed = Some(observe.await);
    }
    Ok((tab, observed))
}

/// Writes what the plan asks for, or logs the row whole.
async fn store(
    execution: &Execution,
    schedule: &Schedule,
    now: DateTime<Utc>,
    tab: &mut KnownTab,
    observed: Option<Observed>,
) -> anyhow::Result<Plan> {
    let observed = observed.as_ref();
    let stored = try_to_store(execution, schedule, now, tab, observed).await;
    stored.map_err(|error| lost(execution, schedule, now, &tab.state(), observed, error))
}

/// Whoever loses a race reads again and plans anew: then the row is there already.
async fn try_to_store(
    execution: &Execution,
    schedule: &Schedule,
    now: DateTime<Utc>,
    tab: &mut KnownTab,
    observed: Option<&Observed>,
) -> anyhow::Result<Plan> {
    for _ in 0..CONFLICTS {
        let plan = tab
            .plan(execution, schedule, now)
            .with_reading(observed.is_some());
        if !plan.writes() {
            return Ok(plan);
        }
        let entry = entry(execution, &tab.state(), &plan, observed, now).await;
        let status = entry.status.clone();
        match tab.write(execution, &plan, entry).await? {
            Written::Stored => {
                log_stored(execution, &plan, status, observed);
                return Ok(plan);
            }
            Written::Conflict => tab.find_again(execution).await?,
        }
    }
    bail!("the tab changed {CONFLICTS} times while the row was being written")
}

/// The rows, and the memory that goes with them. The CSV's id is fixed here, before the file is created.
async fn entry(
    execution: &Execution,
    before: &TabState,
    plan: &Plan,
    observed: Option<&Observed>,
    now: DateTime<Utc>,
) -> Entry {
    let observation = observed.map(|observed| &observed.observation);
    let (counting, zone) = (execution.counting(), execution.tracking.zone);
    let mut entry = Entry::new(before, plan, observation, counting, zone);
    if entry.state.csv.is_none() && (plan.over || backup_due(&entry.state, now)) {
        // Without an id the backup asks again; the row does not wait for Drive.
        entry.state.csv = execution.drive.new_id().await.ok();
    }
    entry
}

/// The next sample that this very execution takes: only below a minute, otherwise the next firing does.
fn next_sample(schedule: &Schedule, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if schedule.below_a_minute(now) {
        schedule.next(now)
    } else {
        None
    }
}

fn log_stored(execution: &Execution, plan: &Plan, status: Option<String>, observed: Option<&Observed>) {
    let sample = plan.sample.map(|at| at.to_rfc3339());
    tracing::info!(
        tracking = execution.tracking.id,
        sample,
        status = status.unwrap_or_default(),
        missed = plan.missed.len(),
        sources = observed.map(|observed| observed.sources.as_str()),
        steps_ms = observed.map(|observed| observed.steps_ms.as_str()),
        "stored"
    );
}

/// The row could not be stored: it is logged whole, so that it can be restored from the log.
fn lost(
    execution: &Execution,
    schedule: &Schedule,
    now: DateTime<Utc>,
    before: &TabState,
    observed: Option<&Observed>,
    error: anyhow::Error,
) -> anyhow::Error {
    if let (Some(at), Some(observed)) = (schedule.latest(now), observed) {
        let (sample, state) = before.count(at, &observed.observation, execution.counting());
        let columns = state.columns();
        let row = Row::of_sample(&sample, execution.tracking.zone, &columns);
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let cells: Vec<String> = row.cells.iter().map(Cell::display).collect();
        tracing::error!(
            tracking = execution.tracking.id,
            sample = at.to_rfc3339(),
            columns = serde_json::json!(names).to_string(),
            row = serde_json::json!(cells).to_string(),
            "the row is not in the sheet"
        );
    }
    error.context("the sample is not stored")
}
