//! Parts of a tab for people who look at it: never the whole, so that neither memory nor an answer grows with it.

use axum::body::Bytes;
use serde_json::{Value, json};

use super::book::Book;
use super::cell::Rendering;
use super::refusal::Refusal;
use super::selection::{Area, Bounds, Selection};
use super::tab::Tab;
use super::values::{Major, values};
use crate::google_error::GoogleError;
use crate::world::World;

/// More rows than a screen shows are never asked for at once.
pub(crate) const MOST_ROWS: u32 = 500;
/// More points than a screen has columns say nothing.
pub(crate) const MOST_POINTS: u32 = 2000;

/// Rows by their numbers as a sheet shows them: the header is row 1. The end is inclusive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// All spreadsheets with their tabs: title, header, the number of the last row.
pub(crate) fn tabs(world: &World) -> Result<Value, GoogleError> {
    let shown = world.store.read(|db| {
        let mut statement = db.prepare_cached("SELECT id FROM spreadsheets ORDER BY id")?;
        let ids: Vec<String> = statement
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let books = ids
            .iter()
            .map(|id| Book::open_known(db, id, &world.books).and_then(|book| listed(&book)));
        Ok(books.collect::<Result<Vec<_>, Refusal>>())
    })??;
    Ok(Value::Array(shown))
}

/// The rows of a span as displayed, at most [`MOST_ROWS`] of them, and the tab's last row.
pub(crate) fn rows(world: &World, id: &str, sheet_id: i64, span: Span) -> Result<Value, GoogleError> {
    let to = span.to.min(span.from.saturating_add(MOST_ROWS - 1));
    with_tab(world, id, sheet_id, |book, tab| {
        let rows = displayed(book, tab, Span { from: span.from, to })?;
        Ok(json!({ "from": span.from, "rows": rows, "last": last(book, tab)? }))
    })
}

/// The values of some columns (from 0), as numbers, texts or null, at no more than `points` rows spread evenly over the
/// span, its first and last among them.
pub(crate) fn series(
    world: &World,
    id: &str,
    sheet_id: i64,
    span: Span,
    columns: &[u32],
    points: u32,
) -> Result<Value, GoogleError> {
    with_tab(world, id, sheet_id, |book, tab| {
        let last = last(book, tab)?;
        let picked = spread(span.from.max(2), span.to.min(last), points.clamp(2, MOST_POINTS));
        let mut lines: Vec<Vec<Value>> = columns.iter().map(|_| Vec::with_capacity(picked.len())).collect();
        for row in &picked {
            let cells = book.rows(tab.sheet_id).get(row - 1)?;
            for (line, column) in lines.iter_mut().zip(columns) {
                let value = cells
                    .get(column)
                    .and_then(|cell| cell.render(Rendering::Unformatted { dates_as_text: false }));
                line.push(value.unwrap_or_default());
            }
        }
        Ok(json!({ "rows": picked, "columns": lines, "last": last }))
    })
}

/// A span as CSV, each row as wide as the header at least; nothing behind the last row.
pub(crate) fn csv(
    world: &World,
    id: &str,
    sheet_id: i64,
    from: u32,
) -> Result<Option<(Bytes, u32)>, GoogleError> {
    with_tab(world, id, sheet_id, |book, tab| csv_of(book, tab, from))
}

/// The same of an open spreadsheet.
pub(super) fn csv_of(book: &Book<'_>, tab: &Tab, from: u32) -> Result<Option<(Bytes, u32)>, Refusal> {
    let to = last(book, tab)?.min(from.saturating_add(MOST_ROWS - 1));
    let rows = if from > to {
        Vec::new()
    } else {
        padded(displayed(book, tab, Span { from, to })?, to + 1 - from)
    };
    let width = header(book, tab)?.len();
    if rows.is_empty() {
        return Ok(None);
    }
    let failed = |error: &dyn std::fmt::Display| GoogleError::internal(error.to_string());
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in &rows {
        let texts = row.iter().map(|value| value.as_str().unwrap_or_default());
        let padding = std::iter::repeat_n("", width.saturating_sub(row.len()));
        writer
            .write_record(texts.chain(padding))
            .map_err(|error| failed(&error))?;
    }
    let next = from.saturating_add(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    Ok(Some((bytes.into(), next)))
}

fn with_tab<T>(
    world: &World,
    id: &str,
    sheet_id: i64,
    read: impl FnOnce(&Book<'_>, &Tab) -> Result<T, Refusal>,
) -> Result<T, GoogleError> {
    Ok(world.store.read(|db| {
        Ok(Book::open_known(db, id, &world.books).and_then(|book| {
            let missing = || Refusal::from(GoogleError::not_found(format!("there is no tab {sheet_id}")));
            let tab = book.tab(sheet_id).ok_or_else(missing)?;
            read(&book, tab)
        }))
    })??)
}

fn listed(book: &Book<'_>) -> Result<Value, Refusal> {
    let tab = |tab: &Tab| -> Result<Value, Refusal> {
        Ok(json!({
            "title": tab.title(),
            "sheet_id": tab.sheet_id,
            "header": header(book, tab)?,
            "last": last(book, tab)?,
        }))
    };
    let tabs: Vec<Value> = book.tabs.iter().map(|one| tab(one)).collect::<Result<_, _>>()?;
    Ok(json!({ "id": book.id, "title": book.title(), "tabs": tabs }))
}

fn header(book: &Book<'_>, tab: &Tab) -> Result<Vec<Value>, Refusal> {
    Ok(displayed(book, tab, Span { from: 1, to: 1 })?
        .pop()
        .unwrap_or_default())
}

pub(super) fn last(book: &Book<'_>, tab: &Tab) -> Result<u32, Refusal> {
    Ok(book
        .rows(tab.sheet_id)
        .last_filled()?
        .map_or(0, |row| row.saturating_add(1)))
}

pub(super) fn displayed(book: &Book<'_>, tab: &Tab, span: Span) -> Result<Vec<Vec<Value>>, Refusal> {
    let rows = Bounds {
        start: span.from.saturating_sub(1),
        end: Some(span.to.max(span.from.saturating_sub(1))),
    };
    let area: Area = Selection {
        rows,
        ..Selection::whole(tab.sheet_id)
    }
    .clipped(tab);
    values(book, &area, Major::Rows, Rendering::Formatted)
}

/// Reading leaves out what is empty at the end.
fn padded(mut rows: Vec<Vec<Value>>, count: u32) -> Vec<Vec<Value>> {
    rows.resize(usize::try_from(count).unwrap_or(rows.len()), Vec::new());
    rows
}

/// At most `count` numbers from `from` to `to`, both included, as even as whole numbers can be.
fn spread(from: u32, to: u32, count: u32) -> Vec<u32> {
    if from > to {
        return Vec::new();
    }
    let (steps, length) = (u64::from(count - 1), u64::from(to - from));
    if length <= steps {
        return (from..=to).collect();
    }
    (0..=steps)
        .filter_map(|step| u32::try_from(u64::from(from) + step * length / steps).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spread_evenly_from_the_first_to_the_last() {
        assert_eq!(spread(2, 6, 10), [2, 3, 4, 5, 6]);
        assert_eq!(spread(2, 102, 5), [2, 27, 52, 77, 102]);
        assert_eq!(spread(2, 1, 5), [0_u32; 0]);
        assert_eq!(spread(7, 7, 2), [7]);
    }
}
