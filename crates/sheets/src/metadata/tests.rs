use chrono::{DateTime, Duration};
use domain::{Counting, Gap, Hole, ItemReading, Observation, Reading};
use serde_json::json;

use super::*;

const TRACKING: &str = "track-demo-abc-1";

fn several(labels: &[String]) -> TabState {
    let item = |label: &String| ItemReading {
        label: label.clone(),
        sold: Some(1),
        ..ItemReading::default()
    };
    read(&TabState::default(), labels.iter().map(item).collect())
}

/// Items that show stock alone, and a price: these have the most columns and the longest memory.
fn left(before: &TabState, labels: &[String], stock: i64) -> TabState {
    let item = |label: &String| ItemReading {
        label: label.clone(),
        sold: None,
        stock: Some(stock),
        price: Some(1.into()),
        ..ItemReading::default()
    };
    read(before, labels.iter().map(item).collect())
}

fn read(before: &TabState, items: Vec<ItemReading>) -> TabState {
    let reading = Reading {
        items,
        ..Reading::default()
    };
    let counting = Counting {
        several_items: true,
        sold_from_stock: true,
    };
    let at = DateTime::UNIX_EPOCH + Duration::days(20_000);
    let (_, state) = before.count(at, &Observation::Read(reading), counting);
    TabState {
        last: Some(at),
        ..state
    }
}

fn answer(state: &TabState, marks: &[(&str, i32)]) -> SearchDeveloperMetadataResponse {
    let id = sheet_id(TRACKING);
    let memory = json!({
        "metadataId": 7, "metadataKey": memory_key(TRACKING), "metadataValue": memory_value(state),
        "location": { "sheetId": id }
    });
    let mark = |(key, index): &(&str, i32)| {
        json!({
            "metadataKey": column_key(TRACKING), "metadataValue": key,
            "location": { "dimensionRange": { "sheetId": id, "startIndex": index, "endIndex": index + 1 } }
        })
    };
    let found: Vec<_> = std::iter::once(memory)
        .chain(marks.iter().map(mark))
        .map(|metadata| json!({ "developerMetadata": metadata }))
        .collect();
    serde_json::from_value(json!({ "matchedDeveloperMetadata": found })).unwrap()
}

#[test]
fn columns_of_items_are_found_wherever_people_have_moved_them() {
    let state = several(&["A".to_owned(), "B".to_owned()]);
    let marks = [
        ("1c", 0),
        ("time", 9),
        ("status", 1),
        ("0s", 3),
        ("total", 4),
        ("1s", 2),
    ];
    let tab = tab(TRACKING, answer(&state, &marks)).unwrap().unwrap();
    assert_eq!(
        tab.columns,
        [Some(9), Some(1), Some(3), None, Some(2), Some(0), Some(4)],
        "time status A sold A change (deleted) B sold B change total sold"
    );
    assert!(tab.columns_added_by(&state).is_empty());
}

#[test]
fn a_memory_with_a_further_item_adds_its_columns() {
    let state = several(&["A".to_owned()]);
    let tab = tab(TRACKING, answer(&state, &[])).unwrap().unwrap();
    let more = several(&["A".to_owned(), "B".to_owned()]);
    let added: Vec<_> = tab
        .columns_added_by(&more)
        .into_iter()
        .map(|column| column.key)
        .collect();
    assert_eq!(added.len(), 2);
}

/// FACTS: 30,000 characters per sheet, keys and values together.
#[test]
fn the_largest_tab_stays_below_the_limit_of_a_sheets_metadata() {
    let tracking = format!("track-{}-{}", "s".repeat(36), "f".repeat(10));
    let labels: Vec<String> = (0..70)
        .map(|number| format!("{}{number}", "\"".repeat(60)))
        .collect();
    let first = left(&TabState::default(), &labels, i64::MAX);
    let mut state = left(&first, &labels, i64::MIN);
    let at = |minute| DateTime::UNIX_EPOCH + Duration::days(20_000) + Duration::minutes(minute);
    state.gaps = (0..60)
        .map(|minute| Gap {
            at: at(minute),
            until: Some(at(minute)),
            count: u32::MAX,
        })
        .collect();
    state.holes = (0..12)
        .map(|minute| Hole {
            from: at(minute),
            to: at(minute),
        })
        .collect();
    (state.first, state.last, state.ask_again) = (Some(at(0)), Some(at(99)), Some(at(99)));
    state.csv = Some("f".repeat(44));
    state.ended = Some(tracking.clone());
    (state.backed_up, state.backup_failed) = (state.last, state.last);
    let columns = state.columns();
    assert_eq!(columns.len(), 2 + 60 * 4 + 1);
    let marks = columns.iter().map(|column| of_new_column(&tracking, column, 0));
    let characters: usize = marks
        .chain([of_new_tab(&tracking, &state)])
        .flat_map(|metadata| [metadata.metadata_key, metadata.metadata_value])
        .flatten()
        .map(|text| text.encode_utf16().count())
        .sum();

    assert!(characters < 30_000, "{characters} characters");
}
