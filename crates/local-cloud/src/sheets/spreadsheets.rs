//! `spreadsheets`: create, get, getByDataFilter, batchUpdate, and copying a tab to another spreadsheet.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::batch_update;
use super::body;
use super::book::{Book, new_properties};
use super::call::{Answer, change, view};
use super::filter;
use super::mask::Mask;
use super::present::{self, View};
use super::query::Query;
use super::refusal::Refusal;
use super::tab::Tab;
use super::values::unknown_method;
use crate::changes::Area;
use crate::world::{SharedWorld, World};

/// `POST /v4/spreadsheets`
pub(super) async fn create(
    State(world): State<SharedWorld>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let query = Query::read(&uri, "Spreadsheet", &[])?;
    let asked = body::read("Spreadsheet", "", &headers, &bytes)?;
    let answer = world.store.write(|tx| {
        let id = crate::drive::new_file_id();
        let book = build(tx, &world, &id, &asked)?;
        crate::drive::spreadsheet_created(tx, &world, &id, book.title())?;
        present::spreadsheet(
            &book,
            &View {
                selections: None,
                include_grid_data: false,
                mask: query.mask.as_ref(),
            },
        )
    })?;
    world.mark_changed(Area::Sheets);
    Ok(Json(query.project(answer)))
}

/// `GET /v4/spreadsheets/{id}`
pub(super) async fn get(State(world): State<SharedWorld>, Path(id): Path<String>, uri: Uri) -> Answer {
    let known = [
        "ranges",
        "includeGridData",
        "excludeTablesInBandedRanges",
        "commentsViewMode",
    ];
    let query = Query::read(&uri, "Spreadsheet", &known)?;
    view(&world, &id, &query, |book| {
        let ranges: Vec<_> = query
            .all("ranges")
            .map(|range| book.resolve(range))
            .collect::<Result<_, Refusal>>()?;
        let view = View {
            selections: (!ranges.is_empty()).then_some(ranges),
            include_grid_data: query.flag("includeGridData"),
            mask: query.mask.as_ref(),
        };
        present::spreadsheet(book, &view)
    })
}

/// `POST /v4/spreadsheets/{id}:VERB`
pub(super) async fn post(
    State(world): State<SharedWorld>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    match id.split_once(':') {
        Some((id, "batchUpdate")) => post_batch_update(&world, id, &uri, &headers, &bytes),
        Some((id, "getByDataFilter")) => get_by_data_filter(&world, id, &uri, &headers, &bytes),
        _ => Err(unknown_method()),
    }
}

fn get_by_data_filter(world: &SharedWorld, id: &str, uri: &Uri, headers: &HeaderMap, bytes: &[u8]) -> Answer {
    let query = Query::read(uri, "Spreadsheet", &[])?;
    let body = body::read("GetSpreadsheetByDataFilterRequest", "", headers, bytes)?;
    view(world, id, &query, |book| {
        let mut selections = Vec::new();
        for filter in filter::list(&body) {
            selections.extend(filter::selections(book, filter)?);
        }
        let view = View {
            selections: (!filter::list(&body).is_empty()).then_some(selections),
            include_grid_data: flag(&body, "includeGridData"),
            mask: query.mask.as_ref(),
        };
        present::spreadsheet(book, &view)
    })
}

fn post_batch_update(world: &SharedWorld, id: &str, uri: &Uri, headers: &HeaderMap, bytes: &[u8]) -> Answer {
    let query = Query::read(uri, "BatchUpdateSpreadsheetResponse", &[])?;
    let body = body::read("BatchUpdateSpreadsheetRequest", "", headers, bytes)?;
    change(world, id, &query, |book| {
        let requests = body
            .get("requests")
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        let replies = batch_update::apply(book, requests)?;
        let mut answer = json!({ "spreadsheetId": book.id, "replies": replies });
        let wanted = match &query.mask {
            None => Some(&Mask::All),
            Some(mask) => mask.below("updatedSpreadsheet"),
        };
        if let Some(wanted) = wanted.filter(|_| flag(&body, "includeSpreadsheetInResponse")) {
            answer["updatedSpreadsheet"] = updated(book, &body, wanted)?;
        }
        Ok(answer)
    })
}

fn updated(book: &Book<'_>, body: &Value, wanted: &Mask) -> Result<Value, Refusal> {
    let ranges = body
        .get("responseRanges")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let resolve = |range: &Value| book.resolve(range.as_str().unwrap_or_default());
    let ranges: Vec<_> = ranges.iter().map(resolve).collect::<Result<_, Refusal>>()?;
    let view = View {
        selections: (!ranges.is_empty()).then_some(ranges),
        include_grid_data: flag(body, "responseIncludeGridData"),
        // The flag is ignored where a mask names fields.
        mask: Some(wanted).filter(|wanted| **wanted != Mask::All),
    };
    present::spreadsheet(book, &view)
}

/// `POST /v4/spreadsheets/{id}/sheets/{sheetId}:copyTo`
pub(super) async fn copy_sheet(
    State(world): State<SharedWorld>,
    Path((id, sheet)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let sheet_id: Option<i64> = sheet
        .strip_suffix(":copyTo")
        .and_then(|sheet_id| sheet_id.parse().ok());
    let Some(sheet_id) = sheet_id else {
        return Err(unknown_method());
    };
    let query = Query::read(&uri, "SheetProperties", &[])?;
    let body = body::read("CopySheetToAnotherSpreadsheetRequest", "", &headers, &bytes)?;
    let destination = body
        .get("destinationSpreadsheetId")
        .and_then(Value::as_str)
        .unwrap_or_default();
    change(&world, destination, &query, |target| {
        let source = Book::open(target.db, &id)?;
        let index = batch_update::adopt_copy(target, &source.tabs[source.position(sheet_id)?])?;
        source
            .rows(sheet_id)
            .copy_to(&target.id, target.tabs[index].sheet_id)?;
        Ok(target.tabs[index].properties_at(index))
    })
}

/// A new spreadsheet as `asked`: an API `Spreadsheet`, of which everything may be missing.
pub(super) fn build<'a>(
    db: &'a Connection,
    world: &World,
    id: &str,
    asked: &Value,
) -> Result<Book<'a>, Refusal> {
    let mut properties: Map<String, Value> =
        new_properties("Untitled spreadsheet", &world.settings.time_zone);
    if let Some(Value::Object(asked)) = asked.get("properties") {
        properties.extend(asked.clone());
    }
    let mut book = Book::create(db, id, properties)?;
    let sheets = asked
        .get("sheets")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    if sheets.is_empty() {
        book.tabs.push(Arc::new(Tab::new(0, "Sheet1")));
    }
    for (index, sheet) in sheets.iter().enumerate() {
        add_sheet(&mut book, sheet).map_err(|refusal| refusal.at(&format!("sheets[{index}]")))?;
    }
    for range in asked
        .get("namedRanges")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        batch_update::apply(&mut book, &[json!({ "addNamedRange": { "namedRange": range } })])?;
    }
    book.save()?;
    Ok(book)
}

/// A sheet of a new spreadsheet, with the cells that it came with.
fn add_sheet(book: &mut Book<'_>, sheet: &Value) -> Result<(), Refusal> {
    let properties = sheet.get("properties").cloned().unwrap_or_else(|| json!({}));
    let added = batch_update::apply(book, &[json!({ "addSheet": { "properties": properties } })])?;
    let sheet_id = added[0]["addSheet"]["properties"]["sheetId"].clone();
    for data in sheet.get("data").and_then(Value::as_array).into_iter().flatten() {
        let start = json!({
            "sheetId": sheet_id,
            "rowIndex": data.get("startRow").and_then(Value::as_u64).unwrap_or(0),
            "columnIndex": data.get("startColumn").and_then(Value::as_u64).unwrap_or(0),
        });
        let rows = data.get("rowData").cloned().unwrap_or_else(|| json!([]));
        batch_update::apply(
            book,
            &[json!({ "updateCells": { "start": start, "rows": rows, "fields": "*" } })],
        )?;
    }
    Ok(())
}

fn flag(body: &Value, field: &str) -> bool {
    body.get(field) == Some(&Value::Bool(true))
}
