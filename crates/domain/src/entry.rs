//! What an execution writes at once: rows, and the memory that goes with them.

use chrono_tz::Tz;

use crate::observation::Observation;
use crate::plan::Plan;
use crate::row::Row;
use crate::sample::Counting;
use crate::state::TabState;

/// The rows of a plan, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Gap rows, and the sample's.
    pub rows: Vec<Row>,
    /// The memory after them.
    pub state: TabState,
    /// The sample's status, where there is a sample.
    pub status: Option<String>,
}

impl Entry {
    /// Carries out a plan upon what the tab remembers. All rows have the columns that the tab has afterwards.
    pub fn new(
        before: &TabState,
        plan: &Plan,
        observation: Option<&Observation>,
        counting: Counting,
        zone: Tz,
    ) -> Self {
        let (sample, counted) = plan
            .sample
            .zip(observation)
            .map(|(at, observation)| before.count(at, observation, counting))
            .map_or_else(|| (None, before.clone()), |(sample, state)| (Some(sample), state));
        let columns = counted.columns();
        let gaps = plan.missed.iter().map(|gap| Row::of_gap(gap, zone, &columns));
        let row = sample
            .as_ref()
            .map(|sample| Row::of_sample(sample, zone, &columns));
        Self {
            rows: gaps.chain(row).collect(),
            state: counted.after(plan),
            status: sample.map(|sample| sample.status),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration};

    use super::*;
    use crate::{Cell, Gap, ItemReading, Reading};

    #[test]
    fn gap_rows_are_as_wide_as_the_columns_that_come_with_the_sample() {
        let at = |minute| DateTime::UNIX_EPOCH + Duration::minutes(minute);
        let before = TabState {
            items: Some(Default::default()),
            last: Some(at(0)),
            ..TabState::default()
        };
        let plan = Plan {
            sample: Some(at(2)),
            replaces_gap: false,
            missed: vec![Gap {
                at: at(1),
                until: None,
                count: 1,
            }],
            over: false,
        };
        let item = ItemReading {
            label: "A".to_owned(),
            sold: Some(4),
            ..ItemReading::default()
        };
        let reading = Observation::Read(Reading {
            items: vec![item],
            ..Reading::default()
        });
        let entry = Entry::new(&before, &plan, Some(&reading), Counting::default(), Tz::UTC);
        let shown: Vec<Vec<String>> = entry
            .rows
            .iter()
            .map(|row| row.cells.iter().map(Cell::display).collect())
            .collect();
        assert_eq!(
            shown,
            [
                [
                    "1970-01-01 00:01:00",
                    "no reading: the firing did not run",
                    "",
                    "",
                    ""
                ],
                ["1970-01-01 00:02:00", "ok", "4", "", "4"]
            ]
        );
        assert_eq!((entry.state.revision, entry.state.last), (1, Some(at(2))));
        assert_eq!(entry.status.as_deref(), Some("ok"));
    }
}
