//! More trackings than Sheets has room for in a minute.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use e2e::System;
use serde_json::{Value, json};

use crate::shared::minutes;

const PARENT: &str = "projects/local/locations/asia-east2";

/// Scheduler jobs of trackings that do not fire before next year.
async fn quiet_trackings(system: &System, count: usize) {
    for number in 0..count {
        let env = json!([
            { "name": "PLATFORM", "value": "demo" },
            { "name": "EVENT_ARTIST", "value": format!("E{number}") },
            { "name": "TERMINATE_TIME", "value": "20260301 14:00" },
        ]);
        let body = json!({ "overrides": { "containerOverrides": [{ "env": env }] } });
        let job = json!({
            "name": format!("{PARENT}/jobs/track-demo-{number}"),
            "schedule": "0 0 1 1 *",
            "timeZone": "Asia/Hong_Kong",
            "httpTarget": { "uri": "http://127.0.0.1:1/", "body": STANDARD.encode(body.to_string()) },
        });
        system.post(&format!("/v1/{PARENT}/jobs"), job).await.unwrap();
    }
}

/// The turns that each job's body tells, sorted.
async fn turns(system: &System) -> Vec<Option<String>> {
    let jobs = system
        .get(&format!("/v1/{PARENT}/jobs?pageSize=500"))
        .await
        .unwrap();
    let told = jobs["jobs"].as_array().unwrap().iter().map(|job| {
        let body = STANDARD
            .decode(job["httpTarget"]["body"].as_str().unwrap())
            .unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        let env = body["overrides"]["containerOverrides"][0]["env"]
            .as_array()
            .unwrap();
        let turns = env.iter().find(|variable| variable["name"] == "TURNS")?;
        Some(turns["value"].as_str().unwrap().to_owned())
    });
    let mut told: Vec<Option<String>> = told.collect();
    told.sort();
    told
}

#[tokio::test]
async fn with_the_fifty_first_tracking_all_take_turns_and_its_rows_come_in_batches() {
    let system = System::start().await.unwrap();
    quiet_trackings(&system, 49).await;
    system.track("demo ABC until 13:36").await.unwrap();
    assert_eq!(turns(&system).await, vec![None; 50], "fifty write every minute");
    system.track("demo XYZ until 13:36").await.unwrap();
    assert_eq!(turns(&system).await, vec![Some("2".to_owned()); 51]);

    system.advance(600).await.unwrap();
    for title in ["demo ABC", "demo XYZ"] {
        let tab = system.tab(title).await.unwrap();
        assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=36), "{title}");
        assert_eq!(tab.column("status"), ["ok"; 7], "{title}");
    }
    let executions = system.executions().await.unwrap();
    let kept = executions
        .iter()
        .filter(|one| one.log.contains("until their turn"))
        .count();
    assert!(kept >= 4, "{kept} executions kept their sample on Drive");
}

#[tokio::test]
async fn where_drive_refuses_nobody_waits_for_a_turn() {
    let system = System::start().await.unwrap();
    quiet_trackings(&system, 50).await;
    let fault = json!({ "operation": "drive.*", "effect": { "status": 503 } });
    system.post("/_local/faults", fault).await.unwrap();
    system.track("demo XYZ until 13:36").await.unwrap();
    system.advance(180).await.unwrap();
    let tab = system.tab("demo XYZ").await.unwrap();
    assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=33));
    assert_eq!(tab.column("status"), ["ok"; 4]);
}
