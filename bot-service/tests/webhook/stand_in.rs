//! Telegram, Cloud Scheduler, Cloud Run, the metadata server and the clock, as small as these tests allow.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};

/// The present of these tests: 10:48:20 in Hong Kong.
pub(crate) const NOW: &str = "2026-02-28T02:48:20Z";
/// The same in seconds since 1970.
pub(crate) const NOW_SECONDS: i64 = 1_772_246_900;

/// What it was asked, in order, and what it keeps.
#[derive(Clone)]
pub(crate) struct StandIn {
    calls: Arc<Mutex<Vec<(String, Value)>>>,
    jobs: Arc<Mutex<BTreeMap<String, Value>>>,
    /// The bot's messages so far; the first has the id 100.
    sent: Arc<AtomicI32>,
    refusals: Arc<Mutex<Vec<(&'static str, u16)>>>,
    /// Google's public keys, which may be kept for ten minutes.
    keys: Arc<Mutex<Value>>,
    /// How long ago `NOW` was, in seconds.
    passed: Arc<Mutex<i64>>,
    /// One permit per message that may be sent.
    pub(crate) messages: Arc<Semaphore>,
    /// Told when a message arrives.
    pub(crate) message_arrived: Arc<Notify>,
}

impl StandIn {
    /// Starts it and tells its origin.
    pub(crate) async fn start() -> (Self, String) {
        let stand_in = Self {
            calls: Arc::default(),
            jobs: Arc::default(),
            sent: Arc::new(AtomicI32::new(100)),
            refusals: Arc::default(),
            keys: Arc::default(),
            passed: Arc::default(),
            messages: Arc::new(Semaphore::new(1_000)),
            message_arrived: Arc::default(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(stand_in.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (stand_in, origin)
    }

    /// Every call whose path contains `part` gets a status from now on.
    pub(crate) fn refuse(&self, part: &'static str, status: u16) {
        self.refusals.lock().unwrap().push((part, status));
    }

    /// From now on these are Google's public keys.
    pub(crate) fn publish_keys(&self, keys: Value) {
        *self.keys.lock().unwrap() = keys;
    }

    /// How often the keys were fetched.
    pub(crate) fn key_fetches(&self) -> usize {
        let calls = self.calls.lock().unwrap();
        let fetches = calls.iter().filter(|(call, _)| call == "GET /oauth2/v3/certs");
        fetches.count()
    }

    /// Lets so many seconds pass.
    pub(crate) fn let_pass(&self, seconds: i64) {
        *self.passed.lock().unwrap() += seconds;
    }

    /// Puts a Scheduler job there that the bot has not created.
    pub(crate) fn put_job(&self, id: &str, job: Value) {
        self.jobs.lock().unwrap().insert(id.to_owned(), job);
    }

    /// Forgets the calls so far and gives them. What was sent has its message's id as `sent`.
    pub(crate) fn take_calls(&self) -> Vec<(String, Value)> {
        std::mem::take(&mut *self.calls.lock().unwrap())
    }

    /// Forgets the Scheduler jobs.
    pub(crate) fn forget_jobs(&self) {
        self.jobs.lock().unwrap().clear();
    }

    /// The Scheduler jobs.
    pub(crate) fn jobs(&self) -> BTreeMap<String, Value> {
        self.jobs.lock().unwrap().clone()
    }

    /// The bodies of the calls of a Telegram method.
    pub(crate) fn told(&self, method: &str) -> Vec<Value> {
        let calls = self.calls.lock().unwrap();
        let end = format!("/{method}").to_lowercase();
        let told = calls
            .iter()
            .filter(|(call, _)| call.to_lowercase().ends_with(&end));
        told.map(|(_, body)| body.clone()).collect()
    }

    /// The calls of Google's APIs, without the token's.
    pub(crate) fn google(&self) -> Vec<(String, Value)> {
        let calls = self.calls.lock().unwrap();
        let google = |call: &str| call.contains(" /v1/projects") || call.contains(" /v2/projects");
        calls.iter().filter(|(call, _)| google(call)).cloned().collect()
    }
}

async fn answer(State(stand_in): State<StandIn>, request: Request) -> Response {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let query = request.uri().query().unwrap_or_default().to_owned();
    let body = axum::body::to_bytes(request.into_body(), 1_000_000)
        .await
        .unwrap();
    let mut body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let mut message = 100;
    if path.to_lowercase().ends_with("/sendmessage") {
        message = stand_in.sent.fetch_add(1, Ordering::Relaxed);
        body["sent"] = json!(message);
    }
    let call = format!("{method} {path}");
    stand_in.calls.lock().unwrap().push((call, body.clone()));
    let refusal = stand_in
        .refusals
        .lock()
        .unwrap()
        .iter()
        .find(|(part, _)| path.contains(part))
        .copied();
    if let Some((_, status)) = refusal {
        return refused(status);
    }
    if path.to_lowercase().ends_with("/sendmessage") {
        stand_in.message_arrived.notify_one();
        stand_in.messages.acquire().await.unwrap().forget();
    }
    match path.split('/').nth(1).unwrap_or_default() {
        "clock" => axum::Json(json!({ "now": stand_in.now() })).into_response(),
        "oauth2" => {
            let keys = stand_in.keys.lock().unwrap().clone();
            ([("cache-control", "public, max-age=600")], axum::Json(keys)).into_response()
        }
        "computeMetadata" => {
            axum::Json(json!({ "access_token": "t", "expires_in": 3600, "token_type": "Bearer" }))
                .into_response()
        }
        "v1" => stand_in.schedule(&method, &path, &query, body),
        "v2" => axum::Json(json!({ "name": "operations/1" })).into_response(),
        _ if path.to_lowercase().ends_with("/getmycommands") => {
            axum::Json(json!({ "ok": true, "result": [] })).into_response()
        }
        _ => {
            let result = json!({ "username": "SignBot", "message_id": message, "status": "member" });
            axum::Json(json!({ "ok": true, "result": result })).into_response()
        }
    }
}

impl StandIn {
    fn now(&self) -> String {
        let seconds = NOW_SECONDS + *self.passed.lock().unwrap();
        let now = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        now.to_rfc3339()
    }

    fn schedule(&self, method: &str, path: &str, query: &str, body: Value) -> Response {
        let mut jobs = self.jobs.lock().unwrap();
        let last = path.rsplit('/').next().unwrap_or_default();
        let (id, verb) = last.split_once(':').unwrap_or((last, ""));
        match (method, last) {
            ("GET", "jobs") => {
                axum::Json(json!({ "jobs": jobs.values().collect::<Vec<_>>() })).into_response()
            }
            ("POST", "jobs") => {
                let id = body["name"]
                    .as_str()
                    .unwrap()
                    .rsplit('/')
                    .next()
                    .unwrap()
                    .to_owned();
                if jobs.contains_key(&id) {
                    return refused(409);
                }
                let mut job = body;
                job["state"] = json!("ENABLED");
                jobs.insert(id, job.clone());
                axum::Json(job).into_response()
            }
            _ if !jobs.contains_key(id) => refused(404),
            ("POST" | "PATCH", _) => {
                let job = jobs.get_mut(id).unwrap();
                match verb {
                    "run" => job["lastAttemptTime"] = json!(NOW),
                    "pause" => job["state"] = json!("PAUSED"),
                    "resume" => job["state"] = json!("ENABLED"),
                    _ if query.contains("description") => job["description"] = body["description"].clone(),
                    _ => job["httpTarget"]["body"] = body["httpTarget"]["body"].clone(),
                }
                axum::Json(job.clone()).into_response()
            }
            ("DELETE", _) => {
                jobs.remove(id);
                axum::Json(json!({})).into_response()
            }
            _ => axum::Json(jobs[id].clone()).into_response(),
        }
    }
}

/// A refusal in both Google's and Telegram's form.
fn refused(code: u16) -> Response {
    let body = json!({
        "error": { "code": code, "message": "m", "status": "S" },
        "ok": false, "error_code": code, "description": "no",
    });
    (StatusCode::from_u16(code).unwrap(), axum::Json(body)).into_response()
}
