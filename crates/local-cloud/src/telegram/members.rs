//! Who is in a group, and with which rights.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Deserialize;
use serde_json::{Value, json};

use super::messages::json as json_column;

/// `status` of a `ChatMember`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Creator,
    Administrator,
    Member,
    /// May not write.
    Restricted,
    Left,
    Kicked,
}

/// One person in a group.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) user: Value,
    pub(super) status: Status,
}

const ADMINISTRATORS_RIGHTS: [&str; 13] = [
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
];
const WRITING_RIGHTS: [&str; 16] = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
];

impl Status {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Creator => "creator",
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::Restricted => "restricted",
            Self::Left => "left",
            Self::Kicked => "kicked",
        }
    }

    pub(super) fn of_name(name: &str) -> Self {
        match name {
            "creator" => Self::Creator,
            "administrator" => Self::Administrator,
            "restricted" => Self::Restricted,
            "left" => Self::Left,
            "kicked" => Self::Kicked,
            _ => Self::Member,
        }
    }

    /// The `ChatMember` object of a user, with every field that its kind must have.
    pub(super) fn object(self, user: &Value) -> Value {
        let mut object = json!({ "status": self.name(), "user": user });
        match self {
            Self::Creator => object["is_anonymous"] = false.into(),
            Self::Administrator => {
                object["is_anonymous"] = false.into();
                ADMINISTRATORS_RIGHTS
                    .iter()
                    .for_each(|right| object[*right] = true.into());
            }
            Self::Restricted => {
                WRITING_RIGHTS
                    .iter()
                    .for_each(|right| object[*right] = false.into());
                object["is_member"] = true.into();
                object["until_date"] = 0.into();
            }
            Self::Kicked => object["until_date"] = 0.into(),
            Self::Member | Self::Left => {}
        }
        object
    }
}

impl Member {
    /// One of a chat's people; those who have left are known as well.
    pub(super) fn find(db: &Connection, chat_id: i64, user_id: i64) -> rusqlite::Result<Option<Self>> {
        let sql = "SELECT user, status FROM telegram_members WHERE chat_id = ?1 AND user_id = ?2";
        db.query_row(sql, [chat_id, user_id], Self::from_row).optional()
    }

    /// Owner and administrators.
    pub(super) fn administrators(db: &Connection, chat_id: i64) -> rusqlite::Result<Vec<Self>> {
        let sql = "SELECT user, status FROM telegram_members
                   WHERE chat_id = ?1 AND status IN ('creator', 'administrator') ORDER BY status DESC, user_id";
        db.prepare(sql)?.query_map([chat_id], Self::from_row)?.collect()
    }

    /// Keeps a person with this status.
    pub(super) fn save(&self, db: &Connection, chat_id: i64) -> rusqlite::Result<()> {
        let sql = "INSERT OR REPLACE INTO telegram_members (chat_id, user_id, user, status) VALUES (?1, ?2, ?3, ?4)";
        let (id, user) = (self.user["id"].as_i64(), self.user.to_string());
        db.execute(sql, params![chat_id, id, user, self.status.name()])
            .map(drop)
    }

    /// The `ChatMember` object.
    pub(super) fn object(&self) -> Value {
        self.status.object(&self.user)
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let status: String = row.get(1)?;
        Ok(Self {
            user: json_column(row, 0)?,
            status: Status::of_name(&status),
        })
    }
}

/// Somebody who writes in a group is in it.
pub(super) fn join(db: &Connection, chat_id: i64, user: &Value) -> rusqlite::Result<()> {
    let sql = "INSERT INTO telegram_members (chat_id, user_id, user, status) VALUES (?1, ?2, ?3, 'member')
               ON CONFLICT (chat_id, user_id) DO UPDATE SET user = excluded.user";
    db.execute(sql, params![chat_id, user["id"].as_i64(), user.to_string()])
        .map(drop)
}

/// A person whom the bot has met in any chat.
pub(super) fn met(db: &Connection, user_id: i64) -> rusqlite::Result<Option<Value>> {
    let sql = "SELECT person FROM telegram_chats WHERE chat_id = ?1 AND kind = 'private'
               UNION ALL SELECT user FROM telegram_members WHERE user_id = ?1 LIMIT 1";
    db.query_row(sql, [user_id], |row| json_column(row, 0)).optional()
}
