//! A webhook's body.
//!
//! The few fields that the bot needs are read here and not by teloxide's types: those turn an update into an error value
//! as soon as one of its many fields is newer than they are, a kind of entity for example, and a command would then be
//! lost that we understand well.

use serde::Deserialize;
use thiserror::Error;

/// What happened in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A person wrote.
    Text(Text),
    /// A person pressed a button of ours.
    Press(Press),
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
    /// Who wrote it; nobody where a chat speaks for itself.
    pub from: Option<Person>,
    /// When, in seconds since 1970.
    pub date: i64,
    /// The text.
    pub text: String,
}

/// A press of a button below one of our messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// What an answer refers to.
    pub id: String,
    /// Where.
    pub chat: i64,
    /// Our message with the button.
    pub message_id: i32,
    /// What the button carries.
    pub data: String,
    /// The `<code>` parts of our message; none where Telegram finds it too old to show.
    pub codes: Vec<String>,
}

/// Who wrote.
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
    let event = match (update.message, update.callback_query) {
        (Some(message), _) => text(message),
        (None, Some(query)) => press(query),
        (None, None) => None,
    };
    Ok(event.unwrap_or(Event::Ignored))
}

#[derive(Deserialize)]
struct Update {
    update_id: i64,
    message: Option<Message>,
    callback_query: Option<CallbackQuery>,
}

#[derive(Deserialize)]
struct Message {
    message_id: i32,
    date: i64,
    chat: Chat,
    from: Option<Person>,
    text: Option<String>,
    #[serde(default)]
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
    #[serde(rename = "type")]
    kind: ChatKind,
}

#[derive(Deserialize)]
struct Entity {
    #[serde(rename = "type")]
    kind: String,
    offset: usize,
    length: usize,
}

#[derive(Deserialize)]
struct CallbackQuery {
    id: String,
    #[serde(rename = "from")]
    _from: Person,
    message: Option<Message>,
    data: Option<String>,
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

fn text(message: Message) -> Option<Event> {
    Some(Event::Text(Text {
        chat: message.chat.id,
        chat_kind: message.chat.kind,
        message_id: message.message_id,
        from: message.from,
        date: message.date,
        text: message.text?,
    }))
}

/// Nothing for a game's button or a message sent in inline mode: the bot has neither.
fn press(query: CallbackQuery) -> Option<Event> {
    let message = query.message?;
    Some(Event::Press(Press {
        id: query.id,
        chat: message.chat.id,
        message_id: message.message_id,
        data: query.data?,
        codes: codes(&message),
    }))
}

/// The parts that are marked as code. Offsets count UTF-16.
fn codes(message: &Message) -> Vec<String> {
    let units: Vec<u16> = message.text.iter().flat_map(|text| text.encode_utf16()).collect();
    let part = |entity: &Entity| {
        let end = entity.offset.checked_add(entity.length)?;
        String::from_utf16(units.get(entity.offset..end)?).ok()
    };
    message
        .entities
        .iter()
        .filter(|entity| entity.kind == "code")
        .filter_map(part)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(update: &Value) -> Result<Event, Malformed> {
        read_update(update.to_string().as_bytes())
    }

    fn message(extra: &Value) -> Value {
        let mut message =
            json!({ "message_id": 7, "date": 1_772_000_000, "chat": { "id": 1, "type": "private" } });
        message
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        message
    }

    #[test]
    fn a_text_is_read_with_who_wrote_it() {
        let from = json!({ "id": 5, "is_bot": false, "first_name": "A", "language_code": "zh-hant" });
        let update = json!({ "update_id": 1, "message": message(&json!({ "text": "/list", "from": from })) });
        let expected = Text {
            chat: 1,
            chat_kind: ChatKind::Private,
            message_id: 7,
            from: Some(Person {
                id: 5,
                language_code: Some("zh-hant".to_owned()),
            }),
            date: 1_772_000_000,
            text: "/list".to_owned(),
        };
        assert_eq!(read(&update).unwrap(), Event::Text(expected));
    }

    #[test]
    fn a_press_carries_the_code_of_its_message_whatever_stands_before_it() {
        let text = "😀 안유진\n/track demo 안 until x";
        let offset = text.split_once('\n').unwrap().0.encode_utf16().count() + 1;
        let entities = json!([
            { "type": "bold", "offset": 0, "length": 2 },
            { "type": "of_tomorrow", "offset": 0, "length": 2, "unknown": {} },
            { "type": "code", "offset": offset, "length": 20 },
            { "type": "code", "offset": 9_000, "length": usize::MAX },
        ]);
        let query = json!({
            "id": "q", "from": { "id": 5 }, "data": "start:7", "chat_instance": "i",
            "message": message(&json!({ "text": text, "entities": entities })),
        });
        let Event::Press(press) = read(&json!({ "update_id": 1, "callback_query": query })).unwrap() else {
            panic!("a press")
        };
        assert_eq!(press.codes, ["/track demo 안 until "]);
        assert_eq!((press.data.as_str(), press.message_id), ("start:7", 7));
    }

    #[test]
    fn what_does_not_concern_the_bot_is_ignored() {
        for update in [
            json!({ "update_id": 1 }),
            json!({ "update_id": 1, "edited_message": message(&json!({ "text": "/list" })) }),
            json!({ "update_id": 1, "channel_post": message(&json!({ "text": "/list" })) }),
            json!({ "update_id": 1, "kind_of_tomorrow": [1] }),
            json!({ "update_id": 1, "message": message(&json!({ "dice": { "emoji": "x", "value": 1 } })) }),
            json!({ "update_id": 1, "callback_query": { "id": "q", "from": { "id": 5 }, "game_short_name": "g" } }),
        ] {
            assert_eq!(read(&update).unwrap(), Event::Ignored, "{update}");
        }
    }

    #[test]
    fn what_lacks_its_basic_shape_is_malformed() {
        for update in [
            json!(null),
            json!([]),
            json!("x"),
            json!({}),
            json!({ "update_id": "1" }),
            json!({ "message": message(&json!({ "text": "/list" })) }),
            json!({ "update_id": 1, "message": {} }),
            json!({ "update_id": 1, "message": "hello" }),
            json!({ "update_id": 1, "message": { "message_id": 1, "date": 1 } }),
            json!({ "update_id": 1, "message": message(&json!({ "text": 5 })) }),
            json!({ "update_id": 1, "callback_query": { "data": "x" } }),
        ] {
            assert!(read(&update).is_err(), "{update}");
        }
        for body in ["", "{", "\u{0}", "{\"update_id\":1}x"] {
            assert!(read_update(body.as_bytes()).is_err(), "{body}");
        }
    }
}
