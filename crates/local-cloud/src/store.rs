//! The embedded database. Every change is written before its request is answered, so a kill -9 loses nothing.
//!
//! Its calls block. Handlers make them directly all the same: the file is local, a transaction is a few small
//! statements without waiting for the disk (`synchronous = NORMAL`), and a hop to another thread would cost more.

mod migrations;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, Transaction};

pub(crate) use migrations::{SchemaError, check as check_version};

/// One SQLite file (or memory, for unit tests).
pub(crate) struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    /// Opens or creates the database file and its tables.
    pub(crate) fn open(path: &Path) -> Result<Self, SchemaError> {
        Self::prepare(Connection::open(path)?)
    }

    /// A database that lives as long as the value.
    #[cfg(test)]
    pub(crate) fn in_memory() -> Result<Self, SchemaError> {
        Self::prepare(Connection::open_in_memory()?)
    }

    /// Reads; `f` sees a consistent state.
    pub(crate) fn read<T>(&self, f: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        f(&self.lock())
    }

    /// Writes in one transaction: all of it or, when `f` fails, nothing. `E` may be a stand-in's own refusal.
    pub(crate) fn write<T, E: From<rusqlite::Error>>(
        &self,
        f: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        let value = f(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    /// A single value that outlives a run.
    pub(crate) fn kept(&self, key: &str) -> rusqlite::Result<Option<String>> {
        let select = "SELECT value FROM kept WHERE key = ?1";
        self.read(|db| db.query_row(select, [key], |row| row.get(0)).optional())
    }

    /// Keeps a single value beyond this run.
    pub(crate) fn keep(&self, key: &str, value: &str) -> rusqlite::Result<()> {
        let upsert =
            "INSERT INTO kept (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2";
        self.write(|tx| tx.execute(upsert, [key, value]).map(drop))
    }

    fn prepare(connection: Connection) -> Result<Self, SchemaError> {
        migrations::refuse_foreign(&connection)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
        )?;
        migrations::apply(&connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// A poisoned lock is usable: a panicking writer's transaction was rolled back.
    fn lock(&self) -> std::sync::MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
