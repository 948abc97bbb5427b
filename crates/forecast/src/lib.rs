//! How many albums each item of a fan-sign event will have sold at its end, with a range that should hold four times out of
//! five, and nothing where too little is known to say. Pure: readings and times in, figures out.
//!
//! Sales surge late and come in bursts, so the way from now to the end is no straight line: `curve` says which share of an
//! event is usually behind it, `standing` what is known now, `project` puts the two together, `range` says how far off that may
//! be, and [`fit()`] draws the constants of a [`Prior`] from events that have ended. ARCHITECTURE.md, "Projection", has the figures.

mod counter;
mod curve;
mod fit;
mod prior;
mod project;
mod range;
pub mod simple;
mod standing;

use chrono::{DateTime, Utc};

pub use fit::{FIT_AT_HOURS, fit};
pub use prior::Prior;
pub use project::project;
pub use range::{Range, winkler};

/// A counter's figure at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// How many albums were sold until then; cancellations make it fall.
    pub sold: i64,
}

/// What is known of an event. Readings are those of a sheet's rows: one list per item, in order of time, empty where an item
/// has not been shown yet.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// When all counters stood at nought: the event's printed start or, where a shop shows only stock and sold is counted from the
    /// first reading on, that reading. None where nobody knows.
    pub start: Option<DateTime<Utc>>,
    /// When it closes.
    pub end: DateTime<Utc>,
    /// The readings of each item.
    pub items: &'a [Vec<Reading>],
}

/// Where an event is going.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// All items together.
    pub total: Range,
    /// Each item, in the order of [`Event::items`]; none for one that has no reading.
    pub items: Vec<Option<Range>>,
}
