//! The two programs as whoever runs them sees them: which build they are, and what they log.

use std::process::{Output, Stdio};

use chrono::DateTime;
use e2e::{System, program};
use serde_json::Value;

/// Runs a program with no variable set.
fn run(name: &str, arguments: &[&str]) -> Output {
    std::process::Command::new(program(name).unwrap())
        .args(arguments)
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// A line as Cloud Logging reads it (<https://cloud.google.com/logging/docs/structured-logging>): an object on one line,
/// whose time, severity and message it knows.
fn entry(line: &str) -> Value {
    let entry: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("not structured: {line}"));
    let text = |name: &str| {
        entry[name]
            .as_str()
            .unwrap_or_else(|| panic!("no {name}: {line}"))
    };
    assert!(DateTime::parse_from_rfc3339(text("time")).is_ok(), "{line}");
    assert!(
        ["DEBUG", "INFO", "WARNING", "ERROR"].contains(&text("severity")),
        "{line}"
    );
    assert!(!text("message").is_empty(), "{line}");
    entry
}

#[test]
fn a_program_that_is_asked_tells_its_version_and_commit_and_needs_no_settings() {
    for name in ["bot-service", "tracker-job"] {
        let output = run(name, &["--version"]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{said}");
        let begun = format!("{name} {} (", env!("CARGO_PKG_VERSION"));
        assert!(said.starts_with(&begun) && said.contains("commit"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[test]
fn a_program_without_settings_ends_with_an_error_that_cloud_logging_knows_for_one() {
    for name in ["bot-service", "tracker-job"] {
        let output = run(name, &[]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let log = String::from_utf8(output.stderr).unwrap();
        let last = entry(log.lines().last().unwrap());
        assert_eq!(last["severity"], "ERROR", "{log}");
        assert!(last["message"].as_str().unwrap().ends_with("is not set"), "{log}");
    }
}

#[tokio::test]
async fn every_line_of_an_execution_is_structured_and_names_execution_and_tracking() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 13:32").await.unwrap();
    system.advance(600).await.unwrap();
    for execution in system.executions().await.unwrap() {
        let tracking = execution.env["TRACKING"].as_str();
        let lines: Vec<Value> = execution.log.lines().map(entry).collect();
        assert!(lines.len() > 1, "{}", execution.log);
        assert_eq!(lines[0]["message"], "begun", "{}", execution.log);
        assert_eq!(
            lines[0]["version"],
            env!("CARGO_PKG_VERSION"),
            "{}",
            execution.log
        );
        for line in &lines[1..] {
            assert_eq!(line["execution"], execution.name.as_str(), "{line}");
            assert_eq!(line["tracking"], tracking, "{line}");
        }
    }
}
