//! The data folder without a running cloud: written out as files that a person can open, and relieved of what has ended.

mod archive;
mod export;
mod files;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::clock::kept;
use crate::data_lock::DataLock;
use crate::google_error::GoogleError;
use crate::ground::{self, DATABASE};
use crate::start_error::StartError;
use crate::store::{SchemaError, Store, check_version};

pub use archive::{Archived, File, Tab};
pub use export::{Exported, export};

/// A data folder that no cloud uses; it stays so for as long as the value lives.
pub struct DataFolder {
    path: PathBuf,
    store: Store,
    _lock: DataLock,
}

/// Why a data folder was not written out or relieved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// It is not one.
    #[error("{} is no data folder: it has no {DATABASE}", .0.display())]
    NoDataFolder(PathBuf),
    /// It cannot be used.
    #[error(transparent)]
    Unusable(#[from] StartError),
    /// The folder to write to has something in it already.
    #[error("{} is not empty; name a folder that is, or one that does not exist yet", .0.display())]
    NotEmpty(PathBuf),
    /// A file was not written.
    #[error("{} was not written", path.display())]
    NotWritten {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// What the database holds cannot be read.
    #[error("the database in the data folder cannot be understood: {0}")]
    Stored(String),
}

impl DataFolder {
    /// Opens a folder that exists; one that a cloud uses is refused.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let database = database(path)?;
        let lock = ground::lock(path)?;
        Ok(Self {
            path: path.to_owned(),
            store: Store::open(&database).map_err(StartError::from)?,
            _lock: lock,
        })
    }

    /// The present of its trackings: ahead of `wall`, the machine's clock, where time ran faster in it.
    pub fn now(&self, wall: DateTime<Utc>) -> Result<DateTime<Utc>, FolderError> {
        let present = kept::present(&self.store)?;
        Ok(present.map_or(wall, |present| present.max(wall)))
    }
}

fn database(folder: &Path) -> Result<PathBuf, FolderError> {
    let path = folder.join(DATABASE);
    if path.is_file() {
        Ok(path)
    } else {
        Err(FolderError::NoDataFolder(folder.to_owned()))
    }
}

/// Opens the database beside a cloud that may be running, to read what is stored at this moment.
fn reader(folder: &Path) -> Result<Connection, FolderError> {
    let path = database(folder)?;
    let connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    match check_version(&connection) {
        Err(SchemaError::Database(error)) if needs_to_write(&error) && !has_log(&path) => {
            let connection = unchanging(&path)?;
            check_version(&connection)?;
            Ok(connection)
        }
        checked => Ok(checked.map(|()| connection)?),
    }
}

/// SQLite writes a file beside the database even to read it, which a backup on a read-only disk does not let it.
fn needs_to_write(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen))
}

/// Writes that are not in the database itself yet; whoever uses it has such a log.
fn has_log(database: &Path) -> bool {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// A database that nobody changes while it is read: nothing is written beside it.
fn unchanging(path: &Path) -> rusqlite::Result<Connection> {
    let escaped: String = (path.to_string_lossy().chars())
        .map(|letter| match letter {
            '%' => "%25".to_owned(),
            '?' => "%3f".to_owned(),
            '#' => "%23".to_owned(),
            letter => letter.to_string(),
        })
        .collect();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags)
}

impl From<rusqlite::Error> for FolderError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Unusable(error.into())
    }
}

impl From<SchemaError> for FolderError {
    fn from(error: SchemaError) -> Self {
        Self::Unusable(error.into())
    }
}

impl From<GoogleError> for FolderError {
    fn from(error: GoogleError) -> Self {
        Self::Stored(error.message().to_owned())
    }
}

impl From<serde_json::Error> for FolderError {
    fn from(error: serde_json::Error) -> Self {
        Self::Stored(error.to_string())
    }
}

#[cfg(test)]
mod tests;
