//! How long before the deadline the chat is reminded.

use std::fmt;
use std::str::FromStr;

use super::WishError;

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;
/// More reminders are a nuisance.
const MOST: usize = 5;
/// The earliest.
const EARLIEST: u32 = 7 * DAY;

/// How long before the deadline the chat is reminded of it, in minutes, the longest in front. Written as `1h, 10m`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminders(Vec<u32>);

impl Default for Reminders {
    fn default() -> Self {
        Self(vec![HOUR, 10])
    }
}

impl Reminders {
    /// The minutes, the longest in front.
    pub fn minutes(&self) -> &[u32] {
        &self.0
    }

    /// Whether a word may be one of them, and does not belong to what stands behind.
    pub(crate) fn is_one(word: &str) -> bool {
        word.eq_ignore_ascii_case("off") || minutes(word.trim_end_matches(',')).is_some()
    }
}

impl FromStr for Reminders {
    type Err = WishError;

    /// Reads `off`, or times separated by commas or spaces.
    fn from_str(text: &str) -> Result<Self, WishError> {
        let wrong = || WishError::Reminders(text.trim().to_owned());
        if text.trim().eq_ignore_ascii_case("off") {
            return Ok(Self(Vec::new()));
        }
        let words = text.split([',', ' ']).filter(|word| !word.is_empty());
        let mut all: Vec<u32> = words.map(minutes).collect::<Option<_>>().ok_or_else(wrong)?;
        all.sort_unstable_by(|a, b| b.cmp(a));
        all.dedup();
        if (1..=MOST).contains(&all.len()) {
            Ok(Self(all))
        } else {
            Err(wrong())
        }
    }
}

impl fmt::Display for Reminders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("off");
        }
        let words: Vec<String> = self.0.iter().map(|minutes| word(*minutes)).collect();
        f.write_str(&words.join(", "))
    }
}

fn word(minutes: u32) -> String {
    match minutes {
        minutes if minutes.is_multiple_of(DAY) => format!("{}d", minutes / DAY),
        minutes if minutes.is_multiple_of(HOUR) => format!("{}h", minutes / HOUR),
        minutes => format!("{minutes}m"),
    }
}

fn minutes(word: &str) -> Option<u32> {
    let unit = word.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = word.split_at(unit);
    let factor = match unit.to_ascii_lowercase().as_str() {
        "m" | "min" | "mins" => 1,
        "h" | "hr" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        _ => return None,
    };
    let minutes = number.parse::<u32>().ok()?.checked_mul(factor)?;
    (1..=EARLIEST).contains(&minutes).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_one_way_the_longest_in_front() {
        for (typed, written) in [
            ("off", "off"),
            ("OFF", "off"),
            ("10m", "10m"),
            ("10min, 1h", "1h, 10m"),
            ("60m 1h", "1h"),
            ("90m,2d", "2d, 90m"),
            ("7d", "7d"),
        ] {
            let reminders: Reminders = typed.parse().unwrap_or_else(|error| panic!("{typed}: {error}"));
            assert_eq!(reminders.to_string(), written, "{typed}");
            assert_eq!(written.parse(), Ok(reminders));
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for typed in [
            "",
            "0m",
            "8d",
            "10",
            "m",
            "soon",
            "1h, soon",
            "1m 2m 3m 4m 5m 6m",
            "99999999999d",
        ] {
            assert_eq!(
                typed.parse::<Reminders>(),
                Err(WishError::Reminders(typed.to_owned()))
            );
        }
    }
}
