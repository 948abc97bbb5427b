//! An update as Telegram writes it (core.telegram.org/bots/api#update), without what the bot has no use for.

use serde::Deserialize;

use super::{ChatKind, Event, Person, Press, Quoted, Text};

#[derive(Deserialize)]
pub(super) struct Update {
    pub(super) update_id: i64,
    message: Option<Message>,
    callback_query: Option<CallbackQuery>,
    my_chat_member: Option<MyChatMember>,
}

#[derive(Deserialize)]
struct Message {
    message_id: i32,
    /// 0 where the message is inaccessible.
    date: i64,
    edit_date: Option<i64>,
    chat: Chat,
    from: Option<Sender>,
    reply_to_message: Option<Box<Message>>,
    migrate_to_chat_id: Option<i64>,
    text: Option<String>,
    #[serde(default)]
    entities: Vec<Entity>,
    caption: Option<String>,
    #[serde(default)]
    caption_entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
    #[serde(rename = "type")]
    kind: ChatKind,
}

#[derive(Deserialize)]
struct Sender {
    #[serde(default)]
    is_bot: bool,
    #[serde(flatten)]
    person: Person,
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
    from: Person,
    message: Option<Message>,
    data: Option<String>,
}

#[derive(Deserialize)]
struct MyChatMember {
    chat: Chat,
    new_chat_member: Member,
}

#[derive(Deserialize)]
struct Member {
    status: String,
}

impl Update {
    /// What happened; nothing where it does not concern the bot.
    pub(super) fn event(self) -> Option<Event> {
        if let Some(message) = self.message {
            message.event()
        } else if let Some(query) = self.callback_query {
            query.press().map(Event::Press)
        } else {
            self.my_chat_member?.event()
        }
    }
}

impl MyChatMember {
    fn event(self) -> Option<Event> {
        let left = matches!(self.new_chat_member.status.as_str(), "kicked" | "left");
        left.then_some(Event::Left { chat: self.chat.id })
    }
}

impl CallbackQuery {
    /// Nothing for a game's button or a message sent in inline mode: the bot has neither.
    fn press(self) -> Option<Press> {
        let message = self.message?;
        let original = message.reply_to_message.as_ref();
        Some(Press {
            id: self.id,
            from: self.from,
            chat: message.chat.id,
            chat_kind: message.chat.kind,
            message_id: message.message_id,
            message_at: message.edit_date.unwrap_or(message.date),
            asked_by: original.and_then(|original| original.sender()),
            data: self.data?,
            codes: message.codes(),
        })
    }
}

impl Message {
    fn event(self) -> Option<Event> {
        if let Some(to) = self.migrate_to_chat_id {
            let from = self.chat.id;
            return Some(Event::Migrated { from, to });
        }
        Some(Event::Text(Text {
            chat: self.chat.id,
            chat_kind: self.chat.kind,
            message_id: self.message_id,
            from: self.from.map(|sender| sender.person),
            date: self.date,
            text: self.text?,
            reply_to: self.reply_to_message.map(|original| original.quoted()),
        }))
    }

    fn quoted(self) -> Quoted {
        Quoted {
            message_id: self.message_id,
            from_bot: self.from.as_ref().is_some_and(|sender| sender.is_bot),
            from: self.sender(),
            codes: self.codes(),
            text: self.into_words(),
        }
    }

    fn sender(&self) -> Option<i64> {
        self.from.as_ref().map(|sender| sender.person.id)
    }

    /// The text, or the caption of a picture.
    fn into_words(self) -> String {
        self.text.or(self.caption).unwrap_or_default()
    }

    fn words(&self) -> (&str, &[Entity]) {
        match (&self.text, &self.caption) {
            (Some(text), _) => (text, &self.entities),
            (None, caption) => (caption.as_deref().unwrap_or_default(), &self.caption_entities),
        }
    }

    /// The parts that are marked as code. Offsets count UTF-16.
    fn codes(&self) -> Vec<String> {
        let (text, entities) = self.words();
        let units: Vec<u16> = text.encode_utf16().collect();
        let part = |entity: &Entity| {
            let end = entity.offset.checked_add(entity.length)?;
            String::from_utf16(units.get(entity.offset..end)?).ok()
        };
        let codes = entities.iter().filter(|entity| entity.kind == "code");
        codes.filter_map(part).collect()
    }
}
