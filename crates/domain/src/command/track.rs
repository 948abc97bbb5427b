//! `/track PLATFORM EVENT until DEADLINE [every INTERVAL]`, or a link in the place of platform and event.

use chrono::{DateTime, LocalResult, Utc};
use chrono_tz::Tz;
use thiserror::Error;

use crate::deadline::{Deadline, DeadlineError};
use crate::names::{
    EventForm, EventName, EventNameError, PlatformName, as_link, has_scheme, looks_like_link,
};
use crate::zone::Zone;
use crate::{Interval, IntervalError};

/// The platform of a link that no other platform knows as its own.
const ANY_PAGE: &str = "web";

/// The parts of a `/track`, not yet understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackWords {
    /// None where a link stands in its place.
    platform: Option<String>,
    event: String,
    deadline: String,
    interval: Option<String>,
}

/// A `/track` that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackRequest {
    /// Where the event is found.
    pub platform: PlatformName,
    /// What is watched.
    pub event: EventName,
    /// Until when.
    pub deadline: Deadline,
    /// How often.
    pub interval: Interval,
}

/// Why a `/track` cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TrackError {
    /// Nothing stands behind `/track`.
    #[error("nothing stands behind /track")]
    Nothing,
    /// The word `until` is missing.
    #[error("`until` is missing")]
    NoUntil,
    /// The link is another platform's than the one that was typed.
    #[error("the link is of the platform {of}, not {typed}")]
    LinkOfAnother {
        /// What was typed.
        typed: PlatformName,
        /// Whose link it is.
        of: PlatformName,
    },
    /// No platform file has that name.
    #[error("unknown platform `{typed}`")]
    UnknownPlatform {
        /// What was typed.
        typed: String,
        /// The platforms that exist.
        known: Vec<String>,
    },
    /// No event between platform and `until`.
    #[error("the event is missing")]
    NoEvent,
    /// The event is not one.
    #[error(transparent)]
    Event(#[from] EventNameError),
    /// The deadline is not one.
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
    /// The interval is not one.
    #[error(transparent)]
    Interval(#[from] IntervalError),
}

impl TrackWords {
    /// Cuts the text behind `/track` into its parts. The last `until` splits, since an event may contain the word.
    pub fn read(arguments: &str) -> Result<Self, TrackError> {
        let words: Vec<&str> = arguments.split_whitespace().collect();
        if words.is_empty() {
            return Err(TrackError::Nothing);
        }
        let until = words
            .iter()
            .rposition(|word| word.eq_ignore_ascii_case("until"))
            .ok_or(TrackError::NoUntil)?;
        let (before, after) = (&words[..until], &words[until + 1..]);
        let (deadline, interval) = split_interval(after);
        let (platform, event) = match before {
            [] => return Err(TrackError::NoEvent),
            [link, rest @ ..] if looks_like_link(link) => {
                let link = as_link(link).unwrap_or_default();
                (None, [&[link.as_str()], rest].concat().join(" "))
            }
            [platform, event @ ..] => (Some((*platform).to_owned()), event.join(" ")),
        };
        Ok(Self {
            platform,
            event,
            deadline,
            interval,
        })
    }

    /// The platform as it was typed; none where a link stands in its place.
    pub fn platform(&self) -> Option<&str> {
        self.platform.as_deref()
    }

    /// The link that stands in the event's place, if one does.
    pub fn link(&self) -> Option<&str> {
        Some(self.event.as_str()).filter(|event| has_scheme(event) && !event.contains(' '))
    }

    /// The same with the platform and the event that the link is of.
    #[must_use]
    pub fn with_event(self, platform: &PlatformName, event: &EventName) -> Self {
        Self {
            platform: Some(platform.to_string()),
            event: event.to_string(),
            ..self
        }
    }

    /// Understands the parts. `form` tells how a platform names its events, and nothing for an unknown platform.
    pub fn understand(
        &self,
        now: DateTime<Utc>,
        zone: Tz,
        platforms: &[(PlatformName, EventForm)],
    ) -> Result<TrackRequest, TrackError> {
        let (platform, form) = self.known_platform(platforms)?;
        if self.event.is_empty() {
            return Err(TrackError::NoEvent);
        }
        Ok(TrackRequest {
            platform,
            event: EventName::parse(&self.event, form)?,
            deadline: Deadline::parse(&self.deadline, now, Zone::Named(zone))?,
            interval: self
                .interval
                .as_deref()
                .map_or(Ok(Interval::Minutes(1)), |text| Interval::parse(text, zone))?,
        })
    }

    fn known_platform(
        &self,
        platforms: &[(PlatformName, EventForm)],
    ) -> Result<(PlatformName, EventForm), TrackError> {
        let typed = self.platform().unwrap_or(ANY_PAGE);
        let name = PlatformName::parse(typed);
        let found = platforms.iter().find(|(known, _)| Some(known) == name.as_ref());
        found.cloned().ok_or_else(|| TrackError::UnknownPlatform {
            typed: typed.to_owned(),
            known: platforms.iter().map(|(name, _)| name.to_string()).collect(),
        })
    }
}

impl TrackRequest {
    /// The command that says the same, however and whenever it is read: it is what the bot's own message keeps until
    /// Start is pressed.
    pub fn canonical(&self) -> String {
        let interval = match &self.interval {
            Interval::Cron(cron) => format!("\"{cron}\""),
            other => other.to_string(),
        };
        format!(
            "/track {} {} until {} every {interval}",
            self.platform,
            self.event,
            written(&self.deadline)
        )
    }
}

/// The deadline in the zone that it was typed in, with a year and an unmistakable zone.
fn written(deadline: &Deadline) -> String {
    let at = deadline.at();
    let zone = match deadline.typed_in().instants(deadline.typed_in().wall_clock(at)) {
        LocalResult::Single(_) => deadline.typed_in(),
        // A time that clocks show twice is unmistakable in UTC only.
        LocalResult::Ambiguous(..) | LocalResult::None => Zone::Named(Tz::UTC),
    };
    let label = zone.label(at);
    let known = Zone::parse(&label).is_some_and(|parsed| parsed.offset(at) == zone.offset(at));
    let name = if known { label } else { zone.to_string() };
    format!("{} {name}", zone.wall_clock(at).format("%Y-%m-%d %H:%M"))
}

/// Takes `every INTERVAL` out of the words behind `until`, wherever it stands among them.
fn split_interval(words: &[&str]) -> (String, Option<String>) {
    let Some(every) = words.iter().position(|word| word.eq_ignore_ascii_case("every")) else {
        return (words.join(" "), None);
    };
    let behind = &words[every + 1..];
    let length = interval_length(behind);
    let deadline = [&words[..every], &behind[length..]].concat().join(" ");
    (deadline, Some(behind[..length].join(" ")))
}

/// How many words the interval has: up to the closing quote, a number and its unit, or one word.
fn interval_length(words: &[&str]) -> usize {
    const QUOTES: [char; 4] = ['"', '“', '”', '\''];
    let Some(first) = words.first() else { return 0 };
    if first.starts_with(QUOTES) {
        let closing = words
            .iter()
            .enumerate()
            .position(|(n, word)| word.ends_with(QUOTES) && (n > 0 || word.len() > 1));
        return closing.map_or(words.len(), |position| position + 1);
    }
    let unit_follows = first.bytes().all(|b| b.is_ascii_digit())
        && words
            .get(1)
            .is_some_and(|unit| unit.bytes().all(|b| b.is_ascii_alphabetic()));
    if unit_follows { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::*;

    use super::*;

    const ZONE: Tz = Tz::Asia__Hong_Kong;

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 26, 2, 48, 20).unwrap()
    }

    fn platforms() -> Vec<(PlatformName, EventForm)> {
        vec![
            (PlatformName::parse("demo").unwrap(), EventForm::Name),
            (PlatformName::parse("web").unwrap(), EventForm::Url),
        ]
    }

    fn understand(arguments: &str) -> Result<TrackRequest, TrackError> {
        TrackWords::read(arguments)?.understand(now(), ZONE, &platforms())
    }

    #[test]
    fn a_command_is_understood_and_written_in_one_way() {
        for (typed, canonical) in [
            (
                "demo ABC until 14:00",
                "/track demo ABC until 2026-02-26 14:00 HKT every 1m",
            ),
            (
                "DEMO ABC UNTIL 14:00 EVERY 5m",
                "/track demo ABC until 2026-02-26 14:00 HKT every 5m",
            ),
            (
                "demo ABC until every 5 minutes 14:00",
                "/track demo ABC until 2026-02-26 14:00 HKT every 5m",
            ),
            (
                "demo ABC until every auto tomorrow 14:00",
                "/track demo ABC until 2026-02-27 14:00 HKT every auto",
            ),
            (
                "demo ABC until every hour in 3h",
                "/track demo ABC until 2026-02-26 13:49 HKT every 1h",
            ),
            (
                "demo Until Dawn until 14:00",
                "/track demo Until Dawn until 2026-02-26 14:00 HKT every 1m",
            ),
            (
                "demo ABC until 14:00 KST every 10s",
                "/track demo ABC until 2026-02-26 14:00 KST every 10s",
            ),
            (
                "demo A until 28 Feb 14:00 +05:45",
                "/track demo A until 2026-02-28 14:00 +05:45 every 1m",
            ),
            (
                "demo A until 28 Feb 14:00 Asia/Kathmandu",
                "/track demo A until 2026-02-28 14:00 +05:45 every 1m",
            ),
            (
                "demo A until 28 Feb 14:00 Europe/Berlin",
                "/track demo A until 2026-02-28 14:00 Europe/Berlin every 1m",
            ),
            (
                "demo ABC until 28 Feb 14:00 every \"0 9 * * *\"",
                "/track demo ABC until 2026-02-28 14:00 HKT every \"0 9 * * *\"",
            ),
            (
                "demo ABC until every “*/5 * * * *” 28 Feb 14:00",
                "/track demo ABC until 2026-02-28 14:00 HKT every \"*/5 * * * *\"",
            ),
            (
                "https://shop.example/a?b=1 until 14:00",
                "/track web https://shop.example/a?b=1 until 2026-02-26 14:00 HKT every 1m",
            ),
            (
                "www.shop.example/a until 14:00",
                "/track web https://www.shop.example/a until 2026-02-26 14:00 HKT every 1m",
            ),
            (
                "web https://shop.example/a?b=1 until 14:00",
                "/track web https://shop.example/a?b=1 until 2026-02-26 14:00 HKT every 1m",
            ),
        ] {
            let request = understand(typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
            assert_eq!(request.canonical(), canonical, "{typed}");
            let again = understand(canonical.strip_prefix("/track ").unwrap()).unwrap();
            assert_eq!(
                (again.deadline.at(), again.canonical().as_str()),
                (request.deadline.at(), canonical)
            );
        }
    }

    #[test]
    fn what_cannot_be_followed_says_why() {
        let long = format!("demo {} until 14:00", "a".repeat(500));
        for (typed, error) in [
            ("", "nothing stands behind /track"),
            ("demo ABC", "`until` is missing"),
            ("demo ABC 14:00", "`until` is missing"),
            ("until 14:00", "the event is missing"),
            ("demo until 14:00", "the event is missing"),
            ("nope ABC until 14:00", "unknown platform `nope`"),
            (
                "https://shop.example and more until 14:00",
                "the event is a name where a link belongs",
            ),
            ("https://shop.example 14:00", "`until` is missing"),
            (
                "demo https://shop.example until 14:00",
                "the event is a link where a name belongs",
            ),
            ("web ABC until 14:00", "the event is a name where a link belongs"),
            ("demo ABC until", "there is no deadline"),
            ("demo ABC until soon", "the deadline `soon` cannot be read"),
            ("demo ABC until every 5m", "there is no deadline"),
            ("demo ABC until 14:00 every", "the interval `` cannot be read"),
            (
                "demo ABC until 14:00 every now",
                "the interval `now` cannot be read",
            ),
            ("demo 😀 until 14:00", "the event contains `😀`"),
            (&long, "the event has 500 characters, at most 100 are possible"),
        ] {
            assert_eq!(
                understand(typed).map_err(|error| error.to_string()),
                Err(error.to_owned()),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_link_may_be_put_as_the_event_that_it_is_of() {
        for (typed, platform, link) in [
            (
                "https://shop.example/1 until 14:00",
                None,
                Some("https://shop.example/1"),
            ),
            (
                "www.shop.example/1 until 14:00",
                None,
                Some("https://www.shop.example/1"),
            ),
            (
                "demo https://shop.example/1 until 14:00",
                Some("demo"),
                Some("https://shop.example/1"),
            ),
            ("demo www.shop.example/1 until 14:00", Some("demo"), None),
            ("demo ABC until 14:00", Some("demo"), None),
            ("demo see https://shop.example/1 until 14:00", Some("demo"), None),
        ] {
            let words = TrackWords::read(typed).unwrap();
            assert_eq!((words.platform(), words.link()), (platform, link), "{typed}");
        }
        let words = TrackWords::read("https://shop.example/1 until 14:00 every 5m").unwrap();
        let demo = PlatformName::parse("demo").unwrap();
        let event = EventName::parse("1", EventForm::Name).unwrap();
        let request = words
            .with_event(&demo, &event)
            .understand(now(), ZONE, &platforms())
            .unwrap();
        assert_eq!(
            request.canonical(),
            "/track demo 1 until 2026-02-26 14:00 HKT every 5m"
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,80}") {
            let _ = crate::command::parse(&text);
            let _ = understand(&text);
        }

        #[test]
        fn no_word_salad_panics(words in prop::collection::vec(prop::sample::select(vec![
            "demo", "web", "ABC", "until", "every", "\"", "“0", "9", "*", "*”", "14:00", "in", "3h", "auto", "10s",
            "https://x.example", "KST", "\"*/5 * * * *\"", "99999999999", "Feb",
        ]), 0..10)) {
            let text = words.join(" ");
            if let Ok(request) = understand(&text) {
                let again = understand(request.canonical().strip_prefix("/track ").unwrap()).unwrap();
                prop_assert_eq!(again.deadline.at(), request.deadline.at());
            }
        }
    }
}
