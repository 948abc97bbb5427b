use serde_json::{Value, json};

use super::{RUN, fault, start_with};
use crate::testing::{Served, script};

const SPREADSHEET: &str = "/v4/spreadsheets/local-spreadsheet";
const TOKEN: &str = "/computeMetadata/v1/instance/service-accounts/default/token";

/// The token of an execution that was started for an event, and the execution's name.
async fn started(cloud: &Served, event: &str) -> (String, String) {
    let env = json!([{ "name": "EVENT_ARTIST", "value": event }]);
    let body = json!({ "overrides": { "containerOverrides": [{ "env": env }] } });
    let (_, operation) = cloud.call("POST", &format!("{RUN}:run"), Some(body)).await;
    let name = operation["metadata"]["name"].as_str().unwrap();
    let name = name.rsplit('/').next().unwrap().to_owned();
    let flavor = [("Metadata-Flavor", "Google")];
    let (_, token) = cloud
        .call_with("GET", &format!("/_execution/{name}{TOKEN}"), None, &flavor)
        .await;
    (
        format!("Bearer {}", token["access_token"].as_str().unwrap()),
        name,
    )
}

async fn status(cloud: &Served, bearer: &str, path: &str, body: Option<Value>) -> u16 {
    let method = if body.is_some() { "POST" } else { "GET" };
    let headers = [("Authorization", bearer)];
    cloud.call_with(method, path, body, &headers).await.0
}

#[tokio::test]
async fn one_execution_can_be_struck_alone() {
    let cloud = start_with(script("exec sleep 1000")).await;
    let (one, name) = started(&cloud, "One").await;
    let (two, _) = started(&cloud, "Two").await;
    fault(
        &cloud,
        json!({ "operation": "sheets.*", "execution": name, "effect": { "status": 500 } }),
    )
    .await;
    assert_eq!(status(&cloud, &one, SPREADSHEET, None).await, 500);
    assert_eq!(status(&cloud, &two, SPREADSHEET, None).await, 200);
}

#[tokio::test]
async fn one_tracking_can_be_struck_alone() {
    let cloud = start_with(script("exec sleep 1000")).await;
    let (one, _) = started(&cloud, "Event A").await;
    let (two, _) = started(&cloud, "Event B").await;
    fault(
        &cloud,
        json!({ "operation": "*", "tracking": "Event A", "effect": { "status": 500 } }),
    )
    .await;
    assert_eq!(
        status(&cloud, &one, SPREADSHEET, None).await,
        500,
        "by its execution"
    );
    assert_eq!(status(&cloud, &two, SPREADSHEET, None).await, 200);
    assert_eq!(
        status(&cloud, &two, "/demo/Event%20A", None).await,
        500,
        "by its address"
    );
    let search = json!({ "dataFilters": [{ "developerMetadataLookup": { "metadataKey": "Event A" } }] });
    let path = format!("{SPREADSHEET}/developerMetadata:search");
    assert_eq!(
        status(&cloud, &two, &path, Some(search)).await,
        500,
        "by its body"
    );
}
