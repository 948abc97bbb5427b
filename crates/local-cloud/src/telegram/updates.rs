//! Updates: what people did, in order, until the bot has taken it.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde_json::{Value, json};

use super::messages::json as json_column;
use super::settings::Webhook;

/// For how long an update is offered.
const LIFETIME: TimeDelta = TimeDelta::days(1);
/// The longest pause between two attempts.
const LONGEST_PAUSE_S: i64 = 512;
const COLUMNS: &str = "update_id, content, created_at_ms, attempts, next_at_ms, first_status, last_error";

/// One update and how its delivery goes.
#[derive(Debug, Clone)]
pub(super) struct Update {
    pub(super) id: i64,
    content: Value,
    created_at_ms: i64,
    pub(super) attempts: u32,
    next_at_ms: i64,
    /// What the webhook answered at first; absent when it could not be reached.
    pub(super) first_status: Option<u16>,
    pub(super) last_error: Option<String>,
}

impl Update {
    /// The `Update` object.
    pub(super) fn object(&self) -> Value {
        let mut object = self.content.clone();
        object["update_id"] = self.id.into();
        object
    }

    /// When the next attempt is due.
    pub(super) fn next_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.next_at_ms).unwrap_or_default()
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            content: json_column(row, 1)?,
            created_at_ms: row.get(2)?,
            attempts: row.get(3)?,
            next_at_ms: row.get(4)?,
            first_status: row.get(5)?,
            last_error: row.get(6)?,
        })
    }
}

/// Adds an update of a kind (`message`, `callback_query`), unless the bot does not want that kind.
pub(super) fn add(
    db: &Connection,
    kind: &str,
    value: &Value,
    now: DateTime<Utc>,
) -> rusqlite::Result<Option<i64>> {
    if !Webhook::load(db)?.allows(kind) {
        return Ok(None);
    }
    let sql = "INSERT INTO telegram_updates (content, created_at_ms, next_at_ms) VALUES (?1, ?2, ?2)";
    db.execute(
        sql,
        params![json!({ kind: value }).to_string(), now.timestamp_millis()],
    )?;
    Ok(Some(db.last_insert_rowid()))
}

/// Any update that there was.
pub(super) fn find(db: &Connection, id: i64) -> rusqlite::Result<Option<Update>> {
    let sql = format!("SELECT {COLUMNS} FROM telegram_updates WHERE update_id = ?1");
    db.query_row(&sql, [id], Update::from_row).optional()
}

/// The updates that the bot has not taken, the oldest first.
pub(super) fn pending(db: &Connection, limit: i64) -> rusqlite::Result<Vec<Update>> {
    let sql = format!("SELECT {COLUMNS} FROM telegram_updates WHERE pending ORDER BY update_id LIMIT ?1");
    let mut statement = db.prepare(&sql)?;
    statement.query_map([limit], Update::from_row)?.collect()
}

/// How many the bot has not taken.
pub(super) fn pending_count(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("SELECT COUNT(*) FROM telegram_updates WHERE pending", [], |row| {
        row.get(0)
    })
}

/// The bot has all before `id`.
pub(super) fn confirm_before(db: &Connection, id: i64) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE telegram_updates SET pending = 0 WHERE pending AND update_id < ?1",
        [id],
    )
    .map(drop)
}

/// Forgets whatever waits.
pub(super) fn drop_pending(db: &Connection) -> rusqlite::Result<()> {
    confirm_before(db, i64::MAX)
}

/// Offers whatever waits without a further pause.
pub(super) fn offer_now(db: &Connection, now: DateTime<Utc>) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE telegram_updates SET next_at_ms = ?1 WHERE pending",
        [now.timestamp_millis()],
    )
    .map(drop)
}

/// Forgets what has waited for a day.
pub(super) fn drop_expired(db: &Connection, now: DateTime<Utc>) -> rusqlite::Result<()> {
    let oldest = (now - LIFETIME).timestamp_millis();
    db.execute(
        "UPDATE telegram_updates SET pending = 0 WHERE pending AND created_at_ms < ?1",
        [oldest],
    )
    .map(drop)
}

/// Notes how an attempt went: `Ok` with the status of a webhook that took it, or why not.
pub(super) fn attempted(
    db: &Connection,
    update: &Update,
    status: Option<u16>,
    failure: Option<&str>,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    let attempts = update.attempts + 1;
    let next = now + pause_after(attempts);
    let first = if update.attempts == 0 {
        status
    } else {
        update.first_status
    };
    let sql =
        "UPDATE telegram_updates SET attempts = ?2, next_at_ms = ?3, first_status = ?4, last_error = ?5,
               pending = pending AND ?6 WHERE update_id = ?1";
    let pending =
        failure.is_some() && next.timestamp_millis() < update.created_at_ms + LIFETIME.num_milliseconds();
    db.execute(
        sql,
        params![
            update.id,
            attempts,
            next.timestamp_millis(),
            first,
            failure,
            pending
        ],
    )
    .map(drop)
}

/// The second attempt follows at once, each later one after twice the pause.
fn pause_after(attempts: u32) -> TimeDelta {
    match attempts {
        0 | 1 => TimeDelta::zero(),
        more => TimeDelta::seconds((1_i64 << (more - 2).min(16)).min(LONGEST_PAUSE_S)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_come_at_once_and_then_ever_slower_up_to_a_bound() {
        let pauses: Vec<i64> = (1..=13)
            .map(|attempts| pause_after(attempts).num_seconds())
            .collect();
        assert_eq!(pauses, [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512]);
        assert_eq!(pause_after(u32::MAX).num_seconds(), 512);
    }
}
