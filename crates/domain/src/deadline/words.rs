//! Cuts a deadline's text into zone, time of day, and the words of the day.

use chrono::Duration;

use super::{ClockTime, DeadlineError};
use crate::zone::Zone;

/// The parts of a deadline's text.
pub(super) struct Words {
    /// Everything that is neither time nor zone, lower case.
    pub(super) day: Vec<String>,
    pub(super) time: Option<ClockTime>,
    /// The zone that was typed, unless its label is the configured zone's own.
    pub(super) zone: Option<Zone>,
    /// The zone as typed.
    pub(super) label: Option<String>,
    text: String,
}

impl Words {
    /// `own` is the configured zone: its labels (`CET`, `CEST`) are understood beside those that everybody knows.
    pub(super) fn read(text: &str, own: Zone) -> Self {
        let text = normalised(text);
        let mut words = Self {
            day: Vec::new(),
            time: None,
            zone: None,
            label: None,
            text: text.clone(),
        };
        // "2026-02-28T14:00": the T separates like a space.
        let text = match text.split_once('T') {
            Some((date, time))
                if date.ends_with(|c: char| c.is_ascii_digit())
                    && time.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                format!("{date} {time}")
            }
            _ => text,
        };
        for word in text.split_whitespace() {
            words.take(word, own);
        }
        words
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// `in 3h`, `in 1h 30m`, `in 2 days`: nothing when the text is of another form.
    pub(super) fn span(&self) -> Option<Result<Duration, DeadlineError>> {
        let (first, rest) = self.day.split_first()?;
        if first != "in" {
            return None;
        }
        let unreadable = || DeadlineError::Unreadable(self.text.trim().to_owned());
        let span = if self.time.is_some() {
            None
        } else {
            read_span(&rest.concat())
        };
        Some(span.ok_or_else(unreadable))
    }

    fn take(&mut self, word: &str, own: Zone) {
        let word = word.trim_matches(['(', ')', ',']);
        if self.time.is_none() && self.take_time(word, own) {
            return;
        }
        // A zone stands behind a time or a span, so `+9` at the start is no zone.
        let may_be_zone = self.time.is_some() || self.day.first().is_some_and(|first| first == "in");
        if may_be_zone && self.zone.is_none() && self.label.is_none() && self.take_zone(word, own) {
            return;
        }
        if !word.is_empty() {
            self.day.push(word.to_lowercase());
        }
    }

    /// `14:00`, `14:00:30`, `2pm`, `14:00+09:00`, `14:00KST`.
    fn take_time(&mut self, word: &str, own: Zone) -> bool {
        let clock_end = word
            .find(|c: char| !c.is_ascii_digit() && c != ':')
            .unwrap_or(word.len());
        let (clock, suffix) = word.split_at(clock_end);
        let half = match suffix.to_lowercase().as_str() {
            "am" => Some(0),
            "pm" => Some(12),
            _ => None,
        };
        let Some(time) = read_time(clock, half) else {
            return false;
        };
        if half.is_none() && !suffix.is_empty() && !self.take_zone(suffix, own) {
            return false;
        }
        self.time = Some(time);
        true
    }

    fn take_zone(&mut self, word: &str, own: Zone) -> bool {
        if let Some(zone) = Zone::parse(word) {
            self.zone = Some(zone);
        } else if !is_label_of(word, own) {
            return false;
        }
        self.label = Some(word.to_owned());
        true
    }
}

/// Whether the configured zone calls itself so at some time of the year.
fn is_label_of(word: &str, own: Zone) -> bool {
    let year = 1_767_225_600; // 2026-01-01
    (0..12).any(|month| {
        chrono::DateTime::from_timestamp(year + month * 30 * 86_400, 0)
            .is_some_and(|at| own.label(at).eq_ignore_ascii_case(word))
    })
}

/// Full-width digits and colons of Chinese keyboards become ASCII.
fn normalised(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            _ => c,
        })
        .collect()
}

/// A time needs a colon, or `am`/`pm` behind it (`half` is the hours which that adds).
fn read_time(clock: &str, half: Option<u32>) -> Option<ClockTime> {
    let parts: Vec<&str> = clock.split(':').collect();
    let number = |text: &str| ((1..=2).contains(&text.len())).then(|| text.parse::<u32>().ok())?;
    let (hour, minute, second) = match parts.as_slice() {
        [hour] if half.is_some() => (number(hour)?, 0, 0),
        [hour, minute] if minute.len() == 2 => (number(hour)?, number(minute)?, 0),
        [hour, minute, second] if minute.len() == 2 && second.len() == 2 => {
            (number(hour)?, number(minute)?, number(second)?)
        }
        _ => return None,
    };
    match half {
        Some(_) if !(1..=12).contains(&hour) => None,
        Some(added) => ClockTime::new(hour % 12 + added, minute, second),
        None => ClockTime::new(hour, minute, second),
    }
}

/// `3h`, `1h30m`, `90min`, `2days`.
fn read_span(text: &str) -> Option<Duration> {
    let mut rest = text;
    let mut total = Duration::zero();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at(digits);
        let unit_end = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, after) = tail.split_at(unit_end);
        let number = number.parse::<u32>().ok()?;
        total = total.checked_add(&unit_span(unit)?.checked_mul(i32::try_from(number).ok()?)?)?;
        rest = after;
    }
    (total > Duration::zero()).then_some(total)
}

fn unit_span(unit: &str) -> Option<Duration> {
    match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => Some(Duration::seconds(1)),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(Duration::minutes(1)),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(Duration::hours(1)),
        "d" | "day" | "days" => Some(Duration::days(1)),
        "w" | "week" | "weeks" => Some(Duration::weeks(1)),
        _ => None,
    }
}
