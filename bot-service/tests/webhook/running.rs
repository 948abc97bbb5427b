//! A running bot, and updates as Telegram sends them.

use bot_service::Config;
use gcp::Environment;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::stand_in::StandIn;

pub(crate) const SECRET: &str = "s3cret";
/// A chat that is allowed; no other one is.
pub(crate) const CHAT: i64 = 1;

/// A bot that listens on a port of its own.
pub(crate) struct Running {
    pub(crate) url: String,
    pub(crate) cloud: StandIn,
    pub(crate) client: Client,
    pub(crate) shutdown: oneshot::Sender<()>,
    pub(crate) served: JoinHandle<()>,
}

/// Whose token a push carries.
pub(crate) const PUSH_ACCOUNT: &str = "push@p.iam.gserviceaccount.com";

/// Starts a bot with everything around it.
pub(crate) async fn start() -> Running {
    start_with(&[]).await
}

/// The same with other variables.
pub(crate) async fn start_with(changes: &[(&str, &str)]) -> Running {
    let (cloud, origin) = StandIn::start().await;
    let config = config(&origin, changes);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (shutdown, stopped) = oneshot::channel();
    let served = tokio::spawn(async move {
        let stopped = async { stopped.await.unwrap_or_default() };
        bot_service::serve(config, listener, stopped).await.unwrap();
    });
    tls::install();
    Running {
        url,
        cloud,
        client: Client::new(),
        shutdown,
        served,
    }
}

fn config(origin: &str, changes: &[(&str, &str)]) -> Config {
    let lookup = |name: &str| {
        if let Some((_, value)) = changes.iter().find(|(changed, _)| *changed == name) {
            return Some((*value).to_owned());
        }
        let value = match name {
            "PROJECT_ID" => "p",
            "TELEGRAM_BOT_TOKEN" => "123:abc",
            "TELEGRAM_WEBHOOK_SECRET" => SECRET,
            "ALLOWED_CHAT_IDS" => "1,-5",
            "TRACKER_JOB" => "tracker",
            "TRIGGER_SERVICE_ACCOUNT" => "bot@p.iam.gserviceaccount.com",
            "TELEGRAM_API_URL" | "GOOGLE_API_ENDPOINT" => origin,
            "GCE_METADATA_HOST" => origin.trim_start_matches("http://"),
            "EVENTS_PUSH_ACCOUNT" => PUSH_ACCOUNT,
            "CLOCK_URL" => return Some(format!("{origin}/clock")),
            _ => return None,
        };
        Some(value.to_owned())
    };
    Config::read(&Environment::new(&lookup)).unwrap_or_else(|error| panic!("{error}"))
}

impl Running {
    /// Sends an update with the right secret.
    pub(crate) async fn update(&self, update: &Value) -> StatusCode {
        self.post(update.to_string().into_bytes(), Some(SECRET)).await
    }

    /// Sends any body with any secret.
    pub(crate) async fn post(&self, body: Vec<u8>, secret: Option<&str>) -> StatusCode {
        let mut request = self.client.post(format!("{}/telegram", self.url)).body(body);
        if let Some(secret) = secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        request.send().await.unwrap().status()
    }

    /// A person writes in a chat.
    pub(crate) async fn write(&self, chat: i64, text: &str) -> StatusCode {
        self.update(&message(chat, text)).await
    }

    /// The last message of the bot, as its text.
    pub(crate) fn last_message(&self) -> String {
        let told = self.cloud.told("sendMessage");
        let last = told
            .last()
            .map(|message| message["text"].as_str().unwrap().to_owned());
        last.unwrap_or_default()
    }
}

/// A message of a person; chats below zero are groups.
pub(crate) fn message(chat: i64, text: &str) -> Value {
    let kind = if chat < 0 { "supergroup" } else { "private" };
    let message = json!({
        "message_id": 7, "date": 1_772_246_900, "chat": { "id": chat, "type": kind },
        "from": { "id": 9, "is_bot": false, "first_name": "A", "language_code": "en" }, "text": text,
    });
    json!({ "update_id": 1, "message": message })
}

/// A press of a button below the bot's message 8 with a text, of which `code` is marked as code.
pub(crate) fn press(chat: i64, data: &str, code: &str) -> Value {
    let message = json!({
        "message_id": 8, "date": 1_772_246_901, "chat": { "id": chat, "type": "private" },
        "text": format!("😀\n{code}"),
        "entities": [{ "type": "code", "offset": 3, "length": code.encode_utf16().count() }],
    });
    let query = json!({
        "id": "q1", "from": { "id": 9, "is_bot": false, "first_name": "A" }, "chat_instance": "i",
        "data": data, "message": message,
    });
    json!({ "update_id": 2, "callback_query": query })
}
