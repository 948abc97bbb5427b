//! What is known of an event at a time.

use chrono::{DateTime, TimeDelta, Utc};

use crate::counter::{around, hours, until};
use crate::{Event, Reading};

/// What was sold lately is looked for in as long a time as is left, but in no less than this: bursts are hours apart.
const LATELY: TimeDelta = TimeDelta::hours(6);

/// What an event lasts where nobody knows its start, if it has not been read for longer: the four known ones 53 to 84 hours.
const USUAL_LENGTH: TimeDelta = TimeDelta::hours(60);

/// An event as it stands at its last reading.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// Hours from the last reading to the end: what nobody has read since is still to come.
    pub(crate) left: f64,
    /// Hours from start to end.
    pub(crate) length: f64,
    /// Whether the start is known; otherwise the length is a guess.
    pub(crate) begun: bool,
    /// Hours that count as lately.
    pub(crate) lately: f64,
    /// The counters; none without a reading.
    pub(crate) counters: Vec<Option<Counter>>,
}

/// One item of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counter {
    /// What it shows.
    pub(crate) sold: i64,
    /// How much of that was sold lately.
    pub(crate) lately: i64,
}

impl Standing {
    /// Of an event at `now`; none where it has no reading or its times make no sense.
    pub(crate) fn at(event: &Event<'_>, now: DateTime<Utc>) -> Option<Self> {
        let known: Vec<&[Reading]> = event.items.iter().map(|readings| until(readings, now)).collect();
        let first = known
            .iter()
            .filter_map(|readings| readings.first())
            .map(|reading| reading.at)
            .min()?;
        let last = known
            .iter()
            .filter_map(|readings| readings.last())
            .map(|reading| reading.at)
            .max()?;
        if now >= event.end || event.start.is_some_and(|start| start >= last) {
            return None;
        }
        let since = last - LATELY.max(event.end - last);
        let all = event.start.is_some_and(|start| since <= start);
        let since = if all { event.start? } else { since.max(first) };
        Some(Self {
            left: hours(event.end - last),
            length: hours(
                event
                    .start
                    .map_or(USUAL_LENGTH.max(event.end - first), |start| event.end - start),
            ),
            begun: event.start.is_some(),
            lately: hours(last - since),
            counters: known
                .iter()
                .map(|readings| Counter::of(readings, (!all).then_some(since)))
                .collect(),
        })
    }

    pub(crate) fn sold(&self) -> f64 {
        self.shown().map(|counter| counter.sold.max(0) as f64).sum()
    }

    pub(crate) fn shown(&self) -> impl Iterator<Item = &Counter> {
        self.counters.iter().flatten()
    }
}

impl Counter {
    /// All of it was sold lately where there is no `since`.
    fn of(readings: &[Reading], since: Option<DateTime<Utc>>) -> Option<Self> {
        let sold = readings.last()?.sold;
        let before = since
            .and_then(|since| around(readings, since))
            .map_or(0, |reading| reading.sold);
        Some(Self {
            sold,
            lately: sold.saturating_sub(before),
        })
    }
}
