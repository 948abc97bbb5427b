//! Messages as they are stored, and as the Bot API shows them.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::chats::Chat;
use super::photos::Photo;
use super::text::{Entity, Formatted};

/// One message of a chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Message {
    pub(super) message_id: i64,
    /// The `User` who wrote it.
    pub(super) from: Value,
    /// Unix time.
    pub(super) date: i64,
    pub(super) edit_date: Option<i64>,
    pub(super) text: String,
    pub(super) entities: Vec<Entity>,
    /// The inline keyboard.
    pub(super) reply_markup: Option<Value>,
    pub(super) reply_to: Option<i64>,
    pub(super) link_preview_options: Option<Value>,
    pub(super) protected: bool,
    /// A picture; the text is then its caption.
    #[serde(default)]
    pub(super) photo: Option<Photo>,
    /// The `ForceReply` that came along: it is shown to people and not given back.
    #[serde(default)]
    pub(super) asks: Option<Value>,
    /// An administrator wrote it in the group's name.
    #[serde(default)]
    pub(super) by_group: bool,
}

impl Message {
    /// A new one with nothing but a text.
    pub(super) fn new(message_id: i64, from: Value, date: i64, content: Formatted) -> Self {
        let Formatted { text, entities } = content;
        Self {
            message_id,
            from,
            date,
            edit_date: None,
            text,
            entities,
            reply_markup: None,
            reply_to: None,
            link_preview_options: None,
            protected: false,
            photo: None,
            asks: None,
            by_group: false,
        }
    }

    /// Finds a message of a chat.
    pub(super) fn find(db: &Connection, chat_id: i64, message_id: i64) -> rusqlite::Result<Option<Self>> {
        let sql = "SELECT body FROM telegram_messages WHERE chat_id = ?1 AND message_id = ?2";
        db.query_row(sql, [chat_id, message_id], |row| json(row, 0))
            .optional()
    }

    /// Keeps it, new or changed.
    pub(super) fn save(&self, db: &Connection, chat_id: i64) -> rusqlite::Result<()> {
        let body = serde_json::to_string(self)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        let sql = "INSERT OR REPLACE INTO telegram_messages (chat_id, message_id, body) VALUES (?1, ?2, ?3)";
        db.execute(sql, params![chat_id, self.message_id, body]).map(drop)
    }

    /// Takes it out of its chat.
    pub(super) fn delete(&self, db: &Connection, chat_id: i64) -> rusqlite::Result<()> {
        let sql = "DELETE FROM telegram_messages WHERE chat_id = ?1 AND message_id = ?2";
        db.execute(sql, [chat_id, self.message_id]).map(drop)
    }

    /// Whether the bot wrote it.
    pub(super) fn is_bots(&self) -> bool {
        self.from["is_bot"] == true && !self.by_group
    }

    /// The `Message` object; the message it answers is one level deep.
    pub(super) fn object(&self, db: &Connection, chat: &Chat) -> rusqlite::Result<Value> {
        let mut object = self.shallow(chat);
        if let Some(answered) = self
            .reply_to
            .map(|id| Self::find(db, chat.id, id))
            .transpose()?
            .flatten()
        {
            object["reply_to_message"] = answered.shallow(chat);
        }
        Ok(object)
    }

    fn shallow(&self, chat: &Chat) -> Value {
        let mut object = json!({
            "message_id": self.message_id,
            "from": self.from,
            "chat": chat.object(),
            "date": self.date,
        });
        let (text, entities) = match &self.photo {
            Some(photo) => {
                object["photo"] = json!([photo]);
                ("caption", "caption_entities")
            }
            None => ("text", "entities"),
        };
        if !self.text.is_empty() {
            object[text] = self.text.clone().into();
        }
        if !self.entities.is_empty() {
            object[entities] = json!(self.entities);
        }
        if self.by_group {
            object["sender_chat"] = chat.object();
        }
        if self.protected {
            object["has_protected_content"] = true.into();
        }
        let optional = [
            ("edit_date", self.edit_date.map(Value::from)),
            ("reply_markup", self.reply_markup.clone()),
            ("link_preview_options", self.link_preview_options.clone()),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                object[name] = value;
            }
        }
        object
    }
}

/// The last messages of a chat, or all, the oldest first.
pub(super) fn of_chat(db: &Connection, chat_id: i64, last: Option<u32>) -> rusqlite::Result<Vec<Message>> {
    let sql = "SELECT body FROM telegram_messages WHERE chat_id = ?1 ORDER BY message_id DESC LIMIT ?2";
    let limit = last.map_or(-1, i64::from);
    let mut messages: Vec<Message> = db
        .prepare(sql)?
        .query_map((chat_id, limit), |row| json(row, 0))?
        .collect::<rusqlite::Result<_>>()?;
    messages.reverse();
    Ok(messages)
}

/// A column that holds JSON.
pub(super) fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error.into())
    })
}
