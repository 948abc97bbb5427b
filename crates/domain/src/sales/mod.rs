//! How an event's sales have gone: per item what was sold, how fast, in which single orders and in which hour.
//!
//! A change belongs to the time after its earlier reading up to the later one's; a figure holds until the next reading says
//! otherwise. The total is the sum over the items, one that has vanished counting with its last figure.

mod counter;
mod outlook;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::History;

use counter::{Counter, total};

pub use outlook::{Estimate, Outlook};

/// How an event's sales have gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sales {
    /// The last reading.
    pub at: DateTime<Utc>,
    /// Each item, in the order of the tab; empty where the page tells one figure alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Pace>,
    /// All of them.
    pub total: Pace,
}

/// How the sales of one item have gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// Its name in the tab; empty for the total.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// The last figure.
    pub sold: i64,
    /// Sold in the last hour; where it has been read for less than that, since the first reading.
    pub last_hour: i64,
    /// That first reading, where it is less than an hour ago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// How many an hour were sold in the last quarter of an hour, or since the reading before the last where that is longer
    /// ago.
    pub per_hour: i64,
    /// The largest increases from one reading to the next, the largest in front.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<Order>,
    /// The hour of the clock in which most were sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub busiest: Option<Hour>,
    /// Where it will end, where enough is known to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlook: Option<Estimate>,
}

/// An increase from one reading to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// By how much.
    pub count: i64,
    /// The reading before it.
    pub after: DateTime<Utc>,
    /// The reading that shows it.
    pub at: DateTime<Utc>,
}

/// An hour of the clock in the tracking's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hour {
    /// Where it begins.
    pub from: DateTime<Utc>,
    /// How many were sold in it.
    pub count: i64,
}

impl Sales {
    /// Of what a tracking has read; `least` is what an increase must have to be told. None where no sales were read.
    pub fn of(history: &History, zone: Tz, least: u32) -> Option<Self> {
        let items: Vec<(&str, Counter)> = history
            .items
            .iter()
            .filter_map(|(label, series)| Some((label.as_str(), Counter::of(series)?)))
            .collect();
        let all = if items.is_empty() {
            Counter::of(&history.sold)?
        } else {
            total(items.iter().map(|(_, counter)| counter))
        };
        let at = all.last().at;
        let pace = |label: &str, counter: &Counter| counter.pace(label, at, zone, i64::from(least));
        Some(Self {
            at,
            items: items
                .iter()
                .map(|(label, counter)| pace(label, counter))
                .collect(),
            total: pace("", &all),
        })
    }

    /// Of the total, an item's part in percent; none where nothing was sold.
    pub fn share(&self, pace: &Pace) -> Option<i64> {
        let total = self.total.sold;
        let share = pace.sold.saturating_mul(200).checked_div(total)?;
        (total > 0 && pace.sold >= 0).then(|| share.saturating_add(1) / 2)
    }

    /// The same with where it will end.
    #[must_use]
    pub fn with_outlook(mut self, outlook: Option<&Outlook>) -> Self {
        let Some(outlook) = outlook else { return self };
        for pace in &mut self.items {
            pace.outlook = outlook.of(&pace.label);
        }
        self.total.outlook = Some(outlook.total);
        self
    }
}

#[cfg(test)]
mod tests;
