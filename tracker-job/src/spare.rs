//! Samples of `auto` spare the shop: they are asked for off the second, and not while the shop refuses.

use chrono::{DateTime, Utc};
use domain::{Answer, Observation, Taken};

use crate::session::Session;
use crate::tick::add;

/// Takes a sample that is due, or notes why the shop is not asked for it. A pause counts by when the shop would be asked,
/// so a container that starts late may find it over.
pub(crate) async fn take(session: &mut Session<'_>, at: DateTime<Utc>) -> anyhow::Result<()> {
    let execution = session.execution;
    let now = execution.now().await?;
    if let Some(pause) = session.pause().filter(|pause| pause.is_in_force(now)) {
        let reason = pause.reason(execution.tracking.zone);
        tracing::info!(
            tracking = execution.tracking.id,
            sample = at.to_rfc3339(),
            "not taken: {reason}"
        );
        session.add(Taken {
            at,
            observation: Observation::NotAsked(reason),
        });
        return Ok(());
    }
    let asked = now + session.schedule.jitter(at, now, execution.chance());
    let asked = execution.clock.wait_until(asked).await?;
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
