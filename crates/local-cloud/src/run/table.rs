//! Where executions are kept.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::execution::{Execution, State};
use crate::google_error::GoogleError;
use crate::world::World;

/// Tables of this stand-in.
pub(crate) const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS executions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, operation TEXT NOT NULL UNIQUE,
    env TEXT NOT NULL, args TEXT NOT NULL, timeout_seconds INTEGER NOT NULL, creator TEXT NOT NULL,
    started TEXT NOT NULL, ended TEXT, state TEXT NOT NULL, exit_code INTEGER, log TEXT NOT NULL DEFAULT ''
);";

const COLUMNS: &str =
    "name, operation, env, args, timeout_seconds, creator, started, ended, state, exit_code, log";
/// How many a list without logs has.
const LISTED: u32 = 300;
/// How many ended executions are kept.
const KEPT: i64 = 500;

/// All executions, oldest first.
pub(super) fn all(db: &Connection) -> rusqlite::Result<Vec<Execution>> {
    db.prepare(&format!("SELECT {COLUMNS} FROM executions ORDER BY number"))?
        .query_map([], read)?
        .collect()
}

/// The newest executions, newest first; their logs stay where they are.
pub(super) fn newest(db: &Connection) -> rusqlite::Result<Vec<Execution>> {
    let columns = COLUMNS.replace(", log", ", ''");
    db.prepare(&format!(
        "SELECT {columns} FROM executions ORDER BY number DESC LIMIT {LISTED}"
    ))?
    .query_map([], read)?
    .collect()
}

/// One execution by its short name.
pub(super) fn find(world: &World, name: &str) -> rusqlite::Result<Option<Execution>> {
    let select = format!("SELECT {COLUMNS} FROM executions WHERE name = ?1");
    world
        .store
        .read(|db| db.query_row(&select, [name], read).optional())
}

/// One execution by the operation of its start.
pub(super) fn find_by_operation(world: &World, operation: &str) -> rusqlite::Result<Option<Execution>> {
    let select = format!("SELECT {COLUMNS} FROM executions WHERE operation = ?1");
    world
        .store
        .read(|db| db.query_row(&select, [operation], read).optional())
}

/// How many there have been, also those that are not kept any more.
pub(super) fn count(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("SELECT coalesce(max(number), 0) FROM executions", [], |row| {
        row.get(0)
    })
}

/// Stores a new execution and lets those go that ended first.
pub(super) fn insert(world: &World, execution: &Execution) -> Result<(), GoogleError> {
    let json =
        |value: serde_json::Result<String>| value.map_err(|error| GoogleError::internal(error.to_string()));
    let (env, args) = (
        json(serde_json::to_string(&execution.env))?,
        json(serde_json::to_string(&execution.args))?,
    );
    world.store.write(|tx| {
        let insert =
            "INSERT INTO executions (name, operation, env, args, timeout_seconds, creator, started, state)
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let (timeout, state) = (execution.timeout.num_seconds(), execution.state.as_str());
        let Execution {
            name,
            operation,
            creator,
            started,
            ..
        } = execution;
        tx.execute(
            insert,
            (
                name,
                operation,
                env,
                args,
                timeout,
                creator,
                started.to_rfc3339(),
                state,
            ),
        )?;
        let trim = "DELETE FROM executions WHERE state <> 'running' AND number NOT IN (
                    SELECT number FROM executions WHERE state <> 'running'
                    ORDER BY ended DESC, number DESC LIMIT ?1)";
        tx.execute(trim, [KEPT])?;
        Ok(())
    })
}

/// Stores what an execution has written so far.
pub(super) fn keep_log(world: &World, name: &str, log: &str) -> rusqlite::Result<()> {
    world.store.write(|tx| {
        tx.execute("UPDATE executions SET log = ?2 WHERE name = ?1", (name, log))
            .map(drop)
    })
}

/// Stores how an execution ended.
pub(super) fn end(world: &World, name: &str, state: State, exit_code: Option<i32>) -> rusqlite::Result<()> {
    let update = "UPDATE executions SET state = ?2, exit_code = ?3, ended = ?4 WHERE name = ?1";
    let ended = world.clock.now().to_rfc3339();
    world.store.write(|tx| {
        tx.execute(update, (name, state.as_str(), exit_code, ended))
            .map(drop)
    })
}

/// Whether it was there.
pub(super) fn delete(world: &World, name: &str) -> rusqlite::Result<bool> {
    world
        .store
        .write(|tx| Ok(tx.execute("DELETE FROM executions WHERE name = ?1", [name])? > 0))
}

/// At start: what ran when the cloud was killed has died with it.
pub(crate) fn recover(world: &World) -> rusqlite::Result<()> {
    let update = "UPDATE executions SET state = 'failed', ended = ?1,
                  log = log || '[the local cloud ended while this execution ran]' || char(10)
                  WHERE state = 'running'";
    world
        .store
        .write(|tx| tx.execute(update, [world.clock.now().to_rfc3339()]).map(drop))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Execution> {
    let instant = |text: String| text.parse::<DateTime<Utc>>().ok();
    let json = |column: usize, error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    };
    Ok(Execution {
        name: row.get(0)?,
        operation: row.get(1)?,
        env: serde_json::from_str(&row.get::<_, String>(2)?).map_err(|error| json(2, error))?,
        args: serde_json::from_str(&row.get::<_, String>(3)?).map_err(|error| json(3, error))?,
        timeout: TimeDelta::seconds(row.get(4)?),
        creator: row.get(5)?,
        started: instant(row.get(6)?).unwrap_or_default(),
        ended: row.get::<_, Option<String>>(7)?.and_then(instant),
        state: State::parse(&row.get::<_, String>(8)?).unwrap_or(State::Failed),
        exit_code: row.get(9)?,
        log: row.get(10)?,
    })
}
