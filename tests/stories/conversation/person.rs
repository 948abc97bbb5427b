//! Who talks to the bot.

use std::cell::Cell;

use e2e::Message;
use serde_json::{Value, json};

use super::story::Story;

/// Telegram's supergroups have ids from here down.
const FIRST_SUPERGROUP: i64 = -1_000_000_000_001;

/// A person in a chat. Where the story kills the bot, every act finds it dead.
pub(super) struct Person<'a> {
    story: &'a Story,
    chat: i64,
    from: Value,
    last_update: Cell<i64>,
    /// The last message of the bot's that was there before the last act.
    seen: Cell<i64>,
}

impl<'a> Person<'a> {
    /// `from` is what Telegram tells of a person: `id`, `first_name`, `language_code`.
    pub(super) fn of(story: &'a Story, chat: i64, from: Value) -> Self {
        Self {
            story,
            chat,
            from,
            last_update: Cell::new(0),
            seen: Cell::new(0),
        }
    }

    /// Writes, and gives what the bot said to it once everything has settled.
    pub(super) async fn say(&self, text: &str) -> Vec<Message> {
        self.write(json!({ "text": text })).await
    }

    /// Writes what is answered by one message.
    pub(super) async fn ask(&self, text: &str) -> Message {
        let mut said = self.say(text).await;
        assert_eq!(said.len(), 1, "one answer to {text}: {said:#?}");
        said.remove(0)
    }

    /// Writes an answer to a message.
    pub(super) async fn reply(&self, to: &Message, text: &str) -> Vec<Message> {
        self.write(json!({ "text": text, "reply_to_message_id": to.message_id }))
            .await
    }

    /// Presses a button and gives the message as it is once everything has settled.
    pub(super) async fn press(&self, message: &Message, label: &str) -> Message {
        let notice = self.press_only(message, label).await;
        assert_eq!(notice, "", "{label} below {}", message.text);
        self.story.system.settle().await.unwrap();
        self.see(message).await
    }

    /// Presses a button and gives the notice above the chat, empty where there is none.
    pub(super) async fn press_only(&self, message: &Message, label: &str) -> String {
        let button = message
            .button(label)
            .unwrap_or_else(|| panic!("no button {label} below {}: {:?}", message.text, message.buttons));
        let press = json!({ "message_id": message.message_id, "data": button.data, "from": self.from });
        let answer = self.act("presses", press).await;
        answer["answer"]["text"].as_str().unwrap_or_default().to_owned()
    }

    /// Telegram delivers the last update once more.
    pub(super) async fn again(&self) {
        self.story.kill_bot().await;
        let path = format!("/_local/updates/{}/redeliver", self.last_update.get());
        let answer = self.story.system.post(&path, json!({})).await.unwrap();
        assert_eq!(answer["webhook_status"], 200, "{answer}");
        self.story.system.settle().await.unwrap();
    }

    /// What the bot has said since the last act and not taken back.
    pub(super) async fn news(&self) -> Vec<Message> {
        let said = self.story.said_in(self.chat).await;
        said.into_iter()
            .filter(|message| message.message_id > self.seen.get())
            .collect()
    }

    /// The texts of it.
    pub(super) async fn told(&self) -> Vec<String> {
        let news = self.news().await;
        self.look().await;
        news.into_iter().map(|message| message.text).collect()
    }

    /// A message as it is now.
    pub(super) async fn see(&self, message: &Message) -> Message {
        let now = self.find(message).await;
        now.unwrap_or_else(|| panic!("it is gone: {}", message.text))
    }

    /// A message as it is now, if it is still there.
    pub(super) async fn find(&self, message: &Message) -> Option<Message> {
        let said = self.story.said_in(self.chat).await;
        said.into_iter()
            .find(|other| other.message_id == message.message_id)
    }

    async fn write(&self, mut message: Value) -> Vec<Message> {
        if self.chat < 0 {
            let is_super = self.chat <= FIRST_SUPERGROUP;
            message["chat_type"] = json!(if is_super { "supergroup" } else { "group" });
        }
        message["from"] = self.from.clone();
        self.act("messages", message).await;
        self.story.system.settle().await.unwrap();
        self.news().await
    }

    async fn act(&self, what: &str, body: Value) -> Value {
        self.story.kill_bot().await;
        self.look().await;
        let path = format!("/_local/chats/{}/{what}", self.chat);
        let answer = self.story.system.post(&path, body).await.unwrap();
        assert_eq!(answer["webhook_status"], 200, "{answer}");
        self.last_update.set(answer["update_id"].as_i64().unwrap());
        answer
    }

    async fn look(&self) {
        let said = self.story.said_in(self.chat).await;
        self.seen.set(said.last().map_or(0, |message| message.message_id));
    }
}
