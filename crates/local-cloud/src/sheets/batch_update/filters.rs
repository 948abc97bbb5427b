//! Filters: stored and given back; they hide nothing here.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Reply, area, choose_id, number, sheet_id};
use crate::sheets::book::Book;
use crate::sheets::refusal::invalid;

pub(super) fn set_basic(book: &mut Book<'_>, body: &Value) -> Reply {
    let none = json!({});
    let mut filter = body.get("filter").unwrap_or(&none).clone();
    let area = area(book, &filter, "range")?;
    filter["range"] = area.grid_range();
    book.grid_mut(area.sheet_id)?.parts.basic_filter = Some(filter);
    Ok(None)
}

pub(super) fn clear_basic(book: &mut Book<'_>, body: &Value) -> Reply {
    book.grid_mut(sheet_id(body))?.parts.basic_filter = None;
    Ok(None)
}

pub(super) fn add_view(book: &mut Book<'_>, body: &Value) -> Reply {
    let none = json!({});
    let mut view = body.get("filter").unwrap_or(&none).clone();
    let area = area(book, &view, "range")?;
    let in_use = ids(book);
    let id = choose_id(number(&view, "filterViewId"), &in_use);
    if in_use.contains(&id) {
        return invalid(format!("A filter view with id: {id} already exists."));
    }
    view["filterViewId"] = json!(id);
    view["range"] = area.grid_range();
    book.grid_mut(area.sheet_id)?
        .parts
        .filter_views
        .push(view.clone());
    Ok(Some(json!({ "filter": view })))
}

pub(super) fn delete_view(book: &mut Book<'_>, body: &Value) -> Reply {
    let id = number(body, "filterId").unwrap_or(0);
    if !ids(book).contains(&id) {
        return invalid(format!("No filter view with id: {id}"));
    }
    for tab in &mut book.tabs {
        Arc::make_mut(tab)
            .parts
            .filter_views
            .retain(|view| number(view, "filterViewId") != Some(id));
    }
    Ok(None)
}

fn ids(book: &Book<'_>) -> Vec<i64> {
    book.tabs
        .iter()
        .flat_map(|tab| &tab.parts.filter_views)
        .filter_map(|view| number(view, "filterViewId"))
        .collect()
}
