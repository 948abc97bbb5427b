use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::testing::Served;

const JOBS: &str = "/v1/projects/local/locations/asia-east2/jobs";
const PARENT: &str = "projects/local/locations/asia-east2";

fn job(id: &str) -> Value {
    json!({
        "name": format!("{PARENT}/jobs/{id}"),
        "schedule": "* * * * *",
        "timeZone": "Asia/Hong_Kong",
        "httpTarget": { "uri": "http://127.0.0.1:1/" },
    })
}

/// The job with one field, at a path of keys, set to another value (or taken away).
fn but(path: &str, value: Value) -> Value {
    let mut job = job("x");
    let (parents, last) = path.rsplit_once('.').unwrap_or(("", path));
    let mut place = &mut job;
    for key in parents.split('.').filter(|key| !key.is_empty()) {
        place = &mut place[key];
    }
    if value.is_null() {
        place.as_object_mut().unwrap().remove(last);
    } else {
        place[last] = value;
    }
    job
}

/// A target on a port of its own, which answers with the given codes in turn, the last one for ever.
struct Target {
    uri: String,
    calls: Arc<Mutex<Vec<(Method, HeaderMap, Bytes)>>>,
}

impl Target {
    async fn answering(codes: &'static [u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}/fire?x=1", listener.local_addr().unwrap());
        let calls: Arc<Mutex<Vec<_>>> = Arc::default();
        let seen = calls.clone();
        let app = Router::new().fallback(async move |method: Method, headers: HeaderMap, body: Bytes| {
            let mut seen = seen.lock().unwrap();
            seen.push((method, headers, body));
            StatusCode::from_u16(codes[(seen.len() - 1).min(codes.len() - 1)]).unwrap()
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { uri, calls }
    }

    fn count(&self) -> usize {
        self.calls.lock().unwrap().len()
    }
}

#[tokio::test]
async fn a_new_job_shows_every_default() {
    let cloud = Served::start().await;
    let mut sent = job("track-1");
    sent["httpTarget"]["body"] = json!("e30=");
    let (status, created) = cloud.call("POST", JOBS, Some(sent)).await;
    assert_eq!(status, 200, "{created}");
    assert_eq!(
        created,
        json!({
            "name": format!("{PARENT}/jobs/track-1"),
            "schedule": "* * * * *",
            "timeZone": "Asia/Hong_Kong",
            "state": "ENABLED",
            "attemptDeadline": "180s",
            "userUpdateTime": "2026-02-28T05:30:00Z",
            "scheduleTime": "2026-02-28T05:31:00Z",
            "httpTarget": {
                "uri": "http://127.0.0.1:1/",
                "httpMethod": "POST",
                "body": "e30=",
                "headers": { "User-Agent": "Google-Cloud-Scheduler", "Content-Type": "application/octet-stream" },
            },
            "retryConfig": {
                "maxRetryDuration": "0s",
                "minBackoffDuration": "5s",
                "maxBackoffDuration": "3600s",
                "maxDoublings": 5,
            },
        })
    );
    assert_eq!(
        cloud.call("GET", &format!("{JOBS}/track-1"), None).await,
        (200, created)
    );
}

#[tokio::test]
async fn what_the_real_one_refuses_is_refused() {
    let cloud = Served::start().await;
    let long = "x".repeat(501);
    for (wrong, says) in [
        (but("schedule", json!(null)), "Schedule or time zone is invalid."),
        (
            but("schedule", json!("* * * *")),
            "Schedule or time zone is invalid.",
        ),
        (
            but("schedule", json!("* * * * * *")),
            "Schedule or time zone is invalid.",
        ),
        (
            but("schedule", json!("61 * * * *")),
            "Schedule or time zone is invalid.",
        ),
        (
            but("timeZone", json!("Mars/Olympus")),
            "Schedule or time zone is invalid.",
        ),
        (but("description", json!(long)), "500 characters"),
        (but("name", json!("track-1")), "Job name must be formatted"),
        (
            but("name", json!(format!("{PARENT}/jobs/a.b"))),
            "Job name must be formatted",
        ),
        (
            but("name", json!(format!("{PARENT}/jobs/{long}"))),
            "maximum length is 500",
        ),
        (
            but("name", json!("projects/other/locations/asia-east2/jobs/x")),
            "must be below the parent",
        ),
        (but("httpTarget", json!(null)), "must have a target"),
        (
            but("httpTarget.uri", json!("ftp://x/")),
            "valid HTTP or HTTPS URL",
        ),
        (but("httpTarget.uri", json!("no url")), "valid HTTP or HTTPS URL"),
        (but("httpTarget.uri", json!(null)), "valid HTTP or HTTPS URL"),
        (
            but("httpTarget.httpMethod", json!("FETCH")),
            "Invalid value at 'job.http_target.http_method'",
        ),
        (
            but("httpTarget.httpMethod", json!(9)),
            "Invalid value at 'job.http_target.http_method'",
        ),
        (
            but("httpTarget.body", json!("***")),
            "Invalid value at 'job.http_target.body' (TYPE_BYTES)",
        ),
        (but("httpTarget.headers", json!({ "a b": "c" })), "invalid header"),
        (but("httpTarget.oauthToken", json!({})), "service account"),
        (but("attemptDeadline", json!("14s")), "[15 seconds, 30 minutes]"),
        (but("attemptDeadline", json!("1801s")), "[15 seconds, 30 minutes]"),
        (
            but("attemptDeadline", json!("3m")),
            "Invalid value at 'job.attempt_deadline'",
        ),
        (but("retryConfig", json!({ "retryCount": 6 })), "between 0 and 5"),
        (
            but(
                "retryConfig",
                json!({ "minBackoffDuration": "2s", "maxBackoffDuration": "1s" }),
            ),
            "must not be greater",
        ),
        (
            but("pubsubTarget", json!({ "topicName": "projects/local/topics/t" })),
            "oneof field 'target' is already set",
        ),
        (
            but("paused", json!(true)),
            "Unknown name \"paused\" at 'job': Cannot find field.",
        ),
        (
            but("httpTarget.oauthToken.email", json!("a@b")),
            "Unknown name \"email\" at 'job.http_target.oauth_token'",
        ),
    ] {
        let (status, answer) = cloud.call("POST", JOBS, Some(wrong.clone())).await;
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        assert_eq!(
            (status, &answer["error"]["status"]),
            (400, &json!("INVALID_ARGUMENT")),
            "{wrong}: {answer}"
        );
        assert!(message.contains(says), "{wrong}: {message}");
    }
    let mut get_with_body = but("httpTarget.httpMethod", json!("GET"));
    get_with_body["httpTarget"]["body"] = json!("e30=");
    assert_eq!(cloud.call("POST", JOBS, Some(get_with_body)).await.0, 400);
    assert_eq!(
        cloud.call("GET", JOBS, None).await,
        (200, json!({})),
        "nothing was created"
    );
}

#[tokio::test]
async fn a_job_has_one_place_and_one_name() {
    let cloud = Served::start().await;
    assert_eq!(cloud.call("POST", JOBS, Some(job("x"))).await.0, 200);
    let (status, answer) = cloud.call("POST", JOBS, Some(job("x"))).await;
    assert_eq!(
        (status, &answer["error"]["status"]),
        (409, &json!("ALREADY_EXISTS"))
    );
    for (method, path, status) in [
        ("GET", "/v1/projects/other/locations/asia-east2/jobs", 403),
        ("GET", "/v1/projects/local/locations/mars/jobs", 404),
        ("GET", &format!("{JOBS}/y"), 404),
        ("DELETE", &format!("{JOBS}/y"), 404),
        ("POST", &format!("{JOBS}/y:pause"), 404),
        ("POST", &format!("{JOBS}/y:run"), 404),
        ("POST", &format!("{JOBS}/x:jump"), 404),
        ("GET", &format!("{JOBS}?filter=x"), 400),
    ] {
        assert_eq!(cloud.call(method, path, None).await.0, status, "{method} {path}");
    }
    assert_eq!(
        cloud.call("DELETE", &format!("{JOBS}/x"), None).await,
        (200, json!({}))
    );
    assert_eq!(cloud.call("DELETE", &format!("{JOBS}/x"), None).await.0, 404);
}

#[tokio::test]
async fn a_body_that_does_not_say_it_is_json_creates_nothing() {
    let cloud = Served::start().await;
    let address = format!("{}{JOBS}", cloud.world.settings.origin);
    let answer = cloud
        .world
        .http
        .post(address)
        .body(job("x").to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 400);
    assert_eq!(cloud.call("GET", JOBS, None).await, (200, json!({})));
}

#[tokio::test]
async fn pause_and_resume_need_the_other_state() {
    let cloud = Served::start().await;
    cloud.call("POST", JOBS, Some(job("x"))).await;
    for (verb, status, state) in [
        ("resume", 400, "FAILED_PRECONDITION"),
        ("pause", 200, "PAUSED"),
        ("pause", 400, "FAILED_PRECONDITION"),
        ("resume", 200, "ENABLED"),
    ] {
        let (got, answer) = cloud
            .call("POST", &format!("{JOBS}/x:{verb}"), Some(json!({})))
            .await;
        let said = if got == 200 {
            &answer["state"]
        } else {
            &answer["error"]["status"]
        };
        assert_eq!((got, said), (status, &json!(state)), "{verb}: {answer}");
    }
}

#[tokio::test]
async fn a_patch_changes_what_its_mask_names() {
    let cloud = Served::start().await;
    cloud.call("POST", JOBS, Some(job("x"))).await;
    let patch = json!({ "schedule": "0 * * * *", "description": "new", "httpTarget": { "uri": "http://127.0.0.1:2/" } });
    for (mask, schedule, description, uri) in [
        (
            "?updateMask=schedule",
            "0 * * * *",
            json!(null),
            "http://127.0.0.1:1/",
        ),
        (
            "?updateMask=http_target.uri,description",
            "0 * * * *",
            json!("new"),
            "http://127.0.0.1:2/",
        ),
    ] {
        let (status, job) = cloud
            .call("PATCH", &format!("{JOBS}/x{mask}"), Some(patch.clone()))
            .await;
        assert_eq!(status, 200, "{job}");
        assert_eq!(
            (&job["schedule"], &job["description"], &job["httpTarget"]["uri"]),
            (&json!(schedule), &description, &json!(uri))
        );
        assert_eq!(job["scheduleTime"], "2026-02-28T06:00:00Z");
    }
    let (_, job) = cloud
        .call(
            "PATCH",
            &format!("{JOBS}/x"),
            Some(json!({ "schedule": "*/5 * * * *" })),
        )
        .await;
    assert_eq!(
        (&job["schedule"], &job["description"]),
        (&json!("*/5 * * * *"), &json!("new"))
    );
    for (mask, body) in [
        ("state", json!({})),
        ("nothing", json!({})),
        ("httpTarget.nothing", json!({})),
        ("schedule", json!({ "schedule": "x" })),
    ] {
        let (status, answer) = cloud
            .call("PATCH", &format!("{JOBS}/x?updateMask={mask}"), Some(body))
            .await;
        assert_eq!(status, 400, "{mask}: {answer}");
    }
    let pubsub = json!({ "pubsubTarget": { "topicName": "projects/local/topics/t", "data": "eA==" } });
    let (status, job) = cloud
        .call(
            "PATCH",
            &format!("{JOBS}/x?updateMask=pubsubTarget"),
            Some(pubsub),
        )
        .await;
    assert_eq!(
        (status, job.get("httpTarget")),
        (200, None),
        "one target replaces another: {job}"
    );
}

#[tokio::test]
async fn lists_come_in_pages_and_enums_as_numbers_on_demand() {
    let cloud = Served::start().await;
    for id in ["a", "b", "c"] {
        cloud.call("POST", JOBS, Some(job(id))).await;
    }
    let (_, first) = cloud.call("GET", &format!("{JOBS}?pageSize=2"), None).await;
    let token = first["nextPageToken"].as_str().unwrap();
    let (_, second) = cloud
        .call("GET", &format!("{JOBS}?pageSize=2&pageToken={token}"), None)
        .await;
    assert_eq!(
        (
            first["jobs"].as_array().unwrap().len(),
            second["jobs"].as_array().unwrap().len()
        ),
        (2, 1)
    );
    assert_eq!(second["jobs"][0]["name"], format!("{PARENT}/jobs/c"));

    let path = format!("{JOBS}/a?%24alt=json%3Benum-encoding%3Dint");
    let (_, job) = cloud.call("GET", &path, None).await;
    assert_eq!(
        (&job["state"], &job["httpTarget"]["httpMethod"]),
        (&json!(1), &json!(1))
    );
    let (status, locations) = cloud.call("GET", "/v1/projects/local/locations", None).await;
    assert_eq!(
        (status, &locations["locations"][0]["locationId"]),
        (200, &json!("asia-east2"))
    );
}

#[tokio::test]
async fn a_firing_is_the_jobs_request_with_googles_headers() {
    let (cloud, target) = (Served::start().await, Target::answering(&[200]).await);
    let mut sent = but("httpTarget.uri", json!(target.uri));
    sent["httpTarget"]["body"] = json!("eyJhIjoxfQ==");
    sent["httpTarget"]["httpMethod"] = json!(4);
    sent["httpTarget"]["headers"] =
        json!({ "Content-Type": "application/json", "Host": "elsewhere", "X-Own": "1" });
    sent["httpTarget"]["oauthToken"] =
        json!({ "serviceAccountEmail": "signchronicle-bot@local.iam.gserviceaccount.com" });
    assert_eq!(cloud.call("POST", JOBS, Some(sent)).await.0, 200);
    cloud.advance(59).await;
    assert_eq!(target.count(), 0);
    cloud.advance(121).await;
    assert_eq!(target.count(), 3);

    let (method, headers, body) = target.calls.lock().unwrap()[1].clone();
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap());
    assert_eq!((method, body), (Method::PUT, Bytes::from_static(br#"{"a":1}"#)));
    for (name, value) in [
        ("content-type", "application/json"),
        ("user-agent", "Google-Cloud-Scheduler"),
        ("x-cloudscheduler", "true"),
        ("x-cloudscheduler-jobname", "x"),
        ("x-cloudscheduler-scheduletime", "2026-02-28T05:32:00Z"),
        ("x-own", "1"),
    ] {
        assert_eq!(header(name), Some(value), "{name}");
    }
    assert_eq!(
        header("host"),
        target
            .uri
            .strip_prefix("http://")
            .and_then(|rest| rest.strip_suffix("/fire?x=1"))
    );
    assert!(header("authorization").unwrap().starts_with("Bearer ya29.local-"));
    let (_, job) = cloud.call("GET", &format!("{JOBS}/x"), None).await;
    assert_eq!(
        (&job["status"], &job["lastAttemptTime"]),
        (&json!({}), &json!("2026-02-28T05:33:00Z"))
    );
    assert_eq!(job["scheduleTime"], "2026-02-28T05:34:00Z");
}

#[tokio::test]
async fn a_refused_firing_shows_in_the_status_and_is_not_repeated_by_default() {
    let (cloud, target) = (Served::start().await, Target::answering(&[403]).await);
    cloud
        .call("POST", JOBS, Some(but("httpTarget.uri", json!(target.uri))))
        .await;
    cloud.advance(60).await;
    let (_, job) = cloud.call("GET", &format!("{JOBS}/x"), None).await;
    assert_eq!((target.count(), &job["status"]), (1, &json!({ "code": 7 })));
}

#[tokio::test]
async fn retries_back_off_in_told_time_until_one_succeeds() {
    let (cloud, target) = (Served::start().await, Target::answering(&[500, 500, 200]).await);
    let mut sent = but("httpTarget.uri", json!(target.uri));
    sent["schedule"] = json!("0 14 * * *");
    sent["retryConfig"] = json!({ "retryCount": 3 });
    cloud.call("POST", JOBS, Some(sent)).await;
    cloud.advance(30 * 60).await;
    assert_eq!(target.count(), 1);
    cloud.advance(5).await;
    assert_eq!(target.count(), 2);
    cloud.advance(9).await;
    assert_eq!(target.count(), 2);
    cloud.advance(1).await;
    let (_, job) = cloud.call("GET", &format!("{JOBS}/x"), None).await;
    assert_eq!((target.count(), &job["status"]), (3, &json!({})));
    cloud.advance(3600).await;
    assert_eq!(target.count(), 3);
}

#[tokio::test]
async fn only_an_enabled_job_fires_by_itself_and_run_fires_at_once() {
    let (cloud, target) = (Served::start().await, Target::answering(&[200]).await);
    cloud
        .call("POST", JOBS, Some(but("httpTarget.uri", json!(target.uri))))
        .await;
    cloud.call("POST", &format!("{JOBS}/x:pause"), None).await;
    cloud.advance(180).await;
    assert_eq!(target.count(), 0);
    assert_eq!(
        cloud
            .call("POST", &format!("{JOBS}/x:run"), Some(json!({})))
            .await
            .0,
        200
    );
    cloud.advance(0).await;
    assert_eq!(target.count(), 1);
    cloud.call("POST", &format!("{JOBS}/x:resume"), None).await;
    cloud.advance(60).await;
    assert_eq!(target.count(), 2);
    cloud.call("DELETE", &format!("{JOBS}/x"), None).await;
    cloud.advance(180).await;
    assert_eq!(target.count(), 2);
}

#[tokio::test]
async fn what_was_missed_while_the_cloud_was_off_is_not_replayed() {
    let (cloud, target) = (Served::start().await, Target::answering(&[200]).await);
    cloud
        .call("POST", JOBS, Some(but("httpTarget.uri", json!(target.uri))))
        .await;
    cloud.call("POST", &format!("{JOBS}/x:pause"), None).await;
    cloud.advance(600).await;
    // As if the cloud, and not the job, had been off: the stored job still waits for a firing in the past.
    let enable = "UPDATE scheduler_jobs SET job = replace(job, 'PAUSED', 'ENABLED')";
    cloud.world.store.write(|tx| tx.execute(enable, [])).unwrap();
    super::arm_all(&cloud.world).unwrap();
    cloud.advance(0).await;
    let (_, job) = cloud.call("GET", &format!("{JOBS}/x"), None).await;
    assert_eq!(
        (target.count(), &job["scheduleTime"]),
        (0, &json!("2026-02-28T05:41:00Z"))
    );
    cloud.advance(60).await;
    assert_eq!(target.count(), 1);
}

#[tokio::test]
async fn a_job_may_publish_to_a_topic_instead() {
    let cloud = Served::start().await;
    let topic = "projects/local/topics/events";
    let target = json!({ "topicName": topic, "data": "aGVsbG8=", "attributes": { "kind": "watch" } });
    let job = json!({
        "name": format!("{PARENT}/jobs/watch"), "schedule": "* * * * *", "timeZone": "Asia/Hong_Kong",
        "pubsubTarget": target,
    });
    assert_eq!(cloud.call("POST", JOBS, Some(job)).await.0, 200);
    cloud.advance(60).await;
    let (_, shown) = cloud.call("GET", &format!("{JOBS}/watch"), None).await;
    assert_eq!(
        shown["status"],
        json!({ "code": 5 }),
        "there is no such topic yet"
    );

    cloud
        .call("PUT", "/v1/projects/local/topics/events", Some(json!({})))
        .await;
    let subscription = "/v1/projects/local/subscriptions/push";
    cloud
        .call("PUT", subscription, Some(json!({ "topic": topic })))
        .await;
    cloud.advance(60).await;
    let (_, shown) = cloud.call("GET", &format!("{JOBS}/watch"), None).await;
    assert_eq!(shown["status"], json!({}));
    let (_, state) = cloud.call("GET", "/_local/state", None).await;
    assert_eq!(state["pubsub_subscriptions"][0]["undelivered"], 1);
    let entries = cloud.world.journal.entries();
    let firing = entries.iter().rfind(|entry| entry.service == "scheduler firing");
    assert_eq!(firing.map(|entry| entry.request.as_str()), Some("hello"));
}
