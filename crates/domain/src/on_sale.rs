//! What a shop has on sale, as the tracker tells the bot.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{EventName, Language, PlatformName};

/// The longest title and names that are told; a message of the topic is not the place for more.
const LONGEST: usize = 120;
/// So many members are named.
const MOST_MEMBERS: usize = 12;

/// What a shop has on sale, for the message of ours that waits for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OnSale {
    /// When the shop was asked.
    pub at: DateTime<Utc>,
    /// By which execution.
    pub execution: String,
    /// The shop.
    pub platform: PlatformName,
    /// The event that was asked for, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<EventName>,
    /// Who asked.
    pub asked: Asked,
    /// What is on sale, what ends first in front.
    pub sales: Vec<Sale>,
    /// How many more there are.
    #[serde(default)]
    pub more: usize,
    /// Why it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

/// Who asked what is on sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// In which chat.
    pub chat_id: i64,
    /// The bot's message that waits.
    pub reply_to: i32,
    /// In which language.
    pub language: Language,
}

/// An event that is on sale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sale {
    /// The event as people type it.
    pub event: EventName,
    /// The shop's title.
    pub title: String,
    /// The shop's word for the kind of event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its members or units, where its page told them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// When its sale begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<DateTime<Utc>>,
    /// When its sale ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<DateTime<Utc>>,
    /// The shop's zone.
    pub zone: Tz,
}

impl Sale {
    /// Whether it is over.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.end.is_some_and(|end| end <= now)
    }

    /// The same within what a message of the topic should have.
    #[must_use]
    pub fn short(mut self) -> Self {
        let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
        self.title = cut(&self.title);
        self.kind = self.kind.as_deref().map(cut);
        self.members = self
            .members
            .iter()
            .take(MOST_MEMBERS)
            .map(|name| cut(name))
            .collect();
        self
    }
}
