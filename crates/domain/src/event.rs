//! What the tracker tells the bot: the JSON of one Pub/Sub message. The bot makes the words; the ordering key is the
//! tracking's id. Pub/Sub delivers at least once, so an event bears an id that is the same where the same thing is told
//! again.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Alerts, Outlook, OverrideError, Reading, Sales, Tracking};

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The same where the same thing is told again: kind and sample time, and the execution where a person asked.
    pub id: String,
    /// When it was told.
    pub at: DateTime<Utc>,
    /// The tracking's overrides, as its execution was given them: the Scheduler job may be gone.
    tracking: BTreeMap<String, String>,
    /// The bot's message that waits for this (`REPLY_TO`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<i32>,
    /// The bot's own word for that message (`REPLY_AS`), handed back as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_as: Option<String>,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// The first sample was taken.
    Started {
        /// It.
        sample: Told,
    },
    /// The answer to `ACTION=now`.
    Reading {
        /// What the page said now; it has no row.
        sample: Told,
    },
    /// The answer to `ACTION=report`, and every few minutes the sign of life without being asked.
    Report(Report),
    /// The answer to `ACTION=chart`.
    Chart {
        /// The picture; none where there is nothing to draw yet.
        chart: Option<Png>,
    },
    /// The answer to `ACTION=pace`.
    Pace {
        /// How the event's sales have gone; none where the page tells none.
        sales: Option<Sales>,
        /// The picture.
        chart: Option<Png>,
    },
    /// So many samples in a row have no reading.
    Failing {
        /// The first of them.
        since: DateTime<Utc>,
        /// How many.
        times: u32,
        /// The status of the last one.
        reason: String,
    },
    /// There is a reading again after `Failing` was told.
    Recovered {
        /// The first sample that had none.
        since: DateTime<Utc>,
        /// The reading.
        sample: Told,
    },
    /// Something that the tracking's alerts ask for.
    Alert {
        /// Those of the alerts that ask for it.
        alerts: AlertsText,
        /// The reading before it.
        before: Reading,
        /// The reading that it is about.
        sample: Told,
    },
    /// The spreadsheet, all tabs together, has little room left: at 100 % it takes no further row.
    NearlyFull {
        /// How full it is, of 100.
        percent: u64,
    },
    /// Nothing more is read.
    Ended {
        /// Why.
        cause: Cause,
        /// What was read.
        summary: Summary,
        /// How the event's sales have gone; none where the page tells none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sales: Option<Sales>,
        /// The last picture.
        chart: Option<Png>,
        /// Whether the last CSV is missing because Drive did not take it.
        is_backup_missing: bool,
    },
}

/// What is published to the topic of the events and is about no tracking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Signal {
    /// By the Scheduler job that wakes the bot.
    Watch,
    /// By `ACTION=check`: the way from the tracker to the bot is open.
    Checked {
        /// When it was published.
        at: DateTime<Utc>,
        /// By which execution.
        execution: String,
    },
}

/// A sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Its time.
    pub at: DateTime<Utc>,
    /// The row's status: `ok`, `uncertain: ...`, or why there is no reading.
    pub status: String,
    /// The reading, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
}

/// How a tracking is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The last sample that has a reading.
    pub last: Option<Told>,
    /// Since when samples have none, where the last one has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<DateTime<Utc>>,
    /// Its status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The last sample that is settled, with a reading or without.
    pub settled: Option<DateTime<Utc>>,
    /// Where it will end, where a person asked and enough is known to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlook: Option<Outlook>,
}

/// Why a tracking ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Nothing more was due.
    Deadline,
    /// `/stop`.
    Stop,
}

/// What a tracking has read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// How many samples have a reading.
    pub readings: u64,
    /// How many have none.
    pub failures: u64,
    /// How many were due and not even tried.
    #[serde(default)]
    pub missed: u64,
    /// The longest time without a reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_hole: Option<Span>,
    /// The lowest price.
    pub lowest: Option<Extreme>,
    /// The highest price.
    pub highest: Option<Extreme>,
    /// The last reading.
    pub last: Option<Told>,
}

/// A time without readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first sample in it.
    pub from: DateTime<Utc>,
    /// The reading behind it; where none came, the last sample.
    pub until: DateTime<Utc>,
}

/// A price and when it was read first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extreme {
    /// The price.
    pub price: Decimal,
    /// Its ISO 4217 code, where the page tells it.
    pub currency: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A picture as base64 (RFC 4648, with padding).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Png(pub String);

/// Alerts as they are written in overrides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AlertsText(pub Alerts);

impl Event {
    /// An event of a tracking that nobody waits for.
    pub fn new(id: String, at: DateTime<Utc>, tracking: &Tracking, what: What) -> Self {
        let overrides = tracking.overrides().into_iter();
        Self {
            id,
            at,
            tracking: overrides.map(|(name, value)| (name.to_owned(), value)).collect(),
            reply_to: None,
            reply_as: None,
            what,
        }
    }

    /// Whether a person asked for it.
    pub fn is_answer(&self) -> bool {
        match self.what {
            What::Reading { .. } | What::Chart { .. } | What::Pace { .. } => true,
            What::Report(_) => self.reply_to.is_some(),
            _ => false,
        }
    }

    /// The tracking that it is about.
    pub fn tracking(&self) -> Result<Tracking, OverrideError> {
        Tracking::from_overrides(|name| self.tracking.get(name).cloned())
    }
}

impl TryFrom<String> for AlertsText {
    type Error = crate::AlertsError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

impl From<AlertsText> for String {
    fn from(alerts: AlertsText) -> Self {
        alerts.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use chrono_tz::Tz;

    use super::*;
    use crate::{EventForm, EventName, Interval, Language, PlatformName, Turns};

    fn tracking() -> Tracking {
        Tracking {
            id: "track-demo-abc-1".to_owned(),
            scheduler_job: Some("track-demo-abc-1-2".to_owned()),
            platform: PlatformName::parse("demo").unwrap(),
            event: EventName::parse("ABC 안유진", EventForm::Name).unwrap(),
            deadline: Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap(),
            zone: Tz::Asia__Hong_Kong,
            interval: Interval::Minutes(1),
            chat_id: Some(-100),
            turns: Turns::EACH_MINUTE,
            language: Language::Chinese,
            alerts: "stock, below 100".parse().unwrap(),
            wishes: crate::Wishes::default(),
            owner: Some(5),
        }
    }

    #[test]
    fn an_event_is_read_back_whole() {
        let at = Utc.with_ymd_and_hms(2026, 2, 28, 5, 0, 0).unwrap();
        let sample = Told {
            at,
            status: "ok".to_owned(),
            reading: Some(Reading {
                price: Some("19.80".parse().unwrap()),
                ..Reading::default()
            }),
        };
        let kinds = [
            What::Started {
                sample: sample.clone(),
            },
            What::Alert {
                alerts: AlertsText("stock".parse().unwrap()),
                before: Reading::default(),
                sample: sample.clone(),
            },
            What::Ended {
                cause: Cause::Stop,
                summary: Summary::default(),
                sales: None,
                chart: Some(Png("AA==".to_owned())),
                is_backup_missing: true,
            },
        ];
        for what in kinds {
            let mut event = Event::new("x@1".to_owned(), at, &tracking(), what);
            event.reply_to = Some(8);
            let json = serde_json::to_string(&event).unwrap();
            let back: Event = serde_json::from_str(&json).unwrap();
            assert_eq!(back, event, "{json}");
            assert_eq!(back.tracking(), Ok(tracking()));
        }
    }
}
