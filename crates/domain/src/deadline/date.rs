//! The day of a deadline.

use chrono::{Datelike, NaiveDate, Weekday};

use super::DeadlineError;

/// Which day is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// None was named: the next time the clock shows the time.
    Next,
    /// So many days from today.
    After(i64),
    /// The next such weekday.
    Weekday(Weekday),
    /// A date; without a year the next one.
    Date {
        year: Option<i32>,
        month: u32,
        day: u32,
        weekday: Option<Weekday>,
    },
}

impl Day {
    /// Reads the words of the day, lower case.
    pub(super) fn read(words: &[String]) -> Option<Self> {
        let words: Vec<&str> = words
            .iter()
            .map(|word| word.trim_end_matches(['.', ',']))
            .collect();
        match words.as_slice() {
            [] => Some(Self::Next),
            ["today" | "tonight"] => Some(Self::After(0)),
            ["tomorrow"] => Some(Self::After(1)),
            [word] => weekday(word).map(Self::Weekday).or_else(|| dashed(word, None)),
            [first, rest @ ..] => match weekday(first) {
                Some(weekday) => date(rest, Some(weekday)),
                None => date(&words, None),
            },
        }
    }
}

/// The calendar day; without a year the next one that is not past.
pub(super) fn resolve(
    year: Option<i32>,
    month: u32,
    day: u32,
    weekday: Option<Weekday>,
    today: NaiveDate,
    text: &str,
) -> Result<NaiveDate, DeadlineError> {
    let date = match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
        None => nearest(month, day, today),
    };
    let date = date.ok_or_else(|| DeadlineError::NoSuchDay(text.trim().to_owned()))?;
    match weekday {
        Some(weekday) if weekday != date.weekday() => Err(DeadlineError::OtherWeekday(date)),
        _ => Ok(date),
    }
}

/// This year's such day, or next year's when this year's is long past. A day that passed lately is not pushed into
/// the next year: it is a mistake, and "has passed" says so.
fn nearest(month: u32, day: u32, today: NaiveDate) -> Option<NaiveDate> {
    let this_year = NaiveDate::from_ymd_opt(today.year(), month, day);
    let next_year = NaiveDate::from_ymd_opt(today.year() + 1, month, day);
    match this_year {
        Some(date) if (today - date).num_days() > 183 => next_year.or(this_year),
        Some(date) => Some(date),
        None => next_year,
    }
}

/// `28 feb`, `28 feb 2026`, `feb 28`, `feb 28 2026`, `2026-02-28`.
fn date(words: &[&str], weekday: Option<Weekday>) -> Option<Day> {
    let with_year = |day: &str, month_word: &str, year: Option<&str>| {
        let day = day_number(day)?;
        let month = month(month_word)?;
        let year = match year {
            Some(text) => Some(four_digits(text)?),
            None => None,
        };
        Some(Day::Date {
            year,
            month,
            day,
            weekday,
        })
    };
    match words {
        [one] => dashed(one, weekday),
        [a, b] => with_year(a, b, None).or_else(|| with_year(b, a, None)),
        [a, b, year] => with_year(a, b, Some(year)).or_else(|| with_year(b, a, Some(year))),
        _ => None,
    }
}

/// `2026-02-28`, `2026/02/28`, `2026.02.28`, `20260228`.
fn dashed(word: &str, weekday: Option<Weekday>) -> Option<Day> {
    if word.len() == 8 && word.bytes().all(|b| b.is_ascii_digit()) {
        let (year, rest) = word.split_at(4);
        let (month, day) = rest.split_at(2);
        return Some(Day::Date {
            year: Some(four_digits(year)?),
            month: month.parse().ok()?,
            day: day.parse().ok()?,
            weekday,
        });
    }
    let separator = ['-', '/', '.'].into_iter().find(|c| word.contains(*c))?;
    let parts: Vec<&str> = word.split(separator).collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    Some(Day::Date {
        year: Some(four_digits(year)?),
        month: day_number(month)?,
        day: day_number(day)?,
        weekday,
    })
}

fn four_digits(text: &str) -> Option<i32> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// `28`, `28th`.
fn day_number(text: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"]
        .into_iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(text);
    ((1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let number = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(word))?;
    u32::try_from(number + 1).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    DAYS.iter()
        .find(|(name, _)| word.len() >= 3 && name.starts_with(word))
        .map(|(_, day)| *day)
}
