//! What the bot notes of a tracking: what events have told, in the Scheduler job's description, beside the words that a
//! person reads in the console. The bot keeps nothing itself.

use chrono::serde::ts_seconds_option;
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::event::{Report, Told};
use crate::{Availability, Reading};

/// The longest description that Cloud Scheduler takes, in characters.
const LONGEST: usize = 500;
/// The longest reason that is kept.
const LONGEST_REASON: usize = 80;
/// So many events are remembered: a repeated delivery follows soon.
const EVENTS_KEPT: usize = 4;

/// What is known of a tracking without reading its tab.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Note {
    /// When it began, went on or was last heard of.
    #[serde(
        rename = "h",
        with = "ts_seconds_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub heard: Option<DateTime<Utc>>,
    /// The last sample with a reading that events told.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Glance>,
    /// Since when samples have no reading.
    #[serde(
        rename = "f",
        with = "ts_seconds_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub failing_since: Option<DateTime<Utc>>,
    /// Why.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where the shop has moved its end to.
    #[serde(
        rename = "s",
        with = "ts_seconds_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub shop_end: Option<DateTime<Utc>>,
    /// Whether the chat was told that nothing is heard of it.
    #[serde(rename = "q", default, skip_serializing_if = "is_false")]
    pub is_silent: bool,
    /// Ids of the last events that became messages.
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    events: Vec<String>,
}

/// The figures of a reading.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Glance {
    /// The sample's time.
    #[serde(rename = "t", with = "ts_seconds_option", default)]
    at: Option<DateTime<Utc>>,
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    price: Option<Decimal>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
    #[serde(rename = "a", default, skip_serializing_if = "is_unknown")]
    availability: Availability,
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    stock: Option<i64>,
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    sold: Option<i64>,
}

impl Note {
    /// A tracking that begins, or goes on.
    pub fn begun(now: DateTime<Utc>) -> Self {
        Self {
            heard: Some(now),
            ..Self::default()
        }
    }

    /// Reads a description; an empty note where there is none, as in a job that an older bot has made.
    pub fn read(description: &str) -> Self {
        let json = description.split_once('\n').map_or("", |(_, json)| json);
        serde_json::from_str(json).unwrap_or_default()
    }

    /// The description: the words, cut where there is no room for them, and the note below them.
    pub fn write(&self, words: &str) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let room = LONGEST.saturating_sub(json.chars().count() + 1);
        let words: String = words
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .take(room)
            .collect();
        format!("{words}\n{json}")
    }

    /// Whether an event has become a message before.
    pub fn knows(&self, event: &str) -> bool {
        self.events.iter().any(|known| known == event)
    }

    /// An event has become a message.
    pub fn remember(&mut self, event: &str) {
        self.events.push(event.to_owned());
        let surplus = self.events.len().saturating_sub(EVENTS_KEPT);
        self.events.drain(..surplus);
    }

    /// The tracking was heard of.
    pub fn hear(&mut self, at: DateTime<Utc>) {
        self.heard = self.heard.max(Some(at));
        self.is_silent = false;
    }

    /// A sample was told.
    pub fn saw(&mut self, told: &Told) {
        let is_newer = self.last.as_ref().is_none_or(|last| last.at < Some(told.at));
        if let Some(reading) = told.reading.as_ref().filter(|_| is_newer) {
            self.last = Some(Glance::of(told.at, reading));
        }
    }

    /// The tracker has told how the tracking is.
    pub fn learn(&mut self, report: &Report) {
        if let Some(last) = &report.last {
            self.saw(last);
        }
        match report.failing_since {
            Some(since) => self.fails(since, report.reason.as_deref().unwrap_or_default()),
            None => self.is_well(),
        }
    }

    /// Samples have no reading.
    pub fn fails(&mut self, since: DateTime<Utc>, reason: &str) {
        self.failing_since = Some(since);
        self.reason = Some(reason.chars().take(LONGEST_REASON).collect());
    }

    /// Samples have readings.
    pub fn is_well(&mut self) {
        self.failing_since = None;
        self.reason = None;
    }
}

impl Glance {
    fn of(at: DateTime<Utc>, reading: &Reading) -> Self {
        Self {
            at: Some(at),
            price: reading.price,
            currency: reading.currency.clone(),
            availability: reading.availability,
            stock: reading.stock,
            sold: reading.sold,
        }
    }

    /// The sample's time and its figures.
    pub fn reading(&self) -> Option<(DateTime<Utc>, Reading)> {
        let reading = Reading {
            price: self.price,
            currency: self.currency.clone(),
            availability: self.availability,
            stock: self.stock,
            sold: self.sold,
            ..Reading::default()
        };
        Some((self.at?, reading))
    }
}

fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_unknown(availability: &Availability) -> bool {
    *availability == Availability::Unknown
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn at(minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 28, 5, minute, 0).unwrap()
    }

    fn told(minute: u32) -> Told {
        Told {
            at: at(minute),
            status: "ok".to_owned(),
            reading: Some(Reading {
                price: Some("19.80".parse().unwrap()),
                currency: Some("USD".to_owned()),
                availability: Availability::InStock,
                ..Reading::default()
            }),
        }
    }

    #[test]
    fn a_note_is_read_back_from_the_description_and_never_longer_than_it_may_be() {
        let mut note = Note::begun(at(0));
        note.saw(&told(1));
        note.fails(at(2), &"瀏".repeat(300));
        for id in ["alert@1", "alert@2", "failing@3", "alert@4", "alert@5"] {
            note.remember(id);
        }
        let description = note.write(&"안".repeat(600));
        assert_eq!(description.chars().count(), 500);
        assert_eq!(Note::read(&description), note);
        assert!(note.knows("alert@5") && !note.knows("alert@1"));
    }

    #[test]
    fn an_older_sample_does_not_replace_a_newer_one() {
        let mut note = Note::default();
        note.saw(&told(5));
        note.saw(&told(3));
        assert_eq!(note.last.and_then(|last| last.reading()).unwrap().0, at(5));
    }

    #[test]
    fn a_description_without_a_note_has_an_empty_one() {
        for description in ["", "demo ABC until Sat 28 Feb 2026 14:00 HKT", "a\n{", "a\nb"] {
            assert_eq!(Note::read(description), Note::default());
        }
    }
}
