use std::collections::HashMap;
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::{JOB, only_execution, run};
use crate::testing::{Served, client};
use crate::{InProcess, Program};

async fn with(tracker: InProcess) -> Served {
    Served::with(Program::new("true"), tracker).await
}

/// Says that the future which holds it is gone.
struct Gone(Arc<AtomicUsize>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A tracker that never ends by itself, and how many of its futures were dropped.
fn endless() -> (InProcess, Arc<AtomicUsize>) {
    let gone = Arc::new(AtomicUsize::new(0));
    let counted = gone.clone();
    let tracker = InProcess::new(move |_| {
        let gone = Gone(counted.clone());
        async move {
            let _gone = gone;
            pending().await
        }
    });
    (tracker, gone)
}

#[tokio::test]
async fn a_function_gets_the_variables_of_a_process_and_its_code_decides() {
    let seen: Arc<Mutex<HashMap<String, String>>> = Arc::default();
    let keep = seen.clone();
    let cloud = with(InProcess::new(move |variables: HashMap<String, String>| {
        let code = variables["CODE"].parse().unwrap();
        *keep.lock().unwrap() = variables;
        async move { code }
    }))
    .await;
    for (code, state) in [("0", "succeeded"), ("3", "failed")] {
        let (name, _) = run(&cloud, &[("CODE", code), ("PLATFORM", "demo")]).await;
        cloud.advance(0).await;
        let (_, resource) = cloud.call("GET", "/_local/state", None).await;
        let execution = resource["executions"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&execution["state"], execution["exit_code"].to_string()),
            (&json!(state), code.to_owned())
        );
        let seen = seen.lock().unwrap();
        assert_eq!(
            (&seen["PLATFORM"], &seen["CLOUD_RUN_EXECUTION"]),
            (&"demo".to_owned(), &name)
        );
        assert!(seen["GCE_METADATA_HOST"].ends_with(&name) && seen.contains_key("CLOCK_URL"));
        assert_eq!(seen.get("PATH"), std::env::var("PATH").ok().as_ref());
    }
}

#[tokio::test]
async fn a_cancelled_function_is_dropped() {
    let (tracker, gone) = endless();
    let cloud = with(tracker).await;
    let (name, _) = run(&cloud, &[]).await;
    let path = format!("{JOB}/executions/{name}:cancel");
    assert_eq!(cloud.call("POST", &path, Some(json!({}))).await.0, 200);
    cloud.advance(0).await;
    let execution = only_execution(&cloud).await;
    assert_eq!(
        (&execution["state"], &execution["exit_code"]),
        (&json!("cancelled"), &Value::Null)
    );
    assert_eq!(gone.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_killed_function_is_dropped_and_has_failed() {
    let (tracker, gone) = endless();
    let cloud = with(tracker).await;
    let kill = json!({ "operation": "run.execution", "effect": { "kill_after_ms": [10, 80] } });
    assert_eq!(cloud.call("POST", "/_local/faults", Some(kill)).await.0, 200);
    run(&cloud, &[]).await;
    cloud.advance(0).await;
    let execution = only_execution(&cloud).await;
    assert_eq!(
        (&execution["state"], &execution["log"]),
        (&json!("failed"), &json!("[fault 1: killed]\n"))
    );
    assert_eq!(gone.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_panic_is_a_failed_execution() {
    let cloud = with(InProcess::new(|_| async { panic!("on purpose") })).await;
    run(&cloud, &[]).await;
    cloud.advance(0).await;
    assert_eq!(only_execution(&cloud).await["state"], "failed");
}

#[tokio::test]
async fn told_time_passes_a_function_that_waits_under_its_name() {
    let client = client();
    let cloud = with(InProcess::new(move |variables: HashMap<String, String>| {
        let (clock, name) = (&variables["CLOCK_URL"], &variables["CLOUD_RUN_EXECUTION"]);
        let wait = client.get(format!("{clock}?until=2026-02-28T05:30:40Z&process={name}"));
        async move { u8::from(wait.send().await.is_err()) }
    }))
    .await;
    run(&cloud, &[]).await;
    cloud.advance(39).await;
    assert_eq!(only_execution(&cloud).await["state"], "running");
    cloud.advance(1).await;
    let execution = only_execution(&cloud).await;
    assert_eq!(
        (&execution["state"], &execution["ended"]),
        (&json!("succeeded"), &json!("2026-02-28T05:30:40Z"))
    );
}

#[tokio::test]
async fn the_end_of_the_cloud_ends_functions_as_well() {
    let (tracker, gone) = endless();
    let cloud = with(tracker).await;
    run(&cloud, &[]).await;
    tokio::task::yield_now().await;
    cloud.world.run.children.end_all().await;
    cloud.advance(0).await;
    assert_eq!(only_execution(&cloud).await["state"], "failed");
    assert_eq!(gone.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_share_of_the_executions_is_real() {
    let tracker = InProcess::new(|_| async { 0 }).with_real_share(Program::new("false"), 0.5);
    let cloud = with(tracker).await;
    for _ in 0..20 {
        run(&cloud, &[]).await;
    }
    cloud.advance(0).await;
    let (_, state) = cloud.call("GET", "/_local/state", None).await;
    let executions = state["executions"].as_array().unwrap();
    let real = executions.iter().filter(|one| one["exit_code"] == 1).count();
    assert!((5..=15).contains(&real), "{real} of 20");
}
