//! `getUpdates`, for a bot without a webhook.

use std::time::Duration;

use rusqlite::Connection;
use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::settings::{Target, Webhook};
use super::super::updates;
use super::Answer;
use super::webhook::allowed_updates;
use crate::world::World;

/// The longest a call waits, whatever it asks for.
const LONGEST_POLL_S: i64 = 50;

/// Gives what has come since `offset`, waiting for it up to `timeout` (real) seconds.
pub(super) async fn get(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let seconds = params
        .integer("timeout")
        .unwrap_or(0)
        .clamp(0, LONGEST_POLL_S)
        .unsigned_abs();
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut changes = world.changes();
    loop {
        changes.mark_unchanged();
        let found = world.store.write(|db| take(db, params))?;
        let enough = !found.is_empty() || seconds == 0;
        if enough || timeout_at(until, changes.changed()).await.is_err() {
            return Ok(Value::from(found).into());
        }
    }
}

fn take(db: &Connection, params: &Params) -> Result<Vec<Value>, Refusal> {
    let mut webhook = Webhook::load(db)?;
    if webhook.target != Target::Nowhere {
        return Err(Refusal::webhook_is_active());
    }
    if let Some(allowed) = allowed_updates(params)? {
        webhook.allowed_updates = allowed;
        webhook.save(db)?;
    }
    let offset = params.integer("offset").unwrap_or(0);
    updates::confirm_before(
        db,
        if offset < 0 {
            from_the_end(db, offset)?
        } else {
            offset
        },
    )?;
    let limit = params
        .integer("limit")
        .filter(|limit| (1..=100).contains(limit))
        .unwrap_or(100);
    Ok(updates::pending(db, limit)?
        .iter()
        .map(updates::Update::object)
        .collect())
}

fn from_the_end(db: &Connection, offset: i64) -> rusqlite::Result<i64> {
    let waiting = updates::pending(db, i64::MAX)?;
    let skipped = waiting
        .len()
        .saturating_sub(usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX));
    Ok(waiting.get(skipped).map_or(0, |update| update.id))
}
