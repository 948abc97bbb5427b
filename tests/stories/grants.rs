//! The two roles that `deploy.sh` makes hold what the programs call, and nothing else.

use std::collections::BTreeSet;

use e2e::{JournalEntry, System};

/// A tracking's body may be shown with it only; no stand-in of Cloud Scheduler knows whether.
const UNTRIED: &str = "cloudscheduler.jobs.fullView";

/// The permissions of one of the roles.
fn granted(role: &str) -> BTreeSet<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/identities.sh");
    let text = std::fs::read_to_string(file).unwrap();
    let begin = format!("readonly {role}=");
    let line = text.lines().find_map(|line| line.strip_prefix(begin.as_str()));
    let permissions = line.unwrap_or_else(|| panic!("{role} was expected in {file}"));
    permissions.split(',').map(str::to_owned).collect()
}

/// What Cloud Scheduler asks for (<https://cloud.google.com/scheduler/docs/access-control>).
fn permission(call: &JournalEntry) -> String {
    let last = call.path.split('?').next().unwrap_or_default().rsplit('/').next();
    let (id, custom) = last
        .unwrap_or_default()
        .split_once(':')
        .unwrap_or((last.unwrap_or_default(), ""));
    let verb = match (call.method.as_str(), id, custom) {
        ("POST", _, "resume") => "enable",
        ("POST", _, custom @ ("pause" | "run")) => custom,
        ("POST", "jobs", "") => "create",
        ("GET", "jobs", "") => "list",
        ("GET", ..) => "get",
        ("PATCH", ..) => "update",
        ("DELETE", ..) => "delete",
        _ => panic!("{call:?} was not expected"),
    };
    format!("cloudscheduler.jobs.{verb}")
}

#[tokio::test]
async fn each_permission_on_scheduler_jobs_is_used_and_none_is_missing() {
    let system = System::start().await.unwrap();
    let card = system.track("demo ABC until 14:00").await.unwrap();
    let card = system.press(&card, "Pause").await.unwrap();
    let card = system.press(&card, "Resume").await.unwrap();
    system.press(&card, "+1 h").await.unwrap();
    system.say("/lang en").await.unwrap();
    system.say("/list").await.unwrap();
    system.track("demo DEF until 13:32").await.unwrap();
    system.advance(5 * 60).await.unwrap();
    system.say("/stop demo ABC").await.unwrap();
    system.settle().await.unwrap();

    let calls = system.calls().await.unwrap();
    let called = |by_tracker: bool| -> BTreeSet<String> {
        calls
            .iter()
            .filter(|call| call.service == "scheduler" && call.execution.is_some() == by_tracker)
            .map(permission)
            .collect()
    };
    let mut bot = called(false);
    bot.insert(UNTRIED.to_owned());
    assert_eq!(bot, granted("BOT_PERMISSIONS"));
    assert_eq!(called(true), granted("TRACKER_PERMISSIONS"));
}
