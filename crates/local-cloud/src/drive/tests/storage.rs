//! What survives the end of the program.

use std::path::Path;

use serde_json::json;

use super::{ALL_DRIVES, FOLDER, create, ok};
use crate::testing::Served;

async fn on_disk(path: &Path) -> Served {
    let served = Served::on_disk(path).await;
    crate::drive::seed(&served.world).unwrap();
    served
}

#[tokio::test]
async fn files_and_unfinished_uploads_are_there_after_the_database_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cloud.sqlite3");
    let before = on_disk(&path).await;
    let id = create(&before, "kept", json!({})).await;
    let begin = format!(
        "{}/upload/drive/v3/files?uploadType=resumable&{ALL_DRIVES}",
        before.world.settings.origin
    );
    let request = before
        .world
        .http
        .post(begin)
        .header("content-type", "application/json");
    let begun = request
        .body(json!({"name": "late", "parents": [FOLDER]}).to_string())
        .send()
        .await
        .unwrap();
    let session = begun.headers()["location"].to_str().unwrap().to_owned();
    let state = ok(&before, "GET", "/_local/state", None).await["files"].clone();
    let after = on_disk(&path).await;
    assert_eq!(ok(&after, "GET", "/_local/state", None).await["files"], state);
    assert_eq!(
        ok(&after, "GET", &format!("/drive/v3/files/{id}?{ALL_DRIVES}"), None).await["name"],
        "kept"
    );
    let session = session.replace(&before.world.settings.origin, &after.world.settings.origin);
    let finished = after.world.http.put(session).body("x").send().await.unwrap();
    assert_eq!(finished.status(), 200);
}
