//! What a counter showed at a time.

use chrono::{DateTime, TimeDelta, Utc};

use crate::Reading;

/// The readings until `now`, which is where `at` is too.
pub(crate) fn until(readings: &[Reading], now: DateTime<Utc>) -> &[Reading] {
    readings
        .get(..readings.partition_point(|reading| reading.at <= now))
        .unwrap_or_default()
}

/// The last reading until `at`; the first one where all are later.
pub(crate) fn around(readings: &[Reading], at: DateTime<Utc>) -> Option<Reading> {
    until(readings, at).last().or(readings.first()).copied()
}

pub(crate) fn hours(span: TimeDelta) -> f64 {
    span.as_seconds_f64() / 3600.0
}
