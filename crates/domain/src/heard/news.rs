//! Events as they wait in a tab's memory.

use chrono::serde::ts_seconds;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::event::{AlertsText, What};
use crate::seen::Seen;

/// An event that waits to be published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Untold {
    /// When it was stored.
    #[serde(rename = "w", with = "ts_seconds")]
    pub(super) stored: DateTime<Utc>,
    #[serde(rename = "e")]
    pub(super) news: News,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum News {
    #[serde(rename = "s")]
    Started(Seen),
    #[serde(rename = "f")]
    Failing(Fails),
    #[serde(rename = "r")]
    Recovered(#[serde(with = "ts_seconds")] DateTime<Utc>, Seen),
    #[serde(rename = "a")]
    Alert(AlertsText, Seen, Seen),
    /// When it was due, the deadline, and the last reading.
    #[serde(rename = "m")]
    Reminder(
        #[serde(with = "ts_seconds")] DateTime<Utc>,
        #[serde(with = "ts_seconds")] DateTime<Utc>,
        Option<Seen>,
    ),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Fails {
    #[serde(rename = "a", with = "ts_seconds")]
    pub(super) since: DateTime<Utc>,
    #[serde(rename = "n")]
    pub(super) times: u32,
    /// The last status.
    #[serde(rename = "w")]
    pub(super) reason: String,
}

impl News {
    pub(super) fn id(&self) -> String {
        match self {
            Self::Started(seen) => format!("started@{}", seen.at.timestamp()),
            Self::Failing(fails) => format!("failing@{}", fails.since.timestamp()),
            Self::Recovered(since, _) => format!("recovered@{}", since.timestamp()),
            Self::Alert(_, _, seen) => format!("alert@{}", seen.at.timestamp()),
            Self::Reminder(due, ..) => format!("reminder@{}", due.timestamp()),
        }
    }

    pub(super) fn what(&self, labels: &[String]) -> What {
        match self {
            Self::Started(seen) => What::Started {
                sample: seen.told(labels),
            },
            Self::Failing(fails) => What::Failing {
                since: fails.since,
                times: fails.times,
                reason: fails.reason.clone(),
            },
            Self::Recovered(since, seen) => What::Recovered {
                since: *since,
                sample: seen.told(labels),
            },
            Self::Alert(alerts, before, seen) => What::Alert {
                alerts: alerts.clone(),
                before: before.reading(labels),
                sample: seen.told(labels),
            },
            Self::Reminder(_, deadline, seen) => What::Reminder {
                deadline: *deadline,
                last: seen.as_ref().map(|seen| seen.told(labels)),
            },
        }
    }
}
