//! Rows as Google returns them, as cells.

use domain::{COLUMNS, Cell, NO_READING, Row};
use google_sheets4::api::BatchGetValuesByDataFilterResponse;
use serde_json::Value;

use crate::metadata::Tab;

/// Our columns, in our order, of every row.
pub(crate) fn rows(tab: &Tab, response: BatchGetValuesByDataFilterResponse) -> Vec<Vec<Cell>> {
    let ranges = response
        .value_ranges
        .into_iter()
        .flatten()
        .filter_map(|matched| matched.value_range);
    let rows = ranges.flat_map(|range| range.values.unwrap_or_default());
    rows.map(|row| {
        tab.columns
            .iter()
            .zip(COLUMNS)
            .map(|(place, column)| cell(&row, *place, column.name))
            .collect()
    })
    .collect()
}

/// The index of the row that stands for the missing reading of the same time.
pub(crate) fn gap_row(rows: &[Vec<Cell>], reading: &Row) -> Option<usize> {
    let time = reading.cells.first()?;
    rows.iter().position(|row| {
        let is_gap = matches!(row.get(1), Some(Cell::Text(status)) if status.starts_with(NO_READING));
        is_gap && row.first() == Some(time)
    })
}

fn cell(row: &[Value], place: Option<usize>, column: &str) -> Cell {
    let value = place.and_then(|place| row.get(place)).unwrap_or(&Value::Null);
    match value {
        Value::Number(number) => number
            .as_f64()
            .and_then(|number| number_cell(number, column))
            .unwrap_or(Cell::Empty),
        Value::String(text) if !text.is_empty() => Cell::Text(text.clone()),
        Value::Bool(value) => Cell::Text(value.to_string().to_uppercase()),
        _ => Cell::Empty,
    }
}

fn number_cell(number: f64, column: &str) -> Option<Cell> {
    if column == "time" {
        Cell::from_time_serial(number)
    } else {
        Cell::from_number(number)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};
    use chrono_tz::Tz;
    use domain::{Gap, Observation, TabState};
    use google_sheets4::api::{MatchedValueRange, ValueRange};
    use serde_json::json;

    use super::*;

    fn tab(columns: Vec<Option<usize>>) -> Tab {
        Tab {
            sheet_id: 1,
            state: TabState::default(),
            columns,
            unguarded: false,
            memory_id: 1,
        }
    }

    fn response(values: serde_json::Value) -> BatchGetValuesByDataFilterResponse {
        let range = ValueRange {
            values: serde_json::from_value(values).unwrap(),
            ..Default::default()
        };
        let matched = MatchedValueRange {
            value_range: Some(range),
            ..Default::default()
        };
        BatchGetValuesByDataFilterResponse {
            value_ranges: Some(vec![matched]),
            ..Default::default()
        }
    }

    #[test]
    fn columns_are_found_where_people_have_moved_them() {
        let columns = [2, 1]
            .into_iter()
            .map(Some)
            .chain(std::iter::repeat_n(None, 6))
            .collect();
        let rows = rows(
            &tab(columns),
            response(json!([["note", "ok", 46081.583333333336], ["only a note"]])),
        );
        assert_eq!(rows[0][0].display(), "2026-02-28 14:00:00");
        assert_eq!(rows[0][1], Cell::Text("ok".to_owned()));
        assert_eq!(rows[1], vec![Cell::Empty; COLUMNS.len()]);
    }

    #[test]
    fn a_gap_is_found_by_its_time_and_status() {
        let at = Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap();
        let zone = Tz::Asia__Hong_Kong;
        let reading = Row::of_sample(at, zone, &Observation::Failed("HTTP 503".to_owned()));
        let gap = Row::of_gap(
            &Gap {
                at,
                until: None,
                count: 1,
            },
            zone,
        );
        assert_eq!(gap_row(&[reading.cells.clone(), gap.cells], &reading), Some(1));
        assert_eq!(
            gap_row(std::slice::from_ref(&reading.cells), &reading),
            None,
            "a reading is no gap"
        );
    }
}
