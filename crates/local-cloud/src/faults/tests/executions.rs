use std::path::Path;

use serde_json::{Value, json};

use super::{RUN, executions, fault, figures};
use crate::testing::{Served, script};
use crate::{InProcess, Program};

async fn run(cloud: &Served) {
    assert_eq!(
        cloud.call("POST", &format!("{RUN}:run"), Some(json!({}))).await.0,
        200
    );
}

#[tokio::test]
async fn a_program_starts_later_in_told_time() {
    let cloud = Served::with(Program::new("true"), script("echo up")).await;
    fault(
        &cloud,
        json!({ "operation": "run.execution", "effect": { "start_delay_s": 12 } }),
    )
    .await;
    run(&cloud).await;
    cloud.advance(11).await;
    let waiting = &executions(&cloud).await[0];
    assert_eq!(
        (&waiting["state"], &waiting["log"]),
        (&json!("running"), &json!(""))
    );
    cloud.advance(1).await;
    let ended = &executions(&cloud).await[0];
    assert_eq!(
        (&ended["state"], &ended["ended"]),
        (&json!("succeeded"), &json!("2026-02-28T05:30:12Z"))
    );
    assert_eq!(ended["log"], "up\n[fault 1: started 12s late]\n");
}

#[tokio::test]
async fn start_delays_are_spread() {
    let cloud = Served::with(Program::new("true"), InProcess::new(|_| async { 0 })).await;
    fault(
        &cloud,
        json!({ "operation": "run.execution", "effect": { "start_delay_s": [2, 30] } }),
    )
    .await;
    for _ in 0..10 {
        run(&cloud).await;
    }
    cloud.advance(1).await;
    let running = |executions: Vec<Value>| executions.iter().filter(|one| one["state"] == "running").count();
    assert_eq!(running(executions(&cloud).await), 10);
    cloud.advance(15).await;
    assert!((1..10).contains(&running(executions(&cloud).await)));
    cloud.advance(15).await;
    assert_eq!(running(executions(&cloud).await), 0);
}

#[tokio::test]
async fn an_execution_that_has_not_started_yet_can_be_cancelled() {
    let cloud = Served::with(Program::new("true"), script("echo up")).await;
    fault(
        &cloud,
        json!({ "operation": "run.execution", "effect": { "start_delay_s": 600 } }),
    )
    .await;
    run(&cloud).await;
    let name = executions(&cloud).await[0]["name"].clone();
    let path = format!("{RUN}/executions/{}:cancel", name.as_str().unwrap());
    assert_eq!(cloud.call("POST", &path, Some(json!({}))).await.0, 200);
    let mut changes = cloud.world.changes();
    while executions(&cloud).await[0]["state"] == "running" {
        changes.changed().await.unwrap();
    }
    cloud.advance(600).await;
    let ended = &executions(&cloud).await[0];
    assert_eq!(ended["state"], "cancelled");
    assert!(!ended["log"].as_str().unwrap().contains("up"), "{ended}");
}

#[tokio::test]
async fn a_killed_program_takes_its_group_along_and_has_failed() {
    let cloud = Served::with(
        Program::new("true"),
        script("trap '' TERM; sleep 1000 & echo $!; wait"),
    )
    .await;
    let id = fault(
        &cloud,
        json!({ "operation": "run.execution", "effect": { "kill_after_ms": 300 } }),
    )
    .await;
    run(&cloud).await;
    cloud.advance(0).await;
    let ended = &executions(&cloud).await[0];
    assert_eq!(
        (&ended["state"], &ended["exit_code"]),
        (&json!("failed"), &Value::Null)
    );
    let (grandchild, note) = ended["log"].as_str().unwrap().split_once('\n').unwrap();
    assert_eq!(note, "[fault 1: killed]\n");
    let stat = std::fs::read_to_string(Path::new("/proc").join(grandchild).join("stat"));
    assert!(
        stat.map_or(true, |stat| stat.contains(") Z ")),
        "process {grandchild} is left behind"
    );
    assert_eq!(figures(&cloud, id).await, (1, 1));
}

#[tokio::test]
async fn a_kill_that_comes_too_late_was_not_used() {
    let cloud = Served::with(Program::new("true"), InProcess::new(|_| async { 0 })).await;
    let kill =
        json!({ "operation": "run.execution", "count": 1, "effect": { "kill_after_ms": [60000, 90000] } });
    let id = fault(&cloud, kill).await;
    run(&cloud).await;
    cloud.advance(0).await;
    assert_eq!(executions(&cloud).await[0]["state"], "succeeded");
    assert_eq!(figures(&cloud, id).await, (1, 0));
    assert_eq!(cloud.world.faults.unused().len(), 1);
}
