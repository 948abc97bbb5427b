//! Cron: expressions that people type, and the bounded expression that a Scheduler job gets.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};

use crate::Interval;
use crate::zone::Zone;

/// A five-field cron expression in Unix' sense, evaluated in a zone.
#[derive(Debug, Clone)]
pub struct CronExpression {
    text: String,
    cron: Cron,
    zone: Tz,
}

impl CronExpression {
    /// Reads an expression. One with weekday and day of month is refused: bounding its days would change its meaning.
    pub fn parse(text: &str, zone: Tz) -> Result<Self, String> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [_, _, day, _, weekday] = fields.as_slice() else {
            return Err(format!("it has {} fields instead of five", fields.len()));
        };
        if let Some(c) = text
            .chars()
            .find(|c| !(c.is_ascii_alphanumeric() || " */,-".contains(*c)))
        {
            return Err(format!("`{c}` has no meaning in it"));
        }
        if *day != "*" && *weekday != "*" {
            return Err("day of month and weekday together are not possible, give one of them".to_owned());
        }
        let text = fields.join(" ");
        let parser = CronParser::builder()
            .seconds(Seconds::Disallowed)
            .year(Year::Disallowed)
            .build();
        let cron = parser.parse(&text).map_err(|error| error.to_string())?;
        if text.chars().any(|c| matches!(c, 'L' | 'l' | 'W' | 'w')) && !names_only(&fields) {
            return Err("only numbers, names, `*`, `,`, `-` and `/` are possible".to_owned());
        }
        Ok(Self { text, cron, zone })
    }

    /// The last time of the expression that is not after `at`.
    pub fn last_until(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let found = self
            .cron
            .find_previous_occurrence(&at.with_timezone(&self.zone), true)
            .ok()?;
        Some(found.with_timezone(&Utc))
    }

    /// The first time of the expression after `at`.
    pub fn first_after(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let found = self
            .cron
            .find_next_occurrence(&at.with_timezone(&self.zone), false)
            .ok()?;
        Some(found.with_timezone(&Utc))
    }

    fn fields(&self) -> [&str; 5] {
        let mut fields = self.text.split(' ');
        std::array::from_fn(|_| fields.next().unwrap_or("*"))
    }
}

impl PartialEq for CronExpression {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, self.zone) == (&other.text, other.zone)
    }
}

impl Eq for CronExpression {}

impl fmt::Display for CronExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The cron of a tracking's Scheduler job: the interval's times, on the days from now to one day after the deadline,
/// so that even a job which everybody forgot falls silent.
pub fn bounded(interval: &Interval, zone: Tz, now: DateTime<Utc>, deadline: DateTime<Utc>) -> String {
    let days = days_until(zone, now, deadline);
    match interval {
        Interval::Cron(cron) => bounded_expression(cron, &days),
        Interval::Minutes(minutes) => {
            let (minute, hour) = times_of_day(*minutes);
            format!("{minute} {hour} {} {} *", month_days(&days), months(&days))
        }
        // Below a minute the execution itself keeps time.
        Interval::Seconds(_) | Interval::Auto => format!("* * {} {} *", month_days(&days), months(&days)),
    }
}

/// With a weekday only the months can be bounded: cron would join day and weekday by *or*.
fn bounded_expression(cron: &CronExpression, days: &[NaiveDate]) -> String {
    let [minute, hour, day, month, weekday] = cron.fields();
    let days: Vec<NaiveDate> = days
        .iter()
        .copied()
        .filter(|date| on_day(day, month, *date))
        .collect();
    let day = if weekday == "*" {
        month_days(&days)
    } else {
        day.to_owned()
    };
    format!("{minute} {hour} {day} {} {weekday}", months(&days))
}

/// Whether a date fits the day and month fields.
fn on_day(day: &str, month: &str, date: NaiveDate) -> bool {
    let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc();
    CronParser::new()
        .parse(&format!("0 0 {day} {month} *"))
        .and_then(|cron| cron.is_time_matching(&midnight))
        .unwrap_or(false)
}

fn days_until(zone: Tz, now: DateTime<Utc>, deadline: DateTime<Utc>) -> Vec<NaiveDate> {
    let zone = Zone::Named(zone);
    let last = zone.wall_clock(deadline + Duration::days(1)).date();
    zone.wall_clock(now)
        .date()
        .iter_days()
        .take_while(|date| *date <= last)
        .collect()
}

fn month_days(days: &[NaiveDate]) -> String {
    list(&days.iter().map(Datelike::day).collect(), 1..=31)
}

fn months(days: &[NaiveDate]) -> String {
    list(&days.iter().map(Datelike::month).collect(), 1..=12)
}

/// Minute and hour field for every so many minutes from midnight. Where cron cannot say it exactly (every 7 minutes),
/// the fields name a superset: an execution that finds its sample taken ends at once.
fn times_of_day(minutes: u32) -> (String, String) {
    let starts = (0..1_440).step_by(usize::try_from(minutes.max(1)).unwrap_or(1));
    let (of_hour, hours): (BTreeSet<u32>, BTreeSet<u32>) =
        starts.map(|start: u32| (start % 60, start / 60)).unzip();
    (list(&of_hour, 0..=59), list(&hours, 0..=23))
}

/// A cron field for a set of numbers: `*`, `*/5`, `26-28,1`.
fn list(set: &BTreeSet<u32>, all: std::ops::RangeInclusive<u32>) -> String {
    let whole = all.clone().count();
    if set.len() == whole {
        return "*".to_owned();
    }
    if *all.start() == 0 && set.len() > 2 && whole.is_multiple_of(set.len()) {
        let step = whole / set.len();
        if set.iter().copied().eq(all.step_by(step)) {
            return format!("*/{step}");
        }
    }
    ranges(set)
        .iter()
        .map(|(from, to)| {
            if from == to {
                from.to_string()
            } else {
                format!("{from}-{to}")
            }
        })
        .collect::<Vec<_>>()
        .join(",")
}

fn ranges(set: &BTreeSet<u32>) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in set {
        match ranges.last_mut() {
            Some((_, to)) if *to + 1 == *number => *to = *number,
            _ => ranges.push((*number, *number)),
        }
    }
    ranges
}

/// Whether letters in an expression are names of months (JUL) and weekdays (WED), not croner's own L and W.
fn names_only(fields: &[&str]) -> bool {
    fields.iter().all(|field| {
        field
            .split([',', '-', '/'])
            .all(|part| part.len() == 3 || part.bytes().all(|b| b.is_ascii_digit() || b == b'*'))
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    const ZONE: Tz = Tz::Asia__Hong_Kong;

    fn at(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        ZONE.with_ymd_and_hms(year, month, day, hour, minute, 0)
            .unwrap()
            .with_timezone(&Utc)
    }

    #[test]
    fn the_cron_of_a_job_ends_one_day_after_the_deadline() {
        let now = at(2026, 2, 26, 10, 48);
        for (interval, deadline, cron) in [
            ("1m", at(2026, 2, 26, 14, 0), "* * 26-27 2 *"),
            ("1m", at(2026, 2, 28, 14, 0), "* * 1,26-28 2-3 *"),
            ("5m", at(2026, 2, 26, 14, 0), "*/5 * 26-27 2 *"),
            ("1h", at(2026, 2, 26, 14, 0), "0 * 26-27 2 *"),
            ("6h", at(2026, 2, 26, 14, 0), "0 */6 26-27 2 *"),
            ("24h", at(2026, 2, 26, 14, 0), "0 0 26-27 2 *"),
            (
                "90m",
                at(2026, 2, 26, 14, 0),
                "0,30 0-1,3-4,6-7,9-10,12-13,15-16,18-19,21-22 26-27 2 *",
            ),
            ("7m", at(2026, 2, 26, 14, 0), "* * 26-27 2 *"),
            ("45m", at(2026, 2, 26, 14, 0), "*/15 * 26-27 2 *"),
            ("10s", at(2026, 2, 26, 14, 0), "* * 26-27 2 *"),
            ("auto", at(2026, 2, 26, 14, 0), "* * 26-27 2 *"),
            ("1m", at(2026, 4, 20, 14, 0), "* * * 2-4 *"),
            ("0 9 * * *", at(2026, 2, 28, 14, 0), "0 9 1,26-28 2-3 *"),
            ("0 9 1,15 * *", at(2026, 3, 2, 14, 0), "0 9 1 3 *"),
            ("0 9 * * 1-5", at(2026, 2, 28, 14, 0), "0 9 * 2-3 1-5"),
            ("0 9 * MAR MON", at(2026, 3, 2, 14, 0), "0 9 * 3 MON"),
        ] {
            let interval = Interval::parse(interval, ZONE).unwrap();
            assert_eq!(bounded(&interval, ZONE, now, deadline), cron, "{interval}");
        }
    }

    #[test]
    fn across_the_turn_of_the_year_both_years_days_are_in() {
        let interval = Interval::Minutes(1);
        assert_eq!(
            bounded(&interval, ZONE, at(2026, 12, 30, 0, 0), at(2027, 1, 1, 9, 0)),
            "* * 1-2,30-31 1,12 *"
        );
    }

    #[test]
    fn expressions_that_scheduler_does_not_know_are_refused() {
        for (text, reason) in [
            (
                "0 9 1 * 1",
                "day of month and weekday together are not possible, give one of them",
            ),
            (
                "0 9 L * *",
                "only numbers, names, `*`, `,`, `-` and `/` are possible",
            ),
            ("0 9 * * 5#2", "`#` has no meaning in it"),
            ("0 9 * *", "it has 4 fields instead of five"),
        ] {
            assert_eq!(
                CronExpression::parse(text, ZONE),
                Err(reason.to_owned()),
                "{text}"
            );
        }
        for text in [
            "99 9 * * *",
            "0 25 * * *",
            "a b c d e",
            "0 9 * FOO *",
            "1-0 * * * *",
        ] {
            assert!(CronExpression::parse(text, ZONE).is_err(), "{text} is refused");
        }
    }

    #[test]
    fn times_are_those_of_the_zone() {
        let cron = CronExpression::parse("0 9 * * *", ZONE).unwrap();
        assert_eq!(
            cron.last_until(at(2026, 2, 26, 9, 0)),
            Some(at(2026, 2, 26, 9, 0))
        );
        assert_eq!(
            cron.last_until(at(2026, 2, 26, 8, 59)),
            Some(at(2026, 2, 25, 9, 0))
        );
        assert_eq!(
            cron.first_after(at(2026, 2, 26, 9, 0)),
            Some(at(2026, 2, 27, 9, 0))
        );
    }
}
