//! `ACTION=discover`: what a platform has on sale, told in the execution's log.

use e2e::{Execution, System};
use serde_json::{Value, json};

const RUN: &str = "/v2/projects/local/locations/asia-east2/jobs/signchronicle-tracker:run";

async fn discover(system: &System, platform: &str) -> Execution {
    let env = json!([
        { "name": "ACTION", "value": "discover" },
        { "name": "PLATFORM", "value": platform }
    ]);
    let overrides = json!({ "overrides": { "containerOverrides": [{ "env": env }] } });
    system.post(RUN, overrides).await.unwrap();
    system.settle().await.unwrap();
    system.executions().await.unwrap().pop().unwrap()
}

fn lines(execution: &Execution, message: &str) -> Vec<Value> {
    let lines = execution
        .log
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    lines.filter(|line: &Value| line["message"] == message).collect()
}

#[tokio::test]
async fn each_fan_sign_that_is_on_sale_is_a_line_with_its_times_in_the_shops_zone() {
    let system = System::start().await.unwrap();
    let execution = discover(&system, "demo-ktown4u").await;
    assert_eq!(execution.exit_code, Some(0), "{}", execution.log);
    let on_sale = lines(&execution, "on sale");
    assert!(!on_sale.is_empty(), "{}", execution.log);
    for event in &on_sale {
        for field in ["event", "title", "kind", "start", "end"] {
            assert!(
                event[field].as_str().is_some_and(|text| !text.is_empty()),
                "{field} of {event}"
            );
        }
        assert!(event["end"].as_str().unwrap().ends_with(" KST"), "{event}");
        assert!(!event["kind"].as_str().unwrap().contains("Cafe"), "{event}");
    }
    let summary = &lines(&execution, "discovered")[0];
    assert_eq!(summary["events"], on_sale.len());
    assert!(
        system.state().await.unwrap()["spreadsheets"][0]["tabs"]
            .as_array()
            .unwrap()
            .len()
            <= 1,
        "nothing is written"
    );
}

#[tokio::test]
async fn a_platform_that_lists_nothing_and_one_that_is_none_end_with_the_reason() {
    let system = System::start().await.unwrap();
    for (platform, reason) in [
        ("demo", "demo"),
        ("nowhere", "there is no platform file `nowhere`"),
    ] {
        let execution = discover(&system, platform).await;
        assert_eq!(execution.exit_code, Some(1), "{}", execution.log);
        assert!(execution.log.contains(reason), "{}", execution.log);
    }
}
