//! What the database holds, and what it costs.

use std::path::Path;

use serde_json::json;

use super::{ID, append, batch, ok, rows, served, shown};
use crate::testing::Served;
use crate::world::World;

async fn on_disk(path: &Path) -> Served {
    let served = Served::on_disk(path).await;
    crate::drive::seed(&served.world).unwrap();
    served
}

#[tokio::test]
async fn everything_is_there_after_the_database_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cloud.sqlite3");
    let before = on_disk(&path).await;
    batch(&before, json!([
        append(&[&["a", "=1+1"]]),
        {"addSheet": {"properties": {"sheetId": 5, "title": "first", "index": 0}}},
        {"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "cell", "range": {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1}}}},
        {"createDeveloperMetadata": {"developerMetadata": {"metadataId": 1, "metadataKey": "k", "visibility": "DOCUMENT", "location": {"sheetId": 5}}}},
    ])).await;
    let everything = ok(&before, "GET", "?includeGridData=true", None).await;
    let after = on_disk(&path).await;
    assert_eq!(ok(&after, "GET", "?includeGridData=true", None).await, everything);
    assert_eq!(shown(&after, "cell").await, json!([["a"]]));
}

#[tokio::test]
async fn appending_to_a_long_tab_writes_one_row() {
    let cloud = served().await;
    let many: Vec<&[&str]> = vec![&["x"]; 5_000];
    batch(&cloud, json!([append(&many)])).await;
    let changes = |world: &World| world.store.read(|db| Ok(db.total_changes())).unwrap();
    let before = changes(&cloud.world);
    batch(
        &cloud,
        json!([{"appendCells": {"rows": rows(&[&["y"]]), "fields": "*"}}]),
    )
    .await;
    // The row, the tab's new length, the spreadsheet's revision, the file's time.
    assert_eq!(changes(&cloud.world) - before, 4);
    assert_eq!(shown(&cloud, "A5001").await, json!([["y"]]));
}

#[tokio::test]
async fn an_empty_grid_costs_nothing() {
    let cloud = served().await;
    let grid = json!({"rowCount": 300_000, "columnCount": 26});
    batch(
        &cloud,
        json!([{"addSheet": {"properties": {"gridProperties": grid}}}]),
    )
    .await;
    let count = |db: &rusqlite::Connection| {
        db.query_row("SELECT count(*) FROM sheet_rows", [], |row| row.get::<_, i64>(0))
    };
    assert_eq!(cloud.world.store.read(count).unwrap(), 0);
}

#[tokio::test]
async fn the_state_shows_what_people_see_and_what_is_stored() {
    let cloud = served().await;
    let cells = json!([["2026-02-28 14:00", "1,500", "text", "=A1", "TRUE"]]);
    ok(
        &cloud,
        "PUT",
        "/values/A1?valueInputOption=USER_ENTERED",
        Some(json!({ "values": cells })),
    )
    .await;
    let state = cloud.call("GET", "/_local/state", None).await.1["spreadsheets"].clone();
    let tab = json!({
        "title": "Sheet1", "sheet_id": 0,
        "values": [["2026-02-28 14:00:00", "1500", "text", "#ERROR!", "TRUE"]],
        "raw": [[46_081.583_333_333_336, 1500, "text", "=A1", true]],
    });
    assert_eq!(
        state,
        json!([{"id": ID, "title": "SignChronicle", "tabs": [tab]}])
    );
}
