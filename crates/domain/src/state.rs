//! What an execution must remember of those before it: one small JSON per tab, written with the row itself.

use chrono::serde::{ts_seconds, ts_seconds_option};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Schedule;
use crate::counter::Counter;
use crate::heard::Heard;
use crate::items::Items;
use crate::pause::Pause;

/// The memory of one tracking. Rows may be sorted, changed and deleted by people, so they are none.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TabState {
    /// Grows by one with each write; two writers of the same revision cannot both succeed.
    #[serde(rename = "r")]
    pub revision: u64,
    /// The first sample that has a row or is in a hole.
    #[serde(with = "ts_seconds_option", default)]
    pub first: Option<DateTime<Utc>>,
    /// The last sample that has a row or is in a hole.
    #[serde(with = "ts_seconds_option", default)]
    pub last: Option<DateTime<Utc>>,
    /// The last sample that has a reading.
    #[serde(with = "ts_seconds_option", default, skip_serializing_if = "Option::is_none")]
    pub read: Option<DateTime<Utc>>,
    /// The items of an event that has several; nothing where the tab has the columns of one item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Items>,
    /// The count of the one item, where it is derived from its stock.
    #[serde(default, skip_serializing_if = "is_default")]
    pub one: Counter,
    /// Samples that have a gap row, newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// Samples up to the last that have no row yet: somebody may still have them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holes: Vec<Hole>,
    /// When Drive is to be asked once more for samples that came too late for their row.
    #[serde(with = "ts_seconds_option", default, skip_serializing_if = "Option::is_none")]
    pub ask_again: Option<DateTime<Utc>>,
    /// The id of the CSV on Drive, fixed before the file is created so that creating it twice is impossible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csv: Option<String>,
    /// The last sample at whose time the CSV was stored.
    #[serde(with = "ts_seconds_option", default)]
    pub backed_up: Option<DateTime<Utc>>,
    /// When storing the CSV failed last, until it succeeds.
    #[serde(with = "ts_seconds_option", default, skip_serializing_if = "Option::is_none")]
    pub backup_failed: Option<DateTime<Utc>>,
    /// Until when the shop is not asked because it refused; stays until the shop answers well again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
    /// When the shop says that the event begins and ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop: Option<ShopTimes>,
    /// What the chat has heard; nothing where nobody is told of anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Heard>,
    /// The Scheduler job whose tracking was ended; later executions of that job do nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
}

/// When a shop says that an event begins and ends, as far as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopTimes {
    /// When its list was read last.
    #[serde(rename = "l", with = "ts_seconds")]
    pub looked: DateTime<Utc>,
    /// The beginning.
    #[serde(
        rename = "s",
        with = "ts_seconds_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub start: Option<DateTime<Utc>>,
    /// The end.
    #[serde(
        rename = "e",
        with = "ts_seconds_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub end: Option<DateTime<Utc>>,
}

/// Samples that were due and that nobody took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The first of them.
    #[serde(with = "ts_seconds")]
    pub at: DateTime<Utc>,
    /// The last, where one row stands for many.
    #[serde(with = "ts_seconds_option", default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// How many.
    pub count: u32,
}

/// Samples that were due and have no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// The first of them.
    #[serde(rename = "a", with = "ts_seconds")]
    pub from: DateTime<Utc>,
    /// The last.
    #[serde(rename = "b", with = "ts_seconds")]
    pub to: DateTime<Utc>,
}

impl Gap {
    /// The gap of one sample.
    pub fn of(at: DateTime<Utc>) -> Self {
        Self {
            at,
            until: None,
            count: 1,
        }
    }
}

impl TabState {
    /// Whether a sample is in a hole.
    pub fn is_hole(&self, sample: DateTime<Utc>) -> bool {
        self.holes
            .iter()
            .any(|hole| (hole.from..=hole.to).contains(&sample))
    }

    /// Opens a sample that has no row though the memory does not know it, and with one from before the first row all that
    /// was due between the two.
    pub fn open(&mut self, sample: DateTime<Utc>, schedule: &Schedule) {
        if self.is_hole(sample) {
            return;
        }
        let is_before = self.first.filter(|first| sample < *first);
        let between = is_before.and_then(|first| schedule.between(sample, first).last());
        self.first = self.first.map(|first| first.min(sample));
        self.holes.push(Hole {
            from: sample,
            to: between.unwrap_or(sample),
        });
    }

    /// Whether a sample may still get a row: it is later than all others, or nobody had it so far.
    pub fn lacks(&self, sample: DateTime<Utc>) -> bool {
        self.last.is_none_or(|last| sample > last) || self.is_hole(sample) || self.is_gap(sample)
    }

    /// Whether a sample has a gap row of its own, which a late reading replaces.
    pub fn is_gap(&self, sample: DateTime<Utc>) -> bool {
        self.gaps
            .iter()
            .any(|gap| gap.at == sample && gap.until.is_none())
    }
}

fn is_default(counter: &Counter) -> bool {
    *counter == Counter::default()
}
