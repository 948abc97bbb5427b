//! `copyPaste`: values and formats of one range into another, repeated as often as it fits.

use serde_json::Value;

use super::{Reply, area, text};
use crate::sheets::book::Book;
use crate::sheets::cell::Cell;
use crate::sheets::refusal::invalid;
use crate::sheets::selection::Area;
use crate::sheets::tab::Dimension;

pub(super) fn copy(book: &mut Book<'_>, body: &Value) -> Reply {
    let source = area(book, body, "source")?;
    let Some(destination) = body.get("destination") else {
        return invalid("destination must be specified.");
    };
    let target = crate::sheets::selection::Selection::from_grid_range(destination)?;
    let mut target = target.existing(book.grid(target.sheet_id)?)?;
    enlarge(book, &mut target, &source);
    let transpose = text(body, "pasteOrientation") == Some("TRANSPOSE");
    if transpose {
        return invalid("The local cloud does not simulate pasteOrientation TRANSPOSE.");
    }
    let paste = text(body, "pasteType").unwrap_or("PASTE_NORMAL").to_owned();
    let cells = book.rows(source.sheet_id).read(&source.rows)?;
    let (height, width) = (source.rows.len(), source.columns.len());
    let (top, left) = (target.rows.start, target.columns.start);
    book.rows(target.sheet_id)
        .edit(target.rows.clone(), &target.columns, |row, column, cell| {
            let from_row = source.rows.start + (row - top) % u32::try_from(height).unwrap_or(1).max(1);
            let from_column =
                source.columns.start + (column - left) % u32::try_from(width).unwrap_or(1).max(1);
            let empty = Cell::default();
            let from = cells
                .get(&from_row)
                .and_then(|cells| cells.get(&from_column))
                .unwrap_or(&empty);
            put(cell, from, &paste);
            Ok(())
        })?;
    Ok(None)
}

/// A destination that is smaller than the source stands for its first cell.
fn enlarge(book: &Book<'_>, target: &mut Area, source: &Area) {
    let count = |dimension| book.tab(target.sheet_id).map_or(0, |tab| tab.count(dimension));
    let (rows, columns) = (count(Dimension::Rows), count(Dimension::Columns));
    let length = |span: &std::ops::Range<u32>| span.end - span.start;
    target.rows.end = target
        .rows
        .end
        .max(target.rows.start + length(&source.rows))
        .min(rows);
    target.columns.end = target
        .columns
        .end
        .max(target.columns.start + length(&source.columns))
        .min(columns);
}

fn put(cell: &mut Cell, from: &Cell, paste: &str) {
    let names: &[&str] = match paste {
        "PASTE_VALUES" | "PASTE_FORMULA" => &["userEnteredValue"],
        "PASTE_FORMAT" => &["userEnteredFormat"],
        "PASTE_DATA_VALIDATION" => &["dataValidation"],
        _ => {
            *cell = from.clone();
            return;
        }
    };
    for name in names {
        match from.0.get(*name) {
            Some(value) => cell.0.insert((*name).to_owned(), value.clone()),
            None => cell.0.remove(*name),
        };
    }
}
