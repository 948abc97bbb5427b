//! Many trackings share what Sheets takes in a minute: they take turns, and who is refused asks again later.

use chrono::{DateTime, Duration, Utc};
use domain::Turns;

use crate::interrupt::Interrupt;
use crate::session::Session;
use crate::shop;

/// An execution that was refused by the quota goes on asking for so long: the next minute has room again.
const PATIENCE: Duration = Duration::seconds(75);
/// The least distance of its attempts.
const DISTANCE: Duration = Duration::seconds(10);

/// So long after the deadline an end is left alone: a quarter of an hour after it the bot takes the tracking for forgotten.
const LONGEST_END: Duration = Duration::minutes(10);

/// Whether this minute is the turn of others. `auto` always has to know whether the shop wants to be left alone.
pub(crate) fn is_others(session: &Session<'_>, now: DateTime<Utc>) -> bool {
    let tracking = &session.execution.tracking;
    !session.schedule.spares_the_shop() && !tracking.turns.is_on(&tracking.id, now)
}

/// Whether an execution that comes after the last sample leaves it to the one that took that to end the tracking: it needs
/// two rounds, one for the rows and one for the CSVs, and each look at the tab would cost one of them its read. Later its
/// place is taken by whoever comes in the tracking's turn, or last before it.
pub(crate) fn is_left_to_the_end(session: &Session<'_>, now: DateTime<Utc>) -> bool {
    let (tracking, deadline) = (&session.execution.tracking, session.schedule.deadline());
    let is_after = session.schedule.latest(now).is_none_or(|due| due > deadline);
    let has_time = now < deadline + LONGEST_END.min(tracking.turns.round() * 2);
    let is_anothers = !tracking.turns.is_on(&tracking.id, now) && next_by_then(session, now).is_some();
    tracking.turns != Turns::EACH_MINUTE && is_after && (has_time || is_anothers)
}

/// Waits for the tracking's turn where it is that of others.
pub(crate) async fn await_own(
    session: &mut Session<'_>,
    now: DateTime<Utc>,
) -> anyhow::Result<DateTime<Utc>> {
    if !session.is_off_turn() {
        return Ok(now);
    }
    let execution = session.execution;
    let turn = execution.tracking.turns.next(&execution.tracking.id, now);
    // Not all in the first second of the minute.
    let turn = turn + Duration::seconds(i64::from(execution.chance() % 30));
    let now = execution.clock.wait_until(turn).await?;
    session.take_the_turn();
    Ok(now)
}

/// Brings what was kept on Drive in the tracking's own turn, where nobody else does: every tenth minute may always be the turn
/// of others. Where the container stops before, the next tick brings it.
pub(crate) async fn bring_in_own(
    session: &mut Session<'_>,
    now: DateTime<Utc>,
    interrupt: &mut Interrupt,
) -> anyhow::Result<DateTime<Utc>> {
    let later = next_by_then(session, now).filter(|next| *next <= session.schedule.deadline());
    if !session.is_off_turn() || !session.is_kept() || later.is_some() {
        return Ok(now);
    }
    let Ok(waited) = interrupt.unless(await_own(session, now)).await else {
        return Ok(now);
    };
    let now = waited?;
    // Where Sheets does not answer, the write finds out as well and says so.
    if session.read().await.is_ok() {
        shop::look_before_rows(session, now).await;
    }
    session.write_or_keep(now).await?;
    Ok(now)
}

/// The next firing, where it comes before the tracking's turn is over: then it is the one to do what waits for that turn, or
/// leaves it to the next in its place.
fn next_by_then(session: &Session<'_>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let tracking = &session.execution.tracking;
    let end_of_turn = tracking.turns.next(&tracking.id, now) + Duration::minutes(1);
    session.schedule.next(now).filter(|next| *next < end_of_turn)
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
