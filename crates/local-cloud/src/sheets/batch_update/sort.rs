//! `sortRange`: the rows of a range by one or more columns; empty cells come last.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Reply, area, number, text};
use crate::sheets::book::Book;
use crate::sheets::cell::{Cell, CellValue};
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::rows::Row;
use crate::sheets::selection::Area;

pub(super) fn sort(book: &mut Book<'_>, body: &Value) -> Reply {
    let area = area(book, body, "range")?;
    let specs = specs(body, &area)?;
    let store = book.rows(area.sheet_id);
    let mut present = store.read(&area.rows)?;
    let mut inside: Vec<Row> = Vec::new();
    for row in area.rows.clone() {
        let cells = present.entry(row).or_default();
        inside.push(
            area.columns
                .clone()
                .filter_map(|column| Some((column, cells.remove(&column)?)))
                .collect(),
        );
    }
    inside.sort_by(|a, b| compare_rows(a, b, &specs));
    for ((row, mut outside), sorted) in present.into_iter().zip(inside) {
        outside.extend(sorted);
        store.put(row, outside)?;
    }
    Ok(None)
}

fn specs(body: &Value, area: &Area) -> Result<Vec<(u32, bool)>, Refusal> {
    let specs = body
        .get("sortSpecs")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    if specs.is_empty() {
        return invalid("At least one sortSpec must be specified.");
    }
    let read = |spec: &Value| {
        let index = number(spec, "dimensionIndex").unwrap_or(0);
        match u32::try_from(index)
            .ok()
            .filter(|index| area.columns.contains(index))
        {
            Some(index) => Ok((index, text(spec, "sortOrder") == Some("DESCENDING"))),
            None => invalid(format!("dimensionIndex[{index}] is outside of the range.")),
        }
    };
    specs.iter().map(read).collect()
}

fn compare_rows(a: &Row, b: &Row, specs: &[(u32, bool)]) -> Ordering {
    let value = |row: &Row, column: u32| row.get(&column).and_then(Cell::value);
    for (column, descending) in specs {
        let order = match (value(a, *column), value(b, *column)) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(a), Some(b)) if *descending => compare(&b, &a),
            (Some(a), Some(b)) => compare(&a, &b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

/// Numbers before text before booleans.
fn compare(a: &CellValue, b: &CellValue) -> Ordering {
    let rank = |value: &CellValue| match value {
        CellValue::Number(_) => 0,
        CellValue::Text(_) | CellValue::Formula(_) => 1,
        CellValue::Bool(_) => 2,
    };
    match (a, b) {
        (CellValue::Number(a), CellValue::Number(b)) => a.total_cmp(b),
        (CellValue::Text(a), CellValue::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (CellValue::Bool(a), CellValue::Bool(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    }
}
