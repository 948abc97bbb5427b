//! Calls as clients make them, over HTTP.

mod files;
mod lists;
mod storage;
mod uploads;

use serde_json::{Value, json};

use crate::testing::Served;

/// The folder that exists from the start, in the shared drive.
const FOLDER: &str = "local-drive-folder";
const ALL_DRIVES: &str = "supportsAllDrives=true";

async fn served() -> Served {
    let served = Served::start().await;
    crate::drive::seed(&served.world).unwrap();
    served
}

/// A call that must succeed; its answer.
async fn ok(cloud: &Served, method: &str, path: &str, body: Option<Value>) -> Value {
    let (status, answer) = cloud.call(method, path, body).await;
    assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
    answer
}

/// A new file in the folder; its id.
async fn create(cloud: &Served, name: &str, more: Value) -> String {
    let mut body = json!({ "name": name, "parents": [FOLDER] });
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let path = format!("/drive/v3/files?{ALL_DRIVES}");
    ok(cloud, "POST", &path, Some(body)).await["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Status, reason and words of a refusal.
async fn refused(cloud: &Served, method: &str, path: &str, body: Option<Value>) -> (u16, String, String) {
    let (status, answer) = cloud.call(method, path, body).await;
    let error = &answer["error"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (
        status,
        text(&error["errors"][0]["reason"]),
        text(&error["message"]),
    )
}
