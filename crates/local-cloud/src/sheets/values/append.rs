//! `values.append`: finds the last table in a range and writes below it, growing the grid.

use std::ops::Range;

use serde_json::{Value, json};

use super::options::{Input, Options};
use super::write::{self, Block};
use crate::sheets::book::Book;
use crate::sheets::refusal::Refusal;
use crate::sheets::reshape::{self, Change};
use crate::sheets::selection::{Area, Selection};
use crate::sheets::tab::Dimension;

/// Appends a block; gives the API's `AppendValuesResponse`.
pub(super) fn append(
    book: &mut Book<'_>,
    selection: &Selection,
    block: &Block,
    input: Input,
    options: &Options<'_>,
) -> Result<Value, Refusal> {
    let search = selection.existing(book.grid(selection.sheet_id)?)?;
    let table = last_table(book, &search)?;
    let (row, column) = match &table {
        Some(table) => (table.rows.end, table.columns.start),
        None => (search.rows.start, search.columns.start),
    };
    let area = Area {
        sheet_id: selection.sheet_id,
        rows: row..row + block.height(),
        columns: column..column + block.width().max(1),
    };
    make_room(book, &area, table.is_some() && options.inserts_rows()?)?;
    write::write(book, &area, block, input)?;
    let written = if block.height() == 0 {
        Area {
            rows: row..row + 1,
            ..area
        }
    } else {
        area
    };
    let mut answer = json!({ "spreadsheetId": book.id });
    if let Some(table) = table {
        answer["tableRange"] = json!(table.a1(book.grid(table.sheet_id)?.title()));
    }
    answer["updates"] = write::response(book, &written, block, options)?;
    Ok(answer)
}

fn make_room(book: &mut Book<'_>, area: &Area, insert_rows: bool) -> Result<(), Refusal> {
    let length = area.rows.end - area.rows.start;
    let tab = book.grid(area.sheet_id)?;
    let missing_columns = area.columns.end.saturating_sub(tab.column_count());
    let inserts = insert_rows && length > 0 && area.rows.start < tab.row_count();
    let missing_rows = if inserts {
        length
    } else {
        area.rows.end.saturating_sub(tab.row_count())
    };
    if missing_rows > 0 {
        book.grow(area.sheet_id, Dimension::Rows, missing_rows)?;
    }
    if missing_columns > 0 {
        book.grow(area.sheet_id, Dimension::Columns, missing_columns)?;
    }
    if inserts {
        let change = Change::Insert {
            at: area.rows.start,
            count: length,
        };
        reshape::apply(book, area.sheet_id, Dimension::Rows, &change)?;
    }
    Ok(())
}

/// The last block of connected cells with values that the range touches, grown to its full extent.
fn last_table(book: &Book<'_>, search: &Area) -> Result<Option<Area>, Refusal> {
    let rows = book.rows(search.sheet_id);
    let mut seed: Option<(u32, Range<u32>)> = None;
    rows.filled_upwards(&search.rows, |row, spans| {
        let touching = spans
            .iter()
            .rfind(|span| span.start < search.columns.end && search.columns.start < span.end);
        seed = touching.map(|span| (row, span.clone()));
        seed.is_none()
    })?;
    let Some((row, columns)) = seed else {
        return Ok(None);
    };
    let mut table = Area {
        sheet_id: search.sheet_id,
        rows: row..row + 1,
        columns,
    };
    while extend(book, &mut table)? {}
    Ok(Some(table))
}

/// Takes in the rows above and below that touch the table; true when it became wider, so that more may touch.
fn extend(book: &Book<'_>, table: &mut Area) -> Result<bool, Refusal> {
    let rows = book.rows(table.sheet_id);
    let width = table.columns.clone();
    rows.filled_upwards(&(0..table.rows.end), |row, spans| {
        if row + 1 < table.rows.start {
            return false;
        }
        take_in(table, row, spans) || row >= table.rows.start
    })?;
    loop {
        let (below, mut grew) = (table.rows.end, false);
        rows.filled_upwards(&(below..below + 1), |row, spans| {
            grew = take_in(table, row, spans);
            false
        })?;
        if !grew {
            break;
        }
    }
    Ok(table.columns != width)
}

fn take_in(table: &mut Area, row: u32, spans: &[Range<u32>]) -> bool {
    let mut touched = false;
    for span in spans {
        // Diagonal neighbours belong to a table as well.
        if span.start <= table.columns.end && table.columns.start <= span.end {
            table.columns = table.columns.start.min(span.start)..table.columns.end.max(span.end);
            touched = true;
        }
    }
    if touched {
        table.rows = table.rows.start.min(row)..table.rows.end.max(row + 1);
    }
    touched
}
