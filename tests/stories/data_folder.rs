//! What a data folder is good for besides running: it outlasts being off, is used by one at a time, is written out and relieved.

use std::fs;
use std::net::TcpStream;
use std::path::Path;

use chrono::{DateTime, Duration, Utc};
use e2e::{Start, System, signchronicle};
use serde_json::Value;

/// Told time has gone on while everything was off.
fn let_time_pass(data: &Path, minutes: i64) {
    let database = rusqlite::Connection::open(data.join("local-cloud.sqlite3")).unwrap();
    let select = "SELECT value FROM kept WHERE key = 'told_time'";
    let now: String = database.query_row(select, [], |row| row.get(0)).unwrap();
    let now: DateTime<Utc> = now.parse().unwrap();
    let then = (now + Duration::minutes(minutes)).to_rfc3339();
    let update = "UPDATE kept SET value = ?1 WHERE key = 'told_time'";
    assert_eq!(database.execute(update, [then]).unwrap(), 1);
}

#[tokio::test]
async fn what_fell_due_while_everything_was_off_is_a_gap_and_an_overdue_tracking_ends() {
    let mut system = System::start_hearing().await.unwrap();
    system.track("demo ABC until in 3h").await.unwrap();
    system.track("demo XYZ until in 3m").await.unwrap();
    system.advance(60).await.unwrap();
    let before = system.executions().await.unwrap().len();
    system.end().await.unwrap();
    let_time_pass(system.data(), 90);
    system.restart().await.unwrap();
    assert_eq!(
        system.executions().await.unwrap().len(),
        before,
        "what was missed is not replayed"
    );
    system.advance(60).await.unwrap();
    let tab = system.tab("demo ABC").await.unwrap();
    assert_eq!(
        tab.column("status"),
        [
            "ok",
            "ok",
            "no reading until 2026-02-28 15:01:00: 90 firings did not run",
            "ok"
        ]
    );
    let last = system.messages(1).await.unwrap().pop().unwrap().text;
    assert!(
        last.starts_with("🏁 demo XYZ: the deadline is reached, the tracking has ended."),
        "{last}"
    );
    let jobs = system.scheduler_jobs().await.unwrap();
    let names: Vec<&str> = jobs.iter().filter_map(|job| job["name"].as_str()).collect();
    assert!(
        names.iter().all(|name| !name.contains("track-demo-xyz")),
        "{names:?}"
    );
}

#[tokio::test]
async fn a_second_one_on_the_same_folder_is_refused_and_disturbs_nothing() {
    let system = System::start().await.unwrap();
    let folder = system.data().to_str().unwrap();
    let said = signchronicle(Path::new("."), &[], &["--port", "0", "--data", folder])
        .await
        .unwrap();
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(
        said.err,
        format!(
            "Nothing was started: the data folder {folder} is in use by process {}; end it first, or choose another folder\n",
            system.process_id().unwrap()
        )
    );
    system.track("demo ABC until in 4m").await.unwrap();
}

#[tokio::test]
async fn the_bot_of_this_machine_is_reached_from_this_machine_only() {
    let system = System::start().await.unwrap();
    system.say("/list").await.unwrap();
    let state = system.state().await.unwrap();
    let port: u16 = state["services"][0]["url"]
        .as_str()
        .and_then(|url| url.rsplit(':').next()?.parse().ok())
        .unwrap();
    assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
    assert!(
        TcpStream::connect(("127.0.0.2", port)).is_err(),
        "another address of the machine: whoever listens on all of them listens there as well"
    );
}

#[tokio::test]
async fn everything_is_written_as_csv_and_json_while_it_runs() {
    let system = System::start_hearing().await.unwrap();
    system.track("demo ABC until in 1h").await.unwrap();
    system.advance(60).await.unwrap();
    system.say("/chart").await.unwrap();
    system.settle().await.unwrap();
    let data = system.data().to_str().unwrap();
    let out = tempfile::tempdir().unwrap();
    let arguments = ["export", "all", "--data", data];
    let said = signchronicle(out.path(), &[], &arguments).await.unwrap();
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    assert!(
        said.out.contains("chats/ 1 chats as JSON, 1 pictures"),
        "{}",
        said.out
    );
    let csv = fs::read_to_string(out.path().join("all/sheets/demo ABC.csv")).unwrap();
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows.len(), 3, "{csv}");
    assert!(rows[2].starts_with("2026-02-28 13:31:00,ok,"), "{csv}");
    let jobs = fs::read(out.path().join("all/scheduler-jobs.json")).unwrap();
    let jobs: Vec<Value> = serde_json::from_slice(&jobs).unwrap();
    assert_eq!(jobs.len(), system.scheduler_jobs().await.unwrap().len());
    let again = signchronicle(out.path(), &[], &arguments).await.unwrap();
    assert_eq!(again.code, 1, "{again:?}");
    assert!(again.err.contains("all is not empty"), "{}", again.err);
}

#[tokio::test]
async fn what_ended_long_ago_leaves_the_sheet_and_is_kept_as_files() {
    let mut system = System::start_as(Start::default()).await.unwrap();
    for event in ["ABC", "XYZ"] {
        system.track(&format!("demo {event} until in 1h")).await.unwrap();
    }
    system.advance(60).await.unwrap();
    system.say("/stop demo XYZ").await.unwrap();
    system.settle().await.unwrap();
    let data = system.data().to_str().unwrap().to_owned();
    let arguments = ["archive", "--data", &data];
    let refused = signchronicle(Path::new("."), &[], &arguments).await.unwrap();
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("is in use by process "), "{}", refused.err);
    system.end().await.unwrap();
    let said = signchronicle(Path::new("."), &[], &arguments).await.unwrap();
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    let csv = fs::read_to_string(system.data().join("archive/sheets/demo XYZ.csv")).unwrap();
    assert!(csv.contains("2026-02-28 13:31:00,ok,"), "{csv}");
    let backup = fs::read_dir(system.data().join("archive/drive")).unwrap().count();
    assert_eq!(backup, 1, "its CSV on Drive:\n{}", said.out);
    let nothing = signchronicle(Path::new("."), &[], &arguments).await.unwrap();
    assert!(nothing.out.starts_with("Nothing was moved: "), "{nothing:?}");
    system.restart().await.unwrap();
    assert_eq!(
        system.find_tab("demo XYZ").await.unwrap().map(|tab| tab.title),
        None
    );
    system.advance(60).await.unwrap();
    assert_eq!(
        system.tab("demo ABC").await.unwrap().rows().len(),
        3,
        "what is tracked stays and goes on"
    );
}
