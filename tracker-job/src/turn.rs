//! Many trackings share what Sheets takes in a minute: they take turns, and who is refused asks again later.

use chrono::{DateTime, Duration, Utc};

use crate::interrupt::Interrupt;
use crate::session::Session;

/// An execution that was refused by the quota goes on asking for so long: the next minute has room again.
const PATIENCE: Duration = Duration::seconds(75);
/// The least distance of its attempts.
const DISTANCE: Duration = Duration::seconds(10);

/// Whether this minute is the turn of others. The last sample does not wait, since nobody would bring it, and `auto` always
/// has to know whether the shop wants to be left alone.
pub(crate) fn is_others(session: &Session<'_>, now: DateTime<Utc>) -> bool {
    let tracking = &session.execution.tracking;
    let may_wait = !session.plan(now).over && !session.schedule.spares_the_shop();
    may_wait && !tracking.turns.is_on(&tracking.id, now)
}

/// Writes what is on Drive because too much was asked of Sheets, as soon as it takes it. Failing that, or when
/// the container stops, the next tick does.
pub(crate) async fn ask_again(
    session: &mut Session<'_>,
    began: DateTime<Utc>,
    interrupt: &mut Interrupt,
) -> anyhow::Result<()> {
    let execution = session.execution;
    let give_up = began + PATIENCE;
    let mut now = began;
    while session.is_out_of_quota() {
        let next = now + execution.scattered(DISTANCE);
        if next > give_up || session.schedule.below_a_minute(now) {
            return Ok(());
        }
        let Ok(waited) = interrupt.unless(execution.clock.wait_until(next)).await else {
            return Ok(());
        };
        now = waited?;
        session.waited();
        session.write_or_keep(now).await?;
    }
    Ok(())
}
