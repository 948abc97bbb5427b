//! The chats as Telegram shows them: what the bot said, and the updates about it.

use proptest::sample::Index;
use serde_json::{Value, json};

use super::steps::{Actor, Step};
use crate::stand_in::NOW_SECONDS;

/// What begins a tracking.
const TRACK: &str = "/track web https://shop.example/album until 14:00";

/// A message of the bot, as it was at some time.
#[derive(Clone)]
struct Said {
    chat: Value,
    id: Value,
    html: String,
    data: Vec<String>,
    below: Value,
}

/// An update on its way, and what may come of it.
#[derive(Clone)]
pub(super) struct Update {
    pub(super) body: Vec<u8>,
    /// Nobody where it is none.
    pub(super) actor: Option<Actor>,
    /// A press's data.
    pub(super) data: Option<String>,
    /// Whether it is one of Telegram's at all.
    pub(super) is_whole: bool,
    /// Whether somebody said or pressed something.
    pub(super) is_said: bool,
}

/// What was said and sent so far.
#[derive(Default)]
pub(super) struct Chats {
    said: Vec<Said>,
    sent: Vec<Update>,
}

impl Chats {
    /// The step as an update. What refers to something that is not there becomes words.
    pub(super) fn update(&self, step: &Step, number: usize) -> Update {
        let id = 1 + number;
        match step {
            Step::Write(actor, words) => whole(*actor, message(*actor, id, words, None)),
            Step::Answer(actor, index, code, words) => {
                let quoted = self.pick(*actor, index).map(|said| said.shown(code.as_deref()));
                whole(*actor, message(*actor, id, words, quoted))
            }
            Step::Press(actor, index, button, forged) => match self.pick(*actor, index) {
                Some(said) => press(*actor, id, said, said.button(button, forged.as_deref())),
                None => whole(*actor, message(*actor, id, "/list", None)),
            },
            Step::Known(actor, verb) => match self.newest(*actor, verb) {
                Some((said, data)) => press(*actor, id, said, data),
                None => whole(*actor, message(*actor, id, TRACK, None)),
            },
            Step::Again(index) if !self.sent.is_empty() => index.get(&self.sent).clone(),
            Step::Again(_) => garbage("{"),
            Step::Member(actor, status) => Update {
                is_said: false,
                ..whole(
                    *actor,
                    json!({ "my_chat_member": {
                        "chat": chat(actor.chat), "from": person(actor.person), "date": NOW_SECONDS,
                        "old_chat_member": { "status": "member" }, "new_chat_member": { "status": status },
                    }}),
                )
            },
            Step::Garbage(body) => garbage(body),
        }
    }

    /// Keeps what the bot did about an update.
    pub(super) fn remember(&mut self, update: Update, calls: &[(String, Value)]) {
        self.sent.push(update);
        for (call, body) in calls {
            let call = call.to_lowercase();
            let id = if call.ends_with("/sendmessage") {
                &body["sent"]
            } else if call.ends_with("/editmessagetext") {
                &body["message_id"]
            } else {
                continue;
            };
            self.said.push(Said::read(body, id));
        }
    }

    /// The newest button of a verb in the actor's chat.
    fn newest(&self, actor: Actor, verb: &str) -> Option<(&Said, &str)> {
        let there = self.said.iter().rev().filter(|said| said.chat == actor.chat);
        there
            .flat_map(|said| said.data.iter().map(move |data| (said, data.as_str())))
            .find(|(_, data)| data.split(':').next() == Some(verb))
    }

    /// A message of the actor's chat, as it is or as it was.
    fn pick(&self, actor: Actor, index: &Index) -> Option<&Said> {
        let there: Vec<&Said> = self.said.iter().filter(|said| said.chat == actor.chat).collect();
        (!there.is_empty()).then(|| *index.get(&there))
    }
}

impl Said {
    fn read(body: &Value, id: &Value) -> Self {
        let rows = body["reply_markup"]["inline_keyboard"].as_array();
        let buttons = rows.into_iter().flatten().filter_map(Value::as_array).flatten();
        Self {
            chat: body["chat_id"].clone(),
            id: id.clone(),
            html: body["text"].as_str().unwrap_or_default().to_owned(),
            data: buttons
                .filter_map(|button| button["callback_data"].as_str().map(str::to_owned))
                .collect(),
            below: body["reply_parameters"]["message_id"].clone(),
        }
    }

    /// The data of one of its buttons, unless it is forged.
    fn button<'a>(&'a self, button: &Index, forged: Option<&'a str>) -> &'a str {
        match (forged, self.data.is_empty()) {
            (Some(forged), _) => forged,
            (None, false) => button.get::<String>(&self.data),
            (None, true) => "undo",
        }
    }

    /// The message as an update shows it, with another code where one is given.
    fn shown(&self, code: Option<&str>) -> Value {
        let forged = code.map(|code| format!("<code>{}</code>", domain::reply::escape(code)));
        let (text, entities) = parsed(forged.as_ref().unwrap_or(&self.html));
        let mut shown = json!({
            "message_id": self.id, "date": NOW_SECONDS, "chat": chat(self.chat.as_i64().unwrap_or_default()),
            "from": { "id": 123, "is_bot": true, "first_name": "Sign" }, "text": text, "entities": entities,
        });
        if self.below.is_number() {
            shown["reply_to_message"] = json!({
                "message_id": self.below, "date": NOW_SECONDS, "chat": shown["chat"], "from": person(9), "text": "/track",
            });
        }
        shown
    }
}

/// A text without markup, and where its codes stand in UTF-16 units.
fn parsed(html: &str) -> (String, Vec<Value>) {
    let (mut text, mut codes, mut begin) = (String::new(), Vec::new(), 0);
    let mut parts = html.split('<');
    text.push_str(&plain(parts.next().unwrap_or_default()));
    for part in parts {
        let (tag, words) = part.split_once('>').unwrap_or((part, ""));
        let at = text.encode_utf16().count();
        match tag {
            "code" => begin = at,
            "/code" => codes.push(json!({ "type": "code", "offset": begin, "length": at - begin })),
            _ => {}
        }
        text.push_str(&plain(words));
    }
    (text, codes)
}

fn plain(html: &str) -> String {
    let plain = html
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#123;", "{");
    plain.replace("&amp;", "&")
}

fn press(actor: Actor, id: usize, said: &Said, data: &str) -> Update {
    let query = json!({
        "id": format!("q{id}"), "from": person(actor.person), "chat_instance": "i", "data": data, "message": said.shown(None),
    });
    Update {
        data: Some(data.to_owned()),
        ..whole(actor, json!({ "callback_query": query }))
    }
}

fn message(actor: Actor, id: usize, words: &str, quoted: Option<Value>) -> Value {
    let mut message = json!({
        "message_id": id, "date": NOW_SECONDS, "chat": chat(actor.chat), "from": person(actor.person), "text": words,
    });
    if let Some(quoted) = quoted {
        message["reply_to_message"] = quoted;
    }
    json!({ "message": message })
}

fn whole(actor: Actor, mut update: Value) -> Update {
    update["update_id"] = json!(1);
    Update {
        body: update.to_string().into_bytes(),
        actor: Some(actor),
        data: None,
        is_whole: true,
        is_said: true,
    }
}

fn garbage(body: &str) -> Update {
    Update {
        body: body.as_bytes().to_vec(),
        actor: None,
        data: None,
        is_whole: false,
        is_said: false,
    }
}

fn chat(id: i64) -> Value {
    let kind = if id < 0 { "supergroup" } else { "private" };
    json!({ "id": id, "type": kind })
}

fn person(id: i64) -> Value {
    json!({ "id": id, "is_bot": false, "first_name": "A", "language_code": "en" })
}
