//! Reading: trailing empty rows and cells are left out, as the API does.

use serde_json::{Value, json};

use super::options::Major;
use crate::sheets::book::Book;
use crate::sheets::cell::Rendering;
use crate::sheets::refusal::Refusal;
use crate::sheets::selection::{Area, Selection};

/// The API's `ValueRange` of a selection.
pub(super) fn value_range(
    book: &Book<'_>,
    selection: &Selection,
    major: Major,
    rendering: Rendering,
) -> Result<Value, Refusal> {
    let tab = book.grid(selection.sheet_id)?;
    let area = selection.existing(tab)?;
    let mut range = json!({
        "range": area.a1(tab.title()),
        "majorDimension": if major == Major::Rows { "ROWS" } else { "COLUMNS" },
    });
    let values = values(book, &area, major, rendering)?;
    if !values.is_empty() {
        range["values"] = json!(values);
    }
    Ok(range)
}

/// The values of an area, row by row or column by column.
pub(in crate::sheets) fn values(
    book: &Book<'_>,
    area: &Area,
    major: Major,
    rendering: Rendering,
) -> Result<Vec<Vec<Value>>, Refusal> {
    let mut lines: Vec<Vec<Value>> = Vec::new();
    for (row, cells) in book.rows(area.sheet_id).read(&area.rows)? {
        for (column, cell) in cells.range(area.columns.clone()) {
            let Some(value) = cell.render(rendering) else {
                continue;
            };
            let (row, column) = (row - area.rows.start, column - area.columns.start);
            let (line, place) = if major == Major::Rows {
                (row, column)
            } else {
                (column, row)
            };
            put(&mut lines, line, place, value);
        }
    }
    Ok(lines)
}

fn put(lines: &mut Vec<Vec<Value>>, line: u32, place: u32, value: Value) {
    let (Ok(line), Ok(place)) = (usize::try_from(line), usize::try_from(place)) else {
        return;
    };
    if lines.len() <= line {
        lines.resize(line + 1, Vec::new());
    }
    let cells = &mut lines[line];
    if cells.len() <= place {
        cells.resize(place + 1, json!(""));
    }
    cells[place] = value;
}
