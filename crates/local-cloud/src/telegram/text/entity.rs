//! A part of a text with a meaning: a bold word, a command, a link.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `MessageEntity` of the Bot API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entity {
    #[serde(rename = "type")]
    pub(crate) kind: Kind,
    pub(crate) offset: usize,
    pub(crate) length: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) custom_emoji_id: Option<String>,
    /// The person that is meant: the id alone until the bot's knowledge of people was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<Value>,
}

/// What an entity is; the order is Telegram's for entities of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Blockquote,
    ExpandableBlockquote,
    Pre,
    Code,
    TextLink,
    TextMention,
    Mention,
    Hashtag,
    BotCommand,
    Url,
    Email,
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    CustomEmoji,
}

impl Entity {
    pub(crate) fn new(kind: Kind, start: usize, end: usize) -> Self {
        Self {
            kind,
            offset: start,
            length: end - start,
            url: None,
            language: None,
            custom_emoji_id: None,
            user: None,
        }
    }

    /// The first unit after it.
    pub(crate) fn end(&self) -> usize {
        self.offset + self.length
    }

    /// The same entity at another place.
    pub(crate) fn at(self, start: usize, end: usize) -> Self {
        Self {
            offset: start,
            length: end - start,
            ..self
        }
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.offset < other.end() && other.offset < self.end()
    }

    /// Telegram lists entities by place, the longer before the shorter.
    pub(super) fn order(&self) -> (usize, Reverse<usize>, Kind) {
        (self.offset, Reverse(self.length), self.kind)
    }
}

/// Length in UTF-16 units.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
