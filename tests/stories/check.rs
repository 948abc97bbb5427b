//! `ACTION=check`: an operator is told what is still missing, all of it at once.

use e2e::{Execution, System};
use serde_json::{Value, json};

const RUN: &str = "/v2/projects/local/locations/asia-east2/jobs/signchronicle-tracker:run";
const ADDRESS: &str = "signchronicle-tracker@local.iam.gserviceaccount.com";

/// Runs the check with other settings than the job's.
async fn check(system: &System, changes: &[(&str, &str)]) -> Execution {
    let changes = [("ACTION", "check")].iter().chain(changes);
    let env: Vec<Value> = changes
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let overrides = json!({ "overrides": { "containerOverrides": [{ "env": env }] } });
    system.post(RUN, overrides).await.unwrap();
    system.settle().await.unwrap();
    system.executions().await.unwrap().pop().unwrap()
}

/// What was said of each thing, and how severely.
fn findings(execution: &Execution) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines = execution
        .log
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    lines
        .filter(|line: &Value| line["checked"].is_string())
        .map(|line| {
            (
                text(&line["checked"]),
                text(&line["severity"]),
                text(&line["message"]),
            )
        })
        .collect()
}

/// The errors, of which there have to be some.
fn errors(execution: &Execution) -> Vec<String> {
    assert_eq!(execution.exit_code, Some(1), "{}", execution.log);
    let errors = findings(execution)
        .into_iter()
        .filter(|(_, severity, _)| severity == "ERROR");
    errors.map(|(_, _, message)| message).collect()
}

#[tokio::test]
async fn where_all_is_there_each_thing_is_told_the_bot_hears_of_it_and_no_trace_is_left() {
    let system = System::start_hearing().await.unwrap();
    let before = system.state().await.unwrap();
    let execution = check(&system, &[]).await;
    assert_eq!(execution.exit_code, Some(0), "{}", execution.log);
    let told: Vec<(String, String)> = findings(&execution)
        .into_iter()
        .map(|(checked, severity, _)| (checked, severity))
        .collect();
    let all = ["token", "spreadsheet", "folder", "topic", "scheduler"];
    assert_eq!(
        told,
        all.map(|what| (what.to_owned(), "INFO".to_owned())),
        "{}",
        execution.log
    );
    assert!(execution.log.contains(ADDRESS), "{}", execution.log);

    let after = system.state().await.unwrap();
    for place in ["spreadsheets", "files", "scheduler_jobs"] {
        assert_eq!(before[place], after[place], "{place} is as it was");
    }
    assert_eq!(
        after["pubsub_subscriptions"][0]["undelivered"], 0,
        "the bot took the event"
    );
    assert_eq!(system.messages(1).await.unwrap().len(), 0, "and told nobody");
}

#[tokio::test]
async fn a_spreadsheet_that_is_not_shared_is_to_be_shared_with_an_address() {
    let system = System::start().await.unwrap();
    let fault = json!({
        "operation": "sheets.*",
        "effect": { "status": 403, "message": "The caller does not have permission" }
    });
    system.post("/_local/faults", fault).await.unwrap();
    let execution = check(&system, &[]).await;
    let id = &execution.env["SPREADSHEET_ID"];
    let url = format!("https://docs.google.com/spreadsheets/d/{id}/edit");
    assert_eq!(
        errors(&execution),
        [format!("share the sheet with {ADDRESS} as editor: {url}")]
    );
}

#[tokio::test]
async fn an_api_that_is_not_enabled_is_told_in_googles_own_words() {
    let system = System::start().await.unwrap();
    let message = "Google Sheets API has not been used in project 1 before or it is disabled.";
    let fault = json!({ "operation": "sheets.*", "effect": { "status": 403, "message": message } });
    system.post("/_local/faults", fault).await.unwrap();
    let errors = errors(&check(&system, &[]).await);
    assert!(errors.len() == 1 && errors[0].contains(message), "{errors:?}");
}

#[tokio::test]
async fn a_folder_that_is_not_shared_or_is_none_is_told_with_its_address() {
    let system = System::start().await.unwrap();
    let url = "https://drive.google.com/drive/folders/";
    let shared = check(&system, &[("DRIVE_FOLDER_ID", "nobodys-folder")]).await;
    assert_eq!(
        errors(&shared),
        [format!(
            "share the Drive folder with {ADDRESS} as editor: {url}nobodys-folder, or correct DRIVE_FOLDER_ID"
        )]
    );
    let sheet = shared.env["SPREADSHEET_ID"].clone();
    let none = check(&system, &[("DRIVE_FOLDER_ID", &sheet)]).await;
    assert_eq!(
        errors(&none),
        [format!("DRIVE_FOLDER_ID names no folder: {url}{sheet}")]
    );
}

#[tokio::test]
async fn a_persons_folder_is_told_to_be_of_no_use_to_a_service_account() {
    let system = System::start().await.unwrap();
    let errors = errors(&check(&system, &[("DRIVE_FOLDER_ID", "local-my-drive-folder")]).await);
    assert!(
        errors.len() == 1 && errors[0].contains("a service account has no storage of its own"),
        "{errors:?}"
    );
}

#[tokio::test]
async fn a_topic_that_is_not_there_and_a_role_that_is_missing_are_told_together() {
    let system = System::start().await.unwrap();
    let fault = json!({ "operation": "scheduler.jobs.delete", "effect": { "status": 403 } });
    system.post("/_local/faults", fault).await.unwrap();
    let errors = errors(&check(&system, &[("EVENTS_TOPIC", "nobodys-events")]).await);
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(
        errors[0].starts_with("Pub/Sub knows no such topic: check EVENTS_TOPIC"),
        "{errors:?}"
    );
    assert!(errors[1].contains("Scheduler"), "{errors:?}");
}

#[tokio::test]
async fn without_a_token_that_alone_is_told_and_without_a_setting_its_name() {
    let system = System::start().await.unwrap();
    let execution = check(&system, &[("SPREADSHEET_ID", "")]).await;
    assert_eq!(execution.exit_code, Some(2), "{}", execution.log);
    assert!(
        execution.log.contains("SPREADSHEET_ID is not set"),
        "{}",
        execution.log
    );

    let fault = json!({ "operation": "metadata.*", "effect": { "status": 404 } });
    system.post("/_local/faults", fault).await.unwrap();
    let errors = errors(&check(&system, &[]).await);
    assert!(
        errors.len() == 1 && errors[0].starts_with("no access token"),
        "{errors:?}"
    );
}
