//! Updates on their way to the bot's webhook: in order, each until it is taken or a day old.

mod first;
mod post;

pub(crate) use first::{FirstAnswer, first_answer};
pub(super) use post::address;
pub(crate) use post::{Outcome, once};

use chrono::{DateTime, Utc};

use super::methods;
use super::params::Params;
use super::settings::{LastError, Target, Webhook};
use super::updates::{self, Update};
use crate::changes::Area;
use crate::world::{SharedWorld, World};

/// Delivers for as long as the cloud runs, beginning with what an earlier run has left.
pub(crate) async fn deliver_updates(world: SharedWorld) {
    let mut changes = world.changes();
    let mut busy = None;
    loop {
        changes.mark_unchanged();
        match next_step(&world) {
            Step::Deliver(update) => {
                busy.get_or_insert_with(|| world.clock.busy("delivering an update to the bot"));
                attempt(&world, &update).await;
            }
            Step::Wait(until) => {
                let due = world.clock.wait_until(until);
                drop(busy.take());
                tokio::pin!(due);
                // Told time must not run past `until` between this wait and the next one.
                busy = tokio::select! {
                    woken = &mut due => Some(woken),
                    _ = changes.changed() => Some(world.clock.busy("looking for updates")),
                };
            }
            Step::Idle => {
                drop(busy.take());
                if changes.changed().await.is_err() {
                    return;
                }
            }
        }
    }
}

enum Step {
    Deliver(Box<Update>),
    Wait(DateTime<Utc>),
    Idle,
}

fn next_step(world: &World) -> Step {
    let now = world.clock.now();
    let head = world.store.write(|db| {
        updates::drop_expired(db, now)?;
        if Webhook::load(db)?.target == Target::Nowhere {
            return Ok(None);
        }
        Ok::<_, rusqlite::Error>(updates::pending(db, 1)?.pop())
    });
    match head {
        Ok(Some(update)) if update.next_at() > now => Step::Wait(update.next_at()),
        Ok(Some(update)) => Step::Deliver(Box::new(update)),
        Ok(None) => Step::Idle,
        Err(error) => {
            tracing::error!(%error, "cannot read the updates that wait; the next change tries again");
            Step::Idle
        }
    }
}

async fn attempt(world: &World, update: &Update) {
    let outcome = once(world, update.object().to_string().into_bytes()).await;
    let now = world.clock.now();
    if outcome.failure.is_none() {
        honour(world, &outcome.body).await;
    }
    let stored = world.store.write(|db| {
        updates::attempted(db, update, outcome.status, outcome.failure.as_deref(), now)?;
        let Some(message) = outcome.failure else {
            return Ok(());
        };
        let last_error = Some(LastError {
            date: now.timestamp(),
            message,
        });
        Webhook {
            last_error,
            ..Webhook::load(db)?
        }
        .save(db)
    });
    if let Err(error) = stored {
        tracing::error!(%error, update = update.id, "cannot note how a delivery went; it will be repeated");
    }
    world.mark_changed(Area::Chats);
}

/// A webhook may call one method by its answer; it never learns how that went.
async fn honour(world: &World, body: &[u8]) {
    let Ok(params) = Params::from_json(body) else {
        return;
    };
    let method = params.text("method");
    if method.is_empty() || method.eq_ignore_ascii_case("getUpdates") {
        return;
    }
    if let Err(refusal) = methods::call(world, method, &params).await {
        tracing::warn!(
            method,
            ?refusal,
            "the method that a webhook's answer called was refused"
        );
    }
}

#[cfg(test)]
mod tests;
