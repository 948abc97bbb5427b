use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use gcp::{Credentials, Endpoints, Google, TokenSource};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::{Runs, State as JobState};

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
    (google.status, axum::Json(answer)).into_response()
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
        uri: "https://run.googleapis.com/x:run".to_owned(),
        body: br#"{"a":1}"#.to_vec(),
        service_account: "bot@p.iam.gserviceaccount.com".to_owned(),
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
