//! `every auto` spares the shop: asked off the second, and not while it refuses.

use e2e::System;
use serde_json::json;

use crate::shared::minutes;

/// The shop refuses the next calls from an instant of 13:00 to 14:00 in Hong Kong on.
async fn refuse(system: &System, from: &str, count: u32, effect: serde_json::Value) {
    let from = format!("2026-02-28T05:{from}Z");
    let fault = json!({ "operation": "demo.page", "from": from, "count": count, "effect": effect });
    system.post("/_local/faults", fault).await.unwrap();
}

/// When the shop was asked: `30:20.123`, minutes and seconds.
async fn asked(system: &System) -> Vec<String> {
    let journal = system.get("/_local/journal").await.unwrap();
    let entries = journal["entries"].as_array().unwrap();
    let of_shop = entries.iter().filter(|entry| entry["service"] == "demo");
    of_shop
        .map(|entry| {
            entry["at"].as_str().unwrap()[14..]
                .trim_end_matches('Z')
                .to_owned()
        })
        .collect()
}

/// Each at its sample and the next second, and none on a second.
fn assert_asked(asked: &[String], samples: &[&str]) {
    assert_eq!(asked.len(), samples.len(), "{asked:?}");
    for (asked, sample) in asked.iter().zip(samples) {
        let (minute, second) = sample.split_once(':').unwrap();
        let next = format!("{minute}:{:02}.", second.parse::<u32>().unwrap() + 1);
        assert!(
            asked.starts_with(&format!("{sample}.")) || asked.starts_with(&next),
            "{asked} for {sample}"
        );
    }
}

/// Whether each status begins so.
fn assert_begin(statuses: &[String], beginnings: &[&str]) {
    assert_eq!(statuses.len(), beginnings.len(), "{statuses:?}");
    for (status, beginning) in statuses.iter().zip(beginnings) {
        assert!(status.starts_with(beginning), "{status} is not {beginning}");
    }
}

#[tokio::test]
async fn a_shop_that_refuses_is_not_asked_before_it_wants_and_the_rows_say_why() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 15:00 every auto").await.unwrap();
    let effect = json!({ "status": 429, "retry_after_s": 90 });
    refuse(&system, "31:30", 2, effect).await;
    system.advance(390).await.unwrap();
    let tab = system.tab("demo ABC").await.unwrap();
    assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=36));
    let statuses = tab.column("status");
    assert_begin(
        &statuses,
        &[
            "ok",
            "ok",
            "HTTP 429",
            "no reading: paused until 13:33:3",
            "HTTP 429",
            "no reading: paused until 13:35:3",
            "ok",
        ],
    );
    assert!(
        statuses[3].ends_with(", the shop answered HTTP 429"),
        "{statuses:?}"
    );
    assert_asked(
        &asked(&system).await,
        &["30:20", "31:00", "32:00", "34:00", "36:00"],
    );
}

#[tokio::test]
async fn a_shop_that_does_not_say_how_long_is_left_alone_longer_each_time() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 15:00 every auto").await.unwrap();
    refuse(&system, "30:30", 2, json!({ "status": 503 })).await;
    system.advance(400).await.unwrap();
    let paused = "no reading: paused until 13:3";
    assert_begin(
        &system.tab("demo ABC").await.unwrap().column("status"),
        &["ok", "HTTP 503", paused, "HTTP 503", paused, paused, "ok"],
    );
    assert_asked(&asked(&system).await, &["30:20", "31:00", "33:00", "36:00"]);
}

#[tokio::test]
async fn in_the_last_hour_a_short_pause_holds_within_an_execution_and_for_the_next_one() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 13:32 every auto").await.unwrap();
    let effect = json!({ "status": 429, "retry_after_s": 20 });
    refuse(&system, "30:35", 1, effect).await;
    system.advance(60).await.unwrap();
    let tab = system.tab("demo ABC").await.unwrap();
    let paused = "no reading: paused until 13:31:0";
    assert_begin(
        &tab.column("status"),
        &["ok", "ok", "HTTP 429", paused, paused, "ok"],
    );
    // From 13:31 to 13:31:35 two executions take the samples, whichever is the first to write them.
    let all = asked(&system).await;
    assert_asked(&all, &["30:20", "30:30", "30:40", "31:10", "31:10"]);
    system.advance(60).await.unwrap();
    let tab = system.tab("demo ABC").await.unwrap();
    let times = tab.column("time");
    let expected: Vec<String> = (2..=12)
        .map(|n| format!("2026-02-28 13:{}:{:02}", 30 + n / 6, n % 6 * 10))
        .collect();
    assert_eq!(times, expected);
    assert!(tab.column("status")[5..].iter().all(|status| status == "ok"));
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_shop_that_refuses_the_first_sample_of_all_is_left_alone_too() {
    let system = System::start().await.unwrap();
    let effect = json!({ "status": 429, "retry_after_s": 20 });
    refuse(&system, "30:00", 1, effect).await;
    system.track("demo ABC until 13:32 every auto").await.unwrap();
    system.advance(35).await.unwrap();
    let paused = "no reading: paused until 13:30:4";
    assert_begin(
        &system.tab("demo ABC").await.unwrap().column("status"),
        &["HTTP 429", paused, paused, "ok"],
    );
    assert_asked(&asked(&system).await, &["30:20", "30:50"]);
}

#[tokio::test]
async fn a_tracking_whose_deadline_falls_into_a_pause_ends_all_the_same() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 13:31 every auto").await.unwrap();
    let effect = json!({ "status": 503, "retry_after_s": 600 });
    refuse(&system, "30:35", 1, effect).await;
    system.advance(100).await.unwrap();
    let paused = "no reading: paused until 13:40:4";
    assert_begin(
        &system.tab("demo ABC").await.unwrap().column("status"),
        &["ok", "ok", "HTTP 503", paused, paused],
    );
    assert_eq!(system.csv_files().await.unwrap()[0].1.lines().count(), 6);
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn where_sheets_does_not_tell_of_a_pause_the_shop_is_asked_and_the_pause_goes_on_afterwards() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 15:00 every auto").await.unwrap();
    let effect = json!({ "status": 429, "retry_after_s": 600 });
    refuse(&system, "30:30", 1, effect).await;
    let outage = json!({
        "operation": "sheets.*", "from": "2026-02-28T05:31:30Z", "to": "2026-02-28T05:32:30Z",
        "effect": { "status": 403 }
    });
    system.post("/_local/faults", outage).await.unwrap();
    system.advance(190).await.unwrap();
    let paused = "no reading: paused until 13:41:0";
    assert_begin(
        &system.tab("demo ABC").await.unwrap().column("status"),
        &["ok", "HTTP 429", "ok", paused],
    );
    assert_asked(&asked(&system).await, &["30:20", "31:00", "32:00"]);
}

#[tokio::test]
async fn a_sample_that_has_its_row_is_not_waited_for() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 15:00 every auto").await.unwrap();
    system.advance(5).await.unwrap();
    let job = system.scheduler_jobs().await.unwrap().remove(0);
    let name = job["name"].as_str().unwrap();
    system.post(&format!("/v1/{name}:run"), json!({})).await.unwrap();
    system.settle().await.unwrap();
    let executions = system.executions().await.unwrap();
    let codes: Vec<_> = executions.iter().map(|one| one.exit_code).collect();
    assert_eq!(
        codes,
        [Some(0), Some(0)],
        "the second has ended without time passing"
    );
    assert_asked(&asked(&system).await, &["30:20"]);
}
