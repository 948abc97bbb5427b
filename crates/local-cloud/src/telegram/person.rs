//! What a person can do in a chat: write, and press a button.

use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::chats::Chat;
use super::messages::Message;
use super::refusal::Refusal;
use super::{callbacks, keyboard, members, standing, text, updates};
use crate::changes::Area;
use crate::world::World;

/// A message that a person writes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Writing {
    text: String,
    #[serde(default)]
    from: Person,
    chat_type: Option<ChatType>,
    reply_to_message_id: Option<i64>,
    /// An administrator who is anonymous writes in the group's name.
    #[serde(default)]
    as_group: bool,
}

/// A press of a button.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Press {
    message_id: i64,
    data: String,
    #[serde(default)]
    from: Person,
}

/// What is said about a person; the rest is as before.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    id: Option<i64>,
    first_name: Option<String>,
    last_name: Option<String>,
    username: Option<String>,
    language_code: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ChatType {
    Private,
    Group,
    Supergroup,
}

/// What came of a message.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) message_id: i64,
    /// Absent when the bot does not want such updates.
    pub(crate) update_id: Option<i64>,
}

/// What came of a press.
#[derive(Debug)]
pub(crate) struct Pressed {
    pub(crate) callback_query_id: String,
    /// Absent when the bot does not want such updates.
    pub(crate) update_id: Option<i64>,
}

/// Writes into a chat, which begins to exist by that.
pub(crate) fn write(world: &World, chat_id: i64, writing: Writing) -> Result<Written, Refusal> {
    let content = text::typed(&writing.text)?;
    let now = world.clock.now();
    let written = world.store.write(|db| {
        let mut chat = Chat::find(db, chat_id)?.unwrap_or_else(|| Chat::new(chat_id));
        if let Some(kind) = writing.chat_type {
            chat.kind = kind.name().to_owned();
        }
        standing::check_heard(db, chat_id)?;
        let mut person = remember(&mut chat, writing.from);
        chat.save(db)?;
        let by_group = writing.as_group && chat.kind != "private";
        if by_group {
            person = group_anonymous_bot();
        } else if chat.kind != "private" {
            members::join(db, chat_id, &person)?;
        }
        let reply_to = writing
            .reply_to_message_id
            .map(|id| existing(db, chat_id, id))
            .transpose()?;
        let message_id = chat.next_message_id(db)?;
        let message = Message {
            reply_to: reply_to.map(|message| message.message_id),
            by_group,
            ..Message::new(message_id, person, now.timestamp(), content)
        };
        message.save(db, chat_id)?;
        let update_id = updates::add(db, "message", &message.object(db, &chat)?, now)?;
        Ok::<_, Refusal>(Written {
            message_id,
            update_id,
        })
    })?;
    world.mark_changed(Area::Chats);
    Ok(written)
}

/// Presses a button that the bot's message has at this moment.
pub(crate) fn press(world: &World, chat_id: i64, press: Press) -> Result<Pressed, Refusal> {
    let now = world.clock.now();
    let pressed = world.store.write(|db| {
        let mut chat = Chat::find(db, chat_id)?
            .ok_or_else(|| Refusal::bad_request(format!("there is no chat {chat_id}")))?;
        let message = existing(db, chat_id, press.message_id)?;
        standing::check_heard(db, chat_id)?;
        check_button(&message, &press.data)?;
        let person = remember(&mut chat, press.from);
        chat.save(db)?;
        if chat.kind != "private" {
            members::join(db, chat_id, &person)?;
        }
        let callback_query_id = callbacks::ask(db, now)?;
        let query = json!({
            "id": callback_query_id,
            "from": person,
            "message": message.object(db, &chat)?,
            "chat_instance": (chat_id.wrapping_mul(7_919_731) - 1).to_string(),
            "data": press.data,
        });
        let update_id = updates::add(db, "callback_query", &query, now)?;
        Ok::<_, Refusal>(Pressed {
            callback_query_id,
            update_id,
        })
    })?;
    world.mark_changed(Area::Chats);
    Ok(pressed)
}

fn existing(db: &Connection, chat_id: i64, message_id: i64) -> Result<Message, Refusal> {
    let message = Message::find(db, chat_id, message_id)?;
    message.ok_or_else(|| Refusal::bad_request(format!("chat {chat_id} has no message {message_id}")))
}

fn check_button(message: &Message, data: &str) -> Result<(), Refusal> {
    let rows = keyboard::rows(message.reply_markup.as_ref());
    let offered: Vec<&str> = rows
        .iter()
        .flatten()
        .filter_map(|button| button["callback_data"].as_str())
        .collect();
    if offered.contains(&data) {
        return Ok(());
    }
    let has = if offered.is_empty() {
        "no buttons to press".to_owned()
    } else {
        format!("the buttons {offered:?}")
    };
    Err(Refusal::bad_request(format!(
        "message {} has no button with data {data:?}; it has {has}",
        message.message_id
    )))
}

/// As whom Telegram shows an administrator who is anonymous, for clients that do not know `sender_chat`.
fn group_anonymous_bot() -> Value {
    json!({ "id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot" })
}

/// Who acts. A private chat keeps its person; in a group everybody else may be next.
pub(super) fn remember(chat: &mut Chat, said: Person) -> Value {
    let same = said.id.is_none_or(|id| chat.person["id"] == id);
    let mut person = if same {
        chat.person.clone()
    } else {
        Chat::new(said.id.unwrap_or(1)).person
    };
    if let Some(id) = said.id {
        person["id"] = id.into();
    }
    let texts = [
        ("first_name", said.first_name),
        ("last_name", said.last_name),
        ("username", said.username),
        ("language_code", said.language_code),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            person[name] = text.into();
        }
    }
    if chat.kind == "private" && same {
        chat.person = person.clone();
    }
    person
}

impl ChatType {
    fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
        }
    }
}
