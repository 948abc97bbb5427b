//! Another local cloud plays the real Telegram: its Bot API is the one that is asked.

use std::time::Duration;

use e2e::{Message, Start, System};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

/// The only token that it knows.
pub(super) const TOKEN: &str = "1000000001:local";
/// Nothing in a story takes so long.
const LIMIT: Duration = Duration::from_secs(90);

pub(super) struct Telegram(System);

impl Telegram {
    /// Without a webhook.
    pub(super) async fn start() -> Self {
        let telegram = Self(System::start().await.unwrap());
        telegram.call("deleteWebhook", json!({})).await;
        telegram
    }

    pub(super) async fn call(&self, method: &str, parameters: Value) -> Value {
        let path = format!("/bot{TOKEN}/{method}");
        self.0.post(&path, parameters).await.unwrap()["result"].clone()
    }

    /// A system whose bot is here, and every line that it prints.
    pub(super) fn bot(&self, env: &[(&str, &str)]) -> (Start, UnboundedReceiver<String>) {
        let (listener, lines) = unbounded_channel();
        let own = [
            ("TELEGRAM_BOT_TOKEN", TOKEN),
            ("TELEGRAM_API_URL", &self.0.origin),
        ];
        let env = own.iter().chain(env);
        let start = Start {
            env: env
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            listener: Some(listener),
            ..Start::default()
        };
        (start, lines)
    }

    /// Writes; the bot hears it when it asks.
    pub(super) async fn write(&self, chat: i64, text: &str) {
        let path = format!("/_local/chats/{chat}/messages");
        self.0.post(&path, json!({ "text": text })).await.unwrap();
    }

    /// Begins a tracking by this text, as the first that is said in chat 1.
    pub(super) async fn track(&self, text: &str) {
        self.write(1, text).await;
        let said = self.until_said(1).await;
        self.until_confirmed().await;
        self.press(&said[0], "Start").await;
        self.until_confirmed().await;
    }

    pub(super) async fn press(&self, message: &Message, label: &str) {
        let button = message.button(label).unwrap();
        let press = json!({ "message_id": message.message_id, "data": button.data });
        self.0.post("/_local/chats/1/presses", press).await.unwrap();
    }

    /// What the bot has said in a chat.
    pub(super) async fn said(&self, chat: i64) -> Vec<Message> {
        let messages = self.0.messages(chat).await.unwrap();
        messages
            .into_iter()
            .filter(|message| message.from == "bot")
            .collect()
    }

    /// Waits until the bot has said so many messages in chat 1.
    pub(super) async fn until_said(&self, count: usize) -> Vec<Message> {
        let said = async {
            loop {
                let said = self.said(1).await;
                if said.len() >= count {
                    return said;
                }
                tokio::task::yield_now().await;
            }
        };
        let said = timeout(LIMIT, said).await;
        said.unwrap_or_else(|_| panic!("the bot has not said {count} messages"))
    }

    /// How many updates the bot has not confirmed.
    pub(super) async fn waiting(&self) -> u64 {
        let info = self.call("getWebhookInfo", json!({})).await;
        info["pending_update_count"].as_u64().unwrap()
    }

    /// Waits until the bot has handled and confirmed every update.
    pub(super) async fn until_confirmed(&self) {
        let confirmed = async {
            while self.waiting().await > 0 {
                tokio::task::yield_now().await;
            }
        };
        let confirmed = timeout(LIMIT, confirmed).await;
        confirmed.unwrap_or_else(|_| panic!("the bot does not confirm its updates"));
    }

    /// Calls of these methods are cut off before anything happens, as without a network.
    pub(super) async fn cut(&self, operation: &str) {
        let fault = json!({ "operation": operation, "effect": { "cut": "before" } });
        self.0.post("/_local/faults", fault).await.unwrap();
    }

    /// Calls of a method are refused with this status, in Telegram's own form.
    pub(super) async fn refuse(&self, operation: &str, status: u16) {
        let fault = json!({ "operation": operation, "effect": { "status": status } });
        self.0.post("/_local/faults", fault).await.unwrap();
    }

    /// Waits until a method was called so often while it was cut.
    pub(super) async fn until_missed(&self, count: u64) {
        let missed = async {
            while self.missed().await < count {
                tokio::task::yield_now().await;
            }
        };
        let missed = timeout(LIMIT, missed).await;
        missed.unwrap_or_else(|_| panic!("the calls that were to fail did not come"));
    }

    /// How many calls were cut off.
    pub(super) async fn missed(&self) -> u64 {
        let faults = self.0.get("/_local/faults").await.unwrap();
        faults["faults"][0]["struck"].as_u64().unwrap()
    }

    pub(super) async fn mend(&self) {
        let url = self.0.url("/_local/faults");
        let mended = self.0.client().delete(url).send().await.unwrap();
        assert!(mended.status().is_success(), "{mended:?}");
    }

    pub(super) fn origin(&self) -> &str {
        &self.0.origin
    }
}

/// Everything that a system has printed until now.
pub(super) fn printed(lines: &mut UnboundedReceiver<String>) -> Vec<String> {
    std::iter::from_fn(|| lines.try_recv().ok()).collect()
}

/// The next line that fits.
pub(super) async fn line_with(lines: &mut UnboundedReceiver<String>, fits: impl Fn(&str) -> bool) -> String {
    let line = async {
        loop {
            let line = lines.recv().await.unwrap();
            if fits(&line) {
                return line;
            }
        }
    };
    timeout(LIMIT, line)
        .await
        .unwrap_or_else(|_| panic!("the line does not come"))
}
