//! When the shop says that an event begins and ends, looked up in its list once an hour: shops move their ends.

use anyhow::Context;
use chrono::{DateTime, Duration, Utc};
use domain::event::What;
use domain::{ShopTimes, Turns};

use crate::execution::Execution;
use crate::memory;
use crate::session::Session;

/// How often the list is read; its events change a few times a day.
const EVERY: Duration = Duration::hours(1);

/// Looks where it is due, tells that the end was moved, and remembers it at once. That any of it fails harms no row: the
/// next hour tries again.
pub(crate) async fn look(session: &mut Session<'_>, now: DateTime<Utc>) {
    if !is_in_a_crowd(session)
        && let Err(error) = look_and_remember(session, now).await
    {
        warn(session, &error);
    }
}

/// The same before rows are written, which take along what is to be remembered: in a crowd Sheets has no room for a write of
/// its own.
pub(crate) async fn look_before_rows(session: &mut Session<'_>, now: DateTime<Utc>) {
    if !is_in_a_crowd(session) || session.tab().is_none() {
        return;
    }
    match looked_up(session, now).await {
        Ok(Some(shop)) => session.listed(shop),
        Ok(None) => {}
        Err(error) => warn(session, &error),
    }
}

fn is_in_a_crowd(session: &Session<'_>) -> bool {
    session.execution.tracking.turns != Turns::EACH_MINUTE
}

fn warn(session: &Session<'_>, error: &anyhow::Error) {
    tracing::warn!(
        tracking = session.execution.tracking.id,
        "when the shop ends it is not known: {error:#}"
    );
}

async fn look_and_remember(session: &mut Session<'_>, now: DateTime<Utc>) -> anyhow::Result<()> {
    if session.execution.listed_by_shop().is_none() || session.read().await?.is_none() {
        return Ok(());
    }
    let (execution, shop) = (session.execution, looked_up(session, now).await?);
    if let (Some(shop), Some(tab)) = (shop, session.read().await?) {
        memory::change(execution, tab, |state| state.shop = Some(shop))
            .await
            .context("it was not remembered")?;
    }
    Ok(())
}

/// What is to be remembered, after it was told; nothing where no look is due.
async fn looked_up(session: &Session<'_>, now: DateTime<Utc>) -> anyhow::Result<Option<ShopTimes>> {
    let (execution, before) = (session.execution, session.shop());
    let is_due = before.is_none_or(|before| now - before.looked >= EVERY);
    let Some(listed) = execution.listed_by_shop().filter(|_| is_due) else {
        return Ok(None);
    };
    let found = listed
        .await
        .inspect_err(|error| tracing::info!(%error, "the shop's list was not read"));
    let (start, end) = found.ok().flatten().unwrap_or_default();
    let shop = ShopTimes {
        looked: now,
        start: start.or(before.and_then(|before| before.start)),
        end: end.or(before.and_then(|before| before.end)),
    };
    tell_moved(execution, before, shop).await?;
    Ok(Some(shop))
}

/// Before it is remembered: whoever is killed between the two tells it again, under the same id.
async fn tell_moved(execution: &Execution, before: Option<ShopTimes>, shop: ShopTimes) -> anyhow::Result<()> {
    let ends = before.and_then(|before| before.end).zip(shop.end);
    let Some((from, to)) = ends.filter(|(from, to)| from != to) else {
        return Ok(());
    };
    let id = format!("moved@{}", to.timestamp());
    execution.tell(&id, What::Moved { from, to }).await
}
