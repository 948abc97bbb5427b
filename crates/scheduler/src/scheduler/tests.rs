use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use gcp::{Credentials, Endpoints, Google, TokenSource};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::{Runs, State as JobState, Target, TargetKind};

const LOCATION: &str = "/v1/projects/p/locations/asia-east2/jobs";

/// A request as Google would have got it: method, path with query, body.
type Seen = Arc<Mutex<Vec<(String, Value)>>>;

#[derive(Clone)]
struct Stub {
    seen: Seen,
    status: StatusCode,
    answers: Arc<Mutex<Vec<Value>>>,
}

async fn answer(State(google): State<Stub>, request: Request) -> Response {
    let path = request
        .uri()
        .path_and_query()
        .map(ToString::to_string)
        .unwrap_or_default();
    if path.starts_with("/computeMetadata/") {
        return axum::Json(json!({ "access_token": "t", "expires_in": 3600, "token_type": "Bearer" }))
            .into_response();
    }
    let seen = format!("{} {path}", request.method());
    let body = axum::body::to_bytes(request.into_body(), 100_000).await.unwrap();
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    google.seen.lock().unwrap().push((seen, body));
    let answer = google.answers.lock().unwrap().remove(0);
    // A refusal among other answers brings its own status.
    let own = answer["error"]["code"]
        .as_u64()
        .and_then(|code| u16::try_from(code).ok());
    let status = own.map_or(google.status, |code| StatusCode::from_u16(code).unwrap());
    (status, axum::Json(answer)).into_response()
}

/// A Google that answers in order, and what it was asked.
async fn google(status: StatusCode, answers: &[Value]) -> (Google, Seen) {
    let seen = Seen::default();
    let state = Stub {
        seen: Arc::clone(&seen),
        status,
        answers: Arc::new(Mutex::new(answers.to_vec())),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(answer).with_state(state);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let host = address.to_string();
    let tokens = TokenSource::new(Credentials::Metadata { host }, &["scope"]);
    let endpoints = Endpoints::new(Some(&format!("http://{address}")));
    (Google::new(tokens, endpoints), seen)
}

async fn scheduler(status: StatusCode, answers: &[Value]) -> (Scheduler, Seen) {
    let (google, seen) = google(status, answers).await;
    (Scheduler::new(google, "p", "asia-east2"), seen)
}

fn refusal(code: u16) -> Value {
    json!({ "error": { "code": code, "message": "m", "status": "S" } })
}

fn spec() -> JobSpec {
    JobSpec {
        id: "track-1".to_owned(),
        description: "demo ABC".to_owned(),
        schedule: "* * * * *".to_owned(),
        time_zone: "Asia/Hong_Kong".to_owned(),
        target: Target::Http {
            uri: "https://run.googleapis.com/x:run".to_owned(),
            body: br#"{"a":1}"#.to_vec(),
            service_account: "bot@p.iam.gserviceaccount.com".to_owned(),
        },
    }
}

#[tokio::test]
async fn a_job_is_created_with_its_target_its_zone_and_without_retries() {
    let (scheduler, seen) = scheduler(StatusCode::OK, &[json!({})]).await;
    assert_eq!(scheduler.create(&spec()).await.unwrap(), Created::New);
    let expected = json!({
        "name": "projects/p/locations/asia-east2/jobs/track-1",
        "description": "demo ABC",
        "schedule": "* * * * *",
        "timeZone": "Asia/Hong_Kong",
        "retryConfig": { "retryCount": 0 },
        "httpTarget": {
            "uri": "https://run.googleapis.com/x:run",
            "httpMethod": "POST",
            "headers": { "Content-Type": "application/json" },
            "body": "eyJhIjoxfQ==",
            "oauthToken": { "serviceAccountEmail": "bot@p.iam.gserviceaccount.com" },
        },
    });
    assert_eq!(
        *seen.lock().unwrap(),
        [(format!("POST {LOCATION}?alt=json"), expected)]
    );
}

#[tokio::test]
async fn a_job_may_publish_to_a_topic_instead() {
    let (scheduler, seen) = scheduler(StatusCode::OK, &[json!({})]).await;
    let target = Target::PubSub {
        topic: "projects/p/topics/events".to_owned(),
        data: b"{}".to_vec(),
    };
    let spec = JobSpec { target, ..spec() };
    assert_eq!(scheduler.create(&spec).await.unwrap(), Created::New);
    let sent = seen.lock().unwrap()[0].1.clone();
    assert_eq!(
        (&sent["pubsubTarget"], &sent["httpTarget"]),
        (
            &json!({ "topicName": "projects/p/topics/events", "data": "e30=" }),
            &Value::Null
        )
    );
}

#[tokio::test]
async fn a_job_tells_its_description_and_what_kind_of_target_it_has() {
    let name = "projects/p/locations/asia-east2/jobs/x";
    for (target, kind, body) in [
        (
            json!({ "httpTarget": { "uri": "https://x", "body": "e30=" } }),
            TargetKind::Http,
            "{}",
        ),
        (
            json!({ "pubsubTarget": { "topicName": "t", "data": "e30=" } }),
            TargetKind::PubSub,
            "{}",
        ),
        (json!({ "appEngineHttpTarget": {} }), TargetKind::Other, ""),
    ] {
        let mut job = target;
        job["name"] = json!(name);
        job["description"] = json!("last reading 14:00");
        let (scheduler, _) = scheduler(StatusCode::OK, &[job]).await;
        let job = scheduler.get("x").await.unwrap().unwrap();
        assert_eq!((job.target, job.body.as_slice()), (kind, body.as_bytes()));
        assert_eq!(job.description, "last reading 14:00");
    }
}

#[tokio::test]
async fn a_new_description_changes_nothing_else() {
    let (scheduler, seen) = scheduler(StatusCode::OK, &[json!({})]).await;
    scheduler
        .update_description("track-1", "failing since 14:00")
        .await
        .unwrap();
    let (call, body) = seen.lock().unwrap()[0].clone();
    assert!(
        call.starts_with(&format!("PATCH {LOCATION}/track-1?")) && call.contains("updateMask=description"),
        "{call}"
    );
    assert_eq!(body, json!({ "description": "failing since 14:00" }));
}

#[tokio::test]
async fn pausing_and_resuming_say_whether_the_job_is_there() {
    let (there, seen) = scheduler(StatusCode::OK, &[json!({}), json!({})]).await;
    assert!(there.pause("track-1").await.unwrap());
    assert!(there.resume("track-1").await.unwrap());
    let calls: Vec<String> = seen
        .lock()
        .unwrap()
        .iter()
        .map(|(call, _)| call.clone())
        .collect();
    assert_eq!(
        calls,
        [
            format!("POST {LOCATION}/track-1:pause?alt=json"),
            format!("POST {LOCATION}/track-1:resume?alt=json")
        ]
    );
    let (gone, _) = scheduler(StatusCode::NOT_FOUND, &[refusal(404), refusal(404)]).await;
    assert!(!gone.pause("track-1").await.unwrap());
    assert!(!gone.resume("track-1").await.unwrap());
}

#[tokio::test]
async fn a_job_that_is_in_the_state_already_is_no_error_and_one_in_another_is() {
    let job = |state: &str| json!({ "name": format!("{LOCATION}/x"), "state": state });
    let (paused, _) = scheduler(StatusCode::OK, &[refusal(400), job("PAUSED")]).await;
    assert!(paused.pause("x").await.unwrap());
    let (disabled, _) = scheduler(StatusCode::OK, &[refusal(400), job("DISABLED")]).await;
    let error = disabled.resume("x").await.unwrap_err();
    assert!(matches!(error, SchedulerError::Rejected(_)), "{error}");
}

#[tokio::test]
async fn a_job_that_exists_is_an_outcome_and_not_an_error() {
    let (scheduler, _) = scheduler(StatusCode::CONFLICT, &[refusal(409)]).await;
    assert_eq!(scheduler.create(&spec()).await.unwrap(), Created::AlreadyExists);
}

#[tokio::test]
async fn a_missing_role_is_named() {
    let (scheduler, _) = scheduler(StatusCode::FORBIDDEN, &[refusal(403)]).await;
    let error = scheduler.create(&spec()).await.unwrap_err();
    assert!(matches!(error, SchedulerError::Denied(_)));
    assert!(
        error.to_string().contains("roles/iam.serviceAccountUser"),
        "{error}"
    );
}

#[tokio::test]
async fn a_list_has_the_trackings_of_all_pages_and_no_other_job() {
    let ours = json!({
        "name": "projects/p/locations/asia-east2/jobs/track-1",
        "state": "PAUSED",
        "lastAttemptTime": "2026-02-28T02:48:00.5Z",
        "scheduleTime": "2026-02-28T02:49:00Z",
        "status": { "code": 7 },
        "httpTarget": { "uri": "https://x", "body": "eyJhIjoxfQ==" },
    });
    let pages = [
        json!({ "jobs": [{ "name": "projects/p/locations/asia-east2/jobs/backup" }], "nextPageToken": "n" }),
        json!({ "jobs": [ours] }),
    ];
    let (scheduler, seen) = scheduler(StatusCode::OK, &pages).await;
    let jobs = scheduler.list().await.unwrap();
    assert_eq!(jobs.len(), 1);
    assert_eq!(
        (jobs[0].id.as_str(), jobs[0].body.as_slice()),
        ("track-1", br#"{"a":1}"#.as_slice())
    );
    assert_eq!((jobs[0].state, jobs[0].accepted()), (JobState::Paused, false));
    assert_eq!(
        jobs[0].next_attempt.unwrap().to_rfc3339(),
        "2026-02-28T02:49:00+00:00"
    );
    assert!(seen.lock().unwrap()[1].0.contains("pageToken=n"));
}

#[tokio::test]
async fn an_empty_location_lists_nothing() {
    let (scheduler, _) = scheduler(StatusCode::OK, &[json!({})]).await;
    assert_eq!(scheduler.list().await.unwrap(), []);
}

#[tokio::test]
async fn deleting_what_is_gone_is_success() {
    let (gone, _) = scheduler(StatusCode::NOT_FOUND, &[refusal(404), refusal(404)]).await;
    assert!(!gone.delete("track-1").await.unwrap());
    assert_eq!(gone.get("track-1").await.unwrap(), None);
    let (there, seen) = scheduler(StatusCode::OK, &[json!({})]).await;
    assert!(there.delete("track-1").await.unwrap());
    assert_eq!(
        seen.lock().unwrap()[0].0,
        format!("DELETE {LOCATION}/track-1?alt=json")
    );
}

#[tokio::test]
async fn a_job_is_fired_at_once() {
    let (scheduler, seen) = scheduler(StatusCode::OK, &[json!({})]).await;
    scheduler.run("track-1").await.unwrap();
    assert_eq!(
        *seen.lock().unwrap(),
        [(format!("POST {LOCATION}/track-1:run?alt=json"), json!({}))]
    );
}

#[tokio::test]
async fn an_execution_gets_the_overrides_of_the_body_unchanged() {
    let (google, seen) = google(StatusCode::OK, &[json!({ "name": "operations/1" })]).await;
    let runs = Runs::new(google, "p", "asia-east2", "tracker");
    let body = json!({ "overrides": {
        "containerOverrides": [{ "env": [{ "name": "ACTION", "value": "end" }] }], "taskCount": 1, "timeout": "900s",
    } });
    runs.run(&body).await.unwrap();
    let path = "POST /v2/projects/p/locations/asia-east2/jobs/tracker:run?alt=json";
    assert_eq!(*seen.lock().unwrap(), [(path.to_owned(), body)]);
    assert!(
        runs.run_uri()
            .ends_with("/v2/projects/p/locations/asia-east2/jobs/tracker:run")
    );
}
