//! What an execution must remember of those before it: one small JSON per tab, written with the row itself.

use chrono::serde::{ts_seconds, ts_seconds_option};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::counter::Counter;
use crate::items::Items;
use crate::plan::Plan;

/// Gaps that a late reading may still replace.
const GAPS_KEPT: usize = 60;

/// The memory of one tracking. Rows may be sorted, changed and deleted by people, so they are none.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TabState {
    /// Grows by one with each write; two writers of the same revision cannot both succeed.
    #[serde(rename = "r")]
    pub revision: u64,
    /// The first sample that has a row.
    #[serde(with = "ts_seconds_option", default)]
    pub first: Option<DateTime<Utc>>,
    /// The last sample that has a row.
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
    /// The id of the CSV on Drive, fixed before the file is created so that creating it twice is impossible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csv: Option<String>,
    /// The last sample at whose time the CSV was stored.
    #[serde(with = "ts_seconds_option", default)]
    pub backed_up: Option<DateTime<Utc>>,
    /// When storing the CSV failed last, until it succeeds.
    #[serde(with = "ts_seconds_option", default, skip_serializing_if = "Option::is_none")]
    pub backup_failed: Option<DateTime<Utc>>,
    /// The Scheduler job whose tracking was ended; later executions of that job do nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
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

impl TabState {
    /// Whether a sample has a gap row of its own, which a late reading replaces.
    pub fn is_gap(&self, sample: DateTime<Utc>) -> bool {
        self.gaps
            .iter()
            .any(|gap| gap.at == sample && gap.until.is_none())
    }

    /// The memory after the plan's rows were written.
    #[must_use]
    pub fn after(&self, plan: &Plan) -> Self {
        let mut next = Self {
            revision: self.revision + 1,
            ..self.clone()
        };
        next.gaps
            .retain(|gap| Some(gap.at) != plan.sample || gap.until.is_some());
        next.gaps.extend(plan.missed.iter().copied());
        next.gaps.drain(..next.gaps.len().saturating_sub(GAPS_KEPT));
        for at in plan
            .missed
            .iter()
            .map(|gap| gap.until.unwrap_or(gap.at))
            .chain(plan.sample)
        {
            next.first = Some(next.first.map_or(at, |first| first.min(at)));
            next.last = Some(next.last.map_or(at, |last| last.max(at)));
        }
        next
    }
}

fn is_default(counter: &Counter) -> bool {
    *counter == Counter::default()
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, TimeZone};

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap() + Duration::minutes(minute)
    }

    fn taken(minute: i64, missed: Vec<Gap>) -> Plan {
        Plan {
            sample: Some(at(minute)),
            replaces_gap: false,
            missed,
            over: false,
        }
    }

    fn gap(minute: i64) -> Gap {
        Gap {
            at: at(minute),
            until: None,
            count: 1,
        }
    }

    #[test]
    fn first_and_last_sample_are_remembered_and_each_write_is_a_revision() {
        let state = TabState::default()
            .after(&taken(0, vec![]))
            .after(&taken(1, vec![]));
        assert_eq!(
            (state.first, state.last, state.revision),
            (Some(at(0)), Some(at(1)), 2)
        );
    }

    #[test]
    fn a_late_reading_closes_its_gap_and_is_not_the_last() {
        let state = TabState::default()
            .after(&taken(0, vec![]))
            .after(&taken(2, vec![gap(1)]));
        assert!(state.is_gap(at(1)));
        let after = state.after(&Plan {
            replaces_gap: true,
            ..taken(1, vec![])
        });
        assert!(!after.is_gap(at(1)));
        assert_eq!(after.last, Some(at(2)));
    }

    #[test]
    fn the_state_stays_far_below_the_limit_of_a_tabs_metadata() {
        let mut state = TabState::default();
        for round in 0..5 {
            let missed = (0..60).map(|minute| gap(round * 100 + minute)).collect();
            state = state.after(&taken(round * 100 + 60, missed));
        }
        state.csv = Some("f".repeat(44));
        let json = serde_json::to_string(&state).unwrap();
        assert!(
            json.chars().count() < 5_000,
            "{} characters",
            json.chars().count()
        );
        assert_eq!(serde_json::from_str::<TabState>(&json).unwrap(), state);
    }
}
