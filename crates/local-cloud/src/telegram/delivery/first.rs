//! What the webhook said at first: whoever writes into a chat waits for that.

use super::super::settings::{Target, Webhook};
use super::super::updates::{self, Update};
use crate::world::World;

/// How the first attempt went, or why there was none.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct FirstAnswer {
    /// Absent when the bot has not answered.
    pub(crate) status: Option<u16>,
    /// Why not.
    pub(crate) error: Option<String>,
}

impl FirstAnswer {
    fn none(why: impl Into<String>) -> Self {
        Self {
            status: None,
            error: Some(why.into()),
        }
    }
}

/// Waits until the bot has answered the first attempt, or it is clear that there will be none for now.
pub(crate) async fn first_answer(world: &World, update_id: Option<i64>) -> rusqlite::Result<FirstAnswer> {
    let Some(update_id) = update_id else {
        return Ok(FirstAnswer::none(
            "the bot does not want updates of this kind (allowed_updates)",
        ));
    };
    let mut changes = world.changes();
    loop {
        changes.mark_unchanged();
        if let Some(answer) = look(world, update_id)? {
            return Ok(answer);
        }
        if changes.changed().await.is_err() {
            return Ok(FirstAnswer::none("the local cloud is stopping"));
        }
    }
}

fn look(world: &World, update_id: i64) -> rusqlite::Result<Option<FirstAnswer>> {
    let now = world.clock.now();
    let (webhook, update, head) = world.store.read(|db| {
        Ok((
            Webhook::load(db)?,
            updates::find(db, update_id)?,
            updates::pending(db, 1)?.pop(),
        ))
    })?;
    if let Some(update) = update.filter(|update| update.attempts > 0) {
        return Ok(Some(attempted(update)));
    }
    if webhook.target == Target::Nowhere {
        return Ok(Some(FirstAnswer::none(
            "no webhook is set; the update waits for getUpdates",
        )));
    }
    Ok(match head {
        None => Some(FirstAnswer::none(
            "the update was dropped before it was delivered",
        )),
        Some(head) if head.id != update_id && head.next_at() > now => Some(FirstAnswer::none(format!(
            "update {} comes before it and has not been taken: {}",
            head.id,
            head.last_error.unwrap_or_default()
        ))),
        Some(_) => None,
    })
}

fn attempted(update: Update) -> FirstAnswer {
    let error = if update.first_status.is_none() {
        update.last_error
    } else {
        None
    };
    FirstAnswer {
        status: update.first_status,
        error,
    }
}
