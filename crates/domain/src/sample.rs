//! An observation beside what the tab remembers: what its row says, and what is to be remembered next.

use chrono::{DateTime, Utc};

use crate::counter::{Rule, Shown};
use crate::items::{Count, Figures, Items};
use crate::observation::{Observation, Reading};
use crate::state::TabState;

/// What a platform's file says about its figures before any page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counting {
    /// An event has several items.
    pub several_items: bool,
    /// What was sold is derived from stock that falls.
    pub sold_from_stock: bool,
}

/// One sample, ready for its row.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Its time.
    pub at: DateTime<Utc>,
    /// `ok`, `uncertain: ...`, or why there is no reading.
    pub status: String,
    /// Whether its row is a gap, whose place a reading may still take.
    pub(crate) is_gap: bool,
    /// Whether it has a reading.
    pub(crate) is_read: bool,
    /// What was read, `sold` derived where the platform wants it; empty when nothing was.
    pub(crate) reading: Reading,
    /// The items' figures in the order of the tab's items.
    pub(crate) items: Vec<Figures>,
    pub(crate) total_sold: Option<i64>,
}

impl Sample {
    /// Whether it has a reading and nothing speaks against it.
    pub(crate) fn is_sure(&self) -> bool {
        self.is_read && self.status == "ok"
    }
}

impl TabState {
    /// Counts an observation: the sample, and the memory that goes with its row.
    pub fn count(&self, at: DateTime<Utc>, observation: &Observation, counting: Counting) -> (Sample, Self) {
        let mut next = self.clone();
        if self.last.is_none() && (counting.several_items || has_items(observation)) {
            next.items = Some(Items::default());
        }
        let mut reading = match observation {
            Observation::Read(reading) => reading.clone(),
            Observation::Failed(_) | Observation::NotAsked(_) => Reading::default(),
        };
        let mut count = Count::default();
        if let Observation::Read(_) = observation {
            count = next.count_reading(at, &mut reading, counting.sold_from_stock);
        }
        let sample = Sample {
            at,
            status: status(observation, &count.doubts),
            is_gap: matches!(observation, Observation::NotAsked(_)),
            is_read: matches!(observation, Observation::Read(_)),
            reading,
            items: count.items,
            total_sold: count.total,
        };
        (sample, next)
    }

    fn count_reading(&mut self, at: DateTime<Utc>, reading: &mut Reading, from_stock: bool) -> Count {
        let rule = Rule {
            from_stock,
            late: self.read.is_some_and(|read| at < read),
        };
        if !rule.late {
            self.read = Some(at);
        }
        match &mut self.items {
            Some(items) => items.count(reading, rule),
            None if from_stock => {
                let shown = Shown {
                    sold: reading.sold,
                    stock: reading.stock,
                    sites: reading.sites,
                };
                let counted = self.one.count(shown, rule);
                reading.sold = counted.sold;
                Count {
                    doubts: counted.doubt(None).into_iter().collect(),
                    ..Count::default()
                }
            }
            None => Count::default(),
        }
    }
}

/// The observation's own status, and what counting found doubtful.
fn status(observation: &Observation, doubts: &[String]) -> String {
    let status = observation.status();
    match observation {
        Observation::Read(_) if doubts.is_empty() => status,
        Observation::Read(Reading {
            uncertain: Some(_), ..
        }) => format!("{status}; {}", doubts.join("; ")),
        Observation::Read(_) => format!("uncertain: {}", doubts.join("; ")),
        Observation::Failed(_) | Observation::NotAsked(_) => status,
    }
}

fn has_items(observation: &Observation) -> bool {
    matches!(observation, Observation::Read(reading) if !reading.items.is_empty())
}

#[cfg(test)]
mod tests;
