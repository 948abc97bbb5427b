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

/// Looks where it is due, tells that the end was moved, and remembers it. That any of it fails harms no row: the next hour
/// tries again. In a crowd, where Sheets has no room for a write of its own, nobody looks.
pub(crate) async fn look(session: &mut Session<'_>, now: DateTime<Utc>) {
    let execution = session.execution;
    if execution.events.is_none() || execution.tracking.turns != Turns::EACH_MINUTE {
        return;
    }
    if let Err(error) = look_where_due(session, now).await {
        tracing::warn!(
            tracking = execution.tracking.id,
            "when the shop ends it is not known: {error:#}"
        );
    }
}

async fn look_where_due(session: &mut Session<'_>, now: DateTime<Utc>) -> anyhow::Result<()> {
    let execution = session.execution;
    let Some(listed) = execution.listed_by_shop() else {
        return Ok(());
    };
    let Some(tab) = session.read().await? else {
        return Ok(());
    };
    let before = tab.state.shop;
    if before.is_some_and(|before| now - before.looked < EVERY) {
        return Ok(());
    }
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
    memory::change(execution, tab, |state| state.shop = Some(shop))
        .await
        .context("it was not remembered")?;
    Ok(())
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
