//! The two simple ways that a projection must beat.

use chrono::{DateTime, TimeDelta, Utc};

use crate::Reading;
use crate::counter::{around, hours, until};

/// It stays as it is now.
#[must_use]
pub fn as_it_is(readings: &[Reading], now: DateTime<Utc>) -> Option<i64> {
    until(readings, now).last().map(|reading| reading.sold)
}

/// It goes on as in the last hour, or since its first reading where that is later; never back.
#[must_use]
pub fn straight_line(readings: &[Reading], now: DateTime<Utc>, end: DateTime<Utc>) -> Option<i64> {
    let known = until(readings, now);
    let sold = known.last()?.sold;
    let from = now - TimeDelta::hours(1);
    let before = around(known, from)?;
    let hours_read = hours(now - before.at.max(from));
    let gained = sold.saturating_sub(before.sold).max(0) as f64;
    if hours_read <= 0.0 {
        return Some(sold);
    }
    Some(sold.saturating_add((gained / hours_read * hours(end - now).max(0.0)).round() as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    fn readings(of: &[(i64, i64)]) -> Vec<Reading> {
        of.iter()
            .map(|(minute, sold)| Reading {
                at: at(*minute),
                sold: *sold,
            })
            .collect()
    }

    #[test]
    fn the_line_goes_through_the_last_hour_only() {
        let readings = readings(&[(0, 0), (60, 100), (120, 110)]);
        assert_eq!(straight_line(&readings, at(120), at(300)), Some(140));
    }

    #[test]
    fn a_record_younger_than_an_hour_makes_a_steeper_line() {
        assert_eq!(
            straight_line(&readings(&[(90, 0), (120, 10)]), at(120), at(180)),
            Some(30)
        );
    }

    #[test]
    fn one_reading_and_a_fall_make_no_line() {
        assert_eq!(straight_line(&readings(&[(0, 7)]), at(0), at(60)), Some(7));
        assert_eq!(
            straight_line(&readings(&[(0, 7), (30, 5)]), at(60), at(120)),
            Some(5)
        );
    }

    #[test]
    fn nothing_read_is_nothing_said() {
        assert_eq!(as_it_is(&readings(&[(60, 7)]), at(0)), None);
        assert_eq!(straight_line(&[], at(0), at(60)), None);
    }
}
