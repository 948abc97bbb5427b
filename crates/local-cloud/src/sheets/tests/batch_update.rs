//! What the requests of a batch do.

use serde_json::{Value, json};

use super::{append, batch, line_chart, ok, rows, served, shown};
use crate::testing::Served;

async fn titles(cloud: &Served) -> Vec<String> {
    let answer = ok(cloud, "GET", "?fields=sheets.properties.title", None).await;
    let sheets = answer["sheets"].as_array().unwrap().iter();
    sheets
        .map(|sheet| sheet["properties"]["title"].as_str().unwrap().to_owned())
        .collect()
}

async fn properties(cloud: &Served, place: usize) -> Value {
    ok(cloud, "GET", "?fields=sheets.properties", None).await["sheets"][place]["properties"].clone()
}

#[tokio::test]
async fn a_tab_is_created_as_asked() {
    let cloud = served().await;
    let grid = json!({"rowCount": 2, "columnCount": 8, "frozenRowCount": 1});
    let asked = json!({"sheetId": 77, "title": "demo ABC", "gridProperties": grid});
    let replies = batch(
        &cloud,
        json!([{"addSheet": {"properties": asked}}, {"addSheet": {}}]),
    )
    .await;
    let expected =
        json!({"sheetId": 77, "title": "demo ABC", "index": 1, "sheetType": "GRID", "gridProperties": grid});
    assert_eq!(replies[0]["addSheet"]["properties"], expected);
    let default = &replies[1]["addSheet"]["properties"];
    assert_eq!(
        (&default["title"], &default["gridProperties"]),
        (&json!("Sheet3"), &json!({"rowCount": 1000, "columnCount": 26}))
    );
}

#[tokio::test]
async fn tabs_are_ordered_renamed_duplicated_and_deleted() {
    let cloud = served().await;
    batch(
        &cloud,
        json!([
            {"addSheet": {"properties": {"sheetId": 1, "title": "B"}}},
            {"addSheet": {"properties": {"sheetId": 2, "title": "C", "index": 0}}},
            append(&[&["copied"]]),
        ]),
    )
    .await;
    assert_eq!(titles(&cloud).await, ["C", "Sheet1", "B"]);
    batch(&cloud, json!([{"updateSheetProperties": {"properties": {"sheetId": 2, "index": 3, "title": "last"}, "fields": "index,title"}}])).await;
    assert_eq!(titles(&cloud).await, ["Sheet1", "B", "last"]);
    batch(
        &cloud,
        json!([
            {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 9, "insertSheetIndex": 1}},
            {"deleteSheet": {"sheetId": 1}},
        ]),
    )
    .await;
    assert_eq!(titles(&cloud).await, ["Sheet1", "Copy of Sheet1", "last"]);
    assert_eq!(shown(&cloud, "Copy of Sheet1").await, json!([["copied"]]));
}

#[tokio::test]
async fn a_sheet_id_that_is_used_again_starts_empty() {
    let cloud = served().await;
    let add = json!({"addSheet": {"properties": {"sheetId": 5, "title": "T"}}});
    let fill = json!({"appendCells": {"sheetId": 5, "rows": rows(&[&["old"]]), "fields": "*"}});
    batch(&cloud, json!([add.clone(), fill])).await;
    batch(&cloud, json!([{"deleteSheet": {"sheetId": 5}}, add])).await;
    assert_eq!(shown(&cloud, "T").await, Value::Null);
}

#[tokio::test]
async fn cells_are_appended_below_the_last_value_anywhere() {
    let cloud = served().await;
    batch(&cloud, json!([
        {"addSheet": {"properties": {"sheetId": 4, "title": "T", "gridProperties": {"rowCount": 3, "columnCount": 3}}}},
        {"updateCells": {"start": {"sheetId": 4, "rowIndex": 1, "columnIndex": 2}, "rows": rows(&[&["far"]]), "fields": "userEnteredValue"}},
        {"repeatCell": {"range": {"sheetId": 4}, "cell": {"userEnteredFormat": {"textFormat": {"bold": true}}}, "fields": "userEnteredFormat.textFormat.bold"}},
        {"appendCells": {"sheetId": 4, "rows": rows(&[&["1"], &["2"], &["3"]]), "fields": "userEnteredValue"}},
    ])).await;
    assert_eq!(
        shown(&cloud, "T").await,
        json!([[], ["", "", "far"], ["1"], ["2"], ["3"]])
    );
    assert_eq!(properties(&cloud, 1).await["gridProperties"]["rowCount"], 5);
}

#[tokio::test]
async fn only_the_fields_of_the_mask_change() {
    let cloud = served().await;
    let cell = json!({"userEnteredValue": {"numberValue": 0.5}, "userEnteredFormat": {"numberFormat": {"type": "PERCENT", "pattern": "0%"}, "textFormat": {"bold": true}}, "note": "n"});
    let update = |cell: &Value, fields: &str| json!([{"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [cell]}], "fields": fields}}]);
    batch(
        &cloud,
        update(&cell, "userEnteredValue,userEnteredFormat.numberFormat"),
    )
    .await;
    assert_eq!(shown(&cloud, "A1").await, json!([["50%"]]));
    let mask = "?ranges=A1&fields=sheets.data.rowData.values(userEnteredFormat,note)";
    let stored = |cell: Value| json!({"sheets": [{"data": [{"rowData": [{"values": [cell]}]}]}]});
    let number_format = json!({"type": "PERCENT", "pattern": "0%"});
    assert_eq!(
        ok(&cloud, "GET", mask, None).await,
        stored(json!({"userEnteredFormat": {"numberFormat": number_format}}))
    );
    batch(&cloud, update(&json!({"note": "new"}), "userEnteredFormat,note")).await;
    assert_eq!(
        ok(&cloud, "GET", mask, None).await,
        stored(json!({"note": "new"}))
    );
    assert_eq!(shown(&cloud, "A1").await, json!([["0.5"]]));
    batch(&cloud, update(&json!({}), "*")).await;
    assert_eq!(shown(&cloud, "A1").await, Value::Null);
}

#[tokio::test]
async fn a_range_that_the_data_does_not_fill_is_cleared() {
    let cloud = served().await;
    batch(&cloud, json!([append(&[&["a", "b"], &["c", "d"], &["e", "f"]])])).await;
    let range = json!({"sheetId": 0, "endRowIndex": 2, "endColumnIndex": 2});
    batch(
        &cloud,
        json!([{"updateCells": {"range": range, "rows": rows(&[&["A"]]), "fields": "userEnteredValue"}}]),
    )
    .await;
    assert_eq!(shown(&cloud, "Sheet1").await, json!([["A"], [], ["e", "f"]]));
}

#[tokio::test]
async fn everything_moves_along_with_rows_and_columns() {
    let cloud = served().await;
    let range = json!({"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2});
    batch(
        &cloud,
        json!([
            append(&[&["a", "b"], &["c", "d"], &["e", "f"]]),
            {"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "second", "range": range}}},
            {"mergeCells": {"range": range, "mergeType": "MERGE_ROWS"}},
        ]),
    )
    .await;
    let dimension = |name: &str, start: u32, end: u32| json!({"sheetId": 0, "dimension": name, "startIndex": start, "endIndex": end});
    for (request, values, second) in [
        (
            json!({"insertDimension": {"range": dimension("ROWS", 1, 3)}}),
            json!([["a", "b"], [], [], ["c"], ["e", "f"]]),
            "Sheet1!A4:B4",
        ),
        (
            json!({"deleteDimension": {"range": dimension("ROWS", 2, 3)}}),
            json!([["a", "b"], [], ["c"], ["e", "f"]]),
            "Sheet1!A3:B3",
        ),
        (
            json!({"moveDimension": {"source": dimension("ROWS", 2, 3), "destinationIndex": 0}}),
            json!([["c"], ["a", "b"], [], ["e", "f"]]),
            "Sheet1!A1:B1",
        ),
        (
            json!({"insertDimension": {"range": dimension("COLUMNS", 1, 2)}}),
            json!([["c"], ["a", "", "b"], [], ["e", "", "f"]]),
            "Sheet1!A1:C1",
        ),
        (
            json!({"deleteDimension": {"range": dimension("COLUMNS", 0, 1)}}),
            json!([[], ["", "b"], [], ["", "f"]]),
            "Sheet1!A1:B1",
        ),
    ] {
        batch(&cloud, json!([request])).await;
        assert_eq!(shown(&cloud, "Sheet1").await, values, "{request}");
        assert_eq!(
            ok(&cloud, "GET", "/values/second", None).await["range"],
            second,
            "{request}"
        );
    }
    let merges = ok(&cloud, "GET", "?fields=sheets.merges", None).await;
    assert_eq!(
        merges["sheets"][0]["merges"],
        json!([{"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}])
    );
    assert_eq!(
        properties(&cloud, 0).await["gridProperties"],
        json!({"rowCount": 1001, "columnCount": 26})
    );
}

#[tokio::test]
async fn a_smaller_grid_forgets_what_is_cut_off() {
    let cloud = served().await;
    batch(&cloud, json!([append(&[&["a", "b"], &["c", "d"]])])).await;
    let resize = |rows: u32, columns: u32| json!([{"updateSheetProperties": {"properties": {"sheetId": 0, "gridProperties": {"rowCount": rows, "columnCount": columns}}, "fields": "gridProperties(rowCount,columnCount)"}}]);
    batch(&cloud, resize(1, 1)).await;
    batch(&cloud, resize(5, 5)).await;
    assert_eq!(shown(&cloud, "Sheet1").await, json!([["a"]]));
}

#[tokio::test]
async fn rows_are_sorted_by_value_with_the_empty_ones_last() {
    let cloud = served().await;
    let values = json!({"values": [[3, "x"], ["", "gap"], [1, "y"], ["b", "z"], [3, "a"]]});
    ok(&cloud, "PUT", "/values/A1?valueInputOption=RAW", Some(values)).await;
    let range = json!({"sheetId": 0, "endRowIndex": 5, "endColumnIndex": 2});
    let specs = json!([{"dimensionIndex": 0, "sortOrder": "DESCENDING"}, {"dimensionIndex": 1, "sortOrder": "ASCENDING"}]);
    batch(
        &cloud,
        json!([{"sortRange": {"range": range, "sortSpecs": specs}}]),
    )
    .await;
    assert_eq!(
        shown(&cloud, "Sheet1").await,
        json!([["b", "z"], ["3", "a"], ["3", "x"], ["1", "y"], ["", "gap"]])
    );
}

#[tokio::test]
async fn texts_are_found_and_replaced() {
    let cloud = served().await;
    batch(&cloud, json!([append(&[&["cat", "concat"], &["Cat", "dog"]])])).await;
    let replies = batch(
        &cloud,
        json!([{"findReplace": {"find": "cat", "replacement": "cow", "allSheets": true, "matchCase": true}}]),
    )
    .await;
    assert_eq!(replies[0]["findReplace"]["occurrencesChanged"], 2);
    assert_eq!(
        shown(&cloud, "Sheet1").await,
        json!([["cow", "concow"], ["Cat", "dog"]])
    );
}

#[tokio::test]
async fn charts_filters_and_protections_are_given_back() {
    let cloud = served().await;
    let range = json!({"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1});
    let mut changed = line_chart(0);
    changed["title"] = json!("new");
    batch(&cloud, json!([
        {"addChart": {"chart": {"chartId": 3, "spec": line_chart(0), "position": {"overlayPosition": {"anchorCell": {"sheetId": 0}}}}}},
        {"updateChartSpec": {"chartId": 3, "spec": changed}},
        {"setBasicFilter": {"filter": {"range": range}}},
        {"addFilterView": {"filter": {"filterViewId": 8, "title": "v", "range": range}}},
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": 6, "range": range}}},
        {"addConditionalFormatRule": {"rule": {"ranges": [range], "booleanRule": {"condition": {"type": "NOT_BLANK"}}}}},
    ])).await;
    let sheet = ok(&cloud, "GET", "", None).await["sheets"][0].clone();
    assert_eq!(sheet["charts"][0]["spec"], changed);
    assert_eq!(sheet["basicFilter"], json!({ "range": range }));
    assert_eq!(sheet["filterViews"][0]["filterViewId"], 8);
    assert_eq!(sheet["protectedRanges"][0]["protectedRangeId"], 6);
    assert_eq!(sheet["conditionalFormats"].as_array().unwrap().len(), 1);
    batch(&cloud, json!([
        {"deleteEmbeddedObject": {"objectId": 3}}, {"clearBasicFilter": {"sheetId": 0}}, {"deleteFilterView": {"filterId": 8}},
        {"deleteProtectedRange": {"protectedRangeId": 6}}, {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
    ])).await;
    let sheet = ok(&cloud, "GET", "", None).await["sheets"][0].clone();
    assert_eq!(
        sheet.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["properties"]
    );
}

#[tokio::test]
async fn a_chart_comes_with_its_id_and_goes_with_its_tab() {
    let cloud = served().await;
    let grid = json!({"rowCount": 2, "columnCount": 3});
    let position =
        json!({"overlayPosition": {"anchorCell": {"sheetId": 5, "rowIndex": 1, "columnIndex": 2}}});
    let replies = batch(
        &cloud,
        json!([
            {"addSheet": {"properties": {"sheetId": 5, "title": "T", "gridProperties": grid}}},
            {"addChart": {"chart": {"spec": line_chart(5), "position": position}}},
        ]),
    )
    .await;
    let added = &replies[1]["addChart"]["chart"];
    assert!(added["chartId"].as_i64().is_some(), "{added}");
    assert_eq!((&added["spec"], &added["position"]), (&line_chart(5), &position));
    let fields = "?fields=sheets(properties.title,charts(chartId,position))";
    let sheets = ok(&cloud, "GET", fields, None).await["sheets"].clone();
    assert_eq!(sheets[0], json!({"properties": {"title": "Sheet1"}}));
    assert_eq!(
        sheets[1]["charts"],
        json!([{"chartId": added["chartId"], "position": position}])
    );
    batch(&cloud, json!([{"deleteSheet": {"sheetId": 5}}])).await;
    let sheets = ok(&cloud, "GET", "?fields=sheets.charts", None).await;
    assert_eq!(sheets, json!({"sheets": [{}]}));
}

#[tokio::test]
async fn the_changed_spreadsheet_comes_with_the_answer_if_asked_for() {
    let cloud = served().await;
    let body = json!({
        "requests": [append(&[&["a"]]), {"updateSpreadsheetProperties": {"properties": {"title": "New"}, "fields": "title"}}],
        "includeSpreadsheetInResponse": true, "responseIncludeGridData": true, "responseRanges": ["A1"],
    });
    let answer = ok(&cloud, "POST", ":batchUpdate", Some(body)).await;
    assert_eq!(answer["replies"], json!([{}, {}]));
    let updated = &answer["updatedSpreadsheet"];
    assert_eq!(updated["properties"]["title"], "New");
    assert_eq!(
        updated["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"],
        "a"
    );
    let (_, file) = cloud
        .call("GET", &format!("/drive/v3/files/{}", super::ID), None)
        .await;
    assert_eq!(file["name"], "New");
}
