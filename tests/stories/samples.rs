//! One sample, one row: at their times, and gaps explain themselves.

use e2e::System;
use serde_json::json;

use crate::shared::minutes;

#[tokio::test]
async fn every_five_minutes_means_the_minutes_of_the_clock() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 13:47 every 5m").await.unwrap();
    system.advance(1_200).await.unwrap();
    let times = system.tab("demo ABC").await.unwrap().column("time");
    assert_eq!(
        times,
        [
            "2026-02-28 13:30:00",
            "2026-02-28 13:35:00",
            "2026-02-28 13:40:00",
            "2026-02-28 13:45:00"
        ]
    );
    assert!(
        system.scheduler_jobs().await.unwrap().is_empty(),
        "after 13:45 nothing more is due until 13:47"
    );
}

#[tokio::test]
async fn an_interval_that_cron_cannot_say_is_kept_all_the_same() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 13:59 every 11m").await.unwrap();
    system.advance(1_800).await.unwrap();
    let times = system.tab("demo ABC").await.unwrap().column("time");
    assert_eq!(
        times,
        [
            "2026-02-28 13:23:00",
            "2026-02-28 13:34:00",
            "2026-02-28 13:45:00",
            "2026-02-28 13:56:00"
        ]
    );
}

#[tokio::test]
async fn below_a_minute_one_execution_takes_its_samples_and_none_is_missing_or_double() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 13:33 every 10s").await.unwrap();
    system.advance(200).await.unwrap();
    let times = system.tab("demo ABC").await.unwrap().column("time");
    let expected: Vec<String> = (2..=18)
        .map(|n| format!("2026-02-28 13:{}:{:02}", 30 + n / 6, n % 6 * 10))
        .collect();
    assert_eq!(times, expected);
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn firings_that_never_ran_are_rows_that_say_so() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:00").await.unwrap();
    let name = system.scheduler_jobs().await.unwrap()[0]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    system
        .post(&format!("/v1/{name}:pause"), json!({}))
        .await
        .unwrap();
    system.advance(180).await.unwrap();
    system
        .post(&format!("/v1/{name}:resume"), json!({}))
        .await
        .unwrap();
    system.advance(60).await.unwrap();
    let tab = system.tab("demo ABC").await.unwrap();
    assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=34));
    let gap = "no reading: the firing did not run";
    assert_eq!(tab.column("status"), ["ok", gap, gap, gap, "ok"]);
}

#[tokio::test]
async fn the_same_firing_twice_makes_no_second_row() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:00").await.unwrap();
    let name = system.scheduler_jobs().await.unwrap()[0]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    for _ in 0..3 {
        system.post(&format!("/v1/{name}:run"), json!({})).await.unwrap();
    }
    system.settle().await.unwrap();
    assert_eq!(system.executions().await.unwrap().len(), 4);
    assert_eq!(system.tab("demo ABC").await.unwrap().rows().len(), 1);
}

#[tokio::test]
async fn the_csv_is_stored_every_hour_and_keeps_what_people_delete_from_the_tab() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:50 every 10m").await.unwrap();
    system.advance(3_600).await.unwrap();
    let csv = &system.csv_files().await.unwrap()[0].1;
    assert_eq!(
        crate::shared::csv_rows(csv).len(),
        8,
        "the header and the rows from 13:30 to 14:30"
    );

    let sheet = &system.state().await.unwrap()["spreadsheets"][0];
    let tab = sheet["tabs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|tab| tab["title"] == "demo ABC")
        .unwrap();
    let range = json!({ "sheetId": tab["sheet_id"], "dimension": "ROWS", "startIndex": 1, "endIndex": 3 });
    let delete = json!({ "requests": [{ "deleteDimension": { "range": range } }] });
    let path = format!("/v4/spreadsheets/{}:batchUpdate", sheet["id"].as_str().unwrap());
    system.post(&path, delete).await.unwrap();

    system.advance(1_800).await.unwrap();
    assert_eq!(
        system.tab("demo ABC").await.unwrap().rows().len(),
        7,
        "what was deleted stays deleted in the tab"
    );
    let csv = &system.csv_files().await.unwrap()[0].1;
    assert_eq!(crate::shared::csv_rows(csv).len(), 10, "and stays in the CSV");
}
