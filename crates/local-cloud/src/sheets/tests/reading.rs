//! `spreadsheets.get`, `getByDataFilter` and `create`.

use serde_json::json;

use super::{ID, append, batch, ok, served, shown};

#[tokio::test]
async fn the_spreadsheet_exists_from_the_start() {
    let cloud = served().await;
    let answer = ok(&cloud, "GET", "", None).await;
    assert_eq!(
        (&answer["spreadsheetId"], &answer["properties"]["title"]),
        (&json!(ID), &json!("SignChronicle"))
    );
    assert_eq!(answer["properties"]["timeZone"], "Asia/Hong_Kong");
    let sheet = json!({"sheetId": 0, "title": "Sheet1", "index": 0, "sheetType": "GRID", "gridProperties": {"rowCount": 1000, "columnCount": 26}});
    assert_eq!(answer["sheets"], json!([{ "properties": sheet }]));
}

#[tokio::test]
async fn cells_come_only_when_asked_for() {
    let cloud = served().await;
    batch(&cloud, json!([append(&[&["a"], &["b", "c"]])])).await;
    let data = |path: &'static str| ok(&cloud, "GET", path, None);
    assert!(
        data("?includeGridData=false").await["sheets"][0]
            .get("data")
            .is_none()
    );
    assert!(
        data("?fields=sheets.properties&includeGridData=true").await["sheets"][0]
            .get("data")
            .is_none()
    );
    let all = data("?includeGridData=true").await["sheets"][0]["data"][0].clone();
    assert_eq!(all["rowMetadata"].as_array().unwrap().len(), 1000);
    let cell = &all["rowData"][1]["values"][1];
    assert_eq!(
        (&cell["effectiveValue"]["stringValue"], &cell["formattedValue"]),
        (&json!("c"), &json!("c"))
    );
    assert_eq!(cell["effectiveFormat"]["verticalAlignment"], "BOTTOM");
    let part =
        data("?ranges=B2:C3&fields=sheets.data(startRow,startColumn,rowData.values.formattedValue)").await;
    let expected =
        json!([{"startRow": 1, "startColumn": 1, "rowData": [{"values": [{"formattedValue": "c"}]}]}]);
    assert_eq!(part["sheets"][0]["data"], expected);
}

#[tokio::test]
async fn data_filters_choose_tabs_and_cells() {
    let cloud = served().await;
    let marked =
        json!({"metadataId": 1, "metadataKey": "k", "visibility": "DOCUMENT", "location": {"sheetId": 5}});
    batch(
        &cloud,
        json!([
            append(&[&["a"], &["b"], &["c"]]),
            {"addSheet": {"properties": {"sheetId": 5, "title": "marked"}}},
            {"createDeveloperMetadata": {"developerMetadata": marked}},
        ]),
    )
    .await;
    let path = ":getByDataFilter?fields=sheets(properties.sheetId,data.rowData.values.formattedValue)";
    let get = |filter: serde_json::Value| ok(&cloud, "POST", path, Some(json!({ "dataFilters": [filter] })));
    let rows = json!({"sheets": [{"properties": {"sheetId": 0}, "data": [{"rowData": [{"values": [{"formattedValue": "c"}]}]}]}]});
    assert_eq!(
        get(json!({"gridRange": {"sheetId": 0, "startRowIndex": 2}})).await,
        rows
    );
    assert_eq!(get(json!({"a1Range": "Sheet1!A3:A"})).await, rows);
    let by_metadata = get(json!({"developerMetadataLookup": {"metadataKey": "k"}})).await;
    assert_eq!(
        by_metadata,
        json!({"sheets": [{"properties": {"sheetId": 5}, "data": [{}]}]})
    );
}

#[tokio::test]
async fn a_spreadsheet_is_created_with_tabs_and_cells() {
    let cloud = served().await;
    let body = json!({
        "properties": {"title": "New"},
        "sheets": [{"properties": {"title": "one"}, "data": [{"startRow": 1, "rowData": super::rows(&[&["x"]])}]}, {}],
    });
    let (status, answer) = cloud.call("POST", "/v4/spreadsheets", Some(body)).await;
    assert_eq!((status, answer["sheets"].as_array().unwrap().len()), (200, 2));
    let id = answer["spreadsheetId"].as_str().unwrap();
    let (_, values) = cloud
        .call("GET", &format!("/v4/spreadsheets/{id}/values/one"), None)
        .await;
    assert_eq!(values["values"], json!([[], ["x"]]));
    let (_, file) = cloud.call("GET", &format!("/drive/v3/files/{id}"), None).await;
    assert_eq!(file["name"], "New");
    let (status, _) = cloud
        .call("POST", "/v4/spreadsheets", Some(json!({"title": "misplaced"})))
        .await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_tab_is_copied_to_another_spreadsheet() {
    let cloud = served().await;
    batch(&cloud, json!([append(&[&["x"]])])).await;
    for title in ["Copy of Sheet1", "Copy of Sheet1 2"] {
        let copied = ok(
            &cloud,
            "POST",
            "/sheets/0:copyTo",
            Some(json!({"destinationSpreadsheetId": ID})),
        )
        .await;
        assert_eq!(copied["title"], title);
        assert_eq!(shown(&cloud, title).await, json!([["x"]]));
    }
}
