//! Serial dates: days since 30 December 1899, the fraction is the time of day.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _};

const MILLISECONDS_PER_DAY: f64 = 86_400_000.0;

fn epoch() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(1899, 12, 30)
        .unwrap_or_default()
        .and_time(NaiveTime::MIN)
}

/// The wall time that a serial number stands for, to the millisecond.
pub(super) fn to_date_time(serial: f64) -> Option<NaiveDateTime> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float beyond i64 saturates and then is out of range"
    )]
    let milliseconds = (serial * MILLISECONDS_PER_DAY).round() as i64;
    epoch().checked_add_signed(TimeDelta::try_milliseconds(milliseconds)?)
}

/// The serial number of a wall time.
pub(super) fn from_date_time(time: NaiveDateTime) -> f64 {
    let days = time.date().num_days_from_ce() - epoch().date().num_days_from_ce();
    f64::from(days) + from_time(time.time())
}

/// The fraction of a day.
pub(super) fn from_time(time: NaiveTime) -> f64 {
    (f64::from(time.num_seconds_from_midnight()) + f64::from(time.nanosecond()) / 1e9) / 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_and_wall_times_are_each_others_inverse() {
        for (serial, text) in [
            (0.0, "1899-12-30 00:00:00"),
            (2.0, "1900-01-01 00:00:00"),
            (46_081.0, "2026-02-28 00:00:00"),
            (46_081.583_333_333_336, "2026-02-28 14:00:00"),
        ] {
            let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
            assert_eq!(to_date_time(serial), Some(time));
            assert!((from_date_time(time) - serial).abs() < 1e-9, "{text}");
        }
        assert_eq!(to_date_time(1e300), None);
    }
}
