//! Each tab has a chart of its figures over time, made once.

use e2e::System;
use serde_json::{Value, json};

use crate::items::Shop;

/// The charts of a tab.
async fn charts(system: &System, title: &str) -> Vec<Value> {
    let fields = "fields=sheets(properties.title,charts)";
    let path = format!("/v4/spreadsheets/local-spreadsheet?{fields}");
    let spreadsheet = system.get(&path).await.unwrap();
    let sheets = spreadsheet["sheets"].as_array().unwrap();
    let own = sheets.iter().find(|sheet| sheet["properties"]["title"] == title);
    let charts = own.and_then(|own| own["charts"].as_array());
    charts.cloned().unwrap_or_default()
}

/// Which column is drawn, and that later rows are drawn as well.
fn column(data: &Value) -> i64 {
    let source = &data["sourceRange"]["sources"][0];
    let place = source["startColumnIndex"].as_i64().unwrap_or(0);
    assert_eq!(source["endColumnIndex"], place + 1);
    assert_eq!(source.get("endRowIndex"), None, "open to later rows");
    place
}

fn drawn(chart: &Value) -> Vec<(i64, &str)> {
    let basic = &chart["spec"]["basicChart"];
    assert_eq!(
        (&basic["chartType"], &basic["headerCount"]),
        (&json!("LINE"), &json!(1))
    );
    let series = basic["series"].as_array().unwrap().iter();
    series
        .map(|one| (column(&one["series"]), one["targetAxis"].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn a_tab_is_created_with_a_chart_of_price_and_stock_beside_its_columns() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:00").await.unwrap();
    let charts = charts(&system, "demo ABC").await;
    assert_eq!(charts.len(), 1);
    let chart = &charts[0];
    assert_eq!(chart["spec"]["title"], "demo ABC");
    let header = &system.tab("demo ABC").await.unwrap().values[0];
    let place = |name: &str| header.iter().position(|title| title == name).unwrap() as i64;
    let time = &chart["spec"]["basicChart"]["domains"][0]["domain"];
    assert_eq!(column(time), place("time"));
    assert_eq!(
        drawn(chart),
        [(place("price"), "LEFT_AXIS"), (place("stock"), "RIGHT_AXIS")]
    );
    let anchor = &chart["position"]["overlayPosition"]["anchorCell"];
    assert_eq!(anchor["columnIndex"], header.len(), "right of all columns");
}

#[tokio::test]
async fn a_chart_that_a_person_deletes_stays_away() {
    let system = System::start().await.unwrap();
    system.track("demo ABC until 14:00").await.unwrap();
    let id = &charts(&system, "demo ABC").await[0]["chartId"];
    let delete = json!({ "requests": [{ "deleteEmbeddedObject": { "objectId": id } }] });
    system
        .post("/v4/spreadsheets/local-spreadsheet:batchUpdate", delete)
        .await
        .unwrap();
    system.advance(120).await.unwrap();
    assert_eq!(system.tab("demo ABC").await.unwrap().rows().len(), 3);
    assert!(charts(&system, "demo ABC").await.is_empty());
}

#[tokio::test]
async fn the_first_figures_of_several_items_bring_the_chart_and_later_items_no_other() {
    let shop = Shop::open().await;
    let system = shop.sold().await;
    system.track("members ABC until 13:35").await.unwrap();
    assert!(
        charts(&system, "members ABC").await.is_empty(),
        "there is nothing to draw yet"
    );
    shop.shows(&[("A", 10), ("B", 5)]);
    system.advance(60).await.unwrap();
    let first = charts(&system, "members ABC").await;
    assert_eq!(first.len(), 1);
    // time, status, A sold, A change, B sold, B change, total sold
    assert_eq!(
        drawn(&first[0]),
        [(2, "LEFT_AXIS"), (4, "LEFT_AXIS"), (6, "LEFT_AXIS")]
    );
    assert_eq!(
        first[0]["position"]["overlayPosition"]["anchorCell"]["columnIndex"],
        7
    );
    shop.shows(&[("A", 10), ("B", 5), ("C", 1)]);
    system.advance(60).await.unwrap();
    assert_eq!(charts(&system, "members ABC").await, first);
}
