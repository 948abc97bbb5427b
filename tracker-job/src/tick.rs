//! A tick: takes the samples that are due, each one row, and ends the tracking when nothing more is due.

use anyhow::{Context, bail};
use chrono::{DateTime, Duration, DurationRound, Utc};
use domain::plan::{Plan, backup_due};
use domain::{Cell, Observation, Row, Schedule, TabState};
use sheets::Written;

use crate::backup;
use crate::end;
use crate::execution::Execution;
use crate::interrupt::Interrupt;
use crate::known_tab::KnownTab;
use crate::memory::CONFLICTS;

/// An execution that samples below a minute goes on for so long beyond its minute: containers start up to half a minute
/// late, and a row's key makes the overlap harmless.
const OVERLAP: Duration = Duration::seconds(35);

/// Runs the tick.
pub(crate) async fn run(execution: &Execution) -> anyhow::Result<()> {
    let mut interrupt = Interrupt::watch()?;
    let schedule = execution.tracking.schedule();
    let mut now = execution.now().await?;
    let until = now.duration_trunc(Duration::minutes(1))? + Duration::minutes(1) + OVERLAP;
    let (mut tab, mut observation) = interrupt.unless(first_look(execution, &schedule, now)).await??;
    loop {
        let plan = store(execution, &schedule, now, &mut tab, observation).await?;
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
        observation = Some(interrupt.unless(execution.observe()).await?);
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
) -> anyhow::Result<(KnownTab, Option<Observation>)> {
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
            observation = &mut observe, if may_be_due && observed.is_none() => observed = Some(observation),
            tab = &mut find => break tab,
        }
    };
    let tab = tab.map_err(|error| lost(execution, schedule, now, observed.as_ref(), error.into()))?;
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
    observation: Option<Observation>,
) -> anyhow::Result<Plan> {
    let observation = observation.as_ref();
    let stored = try_to_store(execution, schedule, now, tab, observation).await;
    stored.map_err(|error| lost(execution, schedule, now, observation, error))
}

/// Whoever loses a race reads again and plans anew: then the row is there already.
async fn try_to_store(
    execution: &Execution,
    schedule: &Schedule,
    now: DateTime<Utc>,
    tab: &mut KnownTab,
    observation: Option<&Observation>,
) -> anyhow::Result<Plan> {
    for _ in 0..CONFLICTS {
        let plan = tab
            .plan(execution, schedule, now)
            .with_reading(observation.is_some());
        if !plan.writes() {
            return Ok(plan);
        }
        let state = next_state(execution, tab, &plan, now).await;
        match tab
            .write(execution, &plan, &rows(execution, &plan, observation), state)
            .await?
        {
            Written::Stored => {
                log_stored(execution, &plan, observation);
                return Ok(plan);
            }
            Written::Conflict => tab.find_again(execution).await?,
        }
    }
    bail!("the tab changed {CONFLICTS} times while the row was being written")
}

/// The memory that goes with the rows. The CSV's id is fixed here, before the file is created.
async fn next_state(execution: &Execution, tab: &KnownTab, plan: &Plan, now: DateTime<Utc>) -> TabState {
    let mut state = tab.state().after(plan);
    if state.csv.is_none() && (plan.over || backup_due(&state, now)) {
        // Without an id the backup asks again; the row does not wait for Drive.
        state.csv = execution.drive.new_id().await.ok();
    }
    state
}

fn rows(execution: &Execution, plan: &Plan, observation: Option<&Observation>) -> Vec<Row> {
    let zone = execution.tracking.zone;
    let gaps = plan.missed.iter().map(|gap| Row::of_gap(gap, zone));
    let sample = plan
        .sample
        .zip(observation)
        .map(|(at, observation)| Row::of_sample(at, zone, observation));
    gaps.chain(sample).collect()
}

/// The next sample that this very execution takes: only below a minute, otherwise the next firing does.
fn next_sample(schedule: &Schedule, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if schedule.below_a_minute(now) {
        schedule.next(now)
    } else {
        None
    }
}

fn log_stored(execution: &Execution, plan: &Plan, observation: Option<&Observation>) {
    let status = observation.map(Observation::status).unwrap_or_default();
    let sample = plan.sample.map(|at| at.to_rfc3339());
    tracing::info!(
        tracking = execution.tracking.id,
        sample,
        status,
        missed = plan.missed.len(),
        "stored"
    );
}

/// The row could not be stored: it is logged whole, so that it can be restored from the log.
fn lost(
    execution: &Execution,
    schedule: &Schedule,
    now: DateTime<Utc>,
    observation: Option<&Observation>,
    error: anyhow::Error,
) -> anyhow::Error {
    if let (Some(at), Some(observation)) = (schedule.latest(now), observation) {
        let row = Row::of_sample(at, execution.tracking.zone, observation);
        let cells: Vec<String> = row.cells.iter().map(Cell::display).collect();
        let row = serde_json::json!(cells).to_string();
        tracing::error!(
            tracking = execution.tracking.id,
            sample = at.to_rfc3339(),
            row,
            "the row is not in the sheet"
        );
    }
    error.context("the sample is not stored")
}
