//! `insertRange` and `deleteRange`: the cells beside a range make room, or close the gap.

use std::ops::Range;

use serde_json::Value;

use super::{Reply, area, text};
use crate::sheets::book::Book;
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::reshape::Change;
use crate::sheets::rows::Row;
use crate::sheets::selection::Area;
use crate::sheets::tab::Dimension;

pub(super) fn insert(book: &mut Book<'_>, body: &Value) -> Reply {
    let (area, dimension) = read(book, body)?;
    let span = along(&area, dimension);
    let length = span.end - span.start;
    let last = last_used(book, &area, dimension)?;
    let missing = (last + length).saturating_sub(book.grid(area.sheet_id)?.count(dimension));
    if missing > 0 && last > span.start {
        book.grow(area.sheet_id, dimension, missing)?;
    }
    move_cells(
        book,
        &area,
        dimension,
        &Change::Insert {
            at: span.start,
            count: length,
        },
    )
}

pub(super) fn delete(book: &mut Book<'_>, body: &Value) -> Reply {
    let (area, dimension) = read(book, body)?;
    move_cells(book, &area, dimension, &Change::Delete(along(&area, dimension)))
}

fn read(book: &Book<'_>, body: &Value) -> Result<(Area, Dimension), Refusal> {
    match text(body, "shiftDimension") {
        Some(name @ ("ROWS" | "COLUMNS")) => Ok((area(book, body, "range")?, Dimension::read(Some(name)))),
        _ => invalid("No shiftDimension set."),
    }
}

fn along(area: &Area, dimension: Dimension) -> Range<u32> {
    match dimension {
        Dimension::Rows => area.rows.clone(),
        Dimension::Columns => area.columns.clone(),
    }
}

fn last_used(book: &Book<'_>, area: &Area, dimension: Dimension) -> Result<u32, Refusal> {
    let rows = book.rows(area.sheet_id).read(&(0..u32::MAX))?;
    let end = |(row, cells): (&u32, &Row)| match dimension {
        Dimension::Rows => cells.range(area.columns.clone()).next().map_or(0, |_| row + 1),
        Dimension::Columns if area.rows.contains(row) => cells.keys().next_back().map_or(0, |last| last + 1),
        Dimension::Columns => 0,
    };
    Ok(rows.iter().map(end).max().unwrap_or(0))
}

fn move_cells(book: &Book<'_>, area: &Area, dimension: Dimension, change: &Change) -> Reply {
    let store = book.rows(area.sheet_id);
    let before = store.read(&(0..u32::MAX))?;
    let mut after: std::collections::BTreeMap<u32, Row> =
        before.keys().map(|row| (*row, Row::new())).collect();
    for (row, cells) in before {
        for (column, cell) in cells {
            let place = match dimension {
                Dimension::Rows if area.columns.contains(&column) => {
                    change.index(row).map(|row| (row, column))
                }
                Dimension::Columns if area.rows.contains(&row) => {
                    change.index(column).map(|column| (row, column))
                }
                _ => Some((row, column)),
            };
            if let Some((row, column)) = place {
                after.entry(row).or_default().insert(column, cell);
            }
        }
    }
    for (row, cells) in after {
        store.put(row, cells)?;
    }
    Ok(None)
}
