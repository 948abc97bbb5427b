use chrono::TimeDelta;
use serde_json::json;

use crate::testing::Served;

#[tokio::test]
async fn the_clock_is_read_and_told() {
    let cloud = Served::start().await;
    let (status, read) = cloud.call("GET", "/_local/clock", None).await;
    assert_eq!((status, &read["now"]), (200, &json!("2026-02-28T05:30:00Z")));
    assert_eq!(read["manual"], true);
    let told = cloud
        .call("POST", "/_local/clock", Some(json!({ "advance_s": 60 })))
        .await;
    assert_eq!(told, (200, json!({ "now": "2026-02-28T05:31:00Z" })));
    for wrong in [
        json!({ "advance_s": -1 }),
        json!({ "advance_s": "x" }),
        json!({}),
        json!({ "advance": 1 }),
    ] {
        let (status, answer) = cloud.call("POST", "/_local/clock", Some(wrong)).await;
        assert_eq!(
            (status, &answer["error"]["status"]),
            (400, &json!("INVALID_ARGUMENT")),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn a_program_that_waits_by_the_clock_is_woken_at_its_instant() {
    let cloud = Served::start().await;
    let program = cloud.world.clock.process("x-1");
    let address = format!(
        "{}/_local/clock?until=2026-02-28T05:30:40Z&process=x-1",
        cloud.world.settings.origin
    );
    let waiting = tokio::spawn(cloud.world.http.get(address).send());
    let advancing = tokio::spawn({
        let clock = cloud.world.clock.clone();
        async move {
            clock
                .advance(TimeDelta::seconds(60), std::time::Duration::from_secs(20))
                .await
        }
    });
    let answer = waiting.await.unwrap().unwrap().text().await.unwrap();
    assert!(answer.contains(r#""now":"2026-02-28T05:30:40Z""#), "{answer}");
    assert!(!advancing.is_finished(), "the woken program is busy");
    drop(program);
    assert_eq!(
        advancing.await.unwrap().unwrap().to_rfc3339(),
        "2026-02-28T05:31:00+00:00"
    );
}

#[tokio::test]
async fn the_state_has_a_list_of_everything() {
    let cloud = Served::start().await;
    let (status, state) = cloud.call("GET", "/_local/state", None).await;
    assert_eq!(status, 200);
    for list in [
        "scheduler_jobs",
        "executions",
        "services",
        "spreadsheets",
        "files",
    ] {
        assert!(state[list].is_array(), "{list}: {state}");
    }
}

/// A tab of 1 header and `rows` rows: the row's number and a text.
async fn with_rows(rows: u32) -> Served {
    let cloud = Served::start().await;
    crate::drive::seed(&cloud.world).unwrap();
    let name = json!({ "properties": { "title": "Book" }, "sheets": [{ "properties": { "title": "Tab", "sheetId": 7,
        "gridProperties": { "rowCount": rows + 10, "columnCount": 3 } } }] });
    let (status, book) = cloud.call("POST", "/v4/spreadsheets", Some(name)).await;
    assert_eq!(status, 200, "{book}");
    let id = book["spreadsheetId"].as_str().unwrap().to_owned();
    let mut values = vec![json!(["price", "name"])];
    values.extend((2..=rows + 1).map(|row| json!([row, format!("row {row}, \"x\"")])));
    let path = format!("/v4/spreadsheets/{id}/values/Tab!A1?valueInputOption=RAW");
    let (status, answer) = cloud.call("PUT", &path, Some(json!({ "values": values }))).await;
    assert_eq!(status, 200, "{answer}");
    cloud.world.store.keep("book", &id).unwrap();
    cloud
}

async fn part(cloud: &Served, of: &str) -> serde_json::Value {
    let id = cloud.world.store.kept("book").unwrap().unwrap();
    let (status, part) = cloud
        .call("GET", &format!("/_local/sheets/{id}/7/{of}"), None)
        .await;
    assert_eq!(status, 200, "{part}");
    part
}

#[tokio::test]
async fn a_tab_is_told_by_its_header_and_last_row_and_read_by_windows() {
    let cloud = with_rows(900).await;
    let (_, all) = cloud.call("GET", "/_local/sheets", None).await;
    let tab = json!({ "title": "Tab", "sheet_id": 7, "header": ["price", "name"], "last": 901 });
    assert!(
        all["spreadsheets"]
            .as_array()
            .unwrap()
            .iter()
            .any(|book| book["tabs"][0] == tab),
        "{all}"
    );
    let window = part(&cloud, "rows?from=900&to=950").await;
    let expected = json!({ "from": 900, "last": 901,
        "rows": [["900", "row 900, \"x\""], ["901", "row 901, \"x\""]] });
    assert_eq!(window, expected);
    let bounded = part(&cloud, "rows?from=1&to=900").await;
    assert_eq!(bounded["rows"].as_array().unwrap().len(), 500);
    for empty in ["rows?from=2000&to=2001", "rows?from=9&to=3"] {
        assert_eq!(part(&cloud, empty).await["rows"], json!([]), "{empty}");
    }
}

#[tokio::test]
async fn a_series_has_its_first_and_last_row_and_no_more_points_than_asked() {
    let cloud = with_rows(900).await;
    let series = part(&cloud, "series?columns=0,5&points=4").await;
    let expected = json!({ "rows": [2, 301, 601, 901], "columns": [[2, 301, 601, 901], [null, null, null, null]],
        "last": 901 });
    assert_eq!(series, expected);
    let part_of_it = part(&cloud, "series?columns=0&points=100&from=800&to=802").await;
    assert_eq!(part_of_it["rows"], json!([800, 801, 802]));
}

#[tokio::test]
async fn the_csv_of_a_tab_has_every_row_once() {
    let cloud = with_rows(1200).await;
    let csv = part(&cloud, "csv").await;
    let lines: Vec<&str> = csv
        .as_str()
        .unwrap()
        .trim_start_matches('\u{FEFF}')
        .split("\r\n")
        .collect();
    assert_eq!(lines.len(), 1202, "1201 lines, each ended");
    assert_eq!(lines[0], "price,name");
    assert_eq!(lines[501], r#"502,"row 502, ""x""""#);
    assert_eq!(lines[1200], r#"1201,"row 1201, ""x""""#);
}

#[tokio::test]
async fn calls_are_listed_newest_first_and_shown_with_their_bodies_by_number() {
    let cloud = Served::start().await;
    for path in [
        "/v4/spreadsheets/a",
        "/drive/v3/about?fields=user",
        "/v4/spreadsheets/b",
    ] {
        cloud.call("GET", path, None).await;
    }
    let paths = async |query: &str| -> Vec<String> {
        let (status, page) = cloud.call("GET", &format!("/_local/calls?{query}"), None).await;
        assert_eq!(status, 200, "{page}");
        let calls = page["calls"].as_array().unwrap().clone();
        let path = |call: &serde_json::Value| call["path"].as_str().unwrap().to_owned();
        calls.iter().map(path).collect()
    };
    let (a, about, b) = (
        "/v4/spreadsheets/a",
        "/drive/v3/about?fields=user",
        "/v4/spreadsheets/b",
    );
    assert_eq!(paths("").await, [b, about, a]);
    assert_eq!(paths("limit=1&before=3").await, [about]);
    assert_eq!(paths("failed=true").await, [b, a]);
    assert_eq!(paths("service=drive").await, [about]);
    assert_eq!(paths("text=spreadsheets/b").await, [b]);
    let (status, call) = cloud.call("GET", "/_local/calls/1", None).await;
    assert_eq!(
        (status, &call["number"], &call["path"]),
        (200, &json!(1), &json!(a))
    );
    assert!(call["response"].as_str().unwrap().contains("not found"), "{call}");
    let (status, missing) = cloud.call("GET", "/_local/calls/4", None).await;
    assert_eq!(status, 404, "{missing}");
}

#[tokio::test]
async fn a_speed_that_time_cannot_have_is_refused() {
    let cloud = Served::start().await;
    let set = async |body| cloud.call("PUT", "/_local/clock", Some(body)).await.0;
    assert_eq!(set(json!({ "speed": -1 })).await, 400);
    assert_eq!(set(json!({ "speed": 1_000_000 })).await, 400);
    assert_eq!(set(json!({})).await, 400);
    assert_eq!(set(json!({ "speed": 60 })).await, 409, "told time has no speed");
}
