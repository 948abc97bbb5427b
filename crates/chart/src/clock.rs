//! The axis of time, told in the tracking's zone.

use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

/// At most so many times are told, and so many where each has its date.
const MOST: i64 = 5;
const MOST_DATES: i64 = 4;
const DAY: i64 = 86_400;
/// Distances of the times that are told, in seconds.
const STEPS: [i64; 19] = [
    10,
    20,
    30,
    60,
    120,
    300,
    600,
    900,
    1_800,
    3_600,
    7_200,
    10_800,
    21_600,
    43_200,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
];

/// The axis of time, in seconds since 1970.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clock {
    zone: Tz,
    first: i64,
    last: i64,
    step: i64,
}

impl Clock {
    /// The axis from the first sample to the last.
    pub(crate) fn new(zone: Tz, first: i64, last: i64) -> Self {
        let span = last - first;
        let mut clock = Self {
            zone,
            first,
            last,
            step: DAY,
        };
        let most = if clock.is_one_day() { MOST } else { MOST_DATES };
        let fits = |step: &i64| span / step < most;
        let whole_days = (span / most / DAY + 1) * DAY;
        clock.step = STEPS.into_iter().find(fits).unwrap_or(whole_days);
        clock
    }

    /// How far it reaches: with room for the last dot, and for a single sample some on both sides.
    pub(crate) fn range(&self) -> std::ops::Range<f64> {
        let span = (self.last - self.first) as f64;
        let before = if span > 0.0 { 0.0 } else { 60.0 };
        (self.first as f64 - before)..(self.last as f64 + (span * 0.02).max(before))
    }

    /// The times that are told: round ones of the zone's wall clock.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        let offset = self.offset(self.first);
        let round = |at: i64| (at + offset).div_euclid(self.step) * self.step - offset;
        let first = round(self.first + self.step - 1);
        let told = (0..=MOST).map(|index| first + index * self.step);
        let told: Vec<f64> = told
            .take_while(|at| *at <= self.last)
            .map(|at| at as f64)
            .collect();
        if told.is_empty() {
            vec![self.first as f64]
        } else {
            told
        }
    }

    /// A time as it stands below the axis.
    pub(crate) fn label(&self, at: f64) -> String {
        let form = if self.step >= DAY {
            "%m-%d"
        } else if self.is_one_day() {
            if self.step < 60 { "%H:%M:%S" } else { "%H:%M" }
        } else {
            "%m-%d %H:%M"
        };
        self.tell(at as i64, form)
    }

    /// From when to when, and in which zone.
    pub(crate) fn words(&self) -> String {
        let first = self.tell(self.first, "%Y-%m-%d %H:%M");
        let last = if self.is_one_day() {
            "%H:%M"
        } else {
            "%Y-%m-%d %H:%M"
        };
        let last = self.tell(self.last, last);
        let zone = self.tell(self.last, "%Z");
        if self.first == self.last {
            format!("{first} {zone}")
        } else {
            format!("{first} – {last} {zone}")
        }
    }

    fn is_one_day(&self) -> bool {
        self.tell(self.first, "%F") == self.tell(self.last, "%F")
    }

    fn tell(&self, at: i64, form: &str) -> String {
        let at = DateTime::from_timestamp(at, 0).unwrap_or_default();
        at.with_timezone(&self.zone).format(form).to_string()
    }

    fn offset(&self, at: i64) -> i64 {
        let at: DateTime<Utc> = DateTime::from_timestamp(at, 0).unwrap_or_default();
        let offset = self.zone.offset_from_utc_datetime(&at.naive_utc());
        i64::from(offset.fix().local_minus_utc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(minutes: i64, zone: Tz) -> (Vec<String>, String) {
        let first = Utc.with_ymd_and_hms(2026, 2, 28, 5, 31, 0).unwrap().timestamp();
        let clock = Clock::new(zone, first, first + minutes * 60);
        (
            clock.ticks().into_iter().map(|at| clock.label(at)).collect(),
            clock.words(),
        )
    }

    #[test]
    fn times_are_round_in_the_trackings_zone() {
        for (minutes, labels, words) in [
            (0, "13:31:00", "2026-02-28 13:31 HKT"),
            (
                2,
                "13:31:00, 13:31:30, 13:32:00, 13:32:30, 13:33:00",
                "2026-02-28 13:31 – 13:33 HKT",
            ),
            (60, "13:45, 14:00, 14:15, 14:30", "2026-02-28 13:31 – 14:31 HKT"),
            (
                24 * 60,
                "03-01 00:00, 03-01 12:00",
                "2026-02-28 13:31 – 2026-03-01 13:31 HKT",
            ),
            (
                5 * 24 * 60,
                "03-02, 03-04",
                "2026-02-28 13:31 – 2026-03-05 13:31 HKT",
            ),
        ] {
            let (ticks, range) = told(minutes, Tz::Asia__Hong_Kong);
            assert_eq!(
                (ticks.join(", ").as_str(), range.as_str()),
                (labels, words),
                "{minutes} minutes"
            );
        }
        assert_eq!(
            told(60, Tz::Asia__Kathmandu).0,
            ["11:30", "11:45", "12:00", "12:15"]
        );
    }
}
