//! Presses of buttons that wait for the bot's answer.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::Value;

/// Real ids are large numbers, which clients must take as text.
const FIRST_ID: i64 = 4_300_000_000_000_000_000;
/// After that long the person's app has given up; Telegram does not say how long exactly.
const VALID: TimeDelta = TimeDelta::minutes(15);

/// Notes a press and gives its id.
pub(super) fn ask(db: &Connection, now: DateTime<Utc>) -> rusqlite::Result<String> {
    db.execute(
        "INSERT INTO telegram_callbacks (asked_at_ms) VALUES (?1)",
        [now.timestamp_millis()],
    )?;
    Ok((FIRST_ID + db.last_insert_rowid()).to_string())
}

/// Keeps the bot's answer, of several the first one: it ends the waiting of the person's app. False when the press is unknown or too old.
pub(super) fn answer(
    db: &Connection,
    id: &str,
    answer: &Value,
    now: DateTime<Utc>,
) -> rusqlite::Result<bool> {
    let oldest = (now - VALID).timestamp_millis();
    let sql =
        "UPDATE telegram_callbacks SET answer = COALESCE(answer, ?2) WHERE id = ?1 AND asked_at_ms >= ?3";
    Ok(db.execute(sql, params![row_id(id), answer.to_string(), oldest])? > 0)
}

/// What the bot has answered so far.
pub(super) fn answered(db: &Connection, id: &str) -> rusqlite::Result<Option<Value>> {
    let sql = "SELECT answer FROM telegram_callbacks WHERE id = ?1 AND answer IS NOT NULL";
    db.query_row(sql, [row_id(id)], |row| super::messages::json(row, 0))
        .optional()
}

fn row_id(id: &str) -> Option<i64> {
    id.parse::<i64>().ok()?.checked_sub(FIRST_ID)
}
