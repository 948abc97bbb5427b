//! What Google refuses, in its words.

use serde_json::{Value, json};

use super::{ID, append, batch, line_chart, refused, served};

#[tokio::test]
async fn requests_of_a_batch_are_refused_with_their_place() {
    let cloud = served().await;
    batch(&cloud, json!([
        {"addSheet": {"properties": {"sheetId": 7, "title": "X", "gridProperties": {"rowCount": 3, "columnCount": 2, "frozenRowCount": 1}}}},
        {"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "taken", "range": {"sheetId": 7, "endRowIndex": 1, "endColumnIndex": 1}}}},
        {"addChart": {"chart": {"chartId": 4, "spec": line_chart(7), "position": {"overlayPosition": {"anchorCell": {"sheetId": 7}}}}}},
    ])).await;
    let named = |id: &str, name: &str| json!({"addNamedRange": {"namedRange": {"namedRangeId": id, "name": name, "range": {"sheetId": 7}}}});
    let cells = |place: Value| {
        let mut body = json!({"fields": "userEnteredValue", "rows": [{"values": [{}, {}]}]});
        body.as_object_mut()
            .unwrap()
            .extend(place.as_object().unwrap().clone());
        json!({ "updateCells": body })
    };
    let properties = |properties: Value, fields: &str| json!({"updateSheetProperties": {"properties": properties, "fields": fields}});
    let dimension = |start: u32, end: u32| json!({"sheetId": 7, "dimension": "ROWS", "startIndex": start, "endIndex": end});
    for (request, words) in [
        (
            json!({"addSheet": {"properties": {"title": "x"}}}),
            "addSheet: A sheet with the name \"x\" already exists. Please enter another name.",
        ),
        (
            json!({"addSheet": {"properties": {"sheetId": 7}}}),
            "addSheet: A sheet with id: 7 already exists",
        ),
        (
            json!({"addSheet": {"properties": {"gridProperties": {"rowCount": 10_000_000}}}}),
            "addSheet: This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
        ),
        (
            json!({"addSheet": {"properties": {"gridProperties": {"rowCount": 1, "frozenRowCount": 1}}}}),
            "addSheet: You can't freeze all visible rows on the sheet.",
        ),
        (
            json!({"deleteSheet": {"sheetId": 5}}),
            "deleteSheet: No sheet with id: 5",
        ),
        (
            properties(json!({"sheetId": 7, "title": "Sheet1"}), "title"),
            "updateSheetProperties: A sheet with the name \"Sheet1\" already exists.",
        ),
        (
            properties(json!({"sheetId": 7, "title": "Y"}), ""),
            "updateSheetProperties: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
        ),
        (
            properties(json!({"sheetId": 7}), "gridProperties.rowCount"),
            "updateSheetProperties: You can't delete all the rows on the sheet.",
        ),
        (
            properties(
                json!({"sheetId": 7, "gridProperties": {"frozenRowCount": 3}}),
                "gridProperties.frozenRowCount",
            ),
            "updateSheetProperties: You can't freeze all visible rows on the sheet.",
        ),
        (
            properties(json!({"sheetId": 7}), "nope"),
            "updateSheetProperties: Invalid field: nope",
        ),
        (
            properties(json!({"sheetId": 8}), "title"),
            "updateSheetProperties: No sheet with id: 8",
        ),
        (
            cells(json!({"start": {"sheetId": 7, "rowIndex": 3}})),
            "updateCells: GridCoordinate.rowIndex[3] is after last row in grid[2]",
        ),
        (
            cells(json!({"start": {"sheetId": 7, "columnIndex": 1}})),
            "updateCells: Attempting to write column: 2, beyond the last requested column of: 1",
        ),
        (
            cells(
                json!({"range": {"sheetId": 7, "startRowIndex": 2, "endRowIndex": 4, "endColumnIndex": 2}}),
            ),
            "updateCells: Range (X!A3:B4) exceeds grid limits. Max rows: 3, max columns: 2",
        ),
        (
            cells(json!({"start": {"sheetId": 99}})),
            "updateCells: No grid with id: 99",
        ),
        (
            json!({"appendCells": {"sheetId": 7, "fields": "*", "rows": [{"values": [{}, {}, {}]}]}}),
            "appendCells: Attempting to write column: 2, beyond the last requested column of: 1",
        ),
        (
            json!({"appendCells": {"sheetId": 7, "fields": "*", "rows": [{"values": [{"userEnteredValue": {"formulaValue": "1+1"}}]}]}}),
            "appendCells: userEnteredValue.formulaValue must begin with '='.",
        ),
        (
            json!({"repeatCell": {"range": {"sheetId": 7}, "cell": {}}}),
            "repeatCell: At least one field must be listed in 'fields'.",
        ),
        (
            json!({"deleteDimension": {"range": dimension(3, 4)}}),
            "deleteDimension: Cannot delete a row that doesn't exist. Tried to delete row index 3 but there are only 3 rows.",
        ),
        (
            json!({"deleteDimension": {"range": dimension(1, 3)}}),
            "deleteDimension: Sorry, it is not possible to delete all non-frozen rows.",
        ),
        (
            json!({"deleteDimension": {"range": dimension(0, 3)}}),
            "deleteDimension: You can't delete all the rows on the sheet.",
        ),
        (
            json!({"appendDimension": {"sheetId": 7, "dimension": "ROWS", "length": 5_000_000}}),
            "appendDimension: This action would increase the number of cells",
        ),
        (
            json!({"appendDimension": {"sheetId": 7, "length": 1}}),
            "appendDimension: No dimension set.",
        ),
        (
            json!({"insertDimension": {"range": dimension(4, 5)}}),
            "insertDimension: range.startIndex[4] cannot be after the last row of the grid[2]",
        ),
        (
            json!({"moveDimension": {"source": dimension(0, 1), "destinationIndex": 9}}),
            "moveDimension: destinationIndex[9] is after the last row of the grid.",
        ),
        (
            named("n", "free"),
            "addNamedRange: A NamedRange with id: n already exists.",
        ),
        (
            named("m", "TAKEN"),
            "addNamedRange: A named range with the name \"TAKEN\" already exists.",
        ),
        (
            named("m", "A1"),
            "addNamedRange: The name \"A1\" is not valid for a named range.",
        ),
        (
            json!({"deleteNamedRange": {"namedRangeId": "zz"}}),
            "deleteNamedRange: No NamedRange with id: zz",
        ),
        (
            json!({"updateNamedRange": {"namedRange": {"namedRangeId": "zz"}, "fields": "name"}}),
            "updateNamedRange: No NamedRange with id: zz",
        ),
        (
            json!({"addChart": {"chart": {"chartId": 4, "spec": line_chart(7)}}}),
            "addChart: A chart with id: 4 already exists.",
        ),
        (
            json!({"updateChartSpec": {"chartId": 9, "spec": {}}}),
            "updateChartSpec: No embedded object with id: 9",
        ),
        (
            json!({"deleteEmbeddedObject": {"objectId": 9}}),
            "deleteEmbeddedObject: No embedded object with id: 9",
        ),
        (
            json!({"sortRange": {"range": {"sheetId": 7}}}),
            "sortRange: At least one sortSpec must be specified.",
        ),
    ] {
        let message = refused(&cloud, json!([request])).await;
        let expected = format!("Invalid requests[0].{words}");
        assert!(message.starts_with(&expected), "{message}\ninstead of {expected}");
    }
}

#[tokio::test]
async fn the_last_sheet_stays() {
    let cloud = served().await;
    let message = refused(&cloud, json!([{"deleteSheet": {"sheetId": 0}}])).await;
    assert_eq!(
        message,
        "Invalid requests[0].deleteSheet: You can't remove all the sheets in a document."
    );
}

#[tokio::test]
async fn a_refused_request_leaves_nothing_of_those_before_it() {
    let cloud = served().await;
    batch(&cloud, json!([append(&[&["kept"]])])).await;
    let before = cloud.call("GET", "/_local/state", None).await.1["spreadsheets"].clone();
    let requests = json!([
        append(&[&["gone"]]),
        {"addSheet": {"properties": {"sheetId": 5, "title": "gone"}}},
        {"createDeveloperMetadata": {"developerMetadata": {"metadataId": 1, "metadataKey": "gone", "visibility": "DOCUMENT", "location": {"spreadsheet": true}}}},
        {"deleteNamedRange": {"namedRangeId": "unknown"}},
    ]);
    let message = refused(&cloud, requests).await;
    assert!(
        message.starts_with("Invalid requests[3].deleteNamedRange:"),
        "{message}"
    );
    assert_eq!(
        cloud.call("GET", "/_local/state", None).await.1["spreadsheets"],
        before
    );
    let (status, _) = cloud
        .call("GET", &format!("/v4/spreadsheets/{ID}/developerMetadata/1"), None)
        .await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_batch_needs_requests_that_say_what_they_are() {
    let cloud = served().await;
    for (requests, words) in [
        (json!([]), "Must specify at least one request."),
        (json!([{}]), "Invalid requests[0]: No request set."),
        (
            json!([{"deleteSheet": {"sheetId": 1}, "addSheet": {}}]),
            "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'",
        ),
        (
            json!([{"addsheet": {}}]),
            "Invalid JSON payload received. Unknown name \"addsheet\" at 'requests[0]': Cannot find field.",
        ),
    ] {
        assert_eq!(refused(&cloud, requests).await, words);
    }
    let body = Some(json!({"requests": [{"trimWhitespace": {}}]}));
    let (status, answer) = cloud
        .call("POST", &format!("/v4/spreadsheets/{ID}:batchUpdate"), body)
        .await;
    assert_eq!(
        (status, &answer["error"]["status"]),
        (501, &json!("UNIMPLEMENTED"))
    );
}

#[tokio::test]
async fn calls_are_refused_in_googles_words() {
    let cloud = served().await;
    let values = Some(json!({"values": [[1, 2]]}));
    let by_filter = |filter: Value| Some(json!({ "dataFilters": [filter] }));
    let raw = "valueInputOption=RAW";
    for (method, path, body, status, words) in [
        (
            "GET",
            "/v4/spreadsheets/nope".to_owned(),
            None,
            404,
            "Requested entity was not found.",
        ),
        (
            "GET",
            format!("/v4/spreadsheets/{ID}?fields=sheets.foo"),
            None,
            400,
            "Request contains an invalid argument. Error expanding 'fields' parameter. Cannot find matching fields for path 'sheets.foo'.",
        ),
        (
            "GET",
            format!("/v4/spreadsheets/{ID}?rangs=A1"),
            None,
            400,
            "Invalid JSON payload received. Unknown name \"rangs\": Cannot bind query parameter. Field 'rangs' could not be found in request message.",
        ),
        (
            "GET",
            format!("/v4/spreadsheets/{ID}/values/X!A1"),
            None,
            400,
            "Unable to parse range: X!A1",
        ),
        (
            "GET",
            format!("/v4/spreadsheets/{ID}/values/A1001"),
            None,
            400,
            "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            "GET",
            format!("/v4/spreadsheets/{ID}/values/A1?valueRenderOption=PRETTY"),
            None,
            400,
            "Invalid value at 'value_render_option' (type.googleapis.com/google.apps.sheets.v4.ValueRenderOption), \"PRETTY\"",
        ),
        (
            "PUT",
            format!("/v4/spreadsheets/{ID}/values/A1001:B1001?{raw}"),
            values.clone(),
            400,
            "Range (Sheet1!A1001:B1001) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            "PUT",
            format!("/v4/spreadsheets/{ID}/values/Z1?{raw}"),
            values.clone(),
            400,
            "Range (Sheet1!Z1:AA1) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            "PUT",
            format!("/v4/spreadsheets/{ID}/values/A1:A2?{raw}"),
            values.clone(),
            400,
            "Requested writing within range [Sheet1!A1:A2], but tried writing to column [B]",
        ),
        (
            "PUT",
            format!("/v4/spreadsheets/{ID}/values/A1?{raw}"),
            Some(json!({"values": ["flat"]})),
            400,
            "Invalid value at 'data.values[0]' (type.googleapis.com/google.protobuf.ListValue), \"flat\"",
        ),
        (
            "PUT",
            format!("/v4/spreadsheets/{ID}/values/A1?{raw}"),
            Some(json!({"values": [[{"a": 1}]]})),
            400,
            "Invalid values[0][0]: struct_value {\"a\":1}",
        ),
        (
            "PUT",
            format!("/v4/spreadsheets/{ID}/values/A1"),
            values.clone(),
            400,
            "'valueInputOption' is required but not specified",
        ),
        (
            "POST",
            format!("/v4/spreadsheets/{ID}/values/A1:append"),
            values,
            400,
            "'valueInputOption' is required but not specified",
        ),
        (
            "POST",
            format!("/v4/spreadsheets/{ID}/values:batchUpdate"),
            Some(json!({"valueInputOption": "RAW", "data": [{"range": "X!A1", "values": [[1]]}]})),
            400,
            "Invalid data[0]: Unable to parse range: X!A1",
        ),
        (
            "POST",
            format!("/v4/spreadsheets/{ID}:getByDataFilter"),
            by_filter(json!({"gridRange": {"sheetId": 44}})),
            400,
            "No grid with id: 44",
        ),
        (
            "POST",
            format!("/v4/spreadsheets/{ID}:getByDataFilter"),
            by_filter(json!({})),
            400,
            "A data filter must have a gridRange, an a1Range or a developerMetadataLookup.",
        ),
        (
            "POST",
            format!("/v4/spreadsheets/{ID}:nothing"),
            None,
            404,
            "Method not found.",
        ),
    ] {
        let (got, answer) = cloud.call(method, &path, body).await;
        assert_eq!(
            (got, answer["error"]["message"].as_str()),
            (status, Some(words)),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_not_announced_as_json_is_refused() {
    let cloud = served().await;
    let request = cloud
        .world
        .http
        .post(format!("{}/v4/spreadsheets", cloud.world.settings.origin));
    let answer = request.body("{}").send().await.unwrap();
    assert_eq!(answer.status(), 400);
}

#[tokio::test]
async fn a_chart_that_could_not_be_drawn_is_refused() {
    let cloud = served().await;
    let basic = |member: &str, value: Value| {
        let mut spec = line_chart(0);
        spec["basicChart"][member] = value;
        spec
    };
    let series = |range: Value| json!([{"series": {"sourceRange": {"sources": [range]}}}]);
    let column = json!({"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2});
    let on_axis = json!([{"series": {"sourceRange": {"sources": [column]}}, "targetAxis": "BOTTOM_AXIS"}]);
    let typed = json!([{"series": {"sourceRange": {"sources": [column]}}, "type": "LINE"}]);
    let two = json!([{"series": {"sourceRange": {"sources": [column, column]}}}]);
    let mut two_kinds = line_chart(0);
    two_kinds["pieChart"] = json!({});
    for (spec, words) in [
        (
            json!({"title": "t"}),
            "chart.spec must have exactly one kind of chart.",
        ),
        (two_kinds, "chart.spec must have exactly one kind of chart."),
        (
            basic("chartType", Value::Null),
            "chart.spec.basicChart.chartType must be specified.",
        ),
        (
            basic("series", json!([])),
            "chart.spec.basicChart.series must not be empty.",
        ),
        (
            basic("series", on_axis),
            "The target axis is no minor axis of a LINE chart.",
        ),
        (
            basic("series", typed),
            "The type of a series may be set in COMBO charts only.",
        ),
        (
            basic("series", two),
            "The domain and all series must have the same number of source ranges, at least one.",
        ),
        (
            basic("series", series(json!({"sheetId": 9}))),
            "No grid with id: 9",
        ),
        (
            basic(
                "series",
                series(json!({"startColumnIndex": 26, "endColumnIndex": 27})),
            ),
            "Range (Sheet1!AA1:AA) exceeds grid limits.",
        ),
        (
            basic(
                "series",
                series(json!({"startColumnIndex": 1, "endColumnIndex": 3})),
            ),
            "A source range must have the length 1 in one dimension.",
        ),
    ] {
        let position = json!({"overlayPosition": {"anchorCell": {"sheetId": 0}}});
        let add = json!([{"addChart": {"chart": {"spec": spec, "position": position}}}]);
        let said = refused(&cloud, add).await;
        assert!(said.contains(words), "{said}, expected {words}");
    }
    let outside = json!({"overlayPosition": {"anchorCell": {"sheetId": 0, "columnIndex": 26}}});
    let add = json!([{"addChart": {"chart": {"spec": line_chart(0), "position": outside}}}]);
    let said = refused(&cloud, add).await;
    assert!(said.contains("exceeds grid limits"), "{said}");
    let unknown = json!([{"addChart": {"chart": {"spec": basic("colour", json!("red"))}}}]);
    let said = refused(&cloud, unknown).await;
    assert!(said.contains("Unknown name \"colour\""), "{said}");
}
