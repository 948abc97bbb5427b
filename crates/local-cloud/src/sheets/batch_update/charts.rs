//! Charts: checked, stored and given back; nothing draws them here.

mod spec;

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Reply, choose_id, number, text};
use crate::sheets::book::Book;
use crate::sheets::mask::{Mask, MaskError};
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::schema::SHEETS;
use crate::sheets::selection::Selection;
use crate::sheets::tab::Tab;

pub(super) fn add(book: &mut Book<'_>, body: &Value) -> Reply {
    let none = json!({});
    let mut chart = body.get("chart").unwrap_or(&none).clone();
    let Some(asked) = chart.get("spec") else {
        return invalid("chart.spec must be specified.");
    };
    spec::check(book, asked)?;
    let in_use = ids(book);
    let id = choose_id(number(&chart, "chartId"), &in_use);
    if in_use.contains(&id) {
        return invalid(format!("A chart with id: {id} already exists."));
    }
    chart["chartId"] = json!(id);
    let sheet_id = place(book, &mut chart)?;
    book.grid_mut(sheet_id)?.parts.charts.push(chart.clone());
    Ok(Some(json!({ "chart": chart })))
}

pub(super) fn update_spec(book: &mut Book<'_>, body: &Value) -> Reply {
    let Some(spec) = body.get("spec") else {
        return invalid("spec must be specified.");
    };
    let id = number(body, "chartId").unwrap_or(0);
    find(book, id)?;
    spec::check(book, spec)?;
    let chart = find(book, id)?;
    chart["spec"] = spec.clone();
    Ok(None)
}

pub(super) fn update_position(book: &mut Book<'_>, body: &Value) -> Reply {
    let Some(fields) = text(body, "fields") else {
        return invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)");
    };
    let mask = Mask::read(fields, &SHEETS, "OverlayPosition")
        .or_else(|_| Mask::read(fields, &SHEETS, "EmbeddedObjectPosition"))
        .map_err(|error| match error {
            MaskError::Syntax => Refusal::Invalid(format!("Invalid field mask: {fields}")),
            MaskError::UnknownField(path) => Refusal::Invalid(format!("Invalid field: {path}")),
        })?;
    let new = body
        .get("newPosition")
        .and_then(|position| position.get("overlayPosition"))
        .unwrap_or(&Value::Null);
    let chart = find(book, number(body, "objectId").unwrap_or(0))?;
    let mut overlay = chart["position"]["overlayPosition"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    mask.copy(new, &mut overlay);
    chart["position"] = json!({ "overlayPosition": overlay });
    Ok(Some(json!({ "position": chart["position"] })))
}

pub(super) fn delete(book: &mut Book<'_>, body: &Value) -> Reply {
    let id = number(body, "objectId").unwrap_or(0);
    find(book, id)?;
    for tab in &mut book.tabs {
        Arc::make_mut(tab)
            .parts
            .charts
            .retain(|chart| number(chart, "chartId") != Some(id));
    }
    Ok(None)
}

/// The tab that a chart lies on; a chart may ask for one of its own.
fn place(book: &mut Book<'_>, chart: &mut Value) -> Result<i64, Refusal> {
    let position = chart
        .get("position")
        .cloned()
        .unwrap_or_else(|| json!({ "newSheet": true }));
    if let Some(anchor) = position
        .get("overlayPosition")
        .and_then(|overlay| overlay.get("anchorCell"))
    {
        return anchored(book, anchor);
    }
    if position.get("newSheet") == Some(&json!(true)) {
        let sheet_id = book.unused_sheet_id();
        super::sheets::insert(
            book,
            Tab::new(sheet_id, &format!("Chart{}", sheet_id % 10_000)),
            None,
        )?;
        chart["position"] = json!({ "sheetId": sheet_id });
        return Ok(sheet_id);
    }
    invalid("chart.position must name an anchor cell or a new sheet.")
}

/// The anchor is a cell of the grid.
fn anchored(book: &Book<'_>, anchor: &Value) -> Result<i64, Refusal> {
    let index = |field: &str| number(anchor, field).unwrap_or(0);
    let (row, column) = (index("rowIndex"), index("columnIndex"));
    let cell = json!({
        "sheetId": index("sheetId"),
        "startRowIndex": row, "endRowIndex": row + 1,
        "startColumnIndex": column, "endColumnIndex": column + 1,
    });
    let cell = Selection::from_grid_range(&cell)?;
    cell.inside(book.grid(cell.sheet_id)?)?;
    Ok(cell.sheet_id)
}

fn find<'a>(book: &'a mut Book<'_>, id: i64) -> Result<&'a mut Value, Refusal> {
    let is_it = |chart: &Value| number(chart, "chartId") == Some(id);
    let tab = book
        .tabs
        .iter_mut()
        .find(|tab| tab.parts.charts.iter().any(is_it));
    let found = tab.and_then(|tab| {
        Arc::make_mut(tab)
            .parts
            .charts
            .iter_mut()
            .find(|chart| is_it(chart))
    });
    found.ok_or_else(|| Refusal::Invalid(format!("No embedded object with id: {id}")))
}

fn ids(book: &Book<'_>) -> Vec<i64> {
    book.tabs
        .iter()
        .flat_map(|tab| &tab.parts.charts)
        .filter_map(|chart| number(chart, "chartId"))
        .collect()
}
