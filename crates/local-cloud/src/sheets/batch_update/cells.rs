//! Cells: append, update, repeat.

use std::ops::Range;

use serde_json::{Value, json};

use super::{Reply, area, fields, number, sheet_id};
use crate::sheets::book::Book;
use crate::sheets::cell::Cell;
use crate::sheets::mask::Mask;
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::rows::Row;
use crate::sheets::selection::Area;
use crate::sheets::tab::{Dimension, Tab};

/// Below the last row that has a value anywhere; the grid grows as far as that needs.
pub(super) fn append(book: &mut Book<'_>, body: &Value) -> Reply {
    let mask = fields(body, "CellData")?;
    let sheet_id = sheet_id(body);
    book.grid(sheet_id)?;
    let first = book.rows(sheet_id).last_filled()?.map_or(0, |row| row + 1);
    let rows = row_data(body);
    let needed = first + count(rows);
    let tab = book.grid(sheet_id)?;
    let missing = needed.saturating_sub(tab.row_count());
    if missing > 0 {
        book.grow(sheet_id, Dimension::Rows, missing)?;
    }
    let tab = book.grid(sheet_id)?;
    let all = Area {
        sheet_id,
        rows: first..tab.row_count(),
        columns: 0..tab.column_count(),
    };
    write(book, &all, rows, &mask, false)?;
    Ok(None)
}

/// From `start` on, or over a `range`, whose cells without data are cleared.
pub(super) fn update(book: &mut Book<'_>, body: &Value) -> Reply {
    let mask = fields(body, "CellData")?;
    match (body.get("start"), body.get("range")) {
        (Some(start), None) => {
            let place = from_start(book.grid(sheet_id(start))?, start)?;
            write(book, &place, row_data(body), &mask, false)?;
        }
        (None, Some(_)) => write(book, &area(book, body, "range")?, row_data(body), &mask, true)?,
        (Some(_), Some(_)) => return invalid("Only one of start and range may be specified."),
        (None, None) => return invalid("Either start or range must be specified."),
    }
    Ok(None)
}

/// The same cell everywhere in a range.
pub(super) fn repeat(book: &mut Book<'_>, body: &Value) -> Reply {
    let mask = fields(body, "CellData")?;
    let area = area(book, body, "range")?;
    let none = json!({});
    let source = body.get("cell").unwrap_or(&none);
    book.rows(area.sheet_id)
        .edit(area.rows, &area.columns, |_, _, cell| change(cell, source, &mask))?;
    Ok(None)
}

/// Lays the fields of a mask over a cell.
pub(super) fn change(cell: &mut Cell, source: &Value, mask: &Mask) -> Result<(), Refusal> {
    mask.copy(source, &mut cell.0);
    cell.tidy()
}

fn row_data(body: &Value) -> &[Value] {
    body.get("rows")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn cells_of(row: &Value) -> &[Value] {
    row.get("values")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn count(items: &[Value]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

/// From a `GridCoordinate` to the end of the grid.
fn from_start(tab: &Tab, start: &Value) -> Result<Area, Refusal> {
    let index = |field: &str, dimension: Dimension| {
        let index = number(start, field).unwrap_or(0);
        let length = tab.count(dimension);
        match u32::try_from(index) {
            Ok(index) if index < length => Ok(index..length),
            Ok(_) => invalid(format!(
                "GridCoordinate.{field}[{index}] is after last {} in grid[{}]",
                dimension.noun(),
                length.saturating_sub(1)
            )),
            Err(_) => invalid(format!("GridCoordinate.{field}[{index}] must not be negative.")),
        }
    };
    let (rows, columns) = (
        index("rowIndex", Dimension::Rows)?,
        index("columnIndex", Dimension::Columns)?,
    );
    Ok(Area {
        sheet_id: tab.sheet_id,
        rows,
        columns,
    })
}

/// Writes rows from the area's first cell on. With `clear_rest`, what the data does not cover is cleared.
fn write(
    book: &Book<'_>,
    place: &Area,
    rows: &[Value],
    mask: &Mask,
    clear_rest: bool,
) -> Result<(), Refusal> {
    check_fits(place, rows)?;
    let store = book.rows(place.sheet_id);
    let last = if clear_rest {
        place.rows.end
    } else {
        place.rows.start + count(rows)
    };
    let mut present = store.read(&(place.rows.start..last))?;
    for row in place.rows.start..last {
        let index = usize::try_from(row - place.rows.start).unwrap_or(usize::MAX);
        let data = rows.get(index).map_or(&[][..], cells_of);
        let before = present.remove(&row).unwrap_or_default();
        let mut after = before.clone();
        let columns = if clear_rest {
            place.columns.clone()
        } else {
            prefix(&place.columns, data)
        };
        write_row(&mut after, &columns, data, mask)?;
        if after != before {
            store.put(row, after)?;
        }
    }
    Ok(())
}

fn prefix(columns: &Range<u32>, data: &[Value]) -> Range<u32> {
    columns.start..columns.start + count(data)
}

fn write_row(row: &mut Row, columns: &Range<u32>, data: &[Value], mask: &Mask) -> Result<(), Refusal> {
    let none = json!({});
    let data = data.iter().chain(std::iter::repeat(&none));
    for (column, source) in columns.clone().zip(data) {
        change(row.entry(column).or_default(), source, mask)?;
    }
    row.retain(|_, cell| !cell.is_empty());
    Ok(())
}

fn check_fits(place: &Area, rows: &[Value]) -> Result<(), Refusal> {
    let widest = rows.iter().map(|row| count(cells_of(row))).max().unwrap_or(0);
    for (noun, span, length) in [
        ("row", &place.rows, count(rows)),
        ("column", &place.columns, widest),
    ] {
        if span.start.saturating_add(length) > span.end {
            return invalid(format!(
                "Attempting to write {noun}: {}, beyond the last requested {noun} of: {}",
                span.end,
                span.end.saturating_sub(1)
            ));
        }
    }
    Ok(())
}
