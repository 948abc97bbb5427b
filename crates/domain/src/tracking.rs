//! A tracking, and how it travels to an execution: as environment overrides.

use chrono::{DateTime, LocalResult, NaiveDateTime, Utc};
use chrono_tz::Tz;
use thiserror::Error;

use crate::identity::tracking_id;
use crate::names::{EventName, PlatformName};
use crate::zone::Zone;
use crate::{Alerts, Interval, Language, Schedule, Turns, WishError, Wishes};

/// Version of the overrides; a body written by an older version still runs.
const BODY_VERSION: &str = "1";
/// A tab's title has at most 100 characters.
const LONGEST_TITLE: usize = 90;
/// The override that tells of a crowd.
pub(crate) const TURNS: &str = "TURNS";
/// The override that tells what the chat wants to hear at once.
pub(crate) const ALERT: &str = "ALERT";
/// The overrides of [`Wishes`].
const SLOTS: &str = "SLOTS";
const ORDERS: &str = "ORDERS";
const REMIND: &str = "REMIND";
/// `TERMINATE_TIME` in chrono's notation.
const TERMINATE_TIME: &str = "%Y%m%d %H:%M";

/// A page that is read at an interval until a deadline.
#[derive(Debug, Clone, PartialEq)]
pub struct Tracking {
    /// Id of its first Scheduler job; it names tab, state and rows for good.
    pub id: String,
    /// Id of its present Scheduler job; none when an execution was started by hand.
    pub scheduler_job: Option<String>,
    /// Where the event is found.
    pub platform: PlatformName,
    /// What is watched.
    pub event: EventName,
    /// The last instant of a sample.
    pub deadline: DateTime<Utc>,
    /// Zone of the deadline, the samples and the rows.
    pub zone: Tz,
    /// Distance of the samples.
    pub interval: Interval,
    /// The chat that it belongs to.
    pub chat_id: Option<i64>,
    /// In which minutes it writes its rows.
    pub turns: Turns,
    /// In which language the chat hears of it.
    pub language: Language,
    /// What the chat wants to hear at once.
    pub alerts: Alerts,
    /// What it wants to hear of the event.
    pub wishes: Wishes,
    /// The person who began it, by Telegram's id.
    pub owner: Option<i64>,
}

/// An override that is missing or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OverrideError {
    /// It has to be there.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// It is there and malformed.
    #[error("{name} is malformed: {reason}")]
    Malformed {
        /// The variable.
        name: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

impl Tracking {
    /// The tracking as environment overrides, in the order in which a person would read them.
    pub fn overrides(&self) -> Vec<(&'static str, String)> {
        let mut variables = vec![
            ("PLATFORM", self.platform.to_string()),
            ("EVENT_ARTIST", self.event.to_string()),
            (
                "TERMINATE_TIME",
                Zone::Named(self.zone)
                    .wall_clock(self.deadline)
                    .format(TERMINATE_TIME)
                    .to_string(),
            ),
            ("TIME_ZONE", self.zone.name().to_owned()),
            ("SAMPLE_EVERY", self.interval.to_string()),
            ("TRACKING", self.id.clone()),
        ];
        variables.extend(self.scheduler_job.clone().map(|job| ("SCHEDULER_JOB", job)));
        variables.extend(self.chat_id.map(|chat| ("CHAT_ID", chat.to_string())));
        if self.turns != Turns::EACH_MINUTE {
            variables.push((TURNS, self.turns.to_string()));
        }
        variables.push(("LANGUAGE", self.language.to_string()));
        if !self.alerts.is_none() {
            variables.push((ALERT, self.alerts.to_string()));
        }
        variables.extend(self.wishes.slots_text().map(|text| (SLOTS, text)));
        variables.extend(self.wishes.orders_text().map(|text| (ORDERS, text)));
        variables.extend(self.wishes.reminders_text().map(|text| (REMIND, text)));
        variables.extend(self.owner.map(|person| ("STARTED_BY", person.to_string())));
        variables.push(("BODY_VERSION", BODY_VERSION.to_owned()));
        variables
    }

    /// Reads a tracking back. `PLATFORM`, `EVENT_ARTIST` and `TERMINATE_TIME` are enough, as in an execution that an
    /// operator starts by hand; `TIME_ZONE` is read first since the deadline is written in it.
    pub fn from_overrides(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, OverrideError> {
        let optional = |name: &str| lookup(name).filter(|value| !value.trim().is_empty());
        let required = |name: &'static str| optional(name).ok_or(OverrideError::Missing(name));
        let zone = read_zone(optional("TIME_ZONE"))?;
        let platform = required("PLATFORM")?;
        let event = required("EVENT_ARTIST")?;
        let terminate = required("TERMINATE_TIME")?;
        let id = optional("TRACKING").unwrap_or_else(|| tracking_id(&platform, &event, &terminate));
        Ok(Self {
            id,
            scheduler_job: optional("SCHEDULER_JOB"),
            platform: PlatformName::try_from(platform).map_err(malformed("PLATFORM"))?,
            event: EventName::parse_any(&event)
                .map_err(|error| malformed("EVENT_ARTIST")(error.to_string()))?,
            deadline: read_terminate_time(&terminate, zone)?,
            zone,
            interval: read_interval(optional("SAMPLE_EVERY"), zone)?,
            chat_id: optional("CHAT_ID")
                .map(|text| read_id("CHAT_ID", &text))
                .transpose()?,
            turns: optional(TURNS).map_or(Ok(Turns::EACH_MINUTE), |text| read_turns(&text))?,
            language: optional("LANGUAGE").map_or(Ok(Language::default()), |text| read_language(&text))?,
            alerts: optional(ALERT).map_or(Ok(Alerts::default()), |text| read_alerts(&text))?,
            wishes: read_wishes(optional(SLOTS), optional(ORDERS), optional(REMIND))?,
            owner: optional("STARTED_BY")
                .map(|text| read_id("STARTED_BY", &text))
                .transpose()?,
        })
    }

    /// Its sample times.
    pub fn schedule(&self) -> Schedule {
        Schedule::new(self.interval.clone(), self.zone, self.deadline)
    }

    /// `demo ABC`: how a person calls it, and the title of its tab, which leaves room for a number behind it.
    pub fn title(&self) -> String {
        format!("{} {}", self.platform, self.event.short())
            .chars()
            .take(LONGEST_TITLE)
            .collect()
    }
}

fn malformed(name: &'static str) -> impl Fn(String) -> OverrideError {
    move |reason| OverrideError::Malformed { name, reason }
}

fn read_zone(text: Option<String>) -> Result<Tz, OverrideError> {
    let Some(text) = text else {
        return Ok(Tz::Asia__Hong_Kong);
    };
    let unknown = || malformed("TIME_ZONE")(format!("`{text}` is no time zone such as Asia/Hong_Kong"));
    text.trim().parse().map_err(|_| unknown())
}

fn read_terminate_time(text: &str, zone: Tz) -> Result<DateTime<Utc>, OverrideError> {
    let wrong = || malformed("TERMINATE_TIME")(format!("`{text}` is not of the form `20260228 14:00`"));
    let local = NaiveDateTime::parse_from_str(text.trim(), TERMINATE_TIME).map_err(|_| wrong())?;
    match Zone::Named(zone).instants(local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(_, at) => Ok(at),
        LocalResult::None => Err(malformed("TERMINATE_TIME")(format!(
            "clocks in {zone} skip `{text}`"
        ))),
    }
}

fn read_interval(text: Option<String>, zone: Tz) -> Result<Interval, OverrideError> {
    match text {
        Some(text) => {
            Interval::parse(&text, zone).map_err(|error| malformed("SAMPLE_EVERY")(error.to_string()))
        }
        None => Ok(Interval::Minutes(1)),
    }
}

fn read_turns(text: &str) -> Result<Turns, OverrideError> {
    Turns::parse(text).ok_or_else(|| malformed(TURNS)(format!("`{text}` is no number of minutes")))
}

fn read_language(text: &str) -> Result<Language, OverrideError> {
    Language::parse(text).ok_or_else(|| malformed("LANGUAGE")(format!("`{text}` is none of `en` and `zh`")))
}

fn read_alerts(text: &str) -> Result<Alerts, OverrideError> {
    text.parse()
        .map_err(|error: crate::AlertsError| malformed(ALERT)(error.to_string()))
}

fn read_wishes(
    slots: Option<String>,
    orders: Option<String>,
    reminders: Option<String>,
) -> Result<Wishes, OverrideError> {
    let (wishes, wrong) = Wishes::read(slots.as_deref(), orders.as_deref(), reminders.as_deref());
    let Some(wrong) = wrong else {
        return Ok(wishes);
    };
    let name = match wrong {
        WishError::Slots(_) => SLOTS,
        WishError::Orders(_) => ORDERS,
        WishError::Reminders(_) => REMIND,
    };
    Err(malformed(name)(wrong.to_string()))
}

fn read_id(name: &'static str, text: &str) -> Result<i64, OverrideError> {
    text.trim()
        .parse()
        .map_err(|_| malformed(name)(format!("`{text}` is no id of Telegram's")))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use chrono::TimeZone;

    use super::*;
    use crate::EventForm;

    fn tracking(interval: &str) -> Tracking {
        let zone = Tz::Asia__Hong_Kong;
        Tracking {
            id: "track-demo-abc-1".to_owned(),
            scheduler_job: Some("track-demo-abc-1-2".to_owned()),
            platform: PlatformName::parse("demo").unwrap(),
            event: EventName::parse("ABC 안유진", EventForm::Name).unwrap(),
            deadline: Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap(),
            zone,
            interval: Interval::parse(interval, zone).unwrap(),
            chat_id: Some(-100),
            turns: Turns::EACH_MINUTE,
            language: crate::Language::English,
            alerts: crate::Alerts::default(),
            wishes: Wishes::default(),
            owner: None,
        }
    }

    fn read(variables: &[(&str, &str)]) -> Result<Tracking, OverrideError> {
        let map: HashMap<_, _> = variables.iter().copied().collect();
        Tracking::from_overrides(|name| map.get(name).map(|value| (*value).to_owned()))
    }

    #[test]
    fn overrides_are_read_back_to_the_same_tracking() {
        for interval in ["1m", "5m", "10s", "auto", "0 9 * * 1-5"] {
            let mut tracking = tracking(interval);
            tracking.wishes = Wishes::read(Some("30"), None, Some("off")).0;
            let map: HashMap<_, _> = tracking.overrides().into_iter().collect();
            assert_eq!(
                Tracking::from_overrides(|name| map.get(name).cloned()),
                Ok(tracking)
            );
        }
    }

    #[test]
    fn the_deadline_is_written_in_the_trackings_zone() {
        assert!(
            tracking("1m")
                .overrides()
                .contains(&("TERMINATE_TIME", "20260228 14:00".to_owned()))
        );
    }

    #[test]
    fn three_variables_are_enough_for_an_execution_by_hand() {
        let by_hand = read(&[
            ("PLATFORM", "XYZ"),
            ("EVENT_ARTIST", "ABC"),
            ("TERMINATE_TIME", "20260228 14:00"),
        ])
        .unwrap();
        assert_eq!(
            by_hand.deadline,
            Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap()
        );
        assert_eq!(
            (by_hand.interval, by_hand.scheduler_job),
            (Interval::Minutes(1), None)
        );
        assert!(by_hand.id.starts_with("track-xyz-abc-"), "{}", by_hand.id);
    }

    #[test]
    fn what_is_missing_or_malformed_is_named() {
        let good = [
            ("PLATFORM", "demo"),
            ("EVENT_ARTIST", "ABC"),
            ("TERMINATE_TIME", "20260228 14:00"),
        ];
        for (name, value, message) in [
            ("PLATFORM", "", "PLATFORM is not set"),
            ("EVENT_ARTIST", " ", "EVENT_ARTIST is not set"),
            ("TERMINATE_TIME", "", "TERMINATE_TIME is not set"),
            (
                "PLATFORM",
                "a/b",
                "PLATFORM is malformed: `a/b` is not a platform name (letters, digits and `-`)",
            ),
            (
                "EVENT_ARTIST",
                "<b>",
                "EVENT_ARTIST is malformed: the event contains `<`",
            ),
            (
                "TERMINATE_TIME",
                "14:00",
                "TERMINATE_TIME is malformed: `14:00` is not of the form `20260228 14:00`",
            ),
            (
                "TIME_ZONE",
                "Mars",
                "TIME_ZONE is malformed: `Mars` is no time zone such as Asia/Hong_Kong",
            ),
            (
                "SAMPLE_EVERY",
                "7s",
                "SAMPLE_EVERY is malformed: every 7 s is not possible",
            ),
            (
                "CHAT_ID",
                "me",
                "CHAT_ID is malformed: `me` is no id of Telegram's",
            ),
            (
                "SLOTS",
                "0",
                "SLOTS is malformed: `0` is no number of winners from 1 to 100000",
            ),
            (
                "LANGUAGE",
                "fr",
                "LANGUAGE is malformed: `fr` is none of `en` and `zh`",
            ),
            (
                "ALERT",
                "stok",
                "ALERT is malformed: `stok` is none of `stock`, `change` and `below AMOUNT`",
            ),
        ] {
            let variables: Vec<_> = good
                .into_iter()
                .filter(|(n, _)| *n != name)
                .chain([(name, value)])
                .collect();
            assert_eq!(
                read(&variables).map_err(|error| error.to_string()),
                Err(message.to_owned())
            );
        }
    }
}
