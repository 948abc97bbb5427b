//! A tick: takes the samples that are due, each one row, and ends the tracking when nothing more is due.

use chrono::{DateTime, Duration, DurationRound, Utc};
use domain::plan::backup_due;
use domain::{Schedule, Taken};

use crate::backup;
use crate::end;
use crate::execution::Execution;
use crate::interrupt::Interrupt;
use crate::pages::Observed;
use crate::session::Session;
use crate::{shop, spare, turn};

/// An execution that samples below a minute goes on for so long beyond its minute: containers start up to half a minute
/// late, and a row's key makes the overlap harmless.
const OVERLAP: Duration = Duration::seconds(35);

/// Runs the tick.
pub(crate) async fn run(execution: &Execution) -> anyhow::Result<()> {
    let mut session = Session::new(execution);
    let outcome = samples(execution, &mut session).await;
    if let Err(error) = &outcome {
        session.log_lost(error);
    }
    outcome
}

async fn samples(execution: &Execution, session: &mut Session<'_>) -> anyhow::Result<()> {
    let mut interrupt = Interrupt::watch()?;
    let mut now = execution.now().await?;
    let until = now.duration_trunc(Duration::minutes(1))? + Duration::minutes(1) + OVERLAP;
    if turn::is_left_to_the_end(session, now) {
        tracing::info!(
            tracking = execution.tracking.id,
            "nothing is due: the tracking is being ended"
        );
        return Ok(());
    }
    if turn::is_others(session, now) {
        session.leave_the_turn();
    }
    interrupt.unless(first_look(session, now)).await??;
    let mut failure = None;
    loop {
        let next = next_sample(&session.schedule, now).filter(|next| *next <= until);
        let is_over = session.plan(now).over;
        if next.is_none() || is_over || session.must_write(now) {
            let looked = interrupt.unless(shop::look_before_rows(session, now)).await;
            failure = session.write_or_keep(now).await.err();
            // What is held is written before the container stops.
            if let Err(stopped) = looked {
                return Err(failure.unwrap_or(stopped));
            }
        }
        if session.is_ended() {
            return execution.delete_own_job().await;
        }
        if is_over {
            return end::reached(session).await;
        }
        let Some(next) = next else { break };
        match interrupt.unless(sample(session, next)).await {
            Ok(later) => now = later?,
            // What is held is written before the container stops.
            Err(stopped) => {
                session.write_or_keep(execution.now().await?).await?;
                session.confirm_told().await;
                return Err(stopped);
            }
        }
    }
    if let Some(failure) = failure {
        return Err(failure);
    }
    now = turn::bring_in_own(session, now, &mut interrupt).await?;
    turn::ask_again(session, now, &mut interrupt).await?;
    session.confirm_told().await;
    late_end(session).await?;
    shop::look(session, now).await;
    if backup_due(&session.state(), now) && session.read().await?.is_some() {
        backup::hourly(session, now).await;
    }
    Ok(())
}

/// Samples that are kept after everybody else has gone would never be brought.
async fn late_end(session: &mut Session<'_>) -> anyhow::Result<()> {
    let now = session.execution.now().await?;
    if session.is_kept() && now > session.schedule.deadline() {
        return end::reached(session).await;
    }
    Ok(())
}

/// Reads the tab and, meanwhile, the page. The page is given up as soon as the tab says that it is not needed.
async fn first_look(session: &mut Session<'_>, now: DateTime<Utc>) -> anyhow::Result<()> {
    let execution = session.execution;
    let due = session.schedule.latest(now);
    let Some(due) = due.filter(|due| *due <= session.schedule.deadline()) else {
        session.found(execution.sheets.find(&execution.tracking.id).await);
        return Ok(());
    };
    if session.is_off_turn() {
        let observed = execution.observe().await;
        add(session, due, observed);
        return Ok(());
    }
    if session.schedule.spares_the_shop() {
        return spare::first_look(session, due, now).await;
    }
    let (find, observe) = (execution.sheets.find(&execution.tracking.id), execution.observe());
    tokio::pin!(find, observe);
    let mut observed = None;
    let tab = loop {
        tokio::select! {
            // The page first: it is what takes longest.
            biased;
            page = &mut observe, if observed.is_none() => observed = Some(page),
            tab = &mut find => break tab,
        }
    };
    let is_unanswered = tab.is_err();
    session.found(tab);
    if is_unanswered || session.plan(now).sample == Some(due) {
        let observed = match observed {
            Some(observed) => observed,
            None => observe.await,
        };
        add(session, due, observed);
    }
    Ok(())
}

/// Waits for a sample's time and takes it.
async fn sample(session: &mut Session<'_>, at: DateTime<Utc>) -> anyhow::Result<DateTime<Utc>> {
    let now = session.execution.clock.wait_until(at).await?;
    session.waited();
    // A wait that ended late has passed over samples; the latest is taken.
    let at = session.schedule.latest(now).unwrap_or(at);
    if session.schedule.spares_the_shop() {
        if at <= session.schedule.deadline() {
            spare::take(session, at).await?;
        }
        return Ok(now);
    }
    let observed = session.execution.observe().await;
    if at <= session.schedule.deadline() {
        add(session, at, observed);
    }
    Ok(now)
}

/// Holds what was observed until it is written.
pub(crate) fn add(session: &mut Session<'_>, at: DateTime<Utc>, observed: Observed) {
    tracing::info!(
        tracking = session.execution.tracking.id,
        sample = at.to_rfc3339(),
        status = observed.observation.status(),
        sources = observed.sources,
        steps_ms = observed.steps_ms,
        "taken"
    );
    session.add(Taken {
        at,
        observation: observed.observation,
    });
}

/// The next sample that this very execution takes: only below a minute, otherwise the next firing does.
fn next_sample(schedule: &Schedule, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if schedule.below_a_minute(now) {
        schedule.next(now)
    } else {
        None
    }
}
