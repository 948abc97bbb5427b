//! Rows and columns: append, insert, delete, move, hide, resize.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{Reply, fields, number, sheet_id, text};
use crate::sheets::book::Book;
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::reshape::{self, Change};
use crate::sheets::tab::{Dimension, Tab};

pub(super) fn append(book: &mut Book<'_>, body: &Value) -> Reply {
    let dimension = dimension(body)?;
    let length = number(body, "length")
        .and_then(|length| u32::try_from(length).ok())
        .unwrap_or(0);
    if length == 0 {
        return invalid("length must be greater than zero.");
    }
    book.grow(sheet_id(body), dimension, length)?;
    Ok(None)
}

pub(super) fn insert(book: &mut Book<'_>, body: &Value) -> Reply {
    let (sheet_id, dimension, span) = span(body)?;
    let count = book.grid(sheet_id)?.count(dimension);
    let inherit = body.get("inheritFromBefore") == Some(&Value::Bool(true));
    if inherit && span.start == 0 {
        return invalid("inheritFromBefore cannot be true when inserting at index 0.");
    }
    if span.start > count || (span.start == count && !inherit) {
        return invalid(format!(
            "range.startIndex[{}] cannot be after the last {} of the grid[{}]",
            span.start,
            dimension.noun(),
            count - 1
        ));
    }
    let length = span.end - span.start;
    book.grow(sheet_id, dimension, length)?;
    let tab = book.grid_mut(sheet_id)?;
    if span.start < tab.frozen(dimension) {
        let frozen = tab.frozen(dimension) + length;
        tab.set_frozen(dimension, frozen);
    }
    reshape::apply(
        book,
        sheet_id,
        dimension,
        &Change::Insert {
            at: span.start,
            count: length,
        },
    )?;
    inherit_formats(book, sheet_id, dimension, &span, inherit)?;
    Ok(None)
}

pub(super) fn delete(book: &mut Book<'_>, body: &Value) -> Reply {
    let (sheet_id, dimension, span) = span_or_rest(book, body)?;
    let tab = book.grid_mut(sheet_id)?;
    let (count, frozen, noun) = (tab.count(dimension), tab.frozen(dimension), dimension.noun());
    check_exists(tab, dimension, &span, "delete")?;
    let deleted_frozen = frozen.min(span.end).saturating_sub(span.start);
    let left = count - (span.end - span.start);
    if left == 0 {
        return invalid(format!("You can't delete all the {noun}s on the sheet."));
    }
    if left <= frozen - deleted_frozen {
        return invalid(format!(
            "Sorry, it is not possible to delete all non-frozen {noun}s."
        ));
    }
    tab.set_count(dimension, left);
    if deleted_frozen > 0 {
        tab.set_frozen(dimension, frozen - deleted_frozen);
    }
    reshape::apply(book, sheet_id, dimension, &Change::Delete(span))?;
    Ok(None)
}

pub(super) fn shift(book: &mut Book<'_>, body: &Value) -> Reply {
    let Some(source) = body.get("source") else {
        return invalid("source must be specified.");
    };
    let (sheet_id, dimension, from) = span_of(source)?;
    let tab = book.grid(sheet_id)?;
    check_exists(tab, dimension, &from, "move")?;
    let to = number(body, "destinationIndex")
        .and_then(|to| u32::try_from(to).ok())
        .unwrap_or(0);
    if to > tab.count(dimension) {
        return invalid(format!(
            "destinationIndex[{to}] is after the last {} of the grid.",
            dimension.noun()
        ));
    }
    if (from.start..=from.end).contains(&to) {
        return Ok(None);
    }
    reshape::apply(book, sheet_id, dimension, &Change::Move { from, to })?;
    Ok(None)
}

pub(super) fn update_properties(book: &mut Book<'_>, body: &Value) -> Reply {
    let mask = fields(body, "DimensionProperties")?;
    let (sheet_id, dimension, span) = span_or_rest(book, body)?;
    let tab = book.grid_mut(sheet_id)?;
    check_exists(tab, dimension, &span, "update")?;
    let source = body.get("properties").unwrap_or(&Value::Null);
    let known = tab.dimension_properties(dimension);
    for index in span {
        let mut properties: Map<String, Value> = known
            .remove(&index)
            .and_then(|value| value.as_object().cloned())
            .unwrap_or_default();
        mask.copy(source, &mut properties);
        if !properties.is_empty() {
            known.insert(index, Value::Object(properties));
        }
    }
    Ok(None)
}

/// Sizes in pixels are not simulated; the range is checked all the same.
pub(super) fn auto_resize(book: &mut Book<'_>, body: &Value) -> Reply {
    let Some(range) = body.get("dimensions") else {
        return invalid("dimensions must be specified.");
    };
    let (sheet_id, dimension, span) = rest_of(book, range)?;
    check_exists(book.grid(sheet_id)?, dimension, &span, "resize")?;
    Ok(None)
}

fn dimension(body: &Value) -> Result<Dimension, Refusal> {
    match text(body, "dimension") {
        Some(name @ ("ROWS" | "COLUMNS")) => Ok(Dimension::read(Some(name))),
        _ => invalid("No dimension set."),
    }
}

/// A `DimensionRange` with both ends.
fn span_of(range: &Value) -> Result<(i64, Dimension, Range<u32>), Refusal> {
    let dimension = dimension(range)?;
    let index = |field: &str| number(range, field).and_then(|index| u32::try_from(index).ok());
    match (index("startIndex").unwrap_or(0), index("endIndex")) {
        (start, Some(end)) if start < end => Ok((sheet_id(range), dimension, start..end)),
        (start, end) => invalid(format!(
            "range.endIndex[{}] must be after range.startIndex[{start}].",
            end.map_or("unset".to_owned(), |end| end.to_string())
        )),
    }
}

fn span(body: &Value) -> Result<(i64, Dimension, Range<u32>), Refusal> {
    match body.get("range") {
        Some(range) => span_of(range),
        None => invalid("range must be specified."),
    }
}

/// A `DimensionRange` whose missing end is the end of the grid.
fn rest_of(book: &Book<'_>, range: &Value) -> Result<(i64, Dimension, Range<u32>), Refusal> {
    if number(range, "endIndex").is_some() {
        return span_of(range);
    }
    let (sheet_id, dimension) = (sheet_id(range), dimension(range)?);
    let count = book.grid(sheet_id)?.count(dimension);
    let start = number(range, "startIndex")
        .and_then(|start| u32::try_from(start).ok())
        .unwrap_or(0);
    Ok((sheet_id, dimension, start..count.max(start + 1)))
}

fn span_or_rest(book: &Book<'_>, body: &Value) -> Result<(i64, Dimension, Range<u32>), Refusal> {
    match body.get("range") {
        Some(range) => rest_of(book, range),
        None => invalid("range must be specified."),
    }
}

fn check_exists(tab: &Tab, dimension: Dimension, span: &Range<u32>, verb: &str) -> Result<(), Refusal> {
    let (count, noun) = (tab.count(dimension), dimension.noun());
    if span.end > count {
        let index = span.start.max(count);
        return invalid(format!(
            "Cannot {verb} a {noun} that doesn't exist. Tried to {verb} {noun} index {index} but there are only {count} {noun}s."
        ));
    }
    Ok(())
}

/// New rows and columns look like the one before, or after, them.
fn inherit_formats(
    book: &Book<'_>,
    sheet_id: i64,
    dimension: Dimension,
    new: &Range<u32>,
    from_before: bool,
) -> Result<(), Refusal> {
    if dimension == Dimension::Columns {
        return Ok(());
    }
    let model = if from_before { new.start - 1 } else { new.end };
    let rows = book.rows(sheet_id);
    let mut formats = rows.get(model)?;
    for cell in formats.values_mut() {
        cell.0
            .retain(|name, _| name == "userEnteredFormat" || name == "dataValidation");
    }
    for row in new.clone() {
        rows.put(row, formats.clone())?;
    }
    Ok(())
}
