mod in_process;

use std::path::Path;

use serde_json::{Value, json};

use super::service::{self, ServiceError};
use crate::config::Program;
use crate::testing::{Served, script};

const JOB: &str = "/v2/projects/local/locations/asia-east2/jobs/signchronicle-tracker";

async fn with_tracker(text: &str) -> Served {
    Served::with(Program::new("true"), script(text)).await
}

/// Starts an execution and gives its short name and its operation's path.
async fn run(cloud: &Served, env: &[(&str, &str)]) -> (String, String) {
    let env: Vec<Value> = env
        .iter()
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let body = json!({ "overrides": { "containerOverrides": [{ "env": env }] } });
    let (status, operation) = cloud.call("POST", &format!("{JOB}:run"), Some(body)).await;
    assert_eq!((status, &operation["done"]), (200, &json!(false)), "{operation}");
    let name = operation["metadata"]["name"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    (name, format!("/v2/{}", operation["name"].as_str().unwrap()))
}

async fn only_execution(cloud: &Served) -> Value {
    let (_, state) = cloud.call("GET", "/_local/state", None).await;
    assert_eq!(state["executions"].as_array().unwrap().len(), 1);
    state["executions"][0].clone()
}

#[tokio::test]
async fn an_execution_runs_the_tracker_with_the_jobs_environment_and_the_overrides() {
    let mut tracker =
        script("echo $PLATFORM $PROJECT_ID $CLOUD_RUN_TASK_INDEX $SECRET >&2; env | grep -c CARGO_; exit 3");
    tracker.env = vec![
        ("SECRET".to_owned(), "hidden".to_owned()),
        ("PLATFORM".to_owned(), "operator".to_owned()),
    ];
    let cloud = Served::with(Program::new("true"), tracker).await;
    let (name, operation) = run(&cloud, &[("PLATFORM", "demo")]).await;
    cloud.advance(0).await;

    let execution = only_execution(&cloud).await;
    assert_eq!(
        (&execution["name"], &execution["exit_code"]),
        (&json!(name), &json!(3))
    );
    assert_eq!(execution["log"], "demo local 0 hidden\n0\n");
    assert_eq!(
        (&execution["env"]["PLATFORM"], execution["env"].get("SECRET")),
        (&json!("demo"), None)
    );
    let metadata = format!("{}/_execution/{name}", cloud.world.settings.authority());
    assert_eq!(execution["env"]["GCE_METADATA_HOST"], metadata);
    assert_eq!(
        execution["env"]["CLOCK_URL"],
        format!("{}/_local/clock", cloud.world.settings.origin)
    );

    let (_, resource) = cloud.call("GET", &format!("{JOB}/executions/{name}"), None).await;
    assert_eq!(
        (&resource["failedCount"], &resource["runningCount"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(resource["conditions"][0]["state"], "CONDITION_FAILED");
    let (_, operation) = cloud.call("GET", &operation, None).await;
    assert_eq!(
        (&operation["done"], &operation["error"]["code"]),
        (&json!(true), &json!(13))
    );
    let (_, tasks) = cloud
        .call("GET", &format!("{JOB}/executions/{name}/tasks"), None)
        .await;
    assert_eq!(tasks["tasks"][0]["lastAttemptResult"]["exitCode"], 3);
}

#[tokio::test]
async fn a_successful_execution_ends_its_operation_with_a_response() {
    let cloud = with_tracker("exit 0").await;
    let (name, operation) = run(&cloud, &[]).await;
    let (status, waited) = cloud
        .call(
            "POST",
            &format!("{operation}:wait"),
            Some(json!({ "timeout": "20s" })),
        )
        .await;
    assert_eq!(
        (status, &waited["done"], &waited["response"]["succeededCount"]),
        (200, &json!(true), &json!(1))
    );
    let (_, job) = cloud.call("GET", JOB, None).await;
    assert_eq!(
        (
            &job["executionCount"],
            &job["latestCreatedExecution"]["completionStatus"]
        ),
        (&json!(1), &json!("EXECUTION_SUCCEEDED"))
    );
    assert_eq!(job["template"]["template"]["maxRetries"], 0);
    assert_eq!(
        cloud
            .call("DELETE", &format!("{JOB}/executions/{name}"), None)
            .await
            .0,
        200
    );
    assert_eq!(
        cloud
            .call("GET", &format!("{JOB}/executions/{name}"), None)
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn what_is_not_there_or_not_said_rightly_starts_nothing() {
    let cloud = with_tracker("exit 0").await;
    for (method, path, body, status) in [
        (
            "POST",
            "/v2/projects/local/locations/asia-east2/jobs/other:run".to_owned(),
            json!({}),
            404,
        ),
        (
            "POST",
            "/v2/projects/other/locations/asia-east2/jobs/signchronicle-tracker:run".to_owned(),
            json!({}),
            403,
        ),
        (
            "POST",
            "/v2/projects/local/locations/mars/jobs/signchronicle-tracker:run".to_owned(),
            json!({}),
            404,
        ),
        ("POST", format!("{JOB}:run"), json!({ "etag": "\"old\"" }), 409),
        ("POST", format!("{JOB}:run"), json!({ "validateOnly": true }), 200),
        ("POST", format!("{JOB}:run?force=true"), json!({}), 400),
        ("POST", format!("{JOB}:jump"), json!({}), 501),
        ("GET", format!("{JOB}/executions/none"), json!({}), 404),
        ("POST", format!("{JOB}/executions/none:cancel"), json!({}), 404),
        (
            "GET",
            "/v2/projects/local/locations/asia-east2/operations/none".to_owned(),
            json!({}),
            404,
        ),
    ] {
        let (got, answer) = cloud.call(method, &path, Some(body)).await;
        assert_eq!(got, status, "{method} {path}: {answer}");
    }
    let address = format!("{}{JOB}:run", cloud.world.settings.origin);
    assert_eq!(
        cloud
            .world
            .http
            .post(address)
            .body("{}")
            .send()
            .await
            .unwrap()
            .status(),
        400
    );
    assert_eq!(
        cloud.call("GET", &format!("{JOB}/executions"), None).await,
        (200, json!({}))
    );
}

#[tokio::test]
async fn a_program_that_does_not_exist_is_a_failed_execution_that_says_so() {
    let cloud = Served::with(Program::new("true"), Program::new("/no/such/program")).await;
    run(&cloud, &[]).await;
    cloud.advance(0).await;
    let execution = only_execution(&cloud).await;
    assert_eq!(
        (&execution["state"], &execution["exit_code"]),
        (&json!("failed"), &Value::Null)
    );
    assert!(
        execution["log"]
            .as_str()
            .unwrap()
            .starts_with("[the program did not start: "),
        "{execution}"
    );
}

#[tokio::test]
async fn a_cancelled_execution_takes_its_own_children_with_it() {
    let cloud = with_tracker("sleep 1000 & echo $!; wait").await;
    let (name, _) = run(&cloud, &[]).await;
    let mut changes = cloud.world.changes();
    let grandchild = loop {
        let execution = only_execution(&cloud).await;
        if let Some(pid) = execution["log"].as_str().unwrap().strip_suffix('\n') {
            break pid.to_owned();
        }
        changes.changed().await.unwrap();
    };
    assert!(Path::new(&format!("/proc/{grandchild}")).exists());
    let path = format!("{JOB}/executions/{name}:cancel");
    assert_eq!(cloud.call("POST", &path, Some(json!({}))).await.0, 200);
    cloud.advance(0).await;
    let execution = only_execution(&cloud).await;
    assert_eq!(
        (&execution["state"], &execution["exit_code"]),
        (&json!("cancelled"), &Value::Null)
    );
    assert!(is_gone(&grandchild), "process {grandchild} is left behind");
    assert_eq!(
        cloud.call("POST", &path, Some(json!({}))).await.0,
        400,
        "it has ended already"
    );
}

/// A killed process may stay a zombie until its adopter has reaped it.
fn is_gone(pid: &str) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).map_or(true, |stat| stat.contains(") Z "))
}

#[tokio::test]
async fn an_execution_is_ended_at_its_timeout_in_told_time() {
    let cloud = with_tracker("exec sleep 1000").await;
    let body = json!({ "overrides": { "timeout": "60s" } });
    let (_, operation) = cloud.call("POST", &format!("{JOB}:run"), Some(body)).await;
    let name = operation["metadata"]["name"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap();
    let until = cloud.world.clock.now() + chrono::TimeDelta::hours(1);
    let waiting = tokio::spawn(cloud.world.clock.wait_as(name, until));
    cloud.advance(59).await;
    assert_eq!(only_execution(&cloud).await["state"], "running");
    cloud.advance(1).await;
    assert_eq!(only_execution(&cloud).await["state"], "timed out");
    waiting.abort();
}

#[tokio::test]
async fn the_end_of_the_cloud_ends_every_child_and_starts_no_more() {
    let cloud = with_tracker("trap '' TERM; echo up; sleep 1000").await;
    run(&cloud, &[]).await;
    let mut changes = cloud.world.changes();
    while only_execution(&cloud).await["log"] != "up\n" {
        changes.changed().await.unwrap();
    }
    cloud.world.run.children.end_all().await;
    cloud.advance(0).await;
    assert_eq!(only_execution(&cloud).await["state"], "failed");
    run(&cloud, &[]).await;
    cloud.advance(0).await;
    let (_, state) = cloud.call("GET", "/_local/state", None).await;
    assert!(
        state["executions"][1]["log"]
            .as_str()
            .unwrap()
            .contains("is ending"),
        "{state}"
    );
}

#[tokio::test]
async fn what_ran_when_the_cloud_was_killed_has_failed() {
    let cloud = with_tracker("echo up; exec sleep 1000").await;
    run(&cloud, &[]).await;
    let mut changes = cloud.world.changes();
    while only_execution(&cloud).await["log"] != "up\n" {
        changes.changed().await.unwrap();
    }
    super::recover(&cloud.world).unwrap();
    let execution = only_execution(&cloud).await;
    assert_eq!(
        (&execution["state"], &execution["ended"]),
        (&json!("failed"), &json!("2026-02-28T05:30:00Z"))
    );
    assert_eq!(
        execution["log"],
        "up\n[the local cloud ended while this execution ran]\n"
    );
}

#[tokio::test]
async fn a_demo_page_belongs_to_the_one_execution_that_tracks_it() {
    let cloud = with_tracker("exec sleep 1000").await;
    let (name, _) = run(&cloud, &[("EVENT_ARTIST", "A & B")]).await;
    run(&cloud, &[("EVENT_ARTIST", "C")]).await;
    let whose = |path: &str| cloud.world.run.whose_page(path);
    assert_eq!(whose("/demo/A%20%26%20B"), Some(name));
    assert_eq!(whose("/demo/AC"), None);
    run(&cloud, &[("EVENT_ARTIST", "c")]).await;
    assert_eq!(whose("/demo/C"), None, "two of them track it");
}

/// The bot of the tests below: this very test program, which serves `/healthz` when it finds a `PORT`.
#[tokio::test]
#[ignore = "a program that other tests start"]
async fn stands_in_for_the_bot() {
    let port = std::env::var("PORT").unwrap();
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}"))
        .await
        .unwrap();
    let app = axum::Router::new().route("/healthz", axum::routing::get(async || "ok"));
    axum::serve(listener, app).await.unwrap();
}

fn bot() -> Program {
    let this = Program::new(std::env::current_exe().unwrap());
    this.arg("--ignored")
        .arg("--exact")
        .arg("run::tests::stands_in_for_the_bot")
        .arg("--nocapture")
}

#[tokio::test]
async fn the_bot_is_started_once_and_again_after_it_has_exited() {
    let cloud = Served::with(bot(), Program::new("true")).await;
    let url = service::url(&cloud.world).await.unwrap();
    assert_eq!(service::url(&cloud.world).await.unwrap(), url);
    let (_, state) = cloud.call("GET", "/_local/state", None).await;
    let pid = state["services"][0]["pid"].as_i64().unwrap();
    assert_eq!(
        state["services"][0],
        json!({ "name": "signchronicle-bot", "pid": pid, "url": url })
    );

    let id = rustix::process::Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::KILL).unwrap();
    let mut changes = cloud.world.changes();
    while cloud.call("GET", "/_local/state", None).await.1["services"] != json!([]) {
        changes.changed().await.unwrap();
    }
    service::url(&cloud.world).await.unwrap();
    let (_, state) = cloud.call("GET", "/_local/state", None).await;
    assert_ne!(state["services"][0]["pid"].as_i64().unwrap(), pid);
    cloud.world.run.children.end_all().await;
}

#[tokio::test]
async fn a_bot_that_exits_at_once_is_reported_with_what_it_said() {
    let cloud = Served::with(
        script("echo TELEGRAM_BOT_TOKEN is missing; exit 2"),
        Program::new("true"),
    )
    .await;
    let error = service::url(&cloud.world).await.unwrap_err();
    assert!(
        matches!(&error, ServiceError::Exited(lines) if lines == "TELEGRAM_BOT_TOKEN is missing"),
        "{error}"
    );
}
