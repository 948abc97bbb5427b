//! What an execution must remember of those before it: one small JSON per tab, written with the row itself.

use chrono::serde::{ts_seconds, ts_seconds_option};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::observation::{Observation, Reading};
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
    /// The last reading that succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
    /// Failed samples in a row.
    #[serde(default)]
    pub failures: u32,
    /// When they began.
    #[serde(with = "ts_seconds_option", default)]
    pub failing_since: Option<DateTime<Utc>>,
    /// Samples that have a gap row, newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// The id of the CSV on Drive, fixed before the file is created so that creating it twice is impossible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csv: Option<String>,
    /// The last sample at whose time the CSV was stored.
    #[serde(with = "ts_seconds_option", default)]
    pub backed_up: Option<DateTime<Utc>>,
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
    pub fn after(&self, plan: &Plan, observation: Option<&Observation>) -> Self {
        let mut next = Self {
            revision: self.revision + 1,
            ..self.clone()
        };
        next.gaps.extend(plan.missed.iter().copied());
        for at in plan
            .missed
            .iter()
            .map(|gap| gap.until.unwrap_or(gap.at))
            .chain(plan.sample)
        {
            next.first = Some(next.first.map_or(at, |first| first.min(at)));
            next.last = Some(next.last.map_or(at, |last| last.max(at)));
        }
        if let (Some(sample), Some(observation)) = (plan.sample, observation) {
            next.gaps.retain(|gap| gap.at != sample || gap.until.is_some());
            next.note(sample, observation, self.last.is_none_or(|last| sample > last));
        }
        next.gaps.drain(..next.gaps.len().saturating_sub(GAPS_KEPT));
        next
    }

    /// A late sample changes nothing of what a newer one has told.
    fn note(&mut self, sample: DateTime<Utc>, observation: &Observation, newest: bool) {
        match observation {
            _ if !newest => {}
            Observation::Read(reading) => {
                self.reading = Some(reading.clone());
                self.failures = 0;
                self.failing_since = None;
            }
            Observation::Failed(_) => {
                self.failures += 1;
                self.failing_since.get_or_insert(sample);
            }
        }
    }
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
    fn failures_are_counted_from_their_beginning_until_a_reading() {
        let failed = Observation::Failed("HTTP 503".to_owned());
        let state = TabState::default()
            .after(&taken(0, vec![]), Some(&failed))
            .after(&taken(1, vec![]), Some(&failed));
        assert_eq!(
            (state.failures, state.failing_since, state.revision),
            (2, Some(at(0)), 2)
        );
        let state = state.after(&taken(2, vec![]), Some(&Observation::Read(Reading::default())));
        assert_eq!(
            (state.failures, state.failing_since, state.last),
            (0, None, Some(at(2)))
        );
    }

    #[test]
    fn a_late_reading_closes_its_gap_and_changes_nothing_newer() {
        let ok = Observation::Read(Reading {
            stock: Some(1),
            ..Reading::default()
        });
        let state = TabState::default()
            .after(&taken(0, vec![]), Some(&ok))
            .after(&taken(2, vec![gap(1)]), Some(&ok));
        assert!(state.is_gap(at(1)));
        let late = Observation::Read(Reading {
            stock: Some(9),
            ..Reading::default()
        });
        let after = state.after(
            &Plan {
                replaces_gap: true,
                ..taken(1, vec![])
            },
            Some(&late),
        );
        assert!(!after.is_gap(at(1)));
        assert_eq!((after.last, after.reading.unwrap().stock), (Some(at(2)), Some(1)));
    }

    #[test]
    fn the_state_stays_far_below_the_limit_of_a_tabs_metadata() {
        let reading = Reading {
            title: Some("名".repeat(200)),
            uncertain: Some("x".repeat(300)),
            ..Reading::default()
        };
        let missed = (0..60).map(gap).collect();
        let mut state = TabState::default().after(&taken(60, missed), Some(&Observation::Read(reading)));
        state.csv = Some("f".repeat(44));
        let json = serde_json::to_string(&state).unwrap();
        assert!(
            json.chars().count() < 10_000,
            "{} characters",
            json.chars().count()
        );
        assert_eq!(serde_json::from_str::<TabState>(&json).unwrap(), state);
    }
}
