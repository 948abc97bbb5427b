//! Sheets or Drive does not answer: what was taken waits, and gets its row.

use e2e::{RECOVER_SETTINGS, Said, System, signchronicle};
use serde_json::{Value, json};

use crate::shared::minutes;

/// Every call to a service fails from one minute after 13:00 in Hong Kong to another.
async fn outage(system: &System, operation: &str, status: u16, from: u32, to: u32) {
    let at = |minute: u32| format!("2026-02-28T{:02}:{:02}:30Z", 5 + minute / 60, minute % 60);
    let fault = json!({
        "operation": operation, "from": at(from), "to": at(to),
        "effect": { "status": status, "reason": "outage", "message": "nothing works" }
    });
    system.post("/_local/faults", fault).await.unwrap();
}

/// The files on Drive that hold waiting samples and are not in the trash.
pub(crate) async fn waiting_files(system: &System) -> usize {
    let query = "/drive/v3/files?q=name%20contains%20'waiting'%20and%20trashed%20%3D%20false\
                 &supportsAllDrives=true&includeItemsFromAllDrives=true";
    let found = system.get(query).await.unwrap();
    found["files"].as_array().map_or(0, Vec::len)
}

pub(crate) async fn exit_codes(system: &System) -> Vec<i32> {
    let executions = system.executions().await.unwrap();
    executions.iter().filter_map(|one| one.exit_code).collect()
}

#[tokio::test]
async fn what_sheets_refuses_waits_on_drive_and_comes_in_order_when_it_is_back() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 13:36").await.unwrap();
    outage(&system, "sheets.*", 503, 31, 34).await;
    system.advance(240).await.unwrap();
    assert_eq!(waiting_files(&system).await, 3, "13:32, 13:33 and 13:34");
    system.advance(240).await.unwrap();
    let tab = system.tab("demo ABC").await.unwrap();
    assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=36));
    assert_eq!(tab.column("status"), ["ok"; 7]);
    assert_eq!(waiting_files(&system).await, 0);
    assert_eq!(exit_codes(&system).await, [0; 7], "kept is stored");
    let csv = &system.csv_files().await.unwrap()[0].1;
    assert_eq!(csv.lines().count(), 8, "{csv}");
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn when_drive_refuses_the_sheet_goes_on_and_the_tracking_ends_all_the_same() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 13:33").await.unwrap();
    outage(&system, "drive.*", 403, 30, 59).await;
    system.advance(1_200).await.unwrap();
    let tab = system.tab("demo ABC").await.unwrap();
    assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=33));
    assert_eq!(tab.column("status"), ["ok"; 4]);
    assert!(system.csv_files().await.unwrap().is_empty());
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
    let executions = system.executions().await.unwrap();
    let last = &executions.last().unwrap().log;
    assert!(last.contains("the last backup is missing"), "{last}");
}

#[tokio::test]
async fn what_neither_takes_is_in_the_log_and_recover_brings_it_back_once() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 13:36").await.unwrap();
    for operation in ["sheets.*", "drive.*"] {
        outage(&system, operation, 403, 31, 33).await;
    }
    system.advance(600).await.unwrap();
    let gap = "no reading: the firing did not run";
    let statuses = ["ok", "ok", gap, gap, "ok", "ok", "ok"];
    assert_eq!(system.tab("demo ABC").await.unwrap().column("status"), statuses);
    assert_eq!(exit_codes(&system).await, [0, 0, 1, 1, 0, 0, 0]);

    let executions = system.executions().await.unwrap();
    let log: String = executions.iter().map(|one| one.log.as_str()).collect();
    for _ in 0..2 {
        let said = recover(&system, &log).await;
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        let tab = system.tab("demo ABC").await.unwrap();
        assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=36));
        assert_eq!(tab.column("status"), ["ok"; 7]);
    }
    let said = recover(&system, "nothing of interest\n").await;
    assert_eq!(said.code, 1);
    assert!(said.err.contains("nothing was lost"), "{}", said.err);
}

#[tokio::test]
async fn recover_brings_back_more_samples_than_the_tab_remembers_gaps() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:45").await.unwrap();
    for operation in ["sheets.*", "drive.*"] {
        outage(&system, operation, 403, 31, 100).await;
    }
    system.advance(5_400).await.unwrap();
    let statuses = system.tab("demo ABC").await.unwrap().column("status");
    assert_eq!(statuses.len(), 2 + 1 + 5, "one row for 69 samples: {statuses:?}");

    let executions = system.executions().await.unwrap();
    let log: String = executions.iter().map(|one| one.log.as_str()).collect();
    for _ in 0..2 {
        let said = recover(&system, &log).await;
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        let tab = system.tab("demo ABC").await.unwrap();
        let mut times = tab.column("time");
        times.sort();
        let hours = [
            minutes("2026-02-28 13:", 30..=59),
            minutes("2026-02-28 14:", 0..=45),
        ];
        assert_eq!(times, hours.concat());
        assert!(tab.column("status").iter().all(|status| status == "ok"));
    }
}

/// `/stop` while stores refuse: the bot answers at once, the execution that it started goes on trying.
async fn stop(system: &System) {
    let said = system.say("/stop abc").await.unwrap();
    assert!(
        said[0].text.starts_with("⏹ demo ABC is stopped."),
        "{}",
        said[0].text
    );
}

/// What the last execution logged.
pub(crate) async fn last_log(system: &System) -> String {
    let executions = system.executions().await.unwrap();
    executions.last().map(|last| last.log.clone()).unwrap_or_default()
}

#[tokio::test]
async fn a_stop_while_sheets_is_down_waits_for_it_and_leaves_the_last_csv() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:30").await.unwrap();
    outage(&system, "sheets.*", 503, 31, 34).await;
    system.advance(130).await.unwrap();
    stop(&system).await;
    system.advance(600).await.unwrap();
    assert_eq!(exit_codes(&system).await, [0; 4], "three samples and the end");
    let tab = system.tab("demo ABC").await.unwrap();
    assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=32));
    assert_eq!(tab.column("status"), ["ok"; 3]);
    let csv = &system.csv_files().await.unwrap()[0].1;
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert_eq!(waiting_files(&system).await, 0);
}

#[tokio::test]
async fn a_stop_ends_when_sheets_stays_down_and_says_that_the_backup_is_missing() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:30").await.unwrap();
    outage(&system, "sheets.*", 503, 30, 59).await;
    system.advance(70).await.unwrap();
    stop(&system).await;
    system.advance(1_000).await.unwrap();
    assert_eq!(exit_codes(&system).await, [0; 3], "two samples and the end");
    let log = last_log(&system).await;
    assert!(log.contains("the last backup is missing"), "{log}");
    assert!(system.csv_files().await.unwrap().is_empty());
    assert_eq!(waiting_files(&system).await, 1, "13:31");
    assert!(log.contains("signchronicle recover"), "{log}");
}

#[tokio::test]
async fn an_end_while_drive_is_down_waits_for_it_and_leaves_the_last_csv() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:00 every 15m").await.unwrap();
    outage(&system, "drive.*", 503, 59, 62).await;
    system.advance(2_400).await.unwrap();
    assert_eq!(exit_codes(&system).await, [0; 3]);
    let csv = &system.csv_files().await.unwrap()[0].1;
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_end_while_drive_stays_down_deletes_the_job_and_says_that_the_backup_is_missing() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:00 every 15m").await.unwrap();
    outage(&system, "drive.*", 503, 59, 80).await;
    system.advance(2_400).await.unwrap();
    assert_eq!(exit_codes(&system).await, [0; 3]);
    let tab = system.tab("demo ABC").await.unwrap();
    assert_eq!(tab.column("status"), ["ok"; 3]);
    assert!(system.csv_files().await.unwrap().is_empty());
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
    let log = last_log(&system).await;
    assert!(log.contains("the last backup is missing"), "{log}");
}

#[tokio::test]
async fn an_account_without_storage_is_told_what_to_do_and_the_tracking_ends() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 13:32").await.unwrap();
    let fault = json!({
        "operation": "drive.files.create",
        "effect": { "status": 403, "reason": "storageQuotaExceeded", "message": "no storage" }
    });
    system.post("/_local/faults", fault).await.unwrap();
    system.advance(300).await.unwrap();
    let tab = system.tab("demo ABC").await.unwrap();
    assert_eq!(tab.column("status"), ["ok"; 3]);
    assert!(system.csv_files().await.unwrap().is_empty());
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
    let log = last_log(&system).await;
    for part in [
        "the last backup is missing",
        "set DRIVE_FOLDER_ID to a folder in a shared drive",
    ] {
        assert!(log.contains(part), "{log}");
    }
}

#[tokio::test]
async fn an_account_without_storage_fills_the_file_that_a_person_has_made() {
    let system = System::start().await.unwrap();
    let made = json!({ "name": "demo ABC.csv", "parents": ["local-drive-folder"], "mimeType": "text/csv" });
    system
        .post("/drive/v3/files?supportsAllDrives=true", made)
        .await
        .unwrap();
    system.track("demo ABC until 13:32").await.unwrap();
    let fault = json!({
        "operation": "drive.files.create",
        "effect": { "status": 403, "reason": "storageQuotaExceeded", "message": "no storage" }
    });
    system.post("/_local/faults", fault).await.unwrap();
    system.advance(300).await.unwrap();
    let files = system.csv_files().await.unwrap();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(files[0].1.lines().count(), 4, "{}", files[0].1);
    assert!(last_log(&system).await.contains("the tracking has ended"));
}

#[tokio::test]
async fn recover_brings_back_samples_of_a_tracking_that_was_stopped_before_its_deadline() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:30").await.unwrap();
    for operation in ["sheets.*", "drive.*"] {
        outage(&system, operation, 403, 31, 33).await;
    }
    system.advance(340).await.unwrap();
    stop(&system).await;
    system.advance(600).await.unwrap();
    let gap = "no reading: the firing did not run";
    let statuses = ["ok", "ok", gap, gap, "ok", "ok", "ok"];
    assert_eq!(system.tab("demo ABC").await.unwrap().column("status"), statuses);

    let executions = system.executions().await.unwrap();
    let log: String = executions.iter().map(|one| one.log.as_str()).collect();
    for rows in [2, 0] {
        let said = recover(&system, &log).await;
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        assert!(said.out.contains(&format!("{rows} rows written")), "{}", said.out);
        let tab = system.tab("demo ABC").await.unwrap();
        assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=36));
        assert_eq!(tab.column("status"), ["ok"; 7]);
    }
    assert_eq!(system.csv_files().await.unwrap()[0].1.lines().count(), 8);
}

#[tokio::test]
async fn recover_brings_back_what_waits_where_sheets_was_down_at_the_stop() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:30").await.unwrap();
    outage(&system, "sheets.*", 403, 30, 40).await;
    system.advance(70).await.unwrap();
    stop(&system).await;
    system.advance(1_200).await.unwrap();
    assert_eq!(exit_codes(&system).await, [0; 3], "two samples and the end");
    assert_eq!(waiting_files(&system).await, 1, "13:31");
    let said = recover(&system, &last_log(&system).await).await;
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let tab = system.tab("demo ABC").await.unwrap();
    assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=31));
    assert_eq!(tab.column("status"), ["ok"; 2], "nothing was due after the stop");
    assert_eq!(system.csv_files().await.unwrap()[0].1.lines().count(), 3);
    assert_eq!(waiting_files(&system).await, 0);
}

#[tokio::test]
async fn a_reading_for_the_first_of_many_missed_samples_leaves_the_others_told_of() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:45").await.unwrap();
    for operation in ["sheets.*", "drive.*"] {
        outage(&system, operation, 403, 31, 100).await;
    }
    system.advance(5_400).await.unwrap();
    let executions = system.executions().await.unwrap();
    let first = executions
        .iter()
        .find(|one| one.log.contains("2026-02-28T05:32:00"))
        .unwrap();
    let said = recover(&system, &first.log).await;
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let tab = system.tab("demo ABC").await.unwrap();
    let statuses: Vec<String> = tab.column("status");
    let told: u32 = statuses
        .iter()
        .map(|status| {
            status
                .strip_suffix(" firings did not run")
                .map_or(1, |said| said.rsplit(' ').next().unwrap().parse().unwrap())
        })
        .sum();
    assert_eq!(told, 76, "13:30 to 14:45: {statuses:?}");
    assert!(
        tab.column("time").contains(&"2026-02-28 13:32:00".to_owned()),
        "{:?}",
        tab.column("time")
    );
}

/// `signchronicle recover` with the settings of an execution of this system.
async fn recover(system: &System, log: &str) -> Said {
    let file = system.data().join("tracker.log");
    std::fs::write(&file, log).unwrap();
    let executions = system.executions().await.unwrap();
    let own = |name: &&&str| executions[0].env.contains_key(**name);
    let env: Vec<(&str, &str)> = RECOVER_SETTINGS
        .iter()
        .filter(own)
        .map(|name| (*name, executions[0].env[*name].as_str()))
        .collect();
    assert!(env.len() >= 6, "{env:?}");
    signchronicle(system.data(), &env, &["recover", "tracker.log"])
        .await
        .unwrap()
}

/// Faults that were ordered and never struck would make these stories empty.
#[tokio::test]
async fn a_fault_that_strikes_nothing_is_reported() {
    let system = System::start().await.unwrap();
    let fault = json!({ "operation": "sheets.get", "count": 1, "effect": { "status": 503 } });
    system.post("/_local/faults", fault).await.unwrap();
    let response = system.client().delete(system.url("/_local/faults")).send();
    let removed: Value = serde_json::from_str(&response.await.unwrap().text().await.unwrap()).unwrap();
    assert_eq!(removed["unused"].as_array().map(Vec::len), Some(1), "{removed}");
}
