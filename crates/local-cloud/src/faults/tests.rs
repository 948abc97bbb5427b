mod calls;
mod control;
mod cuts;
mod executions;
mod firings;
mod scopes;

use serde_json::{Value, json};

use crate::Program;
use crate::testing::{Served, script};

const JOBS: &str = "/v1/projects/local/locations/asia-east2/jobs";
const RUN: &str = "/v2/projects/local/locations/asia-east2/jobs/signchronicle-tracker";

/// A cloud with its spreadsheet, and programs that do nothing.
async fn start() -> Served {
    start_with(script("true")).await
}

async fn start_with(tracker: Program) -> Served {
    let cloud = Served::with(Program::new("true"), tracker).await;
    crate::drive::seed(&cloud.world).unwrap();
    cloud
}

/// Puts a fault in force and gives its id.
async fn fault(cloud: &Served, fault: Value) -> u64 {
    let (status, answer) = cloud.call("POST", "/_local/faults", Some(fault)).await;
    assert_eq!(status, 200, "{answer}");
    answer["id"].as_u64().unwrap()
}

/// How often a fault was considered, and how often it struck.
async fn figures(cloud: &Served, id: u64) -> (u64, u64) {
    let (_, answer) = cloud.call("GET", "/_local/faults", None).await;
    let faults = answer["faults"].as_array().unwrap();
    let fault = faults.iter().find(|fault| fault["id"] == id).unwrap();
    let number = |name: &str| fault[name].as_u64().unwrap();
    (number("considered"), number("struck"))
}

async fn statuses(cloud: &Served, path: &str, calls: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..calls {
        statuses.push(cloud.call("GET", path, None).await.0);
    }
    statuses
}

async fn journal(cloud: &Served) -> Vec<Value> {
    let (_, journal) = cloud.call("GET", "/_local/journal", None).await;
    journal["entries"].as_array().unwrap().clone()
}

async fn executions(cloud: &Served) -> Vec<Value> {
    let (_, state) = cloud.call("GET", "/_local/state", None).await;
    state["executions"].as_array().unwrap().clone()
}

/// A job that runs the tracker every minute.
async fn track(cloud: &Served, id: &str) {
    let job = json!({
        "name": format!("projects/local/locations/asia-east2/jobs/{id}"),
        "schedule": "* * * * *",
        "httpTarget": { "uri": format!("{}{RUN}:run", cloud.world.settings.origin) },
    });
    assert_eq!(cloud.call("POST", JOBS, Some(job)).await.0, 200);
}
