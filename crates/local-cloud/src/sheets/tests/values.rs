//! Plain values: written, appended, read, cleared.

use serde_json::{Value, json};

use super::{append, batch, ok, served, shown};
use crate::testing::Served;

async fn put(cloud: &Served, range: &str, option: &str, values: Value) -> Value {
    let path = format!("/values/{range}?valueInputOption={option}");
    ok(cloud, "PUT", &path, Some(json!({ "values": values }))).await
}

#[tokio::test]
async fn raw_stays_as_it_is_and_user_entered_is_understood() {
    let cloud = served().await;
    let typed = json!([["1,500", "50%", "2026-02-28 14:00", "true", "=A1", "abc"]]);
    put(&cloud, "A1", "RAW", typed.clone()).await;
    put(&cloud, "A2", "USER_ENTERED", typed).await;
    let read = |query: &'static str| ok(&cloud, "GET", query, None);
    assert_eq!(
        shown(&cloud, "A1:F2").await,
        json!([
            ["1,500", "50%", "2026-02-28 14:00", "true", "=A1", "abc"],
            ["1500", "50%", "2026-02-28 14:00:00", "TRUE", "#ERROR!", "abc"],
        ])
    );
    let unformatted = read("/values/A2:F2?valueRenderOption=UNFORMATTED_VALUE").await;
    assert_eq!(
        unformatted["values"],
        json!([[1500, 0.5, 46_081.583_333_333_336, true, "#ERROR!", "abc"]])
    );
    let formulas =
        read("/values/A2:F2?valueRenderOption=FORMULA&dateTimeRenderOption=FORMATTED_STRING").await;
    assert_eq!(
        formulas["values"],
        json!([[1500, 0.5, "2026-02-28 14:00:00", true, "=A1", "abc"]])
    );
}

#[tokio::test]
async fn an_update_says_what_it_wrote_and_leaves_null_alone() {
    let cloud = served().await;
    put(&cloud, "A1", "RAW", json!([["a", "b"], ["c", "d"]])).await;
    let answer = put(&cloud, "Sheet1!A1:B2", "RAW", json!([[null, "B"], [""]])).await;
    let expected = json!({
        "spreadsheetId": super::ID, "updatedRange": "Sheet1!A1:B2", "updatedRows": 2, "updatedColumns": 2, "updatedCells": 2,
    });
    assert_eq!(answer, expected);
    assert_eq!(shown(&cloud, "Sheet1").await, json!([["a", "B"], ["", "d"]]));
}

#[tokio::test]
async fn empty_ends_of_rows_and_ranges_are_left_out() {
    let cloud = served().await;
    put(
        &cloud,
        "B2",
        "RAW",
        json!([["x", "", ""], [""], ["y", "z"], [""]]),
    )
    .await;
    assert_eq!(
        shown(&cloud, "A1:Z10").await,
        json!([[], ["", "x"], [], ["", "y", "z"]])
    );
    let columns = ok(&cloud, "GET", "/values/A1:C4?majorDimension=COLUMNS", None).await;
    assert_eq!(
        columns["values"],
        json!([[], ["", "x", "", "y"], ["", "", "", "z"]])
    );
    let empty = ok(&cloud, "GET", "/values/E5:F6", None).await;
    assert_eq!(empty, json!({"range": "Sheet1!E5:F6", "majorDimension": "ROWS"}));
}

/// The tables of Google's own example for `values.append`, and what its reference says of each range.
#[tokio::test]
async fn append_finds_the_table_as_the_reference_says() {
    for (range, table, written) in [
        ("Sheet1", Some("Sheet1!B4:D6"), "Sheet1!B7"),
        ("B4", Some("Sheet1!B4:D6"), "Sheet1!B7"),
        ("C5:D5", Some("Sheet1!B4:D6"), "Sheet1!B7"),
        ("B2:D4", Some("Sheet1!B4:D6"), "Sheet1!B7"),
        ("A3:G10", Some("Sheet1!B4:D6"), "Sheet1!B7"),
        ("A1", Some("Sheet1!A1:C2"), "Sheet1!A3"),
        ("E4", None, "Sheet1!E4"),
    ] {
        let cloud = served().await;
        put(&cloud, "A1", "RAW", json!([["x", "y", "z"], ["x", "y", "z"]])).await;
        put(
            &cloud,
            "B4",
            "RAW",
            json!([["x", "y"], ["y", "z"], ["x", "y", "z"]]),
        )
        .await;
        let path = format!("/values/{range}:append?valueInputOption=RAW");
        let answer = ok(&cloud, "POST", &path, Some(json!({"values": [["new"]]}))).await;
        assert_eq!(answer.get("tableRange").and_then(Value::as_str), table, "{range}");
        assert_eq!(answer["updates"]["updatedRange"], written, "{range}");
    }
}

#[tokio::test]
async fn append_overwrites_what_is_below_unless_rows_are_inserted() {
    for (option, expected) in [
        ("OVERWRITE", json!([["a"], ["new"], ["below"]])),
        ("INSERT_ROWS", json!([["a"], ["new"], [], ["below"]])),
    ] {
        let cloud = served().await;
        put(&cloud, "A1", "RAW", json!([["a"], [""], ["below"]])).await;
        let path = format!("/values/A1:append?valueInputOption=RAW&insertDataOption={option}");
        ok(&cloud, "POST", &path, Some(json!({"values": [["new"]]}))).await;
        assert_eq!(shown(&cloud, "Sheet1").await, expected, "{option}");
    }
}

#[tokio::test]
async fn append_grows_the_grid() {
    let cloud = served().await;
    let grid = json!({"sheetId": 3, "title": "small", "gridProperties": {"rowCount": 1, "columnCount": 1}});
    batch(&cloud, json!([{"addSheet": {"properties": grid}}])).await;
    let append = "/values/small:append?valueInputOption=RAW";
    ok(
        &cloud,
        "POST",
        append,
        Some(json!({"values": [["a", "b"], ["c", "d"]]})),
    )
    .await;
    ok(&cloud, "POST", append, Some(json!({"values": [["e"]]}))).await;
    assert_eq!(
        ok(&cloud, "GET", "/values/small", None).await["range"],
        "small!A1:B3"
    );
    assert_eq!(
        shown(&cloud, "small").await,
        json!([["a", "b"], ["c", "d"], ["e"]])
    );
}

#[tokio::test]
async fn a_batch_of_updates_is_written_whole_or_not_at_all() {
    let cloud = served().await;
    let body = |second: &str| {
        let data = json!([{"range": "A1", "values": [["x"]]}, {"range": second, "majorDimension": "COLUMNS", "values": [["y", "z"]]}]);
        Some(json!({ "valueInputOption": "RAW", "data": data }))
    };
    let path = format!("/v4/spreadsheets/{}/values:batchUpdate", super::ID);
    assert_eq!(cloud.call("POST", &path, body("Nope!A1")).await.0, 400);
    assert_eq!(shown(&cloud, "Sheet1").await, Value::Null);
    let answer = ok(&cloud, "POST", "/values:batchUpdate", body("C1")).await;
    assert_eq!(
        (&answer["totalUpdatedCells"], &answer["totalUpdatedSheets"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(
        shown(&cloud, "Sheet1").await,
        json!([["x", "", "y"], ["", "", "z"]])
    );
}

#[tokio::test]
async fn clearing_takes_values_and_leaves_formats() {
    let cloud = served().await;
    put(&cloud, "A1:A2", "USER_ENTERED", json!([["50%"], ["x"]])).await;
    let answer = ok(&cloud, "POST", "/values/A1:A1:clear", None).await;
    assert_eq!(answer["clearedRange"], "Sheet1!A1");
    put(&cloud, "A1", "RAW", json!([[0.25]])).await;
    assert_eq!(shown(&cloud, "A1").await, json!([["25%"]]));
    ok(
        &cloud,
        "POST",
        "/values:batchClear",
        Some(json!({"ranges": ["A1", "A2"]})),
    )
    .await;
    assert_eq!(shown(&cloud, "Sheet1").await, Value::Null);
}

#[tokio::test]
async fn values_are_read_and_written_by_data_filter() {
    let cloud = served().await;
    batch(&cloud, json!([append(&[&["h"], &["r"]])])).await;
    let filters = json!([{"gridRange": {"sheetId": 0, "startRowIndex": 1}}, {"a1Range": "A1"}]);
    let answer = ok(
        &cloud,
        "POST",
        "/values:batchGetByDataFilter",
        Some(json!({ "dataFilters": filters })),
    )
    .await;
    let values: Vec<&Value> = answer["valueRanges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|range| &range["valueRange"]["values"])
        .collect();
    assert_eq!(values, [&json!([["r"]]), &json!([["h"]])]);
    let data = json!([{"dataFilter": {"a1Range": "A2"}, "values": [["changed"]]}]);
    ok(
        &cloud,
        "POST",
        "/values:batchUpdateByDataFilter",
        Some(json!({"valueInputOption": "RAW", "data": data})),
    )
    .await;
    assert_eq!(shown(&cloud, "A2").await, json!([["changed"]]));
}
