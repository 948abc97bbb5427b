//! Time zones as people and shops write them, and how an instant is told in one.

use std::fmt;

use chrono::{DateTime, Duration, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

/// A zone that a deadline may be typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// A place with its own history of offsets.
    Named(Tz),
    /// A bare offset: `+09:00`.
    Fixed(FixedOffset),
}

impl Zone {
    /// Reads `HKT`, `KST`, `JST`, `SGT`, `UTC`, `GMT`, `Z`, `+09:00`, `+9`, `UTC+9`, `GMT+8` or `Asia/Seoul`.
    pub fn parse(text: &str) -> Option<Self> {
        let upper = text.to_uppercase();
        let named = match upper.as_str() {
            "HKT" => Tz::Asia__Hong_Kong,
            "KST" => Tz::Asia__Seoul,
            "JST" => Tz::Asia__Tokyo,
            "SGT" => Tz::Asia__Singapore,
            "UTC" | "GMT" | "Z" => Tz::UTC,
            _ if text.contains('/') => text.parse().ok()?,
            _ => return parse_offset(&upper).map(Self::Fixed),
        };
        Some(Self::Named(named))
    }

    /// The wall clock of this zone at an instant.
    pub fn wall_clock(self, at: DateTime<Utc>) -> NaiveDateTime {
        at.naive_utc() + self.offset(at)
    }

    /// The instants at which this zone's wall clocks show `local`: none in a spring gap, two in an autumn fold.
    pub fn instants(self, local: NaiveDateTime) -> LocalResult<DateTime<Utc>> {
        match self {
            Self::Named(tz) => tz.from_local_datetime(&local).map(|at| at.with_timezone(&Utc)),
            Self::Fixed(offset) => offset
                .from_local_datetime(&local)
                .map(|at| at.with_timezone(&Utc)),
        }
    }

    /// What the zone is called at an instant: `HKT`, `+09:00`.
    pub fn label(self, at: DateTime<Utc>) -> String {
        match self {
            Self::Named(tz) => {
                let label = at.with_timezone(&tz).format("%Z").to_string();
                // Many zones have no abbreviation, only an offset such as +0545.
                if label.starts_with(['+', '-']) {
                    self.offset(at).to_string()
                } else {
                    label
                }
            }
            Self::Fixed(offset) => offset.to_string(),
        }
    }

    /// Distance from UTC at an instant.
    pub fn offset(self, at: DateTime<Utc>) -> FixedOffset {
        match self {
            Self::Named(tz) => tz.offset_from_utc_datetime(&at.naive_utc()).fix(),
            Self::Fixed(offset) => offset,
        }
    }
}

impl From<Tz> for Zone {
    fn from(tz: Tz) -> Self {
        Self::Named(tz)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(tz) => f.write_str(tz.name()),
            Self::Fixed(offset) => offset.fmt(f),
        }
    }
}

/// An instant as a person reads it: `Sat 28 Feb 14:00 HKT`. It is read back to the same instant.
pub(crate) fn clock_words(at: DateTime<Utc>, zone: Zone) -> String {
    format!(
        "{} {}",
        zone.wall_clock(at).format("%a %-d %b %H:%M"),
        zone.label(at)
    )
}

/// The same with the year, for what is read long afterwards: `Sat 28 Feb 2026 14:00 HKT`.
pub(crate) fn dated_words(at: DateTime<Utc>, zone: Zone) -> String {
    format!(
        "{} {}",
        zone.wall_clock(at).format("%a %-d %b %Y %H:%M"),
        zone.label(at)
    )
}

/// A span as a person reads it, in its two largest units: `3 h 12 min`, `2 d 4 h`, `45 s`.
pub(crate) fn span_words(span: Duration) -> String {
    let seconds = span.num_seconds().max(0);
    let units = [
        ("d", seconds / 86_400),
        ("h", seconds / 3_600 % 24),
        ("min", seconds / 60 % 60),
        ("s", seconds % 60),
    ];
    let first = units.iter().position(|(_, count)| *count > 0).unwrap_or(3);
    // Seconds beside minutes matter to nobody who waits for an hour.
    let last = if first == 2 { 2 } else { (first + 1).min(3) };
    let words: Vec<String> = units[first..=last]
        .iter()
        .filter(|(_, count)| *count > 0 || first == 3)
        .map(|(unit, count)| format!("{count} {unit}"))
        .collect();
    words.join(" ")
}

/// `+09:00`, `+9`, `-0330`, each also behind `UTC` or `GMT`.
fn parse_offset(upper: &str) -> Option<FixedOffset> {
    let text = upper
        .strip_prefix("UTC")
        .or_else(|| upper.strip_prefix("GMT"))
        .unwrap_or(upper);
    let (sign, digits) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix(['-', '−'])?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    let number = |text: &str| {
        (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
    };
    let (hours, minutes): (i32, i32) = (number(hours)?, number(minutes)?);
    (hours <= 14 && minutes < 60).then(|| FixedOffset::east_opt(sign * (hours * 3_600 + minutes * 60)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_as_shops_write_them() {
        let at = Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap();
        for (text, hours) in [
            ("HKT", 8.0),
            ("kst", 9.0),
            ("JST", 9.0),
            ("UTC", 0.0),
            ("z", 0.0),
            ("+09:00", 9.0),
            ("+9", 9.0),
            ("-0330", -3.5),
            ("UTC+9", 9.0),
            ("gmt+8", 8.0),
            ("Asia/Seoul", 9.0),
        ] {
            let zone = Zone::parse(text).unwrap_or_else(|| panic!("{text} is a zone"));
            assert_eq!(
                f64::from(zone.offset(at).local_minus_utc()) / 3_600.0,
                hours,
                "{text}"
            );
        }
        for text in [
            "",
            "XYZ",
            "CST",
            "+25",
            "+9:99",
            "9",
            "14:00",
            "Asia/Nowhere",
            "+",
            "+é9",
        ] {
            assert_eq!(Zone::parse(text), None, "{text}");
        }
    }

    #[test]
    fn spans_are_told_in_two_units() {
        for (seconds, words) in [
            (0, "0 s"),
            (45, "45 s"),
            (60, "1 min"),
            (119, "1 min"),
            (11_520, "3 h 12 min"),
            (7_200, "2 h"),
            (187_200, "2 d 4 h"),
            (-5, "0 s"),
        ] {
            assert_eq!(span_words(Duration::seconds(seconds)), words);
        }
    }
}
