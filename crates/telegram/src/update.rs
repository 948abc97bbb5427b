//! A webhook's body.
//!
//! The few fields that the bot needs are read here and not by teloxide's types: those turn an update into an error value
//! as soon as one of its many fields is newer than they are, a kind of entity for example, and a command would then be
//! lost that we understand well.

mod wire;

use serde::Deserialize;
use thiserror::Error;

use wire::Update;

/// What happened in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A person wrote.
    Text(Text),
    /// A person pressed a button of ours.
    Press(Press),
    /// A person blocked the bot, or the bot was removed from a group: nothing can be said there any more.
    Left {
        /// Where.
        chat: i64,
    },
    /// A group has become a supergroup.
    Migrated {
        /// Its id until now.
        from: i64,
        /// Its id from now on.
        to: i64,
    },
    /// Nothing that concerns the bot.
    Ignored,
}

/// A text message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Where.
    pub chat: i64,
    /// What kind of chat that is.
    pub chat_kind: ChatKind,
    /// Its id in the chat.
    pub message_id: i32,
    /// Who wrote it; nobody where a chat speaks for itself. Of an administrator who is anonymous, the user 1087968824
    /// (`GroupAnonymousBot`).
    pub from: Option<Person>,
    /// When, in seconds since 1970.
    pub date: i64,
    /// The text.
    pub text: String,
    /// The message that it replies to.
    pub reply_to: Option<Quoted>,
}

/// A message that a person replied to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// Its id in the chat.
    pub message_id: i32,
    /// Whether a bot wrote it; which one, `from` tells.
    pub from_bot: bool,
    /// Who wrote it.
    pub from: Option<i64>,
    /// Its text or its picture's caption, empty where it has neither.
    pub text: String,
    /// Its `<code>` parts.
    pub codes: Vec<String>,
}

/// A press of a button below one of our messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// What an answer refers to.
    pub id: String,
    /// Who pressed.
    pub from: Person,
    /// Where.
    pub chat: i64,
    /// What kind of chat that is.
    pub chat_kind: ChatKind,
    /// Our message with the button.
    pub message_id: i32,
    /// When that got its present text, in seconds since 1970; 0 where Telegram finds it too old to show.
    pub message_at: i64,
    /// Who wrote the message that ours replies to.
    pub asked_by: Option<i64>,
    /// What the button carries.
    pub data: String,
    /// The `<code>` parts of our message's text or its picture's caption; none where Telegram finds it too old to show.
    pub codes: Vec<String>,
}

/// Who wrote or pressed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// The person's id.
    pub id: i64,
    /// The language of the person's app, as `zh-hant`.
    pub language_code: Option<String>,
}

/// A chat with one person, or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum ChatKind {
    /// With one person.
    Private,
    /// A group of any size.
    Group,
}

/// A body that is no update.
#[derive(Debug, Error)]
#[error("not an update: {0}")]
pub struct Malformed(#[from] serde_json::Error);

/// Reads a webhook's body. A kind of update or message that the bot has no use for is [`Event::Ignored`]; one of a kind
/// that it knows, without the fields that this kind always has, is malformed.
pub fn read_update(body: &[u8]) -> Result<Event, Malformed> {
    let update: Update = serde_json::from_slice(body)?;
    tracing::debug!(update_id = update.update_id, "update");
    Ok(update.event().unwrap_or(Event::Ignored))
}

impl From<String> for ChatKind {
    fn from(text: String) -> Self {
        if text == "private" {
            Self::Private
        } else {
            Self::Group
        }
    }
}

#[cfg(test)]
mod tests;
