//! `spreadsheets.batchUpdate`: the requests of a batch, in their order, all of them or none. One file per family.

mod cells;
mod charts;
mod copy_paste;
mod developer_metadata;
mod dimensions;
mod filters;
mod find_replace;
mod merges;
mod named_ranges;
mod protected_ranges;
mod ranges;
mod rules;
mod sheets;
mod sort;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::book::Book;
use super::mask::{Mask, MaskError};
use super::refusal::{Refusal, invalid};
use super::schema::SHEETS;
use super::selection::{Area, Selection};
use super::tab::Tab;
use crate::google_error::GoogleError;

/// What a request answers: the value below its own name, or nothing.
type Reply = Result<Option<Value>, Refusal>;

/// Carries the requests out and gives their replies. On a refusal the caller's transaction is rolled back.
pub(super) fn apply(book: &mut Book<'_>, requests: &[Value]) -> Result<Vec<Value>, Refusal> {
    if requests.is_empty() {
        return invalid("Must specify at least one request.");
    }
    let apply = |(index, request): (usize, &Value)| {
        let only = request.as_object().and_then(|request| request.iter().next());
        let Some((kind, body)) = only else {
            return Err(Refusal::Invalid("No request set.".to_owned()).at(&format!("requests[{index}]")));
        };
        let reply =
            dispatch(book, kind, body).map_err(|refusal| refusal.at(&format!("requests[{index}].{kind}")))?;
        Ok(reply.map_or_else(|| json!({}), |reply| json!({ kind.as_str(): reply })))
    };
    requests.iter().enumerate().map(apply).collect()
}

fn dispatch(book: &mut Book<'_>, kind: &str, body: &Value) -> Reply {
    match kind {
        "updateSpreadsheetProperties" => sheets::update_spreadsheet_properties(book, body),
        "addSheet" => sheets::add(book, body),
        "deleteSheet" => sheets::delete(book, body),
        "duplicateSheet" => sheets::duplicate(book, body),
        "updateSheetProperties" => sheets::update_properties(book, body),
        "appendCells" => cells::append(book, body),
        "updateCells" => cells::update(book, body),
        "repeatCell" => cells::repeat(book, body),
        "copyPaste" => copy_paste::copy(book, body),
        "appendDimension" => dimensions::append(book, body),
        "insertDimension" => dimensions::insert(book, body),
        "deleteDimension" => dimensions::delete(book, body),
        "moveDimension" => dimensions::shift(book, body),
        "updateDimensionProperties" => dimensions::update_properties(book, body),
        "autoResizeDimensions" => dimensions::auto_resize(book, body),
        "insertRange" => ranges::insert(book, body),
        "deleteRange" => ranges::delete(book, body),
        "mergeCells" => merges::merge(book, body),
        "unmergeCells" => merges::unmerge(book, body),
        "addNamedRange" => named_ranges::add(book, body),
        "updateNamedRange" => named_ranges::update(book, body),
        "deleteNamedRange" => named_ranges::delete(book, body),
        "createDeveloperMetadata" => developer_metadata::create(book, body),
        "updateDeveloperMetadata" => developer_metadata::update(book, body),
        "deleteDeveloperMetadata" => developer_metadata::delete(book, body),
        "sortRange" => sort::sort(book, body),
        "findReplace" => find_replace::find_replace(book, body),
        "setBasicFilter" => filters::set_basic(book, body),
        "clearBasicFilter" => filters::clear_basic(book, body),
        "addFilterView" => filters::add_view(book, body),
        "deleteFilterView" => filters::delete_view(book, body),
        "addChart" => charts::add(book, body),
        "updateChartSpec" => charts::update_spec(book, body),
        "updateEmbeddedObjectPosition" => charts::update_position(book, body),
        "deleteEmbeddedObject" => charts::delete(book, body),
        "addProtectedRange" => protected_ranges::add(book, body),
        "updateProtectedRange" => protected_ranges::update(book, body),
        "deleteProtectedRange" => protected_ranges::delete(book, body),
        "setDataValidation" => rules::set_data_validation(book, body),
        "addConditionalFormatRule" => rules::add_conditional_format(book, body),
        "deleteConditionalFormatRule" => rules::delete_conditional_format(book, body),
        other => Err(GoogleError::new(
            StatusCode::NOT_IMPLEMENTED,
            "UNIMPLEMENTED",
            format!("The local cloud does not simulate the request {other}. Nothing was changed."),
        )
        .into()),
    }
}

/// A copy of a tab of any spreadsheet, put behind the others; gives its place.
pub(super) fn adopt_copy(book: &mut Book<'_>, source: &Tab) -> Result<usize, Refusal> {
    let (sheet_id, title) = (book.unused_sheet_id(), sheets::copy_title(book, source.title()));
    let mut copy = Tab {
        sheet_id,
        ..source.clone()
    };
    copy.properties.insert("sheetId".to_owned(), json!(sheet_id));
    copy.properties.insert("title".to_owned(), json!(title));
    sheets::insert(book, copy, None)
}

/// A number of a request.
fn number(body: &Value, field: &str) -> Option<i64> {
    body.get(field).and_then(Value::as_i64)
}

/// A tab's id, 0 if the request does not say.
fn sheet_id(body: &Value) -> i64 {
    number(body, "sheetId").unwrap_or(0)
}

/// A text of a request; an empty one counts as absent.
fn text<'a>(body: &'a Value, field: &str) -> Option<&'a str> {
    body.get(field)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

/// The `fields` of a request that changes some fields of `message`; they are required.
fn fields(body: &Value, message: &str) -> Result<Mask, Refusal> {
    let Some(text) = text(body, "fields") else {
        return invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)");
    };
    Mask::read(text, &SHEETS, message).map_err(|error| match error {
        MaskError::Syntax => Refusal::Invalid(format!("Invalid field mask: {text}")),
        MaskError::UnknownField(path) => Refusal::Invalid(format!("Invalid field: {}", last_name(&path))),
    })
}

fn last_name(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The part of the grid that a request's `range` names; it must exist.
fn area(book: &Book<'_>, body: &Value, field: &str) -> Result<Area, Refusal> {
    let Some(range) = body.get(field) else {
        return invalid(format!("{field} must be specified."));
    };
    let selection = Selection::from_grid_range(range)?;
    selection.inside(book.grid(selection.sheet_id)?)
}

/// An id for something new: the one that the request chose, or one that is not among those in use.
fn choose_id(chosen: Option<i64>, in_use: &[i64]) -> i64 {
    if let Some(id) = chosen {
        return id;
    }
    loop {
        let id = i64::from(fastrand::i32(1..i32::MAX));
        if !in_use.contains(&id) {
            return id;
        }
    }
}
