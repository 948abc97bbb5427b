//! A sample that was taken, as it is kept until it has its row.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::observation::Observation;

/// What was observed at a sample time. It is kept as it was observed: only beside the rows before it can it be counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// The sample time.
    pub at: DateTime<Utc>,
    /// What the page said, or why it said nothing.
    pub observation: Observation,
}

impl Taken {
    /// Whether the page was not asked for.
    pub fn is_not_asked(&self) -> bool {
        matches!(self.observation, Observation::NotAsked(_))
    }
}

/// The samples in the order of their times, each once: of two with one time a reading wins, then what was asked for, then
/// the first.
pub fn merged(samples: impl IntoIterator<Item = Taken>) -> Vec<Taken> {
    let mut sorted: Vec<Taken> = samples.into_iter().collect();
    sorted.sort_by_key(|taken| {
        let worth = match taken.observation {
            Observation::Read(_) => 0,
            Observation::Failed(_) => 1,
            Observation::NotAsked(_) => 2,
        };
        (taken.at, worth)
    });
    sorted.dedup_by_key(|taken| taken.at);
    sorted
}
