//! A system with a shop whose page a story changes.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use e2e::{Message, Start, System};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::person::Person;

type Answer = Arc<Mutex<(StatusCode, String)>>;

/// The system, the shop, and whether the bot is killed before each update.
pub(super) struct Story {
    pub(super) system: System,
    page: Answer,
    kills_bot: bool,
}

/// Walks a path with a bot that goes on, and with one that is killed before every update.
pub(super) async fn both_ways(path: impl AsyncFn(&Story)) {
    both_ways_as(&[], path).await;
}

/// The same with settings of the operator's.
pub(super) async fn both_ways_as(settings: &[(&str, &str)], path: impl AsyncFn(&Story)) {
    for kills_bot in [false, true] {
        // Shown where the path fails.
        println!("the bot is killed before every update: {kills_bot}");
        path(&Story::begin(settings, kills_bot).await).await;
    }
}

impl Story {
    /// Saturday 28 February 2026, 13:30:20 in Hong Kong. The shop sells at HK$100 and has 5.
    async fn begin(settings: &[(&str, &str)], kills_bot: bool) -> Self {
        let page: Answer = Arc::default();
        let shop = Router::new()
            .fallback(async |State(page): State<Answer>| page.lock().unwrap().clone())
            .with_state(Arc::clone(&page));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async { axum::serve(listener, shop).await });
        let file = format!(
            "label = \"Album shop\"\nzone = \"Asia/Hong_Kong\"\nurl = \"http://{address}/{{event}}\"\n\
             [fields]\ntitle = \"/title\"\nprice = \"/price\"\nstock = \"/stock\"\n\
             currency = \"/currency\"\n"
        );
        let members = format!(
            "label = \"Members\"\nzone = \"Asia/Seoul\"\nurl = \"http://{address}/{{event}}\"\n\
             [items]\nlist = \"/items/*\"\nname = \"/name\"\nlabel = \"^(.+)$\"\notherwise = \"name\"\nsold = \"/sold\"\n"
        );
        let mut env = vec![("ALLOWED_PRIVATE_ADDRESSES".to_owned(), address)];
        env.extend(
            settings
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let start = Start {
            env,
            platform_files: vec![
                ("shop.toml".to_owned(), file),
                ("members.toml".to_owned(), members),
            ],
            hears_events: true,
            ..Start::default()
        };
        let system = System::start_as(start).await.unwrap();
        let story = Self {
            system,
            page,
            kills_bot,
        };
        story.shows(100, 5);
        story
    }

    /// The person of chat 1.
    pub(super) fn person(&self) -> Person<'_> {
        Person::of(self, 1, json!({}))
    }

    /// What the shop's pages say from now on.
    pub(super) fn shows(&self, price: u32, stock: i64) {
        let page = json!({ "title": "ABC 簽名會", "price": price, "currency": "HKD", "stock": stock });
        *self.page.lock().unwrap() = (StatusCode::OK, page.to_string());
    }

    /// What an event of several members has sold from now on.
    pub(super) fn sells(&self, items: &[(&str, i64)]) {
        let item = |(name, sold): &(&str, i64)| json!({ "name": name, "sold": sold });
        let items: Vec<Value> = items.iter().map(item).collect();
        *self.page.lock().unwrap() = (StatusCode::OK, json!({ "items": items }).to_string());
    }

    /// The shop has a fault from now on.
    pub(super) fn fails(&self) {
        *self.page.lock().unwrap() = (StatusCode::SERVICE_UNAVAILABLE, String::new());
    }

    /// So many minutes pass. An event finds the bot dead, too.
    pub(super) async fn minutes(&self, count: u32) {
        for _ in 0..count {
            self.kill_bot().await;
            self.system.advance(60).await.unwrap();
        }
    }

    /// Kills the bot, where this story does.
    pub(super) async fn kill_bot(&self) {
        if self.kills_bot {
            self.system.kill_bot().await.unwrap();
        }
    }

    /// What the local cloud does wrong from now on.
    pub(super) async fn fault(&self, fault: Value) {
        self.system.post("/_local/faults", fault).await.unwrap();
    }

    /// The local cloud does nothing wrong any more.
    pub(super) async fn no_faults(&self) {
        let faults = self.system.url("/_local/faults");
        let answer = self.system.client().delete(faults).send().await.unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }

    /// The ids of the trackings' Scheduler jobs.
    pub(super) async fn jobs(&self) -> Vec<String> {
        let mut ids = self.all_jobs().await;
        ids.retain(|id| id.starts_with("track-"));
        ids
    }

    /// The ids of all Scheduler jobs.
    pub(super) async fn all_jobs(&self) -> Vec<String> {
        let jobs = self.system.scheduler_jobs().await.unwrap();
        let name = |job: &Value| {
            job["name"]
                .as_str()
                .unwrap()
                .rsplit('/')
                .next()
                .unwrap()
                .to_owned()
        };
        jobs.iter().map(name).collect()
    }

    /// Everything that the bot has said in a chat and not taken back.
    pub(super) async fn said_in(&self, chat: i64) -> Vec<Message> {
        let mut messages = self.system.messages(chat).await.unwrap();
        messages.retain(|message| message.from == "bot");
        messages
    }
}
