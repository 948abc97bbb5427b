//! A recorded event that a demo shop sells anew, its time shifted so that the record begins when it is first replayed.

use chrono::{DateTime, TimeDelta, Utc};

use crate::store::Store;

/// What was recorded of an event, in its own time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// The shop's number of it.
    pub event: u64,
    /// Who signs.
    pub title: String,
    /// What kind of event it is.
    pub kind: String,
    /// When its sale ended.
    pub end: DateTime<Utc>,
    /// Its items, each with its counter in order of time.
    pub items: Vec<RecordedItem>,
}

/// One item of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedItem {
    /// Its name in the shop.
    pub name: String,
    /// When it was read, and how many were sold until then.
    pub readings: Vec<(DateTime<Utc>, i64)>,
}

/// A recording in the time of this cloud.
#[derive(Debug, Clone)]
pub(crate) struct Replay {
    recording: Recording,
    /// How much later everything is.
    shift: TimeDelta,
}

impl Recording {
    /// The first reading; the end where there is none.
    fn begin(&self) -> DateTime<Utc> {
        let firsts = self.items.iter().filter_map(|item| item.readings.first());
        firsts.map(|(at, _)| *at).min().unwrap_or(self.end)
    }
}

impl Replay {
    /// Begins now; one that began in an earlier run goes on.
    pub(crate) fn start(recording: Recording, store: &Store, now: DateTime<Utc>) -> rusqlite::Result<Self> {
        let key = format!("replay of {}", recording.event);
        let begun = store.kept(&key)?.and_then(|text| text.parse().ok());
        let begun: DateTime<Utc> = match begun {
            Some(begun) => begun,
            None => {
                store.keep(&key, &now.to_rfc3339())?;
                now
            }
        };
        Ok(Self {
            shift: begun - recording.begin(),
            recording,
        })
    }

    pub(crate) fn event(&self) -> u64 {
        self.recording.event
    }

    pub(crate) fn title(&self) -> &str {
        &self.recording.title
    }

    pub(crate) fn kind(&self) -> &str {
        &self.recording.kind
    }

    /// When the record begins here.
    pub(crate) fn begin(&self) -> DateTime<Utc> {
        self.recording.begin() + self.shift
    }

    /// When the sale ends here.
    pub(crate) fn end(&self) -> DateTime<Utc> {
        self.recording.end + self.shift
    }

    /// What is sold of each item that the record has shown by now: between two readings the first one stands.
    pub(crate) fn sold(&self, now: DateTime<Utc>) -> impl Iterator<Item = (&str, i64)> {
        let then = now - self.shift;
        self.recording.items.iter().filter_map(move |item| {
            let until = item.readings.partition_point(|(at, _)| *at <= then);
            let (_, sold) = item.readings.get(until.checked_sub(1)?)?;
            Some((item.name.as_str(), *sold))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_782_000_000, 0).unwrap() + TimeDelta::minutes(minute)
    }

    fn recording() -> Recording {
        let item = |name: &str, readings: &[(i64, i64)]| RecordedItem {
            name: name.to_owned(),
            readings: readings
                .iter()
                .map(|(minute, sold)| (at(*minute), *sold))
                .collect(),
        };
        Recording {
            event: 7,
            title: "IVE".to_owned(),
            kind: "Sign Event".to_owned(),
            end: at(60),
            items: vec![item("A", &[(0, 3), (10, 5)]), item("B", &[(5, 0), (6, 1)])],
        }
    }

    #[test]
    fn a_figure_stands_until_the_next_reading_and_an_item_appears_with_its_first() {
        let store = Arc::new(Store::in_memory().unwrap());
        let replay = Replay::start(recording(), &store, at(1_000)).unwrap();
        assert_eq!((replay.begin(), replay.end()), (at(1_000), at(1_060)));
        for (minute, sold) in [
            (999, vec![]),
            (1_000, vec![("A", 3)]),
            (1_009, vec![("A", 3), ("B", 1)]),
            (1_010, vec![("A", 5), ("B", 1)]),
            (2_000, vec![("A", 5), ("B", 1)]),
        ] {
            assert_eq!(replay.sold(at(minute)).collect::<Vec<_>>(), sold, "{minute}");
        }
    }

    #[test]
    fn a_replay_that_has_begun_goes_on_in_the_next_run() {
        let store = Arc::new(Store::in_memory().unwrap());
        Replay::start(recording(), &store, at(1_000)).unwrap();
        let again = Replay::start(recording(), &store, at(1_030)).unwrap();
        assert_eq!(again.begin(), at(1_000));
    }
}
