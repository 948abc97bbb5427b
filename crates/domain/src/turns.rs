//! Turns: more trackings than Google Sheets has room for in a minute write one after the other.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use crate::identity::sheet_id;

/// So many write in every minute: Sheets takes 60 reads and 60 writes a minute of one account, a tick needs one of each.
const ROOM: usize = 50;
/// Beyond that so many share a minute: chance does not deal them out evenly.
const A_MINUTE: usize = 40;
/// A row does not wait longer, whatever the crowd.
const MOST: u32 = 8;

/// In one of how many minutes a tracking writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turns(u32);

impl Turns {
    /// In every minute.
    pub const EACH_MINUTE: Self = Self(1);

    /// What so many trackings need.
    pub fn among(trackings: usize) -> Self {
        if trackings <= ROOM {
            return Self::EACH_MINUTE;
        }
        let minutes = u32::try_from(trackings.div_ceil(A_MINUTE)).unwrap_or(MOST);
        Self(minutes.min(MOST))
    }

    /// Reads a number of minutes.
    pub fn parse(text: &str) -> Option<Self> {
        let minutes = text.trim().parse().ok()?;
        (1..=MOST).contains(&minutes).then_some(Self(minutes))
    }

    /// Whether these turns will do where others are wanted: too few never, a few too many for a while.
    pub fn will_do(self, wanted: Self) -> bool {
        self == wanted || (wanted > Self::EACH_MINUTE && self.0 == wanted.0 + 1)
    }

    /// How long it takes until everybody had a turn.
    pub fn round(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.0))
    }

    /// The tracking's turn from an instant on: that instant, or the beginning of a later minute.
    pub fn next(self, tracking: &str, now: DateTime<Utc>) -> DateTime<Utc> {
        let minute = now.timestamp().div_euclid(60);
        let next = (minute + 1..)
            .take(self.0 as usize)
            .filter_map(|minute| DateTime::from_timestamp(minute * 60, 0))
            .find(|later| self.is_on(tracking, *later));
        next.filter(|_| !self.is_on(tracking, now)).unwrap_or(now)
    }

    /// Whether a minute is the tracking's turn.
    pub fn is_on(self, tracking: &str, now: DateTime<Utc>) -> bool {
        let minute = now.timestamp().div_euclid(60) + i64::from(sheet_id(tracking));
        minute.rem_euclid(i64::from(self.0)) == 0
    }
}

impl fmt::Display for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_to_fifty_write_every_minute_and_more_take_turns() {
        for (trackings, minutes) in [
            (0, 1),
            (50, 1),
            (51, 2),
            (80, 2),
            (81, 3),
            (200, 5),
            (320, 8),
            (5_000, 8),
        ] {
            assert_eq!(Turns::among(trackings), Turns(minutes), "{trackings}");
        }
    }

    #[test]
    fn each_tracking_has_its_turn_once_in_so_many_minutes_and_no_minute_has_too_many() {
        let start: DateTime<Utc> = "2026-02-28T05:30:00Z".parse().unwrap();
        let turns = Turns::among(200);
        let trackings: Vec<String> = (0..200).map(|n| format!("track-web-{n}")).collect();
        let on = |minute: i64| {
            let now = start + TimeDelta::minutes(minute);
            trackings.iter().filter(move |id| turns.is_on(id, now)).count()
        };
        let counts: Vec<usize> = (0..5).map(on).collect();
        assert_eq!(counts.iter().sum::<usize>(), 200);
        assert!(counts.iter().all(|count| *count <= 60), "{counts:?}");
    }

    #[test]
    fn a_turn_that_is_not_now_begins_with_a_minute_within_the_round() {
        let turns = Turns::among(200);
        for second in 0..600 {
            let now: DateTime<Utc> = "2026-02-28T05:30:00Z".parse().unwrap();
            let now = now + TimeDelta::seconds(second);
            let next = turns.next("track-web-1", now);
            assert!(turns.is_on("track-web-1", next), "{now}: {next}");
            assert!((now..now + turns.round()).contains(&next), "{now}: {next}");
            let is_now = turns.is_on("track-web-1", now);
            assert!(
                if is_now {
                    next == now
                } else {
                    next.timestamp() % 60 == 0
                },
                "{now}: {next}"
            );
        }
    }

    #[test]
    fn a_crowd_that_goes_is_noticed_late_and_one_that_comes_at_once() {
        let (one, two, three) = (Turns(1), Turns(2), Turns(3));
        assert!(!one.will_do(two) && !two.will_do(three) && !two.will_do(one) && !Turns(4).will_do(two));
        assert!(two.will_do(two) && three.will_do(two));
    }

    #[test]
    fn turns_are_read_as_they_are_written() {
        assert_eq!(Turns::parse(&Turns(5).to_string()), Some(Turns(5)));
        for text in ["", "0", "-1", "9", "x"] {
            assert_eq!(Turns::parse(text), None, "{text}");
        }
    }
}
