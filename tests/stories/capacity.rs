//! A spreadsheet holds 10 million cells, all its tabs together.

use e2e::System;
use serde_json::{Value, json};

use crate::outages::{exit_codes, last_log, waiting_files};

const SPREADSHEET: &str = "/v4/spreadsheets/local-spreadsheet";
/// The sheet id of the tab that fills the spreadsheet.
const OLD: u64 = 99;

async fn batch(system: &System, request: Value) {
    let body = json!({ "requests": [request] });
    let path = format!("{SPREADSHEET}:batchUpdate");
    system.post(&path, body).await.unwrap();
}

/// Adds a tab with which the spreadsheet has so many cells.
async fn fill(system: &System, cells: u64) {
    let path = format!("{SPREADSHEET}?fields=sheets.properties.gridProperties");
    let present = system.get(&path).await.unwrap();
    let of_tab = |sheet: &Value| {
        let count = |name: &str| sheet["properties"]["gridProperties"][name].as_u64().unwrap();
        count("rowCount") * count("columnCount")
    };
    let present: u64 = present["sheets"].as_array().unwrap().iter().map(of_tab).sum();
    let grid = json!({ "rowCount": cells - present, "columnCount": 1 });
    let old = json!({ "sheetId": OLD, "title": "old", "gridProperties": grid });
    batch(system, json!({ "addSheet": { "properties": old } })).await;
}

#[tokio::test]
async fn at_the_limit_samples_wait_on_drive_until_somebody_deletes_old_tabs() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:00").await.unwrap();
    fill(&system, 10_000_000).await;
    system.advance(120).await.unwrap();
    assert_eq!(exit_codes(&system).await, [0; 3]);
    assert_eq!(waiting_files(&system).await, 2);
    let log = last_log(&system).await;
    for part in [
        "kept on Drive until the sheet takes them",
        "limit of 10 million cells: archive or delete old tabs",
    ] {
        assert!(log.contains(part), "{log}");
    }
    batch(&system, json!({ "deleteSheet": { "sheetId": OLD } })).await;
    system.advance(60).await.unwrap();
    let tab = system.tab("demo ABC").await.unwrap();
    assert_eq!(tab.column("status"), ["ok"; 4]);
    assert_eq!(waiting_files(&system).await, 0);
}

#[tokio::test]
async fn from_80_percent_on_the_log_warns_once_an_hour_and_the_chat_once() {
    let system = System::start_hearing().await.unwrap();
    system.track("demo ABC until 17:00 every 10m").await.unwrap();
    fill(&system, 7_900_000).await;
    system.advance(3_900).await.unwrap();
    assert_eq!(warnings(&system).await, Vec::<String>::new());
    batch(&system, json!({ "deleteSheet": { "sheetId": OLD } })).await;
    fill(&system, 8_100_000).await;
    system.advance(7_200).await.unwrap();
    let warnings = warnings(&system).await;
    assert_eq!(warnings.len(), 2, "at 15:30 and 16:30: {warnings:?}");
    for part in ["(81 %)", "at 100 %", "archive or delete old tabs"] {
        assert!(warnings[0].contains(part), "{warnings:?}");
    }
    let messages = system.messages(1).await.unwrap();
    let told = messages
        .iter()
        .filter(|message| message.text.contains("is 81 % full"));
    assert_eq!(told.count(), 1, "{messages:#?}");
}

async fn warnings(system: &System) -> Vec<String> {
    let executions = system.executions().await.unwrap();
    let lines = executions.iter().flat_map(|one| one.log.lines());
    let warnings = lines.filter(|line| line.contains("of its 10 million cells"));
    warnings.map(str::to_owned).collect()
}
