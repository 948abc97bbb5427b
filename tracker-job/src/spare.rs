//! Samples of `auto` spare the shop: they are asked for off the second, and not while the shop refuses.

use chrono::{DateTime, Utc};
use domain::{Answer, Observation, Pause, Taken};

use crate::session::Session;
use crate::tick::add;

/// Reads the tab, which may say that the shop is not to be asked, and only then takes the sample where it has no row. What
/// an unanswered Sheets may know of a pause is unknown.
pub(crate) async fn first_look(
    session: &mut Session<'_>,
    due: DateTime<Utc>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let execution = session.execution;
    let tab = execution.sheets.find(&execution.tracking.id).await;
    let is_unanswered = tab.is_err();
    session.found(tab);
    if is_unanswered || session.plan(now).sample == Some(due) {
        take(session, due).await?;
    }
    Ok(())
}

/// Takes a sample that is due, or notes why the shop is not asked for it. A pause counts by when the shop would be asked,
/// so a container that starts late may find it over.
pub(crate) async fn take(session: &mut Session<'_>, at: DateTime<Utc>) -> anyhow::Result<()> {
    let now = session.execution.now().await?;
    match session.pause().filter(|pause| pause.is_in_force(now)) {
        Some(pause) => {
            leave_out(session, at, pause);
            Ok(())
        }
        None => ask(session, at, now).await,
    }
}

fn leave_out(session: &mut Session<'_>, at: DateTime<Utc>, pause: Pause) {
    let tracking = &session.execution.tracking;
    let reason = pause.reason(tracking.zone);
    tracing::info!(
        tracking = tracking.id,
        sample = at.to_rfc3339(),
        "not taken: {reason}"
    );
    session.add(Taken {
        at,
        observation: Observation::NotAsked(reason),
    });
}

async fn ask(session: &mut Session<'_>, at: DateTime<Utc>, now: DateTime<Utc>) -> anyhow::Result<()> {
    let execution = session.execution;
    let wait = session.schedule.jitter(at, now, execution.chance());
    let asked = execution.clock.wait_until(now + wait).await?;
    let mut observed = execution.observe().await;
    let refusals = std::mem::take(&mut observed.refusals);
    let answered = if refusals.is_empty() {
        asked
    } else {
        execution.now().await?
    };
    add(session, at, observed);
    session.answered(Answer {
        at: answered,
        refusals,
    });
    Ok(())
}
