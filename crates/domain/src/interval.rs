//! How often a page is read.

use std::fmt;

use chrono_tz::Tz;
use thiserror::Error;

use crate::cron::CronExpression;

/// The distance between two samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interval {
    /// 10, 15, 20 or 30 seconds.
    Seconds(u32),
    /// 1 to 1440 minutes, counted from local midnight.
    Minutes(u32),
    /// Each minute, and every 10 seconds in the last hour.
    Auto,
    /// At the times of a five-field cron expression.
    Cron(Box<CronExpression>),
}

/// Why a text is no interval.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IntervalError {
    /// No form fits.
    #[error("the interval `{0}` cannot be read")]
    Unreadable(String),
    /// Not one of the distances below a minute.
    #[error("every {0} s is not possible")]
    Seconds(u32),
    /// Nothing, or more than a day.
    #[error("an interval lasts from 10 seconds to 24 hours")]
    OutOfRange,
    /// A cron expression that cannot be used.
    #[error("the cron expression `{text}` cannot be used: {reason}")]
    Cron {
        /// What was typed.
        text: String,
        /// Why not.
        reason: String,
    },
}

impl Interval {
    /// Reads `1m`, `5 min`, `1h`, `hour`, `10s`, `auto`, or a cron expression, which contains spaces.
    pub fn parse(text: &str, zone: Tz) -> Result<Self, IntervalError> {
        let text = text.trim().trim_matches(['"', '“', '”', '\'']).trim();
        if text.eq_ignore_ascii_case("auto") {
            return Ok(Self::Auto);
        }
        if text.split_whitespace().count() == 5 {
            let cron = |reason| IntervalError::Cron {
                text: text.to_owned(),
                reason,
            };
            return CronExpression::parse(text, zone)
                .map(|expression| Self::Cron(Box::new(expression)))
                .map_err(cron);
        }
        let seconds =
            read_seconds(&text.to_lowercase()).ok_or_else(|| IntervalError::Unreadable(text.to_owned()))?;
        match seconds {
            10 | 15 | 20 | 30 => Ok(Self::Seconds(seconds)),
            0 => Err(IntervalError::OutOfRange),
            1..60 => Err(IntervalError::Seconds(seconds)),
            _ if seconds > 86_400 => Err(IntervalError::OutOfRange),
            _ if seconds % 60 != 0 => Err(IntervalError::Seconds(seconds)),
            _ => Ok(Self::Minutes(seconds / 60)),
        }
    }

    /// `every minute`, `every 5 minutes`, `every 10 s`.
    pub fn words(&self) -> String {
        match self {
            Self::Seconds(seconds) => format!("every {seconds} s"),
            Self::Minutes(1) => "every minute".to_owned(),
            Self::Minutes(60) => "every hour".to_owned(),
            Self::Minutes(minutes) if minutes % 60 == 0 => format!("every {} hours", minutes / 60),
            Self::Minutes(minutes) => format!("every {minutes} minutes"),
            Self::Auto => "every minute, every 10 s in the last hour".to_owned(),
            Self::Cron(cron) => format!("at the times of \"{cron}\""),
        }
    }
}

/// The text that parses to the interval: `5m`, `10s`, `1h`, `auto`, `0 9 * * *`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seconds(seconds) => write!(f, "{seconds}s"),
            Self::Minutes(minutes) if minutes % 60 == 0 => write!(f, "{}h", minutes / 60),
            Self::Minutes(minutes) => write!(f, "{minutes}m"),
            Self::Auto => f.write_str("auto"),
            Self::Cron(cron) => cron.fmt(f),
        }
    }
}

/// `5m`, `5 min`, `minute`, `1 hour`.
fn read_seconds(text: &str) -> Option<u32> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number = if number.is_empty() {
        1
    } else {
        number.parse::<u32>().ok()?
    };
    let unit = match unit.trim() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600,
        "d" | "day" => 86_400,
        _ => return None,
    };
    number.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Interval, String> {
        Interval::parse(text, Tz::Asia__Hong_Kong).map_err(|error| error.to_string())
    }

    #[test]
    fn intervals_are_read_and_written_back() {
        for (text, written, words) in [
            ("1m", "1m", "every minute"),
            ("minute", "1m", "every minute"),
            ("5m", "5m", "every 5 minutes"),
            ("5 min", "5m", "every 5 minutes"),
            ("60s", "1m", "every minute"),
            ("60m", "1h", "every hour"),
            ("1h", "1h", "every hour"),
            ("90m", "90m", "every 90 minutes"),
            ("2 hours", "2h", "every 2 hours"),
            ("10s", "10s", "every 10 s"),
            ("AUTO", "auto", "every minute, every 10 s in the last hour"),
            (
                "\"0 9 * * 1-5\"",
                "0 9 * * 1-5",
                "at the times of \"0 9 * * 1-5\"",
            ),
            ("“*/5 * * * *”", "*/5 * * * *", "at the times of \"*/5 * * * *\""),
        ] {
            let interval = parse(text).unwrap();
            assert_eq!(
                (interval.to_string().as_str(), interval.words().as_str()),
                (written, words),
                "{text}"
            );
            assert_eq!(parse(written).unwrap(), interval, "{written} is read back");
        }
    }

    #[test]
    fn other_intervals_are_refused() {
        for (text, error) in [
            ("", "the interval `` cannot be read"),
            ("often", "the interval `often` cannot be read"),
            ("5", "the interval `5` cannot be read"),
            ("0m", "an interval lasts from 10 seconds to 24 hours"),
            ("2 days", "the interval `2 days` cannot be read"),
            ("25h", "an interval lasts from 10 seconds to 24 hours"),
            ("7s", "every 7 s is not possible"),
            ("90s", "every 90 s is not possible"),
            ("99999999999m", "the interval `99999999999m` cannot be read"),
            ("4294967295h", "the interval `4294967295h` cannot be read"),
        ] {
            assert_eq!(parse(text), Err(error.to_owned()), "{text}");
        }
    }
}
