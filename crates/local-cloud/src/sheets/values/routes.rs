//! The calls on `values`, by range, by list of ranges, and by data filter.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::routing::get;
use serde_json::{Value, json};

use super::options::{Input, Options};
use super::write::Block;
use super::{append, clear, read, write};
use crate::google_error::GoogleError;
use crate::sheets::body;
use crate::sheets::book::Book;
use crate::sheets::call::{Answer, change, view};
use crate::sheets::filter;
use crate::sheets::query::Query;
use crate::sheets::refusal::Refusal;
use crate::sheets::selection::Selection;
use crate::world::SharedWorld;

const RENDER: [&str; 2] = ["valueRenderOption", "dateTimeRenderOption"];
const WRITE: [&str; 5] = [
    "valueInputOption",
    "includeValuesInResponse",
    "responseValueRenderOption",
    "responseDateTimeRenderOption",
    "insertDataOption",
];

/// `.../values/{range}`, `.../values/{range}:append` and `:clear`.
pub(in crate::sheets) fn routes() -> Router<SharedWorld> {
    Router::new().route(
        "/v4/spreadsheets/{id}/values/{range}",
        get(get_range).put(update).post(append_or_clear),
    )
}

async fn get_range(
    State(world): State<SharedWorld>,
    Path((id, range)): Path<(String, String)>,
    uri: Uri,
) -> Answer {
    let query = Query::read(&uri, "ValueRange", &[&RENDER[..], &["majorDimension"]].concat())?;
    let options = Options::Query(&query);
    let (major, rendering) = (options.major()?, options.rendering()?);
    view(&world, &id, &query, |book| {
        read::value_range(book, &book.resolve(&range)?, major, rendering)
    })
}

async fn update(
    State(world): State<SharedWorld>,
    Path((id, range)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let query = Query::read(&uri, "UpdateValuesResponse", &WRITE[..4])?;
    let values = body::read("ValueRange", "data", &headers, &bytes)?;
    let options = Options::Query(&query);
    let (input, _) = (options.input()?, options.response_rendering()?);
    change(&world, &id, &query, |book| {
        let block = Block::read(&values)?;
        write::update(book, &book.resolve(&range)?, &block, input, &options)
    })
}

async fn append_or_clear(
    State(world): State<SharedWorld>,
    Path((id, range)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    if let Some(range) = range.strip_suffix(":append") {
        return append_to(&world, &id, range, &uri, &headers, &bytes);
    }
    let Some(range) = range.strip_suffix(":clear") else {
        return Err(unknown_method());
    };
    let query = Query::read(&uri, "ClearValuesResponse", &[])?;
    body::read("ClearValuesRequest", "", &headers, &bytes)?;
    change(&world, &id, &query, |book| {
        let cleared = clear::clear(book, &book.resolve(range)?)?;
        Ok(json!({ "spreadsheetId": book.id, "clearedRange": cleared }))
    })
}

fn append_to(
    world: &SharedWorld,
    id: &str,
    range: &str,
    uri: &Uri,
    headers: &HeaderMap,
    bytes: &[u8],
) -> Answer {
    let query = Query::read(uri, "AppendValuesResponse", &WRITE)?;
    let values = body::read("ValueRange", "data", headers, bytes)?;
    let options = Options::Query(&query);
    let (input, _, _) = (
        options.input()?,
        options.inserts_rows()?,
        options.response_rendering()?,
    );
    change(world, id, &query, |book| {
        let selection = book.resolve(range)?;
        append::append(book, &selection, &Block::read(&values)?, input, &options)
    })
}

/// `GET values:batchGet`
pub(in crate::sheets) fn batch_get(world: &SharedWorld, id: &str, uri: &Uri) -> Answer {
    let known = [&RENDER[..], &["majorDimension", "ranges"]].concat();
    let query = Query::read(uri, "BatchGetValuesResponse", &known)?;
    let options = Options::Query(&query);
    let (major, rendering) = (options.major()?, options.rendering()?);
    view(world, id, &query, |book| {
        let read = |range: &str| read::value_range(book, &book.resolve(range)?, major, rendering);
        let ranges: Vec<Value> = query.all("ranges").map(read).collect::<Result<_, Refusal>>()?;
        Ok(json!({ "spreadsheetId": book.id, "valueRanges": ranges }))
    })
}

/// `POST values:VERB`
pub(in crate::sheets) fn batch(
    world: &SharedWorld,
    id: &str,
    verb: &str,
    uri: &Uri,
    headers: &HeaderMap,
    bytes: &[u8],
) -> Answer {
    let (request, response, carry_out): (_, _, Batch) = match verb {
        "batchUpdate" => (
            "BatchUpdateValuesRequest",
            "BatchUpdateValuesResponse",
            batch_update,
        ),
        "batchClear" => ("BatchClearValuesRequest", "BatchClearValuesResponse", batch_clear),
        "batchUpdateByDataFilter" => (
            "BatchUpdateValuesByDataFilterRequest",
            "BatchUpdateValuesByDataFilterResponse",
            batch_update_by_data_filter,
        ),
        "batchClearByDataFilter" => (
            "BatchClearValuesByDataFilterRequest",
            "BatchClearValuesByDataFilterResponse",
            batch_clear_by_data_filter,
        ),
        "batchGetByDataFilter" => return batch_get_by_data_filter(world, id, uri, headers, bytes),
        _ => return Err(unknown_method()),
    };
    let query = Query::read(uri, response, &[])?;
    let body = body::read(request, "", headers, bytes)?;
    change(world, id, &query, |book| carry_out(book, &body))
}

type Batch = fn(&mut Book<'_>, &Value) -> Result<Value, Refusal>;

fn batch_get_by_data_filter(
    world: &SharedWorld,
    id: &str,
    uri: &Uri,
    headers: &HeaderMap,
    bytes: &[u8],
) -> Answer {
    let query = Query::read(uri, "BatchGetValuesByDataFilterResponse", &[])?;
    let body = body::read("BatchGetValuesByDataFilterRequest", "", headers, bytes)?;
    let options = Options::Body(&body);
    let (major, rendering) = (options.major()?, options.rendering()?);
    view(world, id, &query, |book| {
        let mut ranges = Vec::new();
        for (selection, filter) in filtered(book, filter::list(&body))? {
            let range = read::value_range(book, &selection, major, rendering)?;
            ranges.push(json!({ "valueRange": range, "dataFilters": [filter] }));
        }
        Ok(json!({ "spreadsheetId": book.id, "valueRanges": ranges }))
    })
}

fn batch_update(book: &mut Book<'_>, body: &Value) -> Result<Value, Refusal> {
    let options = Options::Body(body);
    let input = options.input()?;
    let mut responses = Vec::new();
    for (index, data) in list(body, "data").iter().enumerate() {
        let range = data.get("range").and_then(Value::as_str).unwrap_or_default();
        let updated = book.resolve(range).and_then(|selection| {
            Ok((
                write::update(book, &selection, &Block::read(data)?, input, &options)?,
                selection.sheet_id,
            ))
        });
        responses.push(updated.map_err(|refusal| refusal.at(&format!("data[{index}]")))?);
    }
    Ok(totals(book, responses))
}

fn batch_update_by_data_filter(book: &mut Book<'_>, body: &Value) -> Result<Value, Refusal> {
    let options = Options::Body(body);
    let input: Input = options.input()?;
    let mut responses = Vec::new();
    for (index, data) in list(body, "data").iter().enumerate() {
        let place = format!("data[{index}]");
        let filter = data.get("dataFilter").unwrap_or(&Value::Null);
        for selection in filter::selections(book, filter).map_err(|refusal| refusal.at(&place))? {
            let updated =
                Block::read(data).and_then(|block| write::update(book, &selection, &block, input, &options));
            let mut updated = updated.map_err(|refusal| refusal.at(&place))?;
            if let Some(updated) = updated.as_object_mut() {
                updated.remove("spreadsheetId");
                updated.insert("dataFilter".to_owned(), filter.clone());
            }
            responses.push((updated, selection.sheet_id));
        }
    }
    Ok(totals(book, responses))
}

fn totals(book: &Book<'_>, responses: Vec<(Value, i64)>) -> Value {
    let sum = |field: &str| {
        responses
            .iter()
            .filter_map(|(response, _)| response[field].as_u64())
            .sum::<u64>()
    };
    let mut sheets: Vec<i64> = responses.iter().map(|(_, sheet_id)| *sheet_id).collect();
    sheets.sort_unstable();
    sheets.dedup();
    json!({
        "spreadsheetId": book.id,
        "totalUpdatedRows": sum("updatedRows"),
        "totalUpdatedColumns": sum("updatedColumns"),
        "totalUpdatedCells": sum("updatedCells"),
        "totalUpdatedSheets": sheets.len(),
        "responses": responses.into_iter().map(|(response, _)| response).collect::<Vec<_>>(),
    })
}

fn batch_clear(book: &mut Book<'_>, body: &Value) -> Result<Value, Refusal> {
    let clear = |range: &Value| clear::clear(book, &book.resolve(range.as_str().unwrap_or_default())?);
    let cleared: Vec<String> = list(body, "ranges")
        .iter()
        .map(clear)
        .collect::<Result<_, Refusal>>()?;
    Ok(json!({ "spreadsheetId": book.id, "clearedRanges": cleared }))
}

fn batch_clear_by_data_filter(book: &mut Book<'_>, body: &Value) -> Result<Value, Refusal> {
    let selections = filtered(book, filter::list(body))?;
    let clear = |(selection, _): &(Selection, &Value)| clear::clear(book, selection);
    let cleared: Vec<String> = selections.iter().map(clear).collect::<Result<_, Refusal>>()?;
    Ok(json!({ "spreadsheetId": book.id, "clearedRanges": cleared }))
}

fn filtered<'f>(book: &Book<'_>, filters: &'f [Value]) -> Result<Vec<(Selection, &'f Value)>, Refusal> {
    let mut found = Vec::new();
    for filter in filters {
        found.extend(
            filter::selections(book, filter)?
                .into_iter()
                .map(|selection| (selection, filter)),
        );
    }
    Ok(found)
}

fn list<'a>(body: &'a Value, field: &str) -> &'a [Value] {
    body.get(field)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Google's answer to a path that no method has.
pub(in crate::sheets) fn unknown_method() -> GoogleError {
    GoogleError::not_found("Method not found.")
}
