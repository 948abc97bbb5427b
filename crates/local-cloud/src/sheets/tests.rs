//! Calls as clients make them, over HTTP.

mod batch_update;
mod metadata;
mod reading;
mod refusals;
mod storage;
mod values;

use serde_json::{Value, json};

use crate::testing::Served;

/// The spreadsheet that exists from the start.
const ID: &str = "local-spreadsheet";

async fn served() -> Served {
    let served = Served::start().await;
    crate::drive::seed(&served.world).unwrap();
    served
}

/// A call that must succeed; its answer.
async fn ok(cloud: &Served, method: &str, path: &str, body: Option<Value>) -> Value {
    let (status, answer) = cloud
        .call(method, &format!("/v4/spreadsheets/{ID}{path}"), body)
        .await;
    assert_eq!(status, 200, "{answer}");
    answer
}

/// A batch that must succeed; its replies.
async fn batch(cloud: &Served, requests: Value) -> Value {
    ok(
        cloud,
        "POST",
        ":batchUpdate",
        Some(json!({ "requests": requests })),
    )
    .await["replies"]
        .clone()
}

/// A batch that must be refused; the words.
async fn refused(cloud: &Served, requests: Value) -> String {
    let body = json!({ "requests": requests });
    let (status, answer) = cloud
        .call("POST", &format!("/v4/spreadsheets/{ID}:batchUpdate"), Some(body))
        .await;
    assert_eq!(status, 400, "{answer}");
    answer["error"]["message"].as_str().unwrap().to_owned()
}

/// What a range shows.
async fn shown(cloud: &Served, range: &str) -> Value {
    ok(cloud, "GET", &format!("/values/{range}"), None).await["values"].clone()
}

/// Text cells as a request's rows.
fn rows(values: &[&[&str]]) -> Value {
    let cell = |text: &&str| json!({ "userEnteredValue": { "stringValue": text } });
    let row = |cells: &&[&str]| json!({ "values": cells.iter().map(cell).collect::<Vec<_>>() });
    Value::Array(values.iter().map(row).collect())
}

fn append(values: &[&[&str]]) -> Value {
    json!({ "appendCells": { "rows": rows(values), "fields": "userEnteredValue" } })
}

/// The second column of a tab over the first, to wherever the rows end.
fn line_chart(sheet_id: i64) -> Value {
    let column = |index: u32| json!({"sourceRange": {"sources": [{"sheetId": sheet_id, "startColumnIndex": index, "endColumnIndex": index + 1}]}});
    json!({
        "title": "c",
        "basicChart": {"chartType": "LINE", "domains": [{"domain": column(0)}], "series": [{"series": column(1)}]},
    })
}
