//! Telegram, Cloud Scheduler and the metadata server, with answers that are written once: what they cost is not to be
//! measured.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use domain::event::Told;
use domain::{Interval, Note, PlatformName, Reading, Tracking, Turns, scheduler_job, tracking_id};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use super::bot::CHAT;

/// The trackings of the chat.
pub(crate) const TRACKINGS: i64 = 20;

/// What is answered.
struct Answers {
    token: Bytes,
    menu: Bytes,
    jobs: Bytes,
    /// The same as `fields` asks for them.
    some_of_jobs: Bytes,
    sent: Bytes,
}

/// Starts it in a thread of its own.
pub(crate) fn start() -> anyhow::Result<SocketAddr> {
    let answers = Arc::new(Answers::write()?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    let router = Router::new().fallback(answer).with_state(answers);
    std::thread::spawn(move || runtime.block_on(async { axum::serve(listener, router).await }));
    Ok(address)
}

async fn answer(State(answers): State<Arc<Answers>>, request: Request) -> Response {
    let path = request.uri().path().to_lowercase();
    let found = match path.rsplit('/').next() {
        Some("token") => &answers.token,
        Some("getmycommands") => &answers.menu,
        Some("jobs")
            if request
                .uri()
                .query()
                .is_some_and(|query| query.contains("fields=")) =>
        {
            &answers.some_of_jobs
        }
        Some("jobs") => &answers.jobs,
        Some("sendmessage") => &answers.sent,
        _ => return (StatusCode::NOT_FOUND, path).into_response(),
    };
    // Read to its end, so that the connection can be used again.
    if axum::body::to_bytes(request.into_body(), usize::MAX)
        .await
        .is_err()
    {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let json = (CONTENT_TYPE, HeaderValue::from_static("application/json"));
    ([json], found.clone()).into_response()
}

impl Answers {
    fn write() -> anyhow::Result<Self> {
        let now = Utc::now();
        let jobs: Vec<Value> = (0..TRACKINGS)
            .map(|number| job(number, now))
            .collect::<anyhow::Result<_>>()?;
        let some_of_jobs: Vec<Value> = jobs.iter().map(some_of).collect();
        let bot = json!({ "id": 123, "is_bot": true, "first_name": "Sign", "username": "SignBot" });
        let chat = json!({ "id": CHAT, "first_name": "Mei", "type": "private" });
        let text = "▶️ web shop.example album\n".repeat(TRACKINGS as usize);
        let sent =
            json!({ "message_id": 9, "from": bot, "chat": chat, "date": now.timestamp(), "text": text });
        let bytes = |value: Value| Bytes::from(value.to_string());
        Ok(Self {
            token: bytes(json!({ "access_token": "t", "expires_in": 3_599, "token_type": "Bearer" })),
            menu: bytes(json!({ "ok": true, "result": [] })),
            jobs: bytes(json!({ "jobs": jobs })),
            some_of_jobs: bytes(json!({ "jobs": some_of_jobs })),
            sent: bytes(json!({ "ok": true, "result": sent })),
        })
    }
}

/// A job as Cloud Scheduler lists it: <https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#Job>.
fn job(number: i64, now: DateTime<Utc>) -> anyhow::Result<Value> {
    let tracking = tracking(number, now)?;
    let parent = "projects/local/locations/asia-east2/jobs";
    let uri = "https://run.googleapis.com/v2/projects/local/locations/asia-east2/jobs/tracker:run";
    let body = scheduler_job::run_request(&tracking, &[("REPLY_TO", "4712")]).to_string();
    let target = json!({
        "uri": uri, "httpMethod": "POST",
        "headers": { "Content-Type": "application/json", "User-Agent": "Google-Cloud-Scheduler" },
        "body": STANDARD.encode(body),
        "oauthToken": {
            "serviceAccountEmail": "bot@local.iam.gserviceaccount.com",
            "scope": "https://www.googleapis.com/auth/cloud-platform",
        },
    });
    let retries = json!({
        "maxRetryDuration": "0s", "minBackoffDuration": "5s", "maxBackoffDuration": "3600s", "maxDoublings": 5,
    });
    Ok(json!({
        "name": format!("{parent}/{}", tracking.id),
        "description": note(now).write(&scheduler_job::description(&tracking)),
        "httpTarget": target,
        "userUpdateTime": now,
        "state": "ENABLED",
        "status": {},
        "scheduleTime": now + Duration::minutes(1),
        "lastAttemptTime": now,
        "retryConfig": retries,
        "schedule": scheduler_job::schedule(&tracking, now),
        "timeZone": tracking.zone.name(),
        "attemptDeadline": "180s",
    }))
}

/// What the bot asks for of a job.
fn some_of(job: &Value) -> Value {
    let names = [
        "name",
        "description",
        "lastAttemptTime",
        "scheduleTime",
        "state",
        "status",
    ];
    let mut some: Map<String, Value> = names
        .iter()
        .map(|name| ((*name).to_owned(), job[*name].clone()))
        .collect();
    some.insert(
        "httpTarget".to_owned(),
        json!({ "body": job["httpTarget"]["body"] }),
    );
    Value::Object(some)
}

fn tracking(number: i64, now: DateTime<Utc>) -> anyhow::Result<Tracking> {
    let event = format!("https://shop.example/products/album-{number}?variant=limited");
    let id = tracking_id("web", &event, &format!("{CHAT}:{number}"));
    Ok(Tracking {
        scheduler_job: Some(id.clone()),
        id,
        platform: PlatformName::parse("web").context("web is a platform")?,
        event: domain::EventName::parse_any(&event)?,
        deadline: now + Duration::hours(24 + number),
        zone: Tz::Asia__Hong_Kong,
        interval: Interval::Minutes(1),
        chat_id: Some(CHAT),
        turns: Turns::EACH_MINUTE,
        language: domain::Language::English,
        alerts: domain::Alerts::default(),
        wishes: domain::Wishes::default(),
        owner: Some(CHAT),
    })
}

/// It was heard of a moment ago, with a reading.
fn note(now: DateTime<Utc>) -> Note {
    let reading = Reading {
        price: Some(128.into()),
        currency: Some("HKD".to_owned()),
        availability: domain::Availability::InStock,
        stock: Some(25),
        ..Reading::default()
    };
    let mut note = Note::begun(now);
    note.saw(&Told {
        at: now,
        status: "ok".to_owned(),
        reading: Some(reading),
    });
    note
}
