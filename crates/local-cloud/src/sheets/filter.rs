//! Data filters: the parts of a spreadsheet that a `gridRange`, an `a1Range` or a metadata lookup names.

use serde_json::Value;

use super::book::Book;
use super::metadata;
use super::refusal::{Refusal, invalid};
use super::selection::{Bounds, Selection};
use super::tab::Dimension;

/// The selections that one data filter means; a lookup may find several, or none.
pub(super) fn selections(book: &Book<'_>, filter: &Value) -> Result<Vec<Selection>, Refusal> {
    if let Some(range) = filter.get("gridRange") {
        let selection = Selection::from_grid_range(range)?;
        book.grid(selection.sheet_id)?;
        return Ok(vec![selection]);
    }
    if let Some(text) = filter.get("a1Range").and_then(Value::as_str) {
        return Ok(vec![book.resolve(text)?]);
    }
    if let Some(lookup) = filter.get("developerMetadataLookup") {
        return Ok(metadata::found_by(book, lookup)?
            .iter()
            .filter_map(place)
            .collect());
    }
    invalid("A data filter must have a gridRange, an a1Range or a developerMetadataLookup.")
}

/// The metadata that one data filter means: by lookup, or kept where a range lies.
pub(super) fn metadata(book: &Book<'_>, filter: &Value) -> Result<Vec<Value>, Refusal> {
    if let Some(lookup) = filter.get("developerMetadataLookup") {
        return metadata::found_by(book, lookup);
    }
    let selections = selections(book, filter)?;
    let touches = |metadata: &Value| {
        selections.iter().any(|selection| {
            book.tab(selection.sheet_id)
                .is_some_and(|tab| metadata::touches(metadata, &selection.clipped(tab)))
        })
    };
    Ok(metadata::all(book)?
        .into_iter()
        .filter(|metadata| touches(metadata))
        .collect())
}

/// The filters of a request, each checked to be one.
pub(super) fn list(body: &Value) -> &[Value] {
    body.get("dataFilters")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn place(metadata: &Value) -> Option<Selection> {
    let Some((sheet_id, dimension, span)) = metadata::span_of(metadata) else {
        return metadata::sheet_of(metadata).map(Selection::whole);
    };
    let span = Bounds {
        start: span.start,
        end: Some(span.end),
    };
    Some(match dimension {
        Dimension::Rows => Selection {
            sheet_id,
            rows: span,
            columns: Bounds::ALL,
        },
        Dimension::Columns => Selection {
            sheet_id,
            rows: Bounds::ALL,
            columns: span,
        },
    })
}
