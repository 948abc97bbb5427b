//! Why the cloud did not start.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::TimeDelta;

use crate::data_lock::Holder;
use crate::store::SchemaError;

/// Why the cloud did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Somebody else listens there.
    #[error("port {} of {} is taken; choose another one, or 0 for any", .0.port(), .0.ip())]
    PortTaken(SocketAddr),
    /// The address cannot be listened on for another reason.
    #[error("cannot listen on {address}")]
    Bind {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The data folder cannot be created or written.
    #[error("cannot write to the data folder {}", path.display())]
    DataDir {
        /// Which folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The data folder belongs to a process that is running.
    #[error("{0}; end it first, or choose another folder")]
    DataDirInUse(Holder),
    /// The database in the data folder cannot be used. Its words are all that SQLite says: its own cause repeats them.
    #[error("cannot use the database in the data folder: {0}")]
    Database(String),
    /// The database in the data folder is another program's.
    #[error(
        "the database in the data folder was made by another program. Nothing was changed; choose another folder"
    )]
    DataDirForeign,
    /// A newer program has written the data folder.
    #[error(
        "the data folder was written by a newer program: its tables have version {found}, this one knows versions up to {known}. Nothing was changed; use the newer program, or another folder"
    )]
    DataDirNewer {
        /// The version of its tables.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// The trackings of the data folder were begun where people would hear nothing of them now.
    #[error(
        "{trackings} of the trackings in the data folder were begun {}, where nobody would hear of them now; choose another folder",
        if *at_telegram { "at the real Telegram" } else { "on the page" }
    )]
    OtherChats {
        /// How many.
        trackings: usize,
        /// Whether they were begun at the real Telegram; on the page otherwise.
        at_telegram: bool,
    },
    /// Time in the data folder is not that of the people at the real Telegram.
    #[error(
        "time in the data folder is {} minutes ahead of this machine's clock, because it ran faster there; choose another folder",
        .0.num_minutes()
    )]
    TimeAhead(TimeDelta),
    /// What the database holds cannot be read.
    #[error("the database in the data folder cannot be understood: {0}")]
    Stored(String),
    /// The speed is zero, negative, or beyond what a clock can do.
    #[error("time cannot run {0} times as fast; choose a speed between 0.001 and 100000")]
    Speed(f64),
    /// The operating system has no random numbers or no trust store.
    #[error("cannot set up {what}: {why}")]
    Environment {
        /// What was needed.
        what: &'static str,
        /// Why it failed.
        why: String,
    },
}

impl From<SchemaError> for StartError {
    fn from(error: SchemaError) -> Self {
        match error {
            SchemaError::Newer { found, known } => Self::DataDirNewer { found, known },
            SchemaError::Foreign => Self::DataDirForeign,
            older @ SchemaError::Older { .. } => Self::Stored(older.to_string()),
            SchemaError::Database(error) => error.into(),
        }
    }
}

impl From<rusqlite::Error> for StartError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.to_string())
    }
}
