//! Rows as Google returns them, as cells.

use domain::backup::TabRow;
use domain::{Cell, Column, NO_READING, Row};
use google_sheets4::api::BatchGetValuesByDataFilterResponse;
use serde_json::Value;

use crate::metadata::Tab;

/// Our columns, in our order, of every row.
pub(crate) fn rows(tab: &Tab, response: BatchGetValuesByDataFilterResponse) -> Vec<TabRow> {
    let columns: Vec<(Option<usize>, Column)> =
        tab.columns.iter().copied().zip(tab.state.columns()).collect();
    let ranges = response
        .value_ranges
        .into_iter()
        .flatten()
        .filter_map(|matched| matched.value_range);
    let rows = ranges.flat_map(|range| range.values.unwrap_or_default());
    rows.map(|row| {
        let cell = |(place, column): &(Option<usize>, Column)| Some(cell(row.get((*place)?), column));
        columns.iter().map(cell).collect()
    })
    .collect()
}

/// The index of the row that stands for the missing reading of the same time.
pub(crate) fn gap_row(rows: &[TabRow], reading: &Row) -> Option<usize> {
    let time = reading.cells.first()?;
    rows.iter().position(|row| {
        let is_gap = matches!(row.get(1), Some(Some(Cell::Text(status))) if status.starts_with(NO_READING));
        is_gap && row.first().is_some_and(|cell| cell.as_ref() == Some(time))
    })
}

fn cell(value: Option<&Value>, column: &Column) -> Cell {
    match value {
        Some(Value::Number(number)) => number
            .as_f64()
            .and_then(|number| number_cell(number, column))
            .unwrap_or(Cell::Empty),
        Some(Value::String(text)) if !text.is_empty() => Cell::Text(text.clone()),
        Some(Value::Bool(value)) => Cell::Text(value.to_string().to_uppercase()),
        _ => Cell::Empty,
    }
}

fn number_cell(number: f64, column: &Column) -> Option<Cell> {
    if column.is_time() {
        Cell::from_time_serial(number)
    } else {
        Cell::from_number(number)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};
    use chrono_tz::Tz;
    use domain::{Counting, Gap, Observation, TabState};
    use google_sheets4::api::{MatchedValueRange, ValueRange};
    use serde_json::json;

    use super::*;

    fn tab(columns: Vec<Option<usize>>) -> Tab {
        Tab {
            tracking: "track-demo-abc-1".to_owned(),
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
        assert_eq!(rows[0][0].as_ref().unwrap().display(), "2026-02-28 14:00:00");
        assert_eq!(rows[0][1], Some(Cell::Text("ok".to_owned())));
        assert_eq!(rows[1][..2], [Some(Cell::Empty), Some(Cell::Empty)]);
        assert_eq!(
            rows[1][2..],
            [const { None }; 6],
            "what people have deleted is told from what is empty"
        );
    }

    #[test]
    fn a_gap_is_found_by_its_time_and_status() {
        let at = Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap();
        let zone = Tz::Asia__Hong_Kong;
        let columns = TabState::default().columns();
        let failed = Observation::Failed("HTTP 503".to_owned());
        let (sample, _) = TabState::default().count(at, &failed, Counting::default());
        let reading = Row::of_sample(&sample, zone, &columns);
        let gap = Gap {
            at,
            until: None,
            count: 1,
        };
        let gap = Row::of_gap(&gap, zone, &columns);
        let as_read = |row: &Row| row.cells.iter().cloned().map(Some).collect::<TabRow>();
        assert_eq!(gap_row(&[as_read(&reading), as_read(&gap)], &reading), Some(1));
        assert_eq!(
            gap_row(&[as_read(&reading)], &reading),
            None,
            "a reading is no gap"
        );
    }
}
