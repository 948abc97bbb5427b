//! Developer metadata.

use serde_json::{Value, json};

use super::{ID, batch, ok, refused, served};
use crate::testing::Served;

fn create(id: i64, key: &str, value: &str, location: Value) -> Value {
    let metadata = json!({"metadataId": id, "metadataKey": key, "metadataValue": value, "visibility": "DOCUMENT", "location": location});
    json!({ "createDeveloperMetadata": { "developerMetadata": metadata } })
}

fn row(index: u32) -> Value {
    json!({"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": index, "endIndex": index + 1}})
}

async fn found(cloud: &Served, lookup: Value) -> Vec<i64> {
    let body = json!({"dataFilters": [{ "developerMetadataLookup": lookup }]});
    let answer = ok(cloud, "POST", "/developerMetadata:search", Some(body)).await;
    let matched = answer["matchedDeveloperMetadata"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    matched
        .iter()
        .map(|matched| matched["developerMetadata"]["metadataId"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn it_is_found_by_what_it_is_and_where() {
    let cloud = served().await;
    batch(
        &cloud,
        json!([
            create(1, "k", "a", json!({"spreadsheet": true})),
            create(2, "k", "b", json!({"sheetId": 0})),
            create(3, "other", "b", row(4)),
        ]),
    )
    .await;
    for (lookup, ids) in [
        (json!({}), vec![1, 2, 3]),
        (json!({"metadataKey": "k"}), vec![1, 2]),
        (json!({"metadataKey": "k", "metadataValue": "b"}), vec![2]),
        (json!({"metadataId": 3}), vec![3]),
        (json!({"locationType": "ROW"}), vec![3]),
        (json!({"visibility": "PROJECT"}), vec![]),
        (json!({"metadataLocation": {"sheetId": 0}}), vec![2]),
        (
            json!({"metadataLocation": {"sheetId": 0}, "locationMatchingStrategy": "INTERSECTING_LOCATION"}),
            vec![2, 3],
        ),
    ] {
        assert_eq!(found(&cloud, lookup.clone()).await, ids, "{lookup}");
    }
    let one = ok(&cloud, "GET", "/developerMetadata/3", None).await;
    let location = json!({"locationType": "ROW", "dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 4, "endIndex": 5}});
    assert_eq!(
        one,
        json!({"metadataId": 3, "metadataKey": "other", "metadataValue": "b", "visibility": "DOCUMENT", "location": location})
    );
}

#[tokio::test]
async fn it_is_refused_when_something_is_wrong_with_it() {
    let cloud = served().await;
    batch(&cloud, json!([create(1, "k", "v", json!({"sheetId": 0}))])).await;
    let without = |field: &str| {
        let mut request = create(2, "k", "v", json!({"sheetId": 0}));
        request["createDeveloperMetadata"]["developerMetadata"]
            .as_object_mut()
            .unwrap()
            .remove(field);
        request
    };
    for (request, words) in [
        (
            create(1, "x", "y", json!({"spreadsheet": true})),
            "Developer metadata with id: 1 already exists.",
        ),
        (
            without("visibility"),
            "developerMetadata.visibility must be specified.",
        ),
        (
            without("metadataKey"),
            "developerMetadata.metadataKey must be specified.",
        ),
        (
            without("location"),
            "developerMetadata.location must name exactly one place.",
        ),
        (create(2, "k", "v", json!({"sheetId": 9})), "No sheet with id: 9"),
        (
            create(2, "k", "v", row(1000)),
            "developerMetadata.location.dimensionRange must be a single row or column of the grid.",
        ),
    ] {
        let message = refused(&cloud, json!([request])).await;
        assert_eq!(
            message,
            format!("Invalid requests[0].createDeveloperMetadata: {words}")
        );
    }
}

#[tokio::test]
async fn thirty_thousand_characters_fit_in_each_place_and_no_more() {
    let cloud = served().await;
    let full = "x".repeat(30_000 - 1);
    batch(
        &cloud,
        json!([
            {"addSheet": {"properties": {"sheetId": 5}}},
            create(1, "k", &full, json!({"sheetId": 0})),
            create(2, "k", &full, json!({"sheetId": 5})),
            create(3, "k", &full, json!({"spreadsheet": true})),
        ]),
    )
    .await;
    for location in [json!({"sheetId": 0}), row(3), json!({"spreadsheet": true})] {
        let message = refused(&cloud, json!([create(9, "k", "", location)])).await;
        assert!(
            message.contains("would exceed the limit of 30000 characters"),
            "{message}"
        );
    }
    let longer = json!([{"updateDeveloperMetadata": {"dataFilters": [{"developerMetadataLookup": {"metadataId": 1}}], "developerMetadata": {"metadataValue": "x".repeat(30_000)}, "fields": "metadataValue"}}]);
    assert!(refused(&cloud, longer).await.contains("would exceed the limit"));
}

#[tokio::test]
async fn that_of_a_row_moves_with_the_row_and_goes_with_it() {
    let cloud = served().await;
    batch(&cloud, json!([create(1, "k", "v", row(4))])).await;
    let dimension = |start: u32, end: u32| json!({"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": end});
    batch(&cloud, json!([{"insertDimension": {"range": dimension(0, 2)}}])).await;
    let place =
        ok(&cloud, "GET", "/developerMetadata/1", None).await["location"]["dimensionRange"]["startIndex"]
            .clone();
    assert_eq!(place, 6);
    let row = ok(
        &cloud,
        "GET",
        "?ranges=A7&fields=sheets.data.rowMetadata.developerMetadata.metadataId",
        None,
    )
    .await;
    assert_eq!(
        row,
        json!({"sheets": [{"data": [{"rowMetadata": [{"developerMetadata": [{"metadataId": 1}]}]}]}]})
    );
    batch(&cloud, json!([{"deleteDimension": {"range": dimension(6, 7)}}])).await;
    assert_eq!(
        cloud
            .call("GET", &format!("/v4/spreadsheets/{ID}/developerMetadata/1"), None)
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn it_is_changed_and_deleted_by_filter_and_goes_with_its_sheet() {
    let cloud = served().await;
    let by_id = |id: i64| json!({"developerMetadataLookup": {"metadataId": id}});
    batch(
        &cloud,
        json!([
            {"addSheet": {"properties": {"sheetId": 5}}},
            create(1, "k", "v", json!({"sheetId": 5})),
            create(2, "k", "v", json!({"sheetId": 0})),
            create(3, "k", "v", json!({"sheetId": 0})),
        ]),
    )
    .await;
    let replies = batch(&cloud, json!([
        {"updateDeveloperMetadata": {"dataFilters": [by_id(2)], "developerMetadata": {"metadataValue": "w"}, "fields": "metadataValue"}},
        {"deleteDeveloperMetadata": {"dataFilter": by_id(3)}},
        {"deleteSheet": {"sheetId": 5}},
    ])).await;
    assert_eq!(
        replies[0]["updateDeveloperMetadata"]["developerMetadata"][0]["metadataValue"],
        "w"
    );
    assert_eq!(
        replies[1]["deleteDeveloperMetadata"]["deletedDeveloperMetadata"][0]["metadataId"],
        3
    );
    assert_eq!(found(&cloud, json!({})).await, [2]);
}
