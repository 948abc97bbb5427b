//! Inserting, deleting and moving rows or columns: everything that points into the grid moves along.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::book::Book;
use super::metadata;
use super::refusal::Refusal;
use super::rows::{Row, Rows};
use super::tab::{Dimension, Tab};

/// What happens to the indexes of one dimension.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Insert {
        at: u32,
        count: u32,
    },
    Delete(Range<u32>),
    /// `to` counts before the move.
    Move {
        from: Range<u32>,
        to: u32,
    },
}

impl Change {
    /// Where an index goes; `None` when it is deleted.
    pub(super) fn index(&self, index: u32) -> Option<u32> {
        match self {
            Self::Insert { at, count } => Some(if index >= *at { index + count } else { index }),
            Self::Delete(gone) if gone.contains(&index) => None,
            Self::Delete(gone) => Some(if index >= gone.end {
                index - (gone.end - gone.start)
            } else {
                index
            }),
            Self::Move { from, to } => Some(moved(index, from, *to)),
        }
    }

    /// Where a span goes; `None` when all of it is deleted.
    pub(super) fn span(&self, span: &Range<u32>) -> Option<Range<u32>> {
        match self {
            Self::Insert { at, count } if span.start < *at && *at < span.end => {
                Some(span.start..span.end + count)
            }
            Self::Delete(gone) => {
                let length = gone.end - gone.start;
                let cut = |edge: u32| {
                    if edge >= gone.end {
                        edge - length
                    } else {
                        edge.min(gone.start)
                    }
                };
                let left = cut(span.start)..cut(span.end);
                (!left.is_empty()).then_some(left)
            }
            Self::Insert { .. } | Self::Move { .. } => {
                let first = self.index(span.start)?;
                Some(first..first + (span.end - span.start))
            }
        }
    }

    /// The spans of rows that get a new place, and by how much.
    fn shifts(&self, count: u32) -> Vec<(Range<u32>, i64)> {
        let length = |span: &Range<u32>| i64::from(span.end) - i64::from(span.start);
        match self {
            Self::Insert { at, count: new } => vec![(*at..count, i64::from(*new))],
            Self::Delete(gone) => vec![(gone.end..count, -length(gone))],
            Self::Move { from, to } if *to > from.end => {
                let between = from.end..*to;
                vec![(between.clone(), -length(from)), (from.clone(), length(&between))]
            }
            Self::Move { from, to } => {
                let between = *to..from.start;
                vec![(between.clone(), length(from)), (from.clone(), -length(&between))]
            }
        }
    }
}

fn moved(index: u32, from: &Range<u32>, to: u32) -> u32 {
    let length = from.end - from.start;
    if from.contains(&index) {
        let first = if to > from.end {
            to - length
        } else {
            to.min(from.start)
        };
        return if (from.start..=from.end).contains(&to) {
            index
        } else {
            first + (index - from.start)
        };
    }
    if (from.end..to).contains(&index) {
        index - length
    } else if (to..from.start).contains(&index) {
        index + length
    } else {
        index
    }
}

/// Changes the cells, and whatever points into the grid, of one tab. The caller has set the new size already.
pub(super) fn apply(
    book: &mut Book<'_>,
    sheet_id: i64,
    dimension: Dimension,
    change: &Change,
) -> Result<(), Refusal> {
    match dimension {
        Dimension::Rows => reshape_rows(&book.rows(sheet_id), change)?,
        Dimension::Columns => reshape_columns(&book.rows(sheet_id), change)?,
    }
    metadata::reshape(book, sheet_id, dimension, change)?;
    let ranges = std::mem::take(&mut book.named_ranges);
    book.named_ranges = ranges
        .into_iter()
        .map(|range| reshaped(range, sheet_id, dimension, change))
        .collect();
    for tab in &mut book.tabs {
        reshape_parts(Arc::make_mut(tab), sheet_id, dimension, change);
    }
    Ok(())
}

fn reshape_rows(rows: &Rows<'_>, change: &Change) -> Result<(), Refusal> {
    if let Change::Delete(gone) = change {
        rows.delete(gone)?;
    }
    for (span, shift) in change.shifts(u32::MAX) {
        rows.renumber(&span, shift)?;
    }
    rows.renumbered()
}

fn reshape_columns(rows: &Rows<'_>, change: &Change) -> Result<(), Refusal> {
    for (row, before) in rows.read(&(0..u32::MAX))? {
        let after: Row = before
            .iter()
            .filter_map(|(column, cell)| Some((change.index(*column)?, cell.clone())))
            .collect();
        if after != before {
            rows.put(row, after)?;
        }
    }
    Ok(())
}

fn reshape_parts(tab: &mut Tab, sheet_id: i64, dimension: Dimension, change: &Change) {
    let reshape = |value: Value| reshaped(value, sheet_id, dimension, change);
    let is_here = tab.sheet_id == sheet_id;
    let parts = &mut tab.parts;
    parts.charts = std::mem::take(&mut parts.charts)
        .into_iter()
        .map(reshape)
        .collect();
    parts.conditional_formats = std::mem::take(&mut parts.conditional_formats)
        .into_iter()
        .map(reshape)
        .collect();
    if !is_here {
        return;
    }
    parts.merges = std::mem::take(&mut parts.merges)
        .into_iter()
        .map(reshape)
        .filter(spans_cells)
        .collect();
    parts.filter_views = std::mem::take(&mut parts.filter_views)
        .into_iter()
        .map(reshape)
        .collect();
    parts.protected_ranges = std::mem::take(&mut parts.protected_ranges)
        .into_iter()
        .map(reshape)
        .collect();
    parts.basic_filter = parts.basic_filter.take().map(reshape);
    let properties = tab.dimension_properties(dimension);
    let moved: BTreeMap<u32, Value> = std::mem::take(properties)
        .into_iter()
        .filter_map(|(index, value)| Some((change.index(index)?, value)))
        .collect();
    *properties = moved;
}

fn spans_cells(range: &Value) -> bool {
    let number = |field: &str| range.get(field).and_then(Value::as_u64).unwrap_or(0);
    number("startRowIndex") < number("endRowIndex") && number("startColumnIndex") < number("endColumnIndex")
}

/// The same JSON with every `GridRange` of this tab inside it moved.
fn reshaped(value: Value, sheet_id: i64, dimension: Dimension, change: &Change) -> Value {
    match value {
        Value::Object(object) => {
            let object = object
                .into_iter()
                .map(|(name, value)| (name, reshaped(value, sheet_id, dimension, change)));
            let mut object: Map<String, Value> = object.collect();
            reshape_grid_range(&mut object, sheet_id, dimension, change);
            Value::Object(object)
        }
        Value::Array(items) => Value::Array(
            items
                .into_iter()
                .map(|item| reshaped(item, sheet_id, dimension, change))
                .collect(),
        ),
        other => other,
    }
}

fn reshape_grid_range(range: &mut Map<String, Value>, sheet_id: i64, dimension: Dimension, change: &Change) {
    let (start, end) = match dimension {
        Dimension::Rows => ("startRowIndex", "endRowIndex"),
        Dimension::Columns => ("startColumnIndex", "endColumnIndex"),
    };
    let number = |field: &str| {
        range
            .get(field)
            .and_then(Value::as_u64)
            .and_then(|n| u32::try_from(n).ok())
    };
    let id = range.get("sheetId").and_then(Value::as_i64).unwrap_or(0);
    let Some(last) = number(end).filter(|_| id == sheet_id) else {
        return;
    };
    let span = number(start).unwrap_or(0)..last;
    let span = change.span(&span).unwrap_or(span.start..span.start);
    range.insert(start.to_owned(), json!(span.start));
    range.insert(end.to_owned(), json!(span.end));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_follow_what_happens_to_the_grid() {
        let insert = Change::Insert { at: 2, count: 3 };
        let delete = Change::Delete(2..4);
        let down = Change::Move { from: 1..2, to: 4 };
        let up = Change::Move { from: 3..4, to: 1 };
        for (change, span, expected) in [
            (&insert, 0..2, Some(0..2)),
            (&insert, 2..4, Some(5..7)),
            (&insert, 1..4, Some(1..7)),
            (&delete, 0..2, Some(0..2)),
            (&delete, 2..4, None),
            (&delete, 1..3, Some(1..2)),
            (&delete, 5..6, Some(3..4)),
            (&delete, 0..9, Some(0..7)),
            (&down, 1..2, Some(3..4)),
            (&down, 2..3, Some(1..2)),
            (&down, 4..5, Some(4..5)),
            (&up, 3..4, Some(1..2)),
            (&up, 1..2, Some(2..3)),
            (&Change::Move { from: 1..3, to: 2 }, 1..2, Some(1..2)),
        ] {
            assert_eq!(change.span(&span), expected, "{change:?} {span:?}");
        }
    }

    #[test]
    fn the_database_moves_rows_exactly_as_the_indexes_say() {
        for change in [
            Change::Insert { at: 2, count: 3 },
            Change::Delete(2..4),
            Change::Move { from: 1..3, to: 6 },
            Change::Move { from: 4..6, to: 1 },
        ] {
            for index in 0..8 {
                let shift = change
                    .shifts(100)
                    .into_iter()
                    .find(|(span, _)| span.contains(&index));
                let by_shift = i64::from(index) + shift.map_or(0, |(_, shift)| shift);
                if let Some(place) = change.index(index) {
                    assert_eq!(i64::from(place), by_shift, "{change:?} {index}");
                }
            }
        }
    }
}
