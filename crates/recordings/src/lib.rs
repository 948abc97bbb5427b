//! What a public tracker wrote down about real events: its records (`time,member,sales,delta`, one CSV per event) and the list
//! of their titles, starts and ends. Pure: bytes in, readings out; whoever has the file adds its name to the error.

mod listing;
mod record;

use chrono::{DateTime, Utc};
use thiserror::Error;

pub use listing::{EventInfo, read_listing};
pub use record::read_record;

/// What was written down about one item, in order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name in the shop: the kind and the member.
    pub name: String,
    /// Its counter.
    pub readings: Vec<Reading>,
}

/// A counter's figure at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// How many albums were sold until then.
    pub sold: i64,
}

/// A record or a list that cannot be used.
#[derive(Debug, Error)]
pub enum RecordingError {
    /// The compressed bytes are cut off or damaged.
    #[error("it cannot be unpacked")]
    Packed(#[source] std::io::Error),
    /// The first line is not that of a record.
    #[error("line 1: its columns are \"{0}\", not \"time,member,sales\"")]
    Columns(String),
    /// A row that tells no reading.
    #[error("line {line}: {reason}")]
    Row {
        /// Where, from 1 on.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// No row but the first.
    #[error("it holds no reading")]
    Empty,
    /// The list is no JSON of the known shape.
    #[error("it is no list of events")]
    Listing(#[from] serde_json::Error),
    /// A time in the list.
    #[error("event {event}: \"{time}\" is no time like \"2026-06-22 12:00 KST\"")]
    Time {
        /// Whose.
        event: String,
        /// What stands there.
        time: String,
    },
}
