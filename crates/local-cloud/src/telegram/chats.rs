//! Chats, and the person who writes in each.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::{Value, json};

use super::messages::json as json_column;
use super::params::Params;
use super::refusal::Refusal;
use super::standing;

/// For how long a chat shows what the bot is doing.
const ACTION_MS: i64 = 5_000;

/// A private chat or a group.
#[derive(Debug, Clone)]
pub(super) struct Chat {
    pub(super) id: i64,
    /// `private`, `group` or `supergroup`.
    pub(super) kind: String,
    /// The `User` who last wrote here.
    pub(super) person: Value,
    action: Option<(String, i64)>,
}

impl Chat {
    /// A chat that has not been written to: negative ids are groups.
    pub(super) fn new(id: i64) -> Self {
        let kind = match id {
            0.. => "private",
            -999_999_999_999..0 => "group",
            _ => "supergroup",
        };
        let person_id = if id > 0 { id } else { 1 };
        let person =
            json!({ "id": person_id, "is_bot": false, "first_name": "Friend", "language_code": "en" });
        Self {
            id,
            kind: kind.to_owned(),
            person,
            action: None,
        }
    }

    /// Finds a chat.
    pub(super) fn find(db: &Connection, id: i64) -> rusqlite::Result<Option<Self>> {
        let sql = "SELECT kind, person, action, action_at_ms FROM telegram_chats WHERE chat_id = ?1";
        db.query_row(sql, [id], |row| {
            let action: Option<String> = row.get(2)?;
            let action = action.zip(row.get(3)?);
            Ok(Self {
                id,
                kind: row.get(0)?,
                person: json_column(row, 1)?,
                action,
            })
        })
        .optional()
    }

    /// The chat that a method's `chat_id` names.
    pub(super) fn named(db: &Connection, params: &Params) -> Result<Self, Refusal> {
        if params.text("chat_id").is_empty() {
            return Err(Refusal::bad_request("chat_id is empty"));
        }
        let found = params
            .integer("chat_id")
            .map(|id| Self::find(db, id))
            .transpose()?
            .flatten();
        found.ok_or_else(|| Refusal::bad_request("chat not found"))
    }

    /// The chat that a method's `chat_id` names, where the bot may write in it.
    pub(super) fn open(db: &Connection, params: &Params) -> Result<Self, Refusal> {
        let chat = Self::named(db, params)?;
        standing::check(db, &chat)?;
        Ok(chat)
    }

    /// Creates it, or keeps its new kind and person.
    pub(super) fn save(&self, db: &Connection) -> rusqlite::Result<()> {
        let sql = "INSERT INTO telegram_chats (chat_id, kind, person) VALUES (?1, ?2, ?3)
                   ON CONFLICT (chat_id) DO UPDATE SET kind = excluded.kind, person = excluded.person";
        db.execute(sql, params![self.id, self.kind, self.person.to_string()])
            .map(drop)
    }

    /// The `Chat` object.
    pub(super) fn object(&self) -> Value {
        if self.kind != "private" {
            return json!({ "id": self.id, "type": self.kind, "title": format!("Group {}", self.id) });
        }
        let mut chat = json!({ "id": self.id, "type": "private", "first_name": self.person["first_name"] });
        for name in ["last_name", "username"] {
            if let Some(value) = self.person.get(name) {
                chat[name] = value.clone();
            }
        }
        chat
    }

    /// Notes what the bot is doing.
    pub(super) fn show_action(
        &self,
        db: &Connection,
        action: &str,
        now: DateTime<Utc>,
    ) -> rusqlite::Result<()> {
        let sql = "UPDATE telegram_chats SET action = ?2, action_at_ms = ?3 WHERE chat_id = ?1";
        db.execute(sql, params![self.id, action, now.timestamp_millis()])
            .map(drop)
    }

    /// What the bot was doing is done. By a message at Telegram itself; here by an editing as well, since the five seconds
    /// after which it ends anyway do not pass in time that stands.
    pub(super) fn end_action(&self, db: &Connection) -> rusqlite::Result<()> {
        let sql = "UPDATE telegram_chats SET action = NULL WHERE chat_id = ?1";
        db.execute(sql, [self.id]).map(drop)
    }

    /// What the bot is doing at the moment; a message that came since has ended it.
    pub(super) fn action(&self, now: DateTime<Utc>) -> Option<&str> {
        let (action, at) = self.action.as_ref()?;
        (now.timestamp_millis() - at < ACTION_MS).then_some(action)
    }

    /// The number of the next message; what the bot was doing is done.
    pub(super) fn next_message_id(&self, db: &Connection) -> rusqlite::Result<i64> {
        let sql = "UPDATE telegram_chats SET last_message_id = last_message_id + 1, action = NULL
                   WHERE chat_id = ?1 RETURNING last_message_id";
        db.query_row(sql, [self.id], |row| row.get(0))
    }
}

/// All chats that exist.
pub(super) fn ids(db: &Connection) -> rusqlite::Result<Vec<i64>> {
    let mut statement = db.prepare("SELECT chat_id FROM telegram_chats ORDER BY chat_id")?;
    statement.query_map([], |row| row.get(0))?.collect()
}
