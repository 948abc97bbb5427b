//! A chat as a person sees it.

use chrono::{DateTime, SecondsFormat};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::chats::{self, Chat};
use super::members::Status;
use super::messages::{self, Message};
use super::photos::{self, Content};
use super::{keyboard, standing, text, updates};
use crate::world::World;

/// `{"messages": [...], "action"}` of a chat; one that nobody has written to is empty. `last` is how many
/// messages, all of them without it. `elsewhere` is true where people write to the bot at the real Telegram. `bot` is its standing where it is no mere member.
pub(crate) fn chat(world: &World, chat_id: i64, last: Option<u32>) -> rusqlite::Result<Value> {
    let now = world.clock.now();
    world.store.read(|db| {
        let chat = Chat::find(db, chat_id)?;
        let action = chat.as_ref().and_then(|chat| chat.action(now));
        let messages: Vec<Value> = messages::of_chat(db, chat_id, last)?
            .iter()
            .map(message)
            .collect();
        let mut view = json!({ "messages": messages, "action": action });
        if world.settings.chats_are_elsewhere {
            view["elsewhere"] = true.into();
        }
        let status = standing::status(db, chat_id)?;
        if status != Status::Member {
            view["bot"] = status.name().into();
        }
        Ok(view)
    })
}

/// All chats in which anything was said, with all messages.
pub(crate) fn exported(db: &Connection) -> rusqlite::Result<Vec<(i64, Value)>> {
    let mut chats = Vec::new();
    for chat in chats::ids(db)? {
        let messages: Vec<Value> = messages::of_chat(db, chat, None)?.iter().map(message).collect();
        if !messages.is_empty() {
            chats.push((chat, Value::Array(messages)));
        }
    }
    Ok(chats)
}

/// The ids of the pictures in messages.
pub(crate) fn pictures(messages: &Value) -> impl Iterator<Item = &str> {
    let messages = messages.as_array().into_iter().flatten();
    messages.filter_map(|message| message["photo"]["file_id"].as_str())
}

/// Ids of all chats.
pub(crate) fn chat_ids(world: &World) -> rusqlite::Result<Vec<i64>> {
    world.store.read(chats::ids)
}

/// The file of a picture in a chat.
pub(crate) fn photo(world: &World, file_id: &str) -> rusqlite::Result<Option<Content>> {
    world.store.read(|db| photos::of_id(db, file_id))
}

/// The body of an update that there was.
pub(crate) fn update_body(world: &World, update_id: i64) -> rusqlite::Result<Option<Vec<u8>>> {
    let update = world.store.read(|db| updates::find(db, update_id))?;
    Ok(update.map(|update| update.object().to_string().into_bytes()))
}

/// What the bot has answered to a press, as far as it has.
pub(crate) fn press_answer(world: &World, callback_query_id: &str) -> rusqlite::Result<Option<Value>> {
    world
        .store
        .read(|db| super::callbacks::answered(db, callback_query_id))
}

fn message(message: &Message) -> Value {
    let date = DateTime::from_timestamp(message.date, 0).unwrap_or_default();
    let mut view = json!({
        "message_id": message.message_id,
        "from": if message.is_bots() { "bot" } else { "person" },
        "text": message.text,
        "date": date.to_rfc3339_opts(SecondsFormat::Secs, true),
        "edited": message.edit_date.is_some(),
        "buttons": buttons(message),
        "entities": message.entities,
    });
    if !message.entities.is_empty() {
        view["html"] = text::to_html(&message.text, &message.entities).into();
    }
    if let Some(answered) = message.reply_to {
        view["reply_to_message_id"] = answered.into();
    }
    if let Some(photo) = &message.photo {
        view["photo"] = json!({
            "file_id": photo.file_id,
            "width": photo.width,
            "height": photo.height,
            "url": format!("/_local/photos/{}", photo.file_id),
        });
    }
    if let Some(asks) = &message.asks {
        view["asks"] = asks.clone();
    }
    view
}

fn buttons(message: &Message) -> Vec<Vec<Value>> {
    let rows = keyboard::rows(message.reply_markup.as_ref());
    rows.into_iter()
        .map(|row| row.iter().map(button).collect())
        .collect()
}

fn button(button: &Value) -> Value {
    let mut view = json!({ "text": button["text"] });
    for (name, shown) in [("callback_data", "data"), ("url", "url")] {
        if let Some(value) = button.get(name) {
            view[shown] = value.clone();
        }
    }
    view
}
