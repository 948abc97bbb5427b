//! Deadlines as people type them: `14:00`, `tomorrow 14:00 KST`, `28 Feb 14:00`, `in 3h`.

mod date;
mod words;

use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use thiserror::Error;

use crate::zone::{Zone, clock_words};
use date::Day;
use words::Words;

/// The most distant deadline, in days.
pub const LONGEST_DAYS: i64 = 62;

/// The last minute of a tracking, and the zone that it was typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    at: DateTime<Utc>,
    typed_in: Zone,
}

/// Why a text is no deadline.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeadlineError {
    /// Nothing was typed.
    #[error("there is no deadline")]
    Empty,
    /// No form fits.
    #[error("the deadline `{0}` cannot be read")]
    Unreadable(String),
    /// A day without a time.
    #[error("the deadline `{0}` has no time of day")]
    NoTime(String),
    /// A day that no calendar has.
    #[error("the day of `{0}` does not exist")]
    NoSuchDay(String),
    /// A weekday that is not that of the date.
    #[error("{0} is another day of the week")]
    OtherWeekday(NaiveDate),
    /// Clocks skip that time.
    #[error("clocks in {zone} skip `{text}`")]
    Skipped {
        /// What was typed.
        text: String,
        /// Where clocks skip it.
        zone: String,
    },
    /// It has passed.
    #[error("{} has passed", clock_words(.0.at, .0.typed_in))]
    Past(Deadline),
    /// It is too distant.
    #[error("{at} is more than {LONGEST_DAYS} days away")]
    TooFar {
        /// What was understood, as `2026-06-01 14:00 HKT`, or typed.
        at: String,
    },
}

impl Deadline {
    /// Reads a deadline. Without a zone of its own it is meant in `zone`; a time without a date is the next such time.
    /// Seconds are rounded up to a full minute.
    pub fn parse(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<Self, DeadlineError> {
        let words = Words::read(text, zone);
        if words.is_empty() {
            return Err(DeadlineError::Empty);
        }
        let typed_in = words.zone.unwrap_or(zone);
        let at = match words.span() {
            Some(span) => now + within_days(span?, text)?,
            None => instant_of(&words, text, now, typed_in)?,
        };
        within_reach(
            Self {
                at: round_up(at),
                typed_in,
            },
            now,
            zone,
        )
    }

    /// The instant.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// The zone that it was typed in.
    pub fn typed_in(&self) -> Zone {
        self.typed_in
    }

    /// A deadline as a tracking keeps it, in the tracking's zone.
    pub fn of(at: DateTime<Utc>, zone: Zone) -> Self {
        Self { at, typed_in: zone }
    }
}

fn within_reach(deadline: Deadline, now: DateTime<Utc>, zone: Zone) -> Result<Deadline, DeadlineError> {
    if deadline.at <= now {
        return Err(DeadlineError::Past(deadline));
    }
    if deadline.at - now > Duration::days(LONGEST_DAYS) {
        return Err(DeadlineError::TooFar {
            at: format!(
                "{} {}",
                zone.wall_clock(deadline.at).format("%Y-%m-%d %H:%M"),
                zone.label(deadline.at)
            ),
        });
    }
    Ok(deadline)
}

/// A span that is far beyond reach is refused before it is added: not every instant has a wall clock.
fn within_days(span: Duration, text: &str) -> Result<Duration, DeadlineError> {
    let too_far = || DeadlineError::TooFar {
        at: text.trim().to_owned(),
    };
    (span <= Duration::days(366)).then_some(span).ok_or_else(too_far)
}

/// Up to the next full minute; a full minute stays.
fn round_up(at: DateTime<Utc>) -> DateTime<Utc> {
    let past_minute = Duration::seconds(i64::from(at.second()))
        + Duration::nanoseconds(i64::from(at.nanosecond() % 1_000_000_000));
    if past_minute.is_zero() {
        at
    } else {
        at - past_minute + Duration::minutes(1)
    }
}

/// A wall-clock form: a day (or none) and a time of day.
fn instant_of(
    words: &Words,
    text: &str,
    now: DateTime<Utc>,
    zone: Zone,
) -> Result<DateTime<Utc>, DeadlineError> {
    let unreadable = || DeadlineError::Unreadable(text.trim().to_owned());
    let day = Day::read(&words.day).ok_or_else(unreadable)?;
    let Some(time) = words.time else {
        return Err(if words.day.is_empty() {
            unreadable()
        } else {
            DeadlineError::NoTime(text.trim().to_owned())
        });
    };
    let today = zone.wall_clock(now).date();
    let fixed = |date| instant_on(date, time, words, text, zone);
    match day {
        Day::Next => next_of([today, next_day(today)], now, fixed),
        Day::After(days) => fixed(today + Duration::days(days)),
        Day::Weekday(weekday) => {
            let ahead = (7 + weekday.num_days_from_monday()
                - chrono::Datelike::weekday(&today).num_days_from_monday())
                % 7;
            let first = today + Duration::days(i64::from(ahead));
            next_of([first, first + Duration::days(7)], now, fixed)
        }
        Day::Date {
            year,
            month,
            day,
            weekday,
        } => {
            let date = date::resolve(year, month, day, weekday, today, text)?;
            fixed(date)
        }
    }
}

/// The first of two candidate days whose instant is still to come; the last one where none is.
fn next_of(
    days: [NaiveDate; 2],
    now: DateTime<Utc>,
    instant: impl Fn(NaiveDate) -> Result<DateTime<Utc>, DeadlineError>,
) -> Result<DateTime<Utc>, DeadlineError> {
    match instant(days[0]) {
        Ok(first) if round_up(first) > now => Ok(first),
        _ => instant(days[1]),
    }
}

fn next_day(date: NaiveDate) -> NaiveDate {
    date + Duration::days(1)
}

fn instant_on(
    date: NaiveDate,
    time: ClockTime,
    words: &Words,
    text: &str,
    zone: Zone,
) -> Result<DateTime<Utc>, DeadlineError> {
    let local = time
        .on(date)
        .ok_or_else(|| DeadlineError::NoSuchDay(text.trim().to_owned()))?;
    match zone.instants(local) {
        LocalResult::Single(at) => Ok(at),
        // In an autumn fold the label that was typed (CET, CEST) decides; without one the first pass is meant.
        LocalResult::Ambiguous(first, second) => {
            let second_meant = words
                .label
                .as_ref()
                .is_some_and(|label| zone.label(second).eq_ignore_ascii_case(label));
            Ok(if second_meant { second } else { first })
        }
        LocalResult::None => Err(DeadlineError::Skipped {
            text: text.trim().to_owned(),
            zone: zone.to_string(),
        }),
    }
}

/// A time of day; shops write the end of a day as 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ClockTime {
    seconds: u32,
}

impl ClockTime {
    fn new(hour: u32, minute: u32, second: u32) -> Option<Self> {
        let fits = (hour < 24 && minute < 60 && second < 60) || (hour, minute, second) == (24, 0, 0);
        fits.then_some(Self {
            seconds: hour * 3_600 + minute * 60 + second,
        })
    }

    fn on(self, date: NaiveDate) -> Option<NaiveDateTime> {
        date.and_time(NaiveTime::MIN)
            .checked_add_signed(Duration::seconds(i64::from(self.seconds)))
    }
}

#[cfg(test)]
mod tests;
