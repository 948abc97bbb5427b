//! The versions of the tables. `PRAGMA user_version` tells which one a data folder has; what is missing is made up for,
//! step by step, each in a transaction of its own.

use std::cmp::Ordering;

use rusqlite::Connection;

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SchemaError {
    /// A newer program has written it.
    #[error("its tables have version {found}, this program knows versions up to {known}")]
    Newer {
        /// Of the database.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// No program of this version has used it yet.
    #[error(
        "its tables have version {found}, this program writes version {known}: start it once on the folder"
    )]
    Older {
        /// Of the database.
        found: i64,
        /// The one of this program.
        known: i64,
    },
    /// Another program has made it.
    #[error("it was made by another program")]
    Foreign,
    /// SQLite refused.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
}

/// What leads from each version to the next, never changed once a data folder may have it. Version 1 is that of the
/// stand-ins' own `SCHEMA`s, beside the code that uses the tables; folders from before versions were counted have it.
const STEPS: &[&[&str]] = &[
    &[
        "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value TEXT NOT NULL);",
        crate::metadata::SCHEMA,
        crate::scheduler::SCHEMA,
        crate::run::SCHEMA,
        crate::pubsub::SCHEMA,
        crate::telegram::SCHEMA,
        crate::sheets::SCHEMA,
        crate::drive::SCHEMA,
    ],
    // Calls on a spreadsheet cost the same however many tabs it has.
    &[
        "ALTER TABLE spreadsheets ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;",
        "ALTER TABLE sheet_metadata ADD COLUMN key TEXT
             GENERATED ALWAYS AS (json_extract(metadata, '$.metadataKey')) VIRTUAL;
         ALTER TABLE sheet_metadata ADD COLUMN sheet_id INTEGER GENERATED ALWAYS AS (CASE
             WHEN json_type(metadata, '$.location.dimensionRange') IS NOT NULL
             THEN coalesce(json_extract(metadata, '$.location.dimensionRange.sheetId'), 0)
             ELSE json_extract(metadata, '$.location.sheetId') END) VIRTUAL;
         CREATE INDEX sheet_metadata_keys ON sheet_metadata (spreadsheet, key);
         CREATE INDEX sheet_metadata_places ON sheet_metadata (spreadsheet, sheet_id);",
    ],
];

/// Whether a database is empty or this program's; asked before anything is changed in it.
pub(super) fn refuse_foreign(connection: &Connection) -> Result<(), SchemaError> {
    let sql = "SELECT count(*) > 0 AND NOT count(*) FILTER (WHERE name = 'kept') FROM sqlite_master WHERE type = 'table'";
    if connection.query_row(sql, [], |row| row.get(0))? {
        return Err(SchemaError::Foreign);
    }
    Ok(())
}

/// Whether a database that is only read has the tables that this program knows.
pub(crate) fn check(connection: &Connection) -> Result<(), SchemaError> {
    refuse_foreign(connection)?;
    let (found, known) = versions(connection)?;
    match found.cmp(&known) {
        Ordering::Less => Err(SchemaError::Older { found, known }),
        Ordering::Equal => Ok(()),
        Ordering::Greater => Err(SchemaError::Newer { found, known }),
    }
}

/// Brings a database to the newest version; one that is newer still is left alone.
pub(super) fn apply(connection: &Connection) -> Result<(), SchemaError> {
    let (found, known) = versions(connection)?;
    if found > known {
        return Err(SchemaError::Newer { found, known });
    }
    for (version, step) in steps().filter(|(version, _)| *version > found) {
        let transaction = connection.unchecked_transaction()?;
        step.iter().try_for_each(|sql| transaction.execute_batch(sql))?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

/// The version of a database, and the newest.
fn versions(connection: &Connection) -> rusqlite::Result<(i64, i64)> {
    let found = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = steps().map(|(version, _)| version).max().unwrap_or(0);
    Ok((found, known))
}

fn steps() -> impl Iterator<Item = (i64, &'static &'static [&'static str])> {
    (1_i64..).zip(STEPS)
}

#[cfg(test)]
mod tests;
