//! `/track PLATFORM EVENT until DEADLINE [every INTERVAL] [alert ALERTS] [slots N] [orders N] [remind TIMES]`, or a link in the
//! place of platform and event.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use thiserror::Error;

use super::draft::Draft;
use super::words::{Tail, WishWords};
use crate::deadline::{Deadline, DeadlineError};
use crate::names::{
    EventForm, EventName, EventNameError, PlatformName, as_link, has_scheme, looks_like_link,
};
use crate::zone::Zone;
use crate::{Alerts, AlertsError, Interval, IntervalError, WishError, Wishes};

/// The platform of a link that no other platform knows as its own.
const ANY_PAGE: &str = "web";

/// The parts of a `/track`, not yet understood. Any of them may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrackWords {
    /// None where a link stands in its place.
    platform: Option<String>,
    event: Option<String>,
    deadline: Option<String>,
    interval: Option<String>,
    alerts: Option<String>,
    wishes: WishWords,
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
    /// What the chat wants to hear at once.
    pub alerts: Alerts,
    /// What it wants to hear of the event.
    pub wishes: Wishes,
}

/// Why a part of a `/track` cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TrackError {
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
    },
    /// The event is not one.
    #[error(transparent)]
    Event(#[from] EventNameError),
    /// The event, taken by itself, is one, but leads to no page of the platform.
    #[error("the event leads to no page of the platform {platform}")]
    NoPage {
        /// The platform.
        platform: PlatformName,
        /// The event.
        event: EventName,
    },
    /// The deadline is not one.
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
    /// The interval is not one.
    #[error(transparent)]
    Interval(#[from] IntervalError),
    /// The alerts are none.
    #[error(transparent)]
    Alerts(#[from] AlertsError),
    /// What stands behind `slots`, `orders` or `remind` is none.
    #[error(transparent)]
    Wish(#[from] WishError),
}

impl TrackWords {
    /// Cuts the text behind `/track` into its parts. The last `until` splits, since an event may contain the word.
    pub fn read(arguments: &str) -> Self {
        let words: Vec<&str> = arguments.split_whitespace().collect();
        let until = words.iter().rposition(|word| word.eq_ignore_ascii_case("until"));
        let (before, tail) = match until {
            Some(until) => (&words[..until], Tail::read(&words[until + 1..])),
            None => Tail::split(&words),
        };
        let (platform, event) = match before {
            [] => (None, None),
            [link, rest @ ..] if looks_like_link(link) => {
                let link = as_link(link).unwrap_or_default();
                (None, Some([&[link.as_str()], rest].concat().join(" ")))
            }
            [platform, event @ ..] => (Some((*platform).to_owned()), Some(event.join(" "))),
        };
        Self {
            platform,
            event: event.filter(|event| !event.is_empty()),
            deadline: until.map(|_| tail.deadline),
            interval: tail.interval,
            alerts: tail.alerts,
            wishes: tail.wishes,
        }
    }

    /// The platform as it was typed; none where a link stands in its place.
    pub fn platform(&self) -> Option<&str> {
        self.platform.as_deref()
    }

    /// The link that stands in the event's place, if one does.
    pub fn link(&self) -> Option<&str> {
        let event = self.event.as_deref()?;
        Some(event).filter(|event| has_scheme(event) && !event.contains(' '))
    }

    /// The same with the platform and the event that the link is of.
    #[must_use]
    pub fn with_event(self, platform: &PlatformName, event: &EventName) -> Self {
        Self {
            platform: Some(platform.to_string()),
            event: Some(event.to_string()),
            ..self
        }
    }

    /// Understands the parts that are there; the first that cannot be followed is told and left out. `platforms` tells how
    /// each platform names its events.
    pub fn draft(
        &self,
        now: DateTime<Utc>,
        zone: Tz,
        platforms: &[(PlatformName, EventForm)],
    ) -> (Draft, Option<TrackError>) {
        let mut wrong = Vec::new();
        let platform = noted(self.known_platform(platforms), &mut wrong);
        let event = self.event.as_deref().zip(platform.as_ref());
        let event = event.map(|(event, (_, form))| EventName::parse(event, *form).map_err(TrackError::from));
        let deadline = self.deadline.as_deref().filter(|deadline| !deadline.is_empty());
        let deadline = deadline.map(|text| Deadline::parse(text, now, Zone::Named(zone)));
        let interval = self.interval.as_deref().map(|text| Interval::parse(text, zone));
        let alerts = self.alerts.as_deref().map(str::parse::<Alerts>);
        let (wishes, wrong_wish) = self.wishes.read();
        let draft = Draft {
            event: noted(event.transpose(), &mut wrong),
            platform: platform.map(|(platform, _)| platform),
            deadline: noted(deadline.transpose(), &mut wrong),
            interval: noted(interval.transpose(), &mut wrong).unwrap_or(Interval::Minutes(1)),
            alerts: noted(alerts.transpose(), &mut wrong).unwrap_or_default(),
            wishes,
        };
        wrong.extend(wrong_wish.map(TrackError::from));
        (draft, wrong.into_iter().next())
    }

    /// None where nothing was typed.
    fn known_platform(
        &self,
        platforms: &[(PlatformName, EventForm)],
    ) -> Result<Option<(PlatformName, EventForm)>, TrackError> {
        if self.platform.is_none() && self.event.is_none() {
            return Ok(None);
        }
        let typed = self.platform().unwrap_or(ANY_PAGE);
        let name = PlatformName::parse(typed);
        let found = platforms.iter().find(|(known, _)| Some(known) == name.as_ref());
        let unknown = || TrackError::UnknownPlatform {
            typed: typed.to_owned(),
        };
        found.cloned().ok_or_else(unknown).map(Some)
    }
}

/// A part that is right; what is wrong with one that is not is noted.
fn noted<T, E: Into<TrackError>>(part: Result<Option<T>, E>, wrong: &mut Vec<TrackError>) -> Option<T> {
    part.unwrap_or_else(|error| {
        wrong.push(error.into());
        None
    })
}

impl TrackRequest {
    /// The command that says the same, however and whenever it is read: it is what the bot's own message keeps until
    /// Start is pressed.
    pub fn canonical(&self) -> String {
        Draft::from(self.clone()).canonical()
    }
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

    fn understand(arguments: &str) -> Result<TrackRequest, String> {
        let (draft, error) = TrackWords::read(arguments).draft(now(), ZONE, &platforms());
        match error {
            Some(error) => Err(error.to_string()),
            None => draft
                .request()
                .ok_or_else(|| format!("{:?} is missing", draft.missing())),
        }
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
                "demo ABC until 14:00 alert stock, below HK$1,200 every 5m",
                "/track demo ABC until 2026-02-26 14:00 HKT every 5m alert stock, below 1200",
            ),
            (
                "demo ABC until alert change alert below 100 HKD 14:00 KST",
                "/track demo ABC until 2026-02-26 14:00 KST every 1m alert below 100, change",
            ),
            (
                "demo ABC until 14:00 slots 30 alert stock orders 25 remind 10m 2h KST",
                "/track demo ABC until 2026-02-26 14:00 KST every 1m alert stock slots 30 orders 25 remind 2h, 10m",
            ),
            (
                "demo ABC until remind off 14:00 orders 10",
                "/track demo ABC until 2026-02-26 14:00 HKT every 1m remind off",
            ),
            (
                "demo ABC until 14:00 every 1m #0a1b2c3d4e-2",
                "/track demo ABC until 2026-02-26 14:00 HKT every 1m",
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
            ("", "Some(Platform) is missing"),
            ("demo", "Some(Event) is missing"),
            ("demo ABC", "Some(Deadline) is missing"),
            ("demo ABC every 5m", "Some(Deadline) is missing"),
            ("until 14:00", "Some(Platform) is missing"),
            ("demo until 14:00", "Some(Event) is missing"),
            ("nope ABC until 14:00", "unknown platform `nope`"),
            (
                "https://shop.example and more until 14:00",
                "the event is a name where a link belongs",
            ),
            ("https://shop.example", "Some(Deadline) is missing"),
            (
                "demo https://shop.example until 14:00",
                "the event is a link where a name belongs",
            ),
            ("web ABC until 14:00", "the event is a name where a link belongs"),
            ("demo ABC until", "Some(Deadline) is missing"),
            ("demo ABC until soon", "the deadline `soon` cannot be read"),
            ("demo ABC until every 5m", "Some(Deadline) is missing"),
            ("demo ABC until 14:00 every", "the interval `` cannot be read"),
            (
                "demo ABC until 14:00 every now",
                "the interval `now` cannot be read",
            ),
            (
                "demo ABC until 14:00 alert stok",
                "`stok` is none of `stock`, `change` and `below AMOUNT`",
            ),
            (
                "demo ABC until 14:00 slots many",
                "`many` is no number of winners from 1 to 100000",
            ),
            (
                "demo ABC until 14:00 remind",
                "`` is neither `off` nor at most five times such as `1h, 10m`, from 1 minute to 7 days",
            ),
            ("demo 😀 until 14:00", "the event contains `😀`"),
            (&long, "the event has 500 characters, at most 100 are possible"),
        ] {
            assert_eq!(understand(typed), Err(error.to_owned()), "{typed}");
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
            let words = TrackWords::read(typed);
            assert_eq!((words.platform(), words.link()), (platform, link), "{typed}");
        }
        let words = TrackWords::read("https://shop.example/1 until 14:00 every 5m");
        let demo = PlatformName::parse("demo").unwrap();
        let event = EventName::parse("1", EventForm::Name).unwrap();
        let (draft, _) = words.with_event(&demo, &event).draft(now(), ZONE, &platforms());
        assert_eq!(
            draft.canonical(),
            "/track demo 1 until 2026-02-26 14:00 HKT every 5m"
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,80}") {
            let _ = crate::command::parse(&text);
            let _ = understand(&text);
            let (draft, _) = TrackWords::read(&text).draft(now(), ZONE, &platforms());
            let written = draft.canonical();
            let (again, error) = TrackWords::read(&written[6..]).draft(now(), ZONE, &platforms());
            prop_assert_eq!((again.canonical(), error), (written, None));
        }

        #[test]
        fn no_word_salad_panics(words in prop::collection::vec(prop::sample::select(vec![
            "demo", "web", "ABC", "until", "every", "\"", "“0", "9", "*", "*”", "14:00", "in", "3h", "auto", "10s",
            "https://x.example", "KST", "\"*/5 * * * *\"", "99999999999", "Feb", "alert", "slots", "orders", "remind", "stock", "stock,", "below", "100", "change",
        ]), 0..10)) {
            let text = words.join(" ");
            if let Ok(request) = understand(&text) {
                let again = understand(request.canonical().strip_prefix("/track ").unwrap()).unwrap();
                prop_assert_eq!(again.deadline.at(), request.deadline.at());
            }
        }
    }
}
