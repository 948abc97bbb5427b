//! More trackings than Sheets has room for in a minute.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use e2e::System;
use serde_json::{Value, json};

use crate::shared::crowd::{PARENT, quiet_trackings};
use crate::shared::minutes;

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

async fn track_each(system: &System, events: &[&str], words: &str) {
    for event in events {
        system.track(&format!("demo {event} {words}")).await.unwrap();
    }
}

/// Minute by minute, so that an execution that waits for its turn finds it.
async fn pass(system: &System, minutes: u32) {
    for _ in 0..minutes {
        system.advance(60).await.unwrap();
    }
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
async fn an_interval_that_always_meets_the_turn_of_others_waits_for_its_own() {
    let system = System::start().await.unwrap();
    quiet_trackings(&system, 50).await;
    // By chance each has even or odd minutes, and samples fall due in even ones only.
    let events = ["A", "B", "C", "D", "E", "F"];
    track_each(&system, &events, "until 15:00 every 10m").await;
    pass(&system, 22).await;
    for event in events {
        let tab = system.tab(&format!("demo {event}")).await.unwrap();
        let due = ["13:30", "13:40", "13:50"].map(|time| format!("2026-02-28 {time}:00"));
        assert_eq!(tab.column("time"), due, "{event}");
    }
}

#[tokio::test]
async fn an_end_that_is_killed_before_its_turn_is_made_up_for_at_the_next_firing() {
    let system = System::start_hearing().await.unwrap();
    quiet_trackings(&system, 50).await;
    let events = ["A", "B", "C", "D"];
    track_each(&system, &events, "until 13:50 every 10m").await;
    pass(&system, 19).await;
    let killed = json!({ "operation": "run.execution", "effect": { "kill_after_ms": [0, 0] } });
    system.post("/_local/faults", killed).await.unwrap();
    pass(&system, 1).await;
    let faults = system.client().delete(system.url("/_local/faults"));
    faults.send().await.unwrap().error_for_status().unwrap();
    pass(&system, 14).await;
    for event in events {
        let tab = system.tab(&format!("demo {event}")).await.unwrap();
        assert_eq!(
            tab.rows().len(),
            3,
            "{event}: the killed sample is a gap: {tab:?}"
        );
        let told = system.messages(1).await.unwrap();
        let name = format!("demo {event}");
        let of_it = told
            .iter()
            .filter(|one| one.from == "bot" && one.text.contains(&name));
        let texts: Vec<&str> = of_it.map(|one| one.text.as_str()).collect();
        let [.., silence, end] = &texts[..] else {
            panic!("expected news of {name}, the bot said {texts:?}")
        };
        assert!(silence.contains("heard nothing of"), "{texts:#?}");
        assert!(end.contains("the deadline is reached"), "{texts:#?}");
        assert!(
            end.contains("2 of 3 readings taken (66.6 %), the last one is missing\n"),
            "{end}"
        );
    }
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
