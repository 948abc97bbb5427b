//! Protected ranges: stored and given back; the callers here may edit everything.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Reply, choose_id, fields, number};
use crate::sheets::book::Book;
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::selection::Selection;

pub(super) fn add(book: &mut Book<'_>, body: &Value) -> Reply {
    let none = json!({});
    let mut range = body.get("protectedRange").unwrap_or(&none).clone();
    let in_use = ids(book);
    let id = choose_id(number(&range, "protectedRangeId"), &in_use);
    if in_use.contains(&id) {
        return invalid(format!("A protected range with id: {id} already exists."));
    }
    let sheet_id = sheet_of(book, &range)?;
    range["protectedRangeId"] = json!(id);
    range["requestingUserCanEdit"] = json!(true);
    book.grid_mut(sheet_id)?
        .parts
        .protected_ranges
        .push(range.clone());
    Ok(Some(json!({ "protectedRange": range })))
}

pub(super) fn update(book: &mut Book<'_>, body: &Value) -> Reply {
    let mask = fields(body, "ProtectedRange")?;
    let none = json!({});
    let source = body.get("protectedRange").unwrap_or(&none);
    let id = number(source, "protectedRangeId").unwrap_or(0);
    let is_it = |range: &Value| number(range, "protectedRangeId") == Some(id);
    let tab = book
        .tabs
        .iter_mut()
        .find(|tab| tab.parts.protected_ranges.iter().any(is_it));
    let ranges = tab.map(|tab| &mut Arc::make_mut(tab).parts.protected_ranges);
    let Some(range) = ranges.and_then(|ranges| ranges.iter_mut().find(|range| is_it(range))) else {
        return unknown(id);
    };
    let mut after = range.as_object().cloned().unwrap_or_default();
    mask.copy(source, &mut after);
    after.insert("protectedRangeId".to_owned(), json!(id));
    *range = Value::Object(after);
    Ok(None)
}

pub(super) fn delete(book: &mut Book<'_>, body: &Value) -> Reply {
    let id = number(body, "protectedRangeId").unwrap_or(0);
    if !ids(book).contains(&id) {
        return unknown(id);
    }
    for tab in &mut book.tabs {
        Arc::make_mut(tab)
            .parts
            .protected_ranges
            .retain(|range| number(range, "protectedRangeId") != Some(id));
    }
    Ok(None)
}

fn sheet_of(book: &Book<'_>, range: &Value) -> Result<i64, Refusal> {
    if let Some(id) = range.get("namedRangeId") {
        let named = book
            .named_ranges
            .iter()
            .find(|named| named.get("namedRangeId") == Some(id));
        let Some(named) = named else {
            return invalid(format!("No NamedRange with id: {id}"));
        };
        return Ok(Selection::from_grid_range(&named["range"])?.sheet_id);
    }
    let Some(grid_range) = range.get("range") else {
        return invalid("protectedRange.range or protectedRange.namedRangeId must be specified.");
    };
    let selection = Selection::from_grid_range(grid_range)?;
    selection.inside(book.grid(selection.sheet_id)?)?;
    Ok(selection.sheet_id)
}

fn unknown(id: i64) -> Reply {
    invalid(format!("No protected range with id: {id}"))
}

fn ids(book: &Book<'_>) -> Vec<i64> {
    let ranges = book.tabs.iter().flat_map(|tab| &tab.parts.protected_ranges);
    ranges
        .filter_map(|range| number(range, "protectedRangeId"))
        .collect()
}
