//! The data folder without a running cloud: written out as files that a person can open, and relieved of what has ended.

mod archive;
mod export;
mod files;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::StartError;
use crate::data_lock::DataLock;
use crate::google_error::GoogleError;
use crate::local_cloud::{self, DATABASE};
use crate::store::{SchemaError, Store};

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
        let lock = local_cloud::lock(path)?;
        Ok(Self {
            path: path.to_owned(),
            store: Store::open(&database).map_err(StartError::from)?,
            _lock: lock,
        })
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
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    crate::store::check_version(&connection).map_err(StartError::from)?;
    Ok(connection)
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
