//! A world that is served on a free port, for the tests of every stand-in.

use std::path::Path;

use serde_json::Value;
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::config::Program;
use crate::store::Store;
use crate::tracker::Tracker;
use crate::world::{Settings, SharedWorld, World};

/// The served world; it stays up for as long as the test's runtime.
pub(crate) struct Served {
    pub(crate) world: SharedWorld,
}

impl Served {
    /// In manual time, with programs that do nothing; the seed is 7.
    pub(crate) async fn start() -> Self {
        Self::with(Program::new("true"), Program::new("true")).await
    }

    /// With these programs.
    pub(crate) async fn with(bot: Program, tracker: impl Into<Tracker>) -> Self {
        Self::serve(bot, tracker.into(), Store::in_memory().unwrap()).await
    }

    /// With a database that outlives it.
    pub(crate) async fn on_disk(database: &Path) -> Self {
        Self::serve(
            Program::new("true"),
            Program::new("true").into(),
            Store::open(database).unwrap(),
        )
        .await
    }

    async fn serve(bot: Program, tracker: Tracker, store: Store) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let settings = Settings {
            bot: Some(bot),
            tracker,
            ..Settings::for_tests(&origin)
        };
        let clock = Clock::manual("2026-02-28T05:30:00Z".parse().unwrap(), |_| ());
        let world = World::new(settings, clock, store.into(), crate::http_client().unwrap());
        tokio::spawn(crate::server::serve(
            listener,
            world.clone(),
            std::future::pending(),
        ));
        Self { world }
    }

    /// A call with a JSON body or none; the answer's status and JSON (or text).
    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        self.call_with(method, path, body, &[]).await
    }

    /// The same with further headers.
    pub(crate) async fn call_with(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> (u16, Value) {
        let address = format!("{}{path}", self.world.settings.origin);
        let mut request = self.world.http.request(method.parse().unwrap(), address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// Tells the time.
    pub(crate) async fn advance(&self, seconds: i64) {
        let body = serde_json::json!({ "advance_s": seconds });
        let (status, answer) = self.call("POST", "/_local/clock", Some(body)).await;
        assert_eq!(status, 200, "{answer}");
    }
}

/// A client of the stand-ins, as a program has one.
pub(crate) fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    crate::http_client().unwrap()
}

/// A shell script as a program.
pub(crate) fn script(text: &str) -> Program {
    Program::new("sh").arg("-c").arg(text)
}
