//! A file's metadata or content, and a spreadsheet as CSV.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};

use super::failure::{bad_content, forbidden};
use super::fields::show_file;
use super::request::Params;
use super::resource::show;
use super::rules;
use super::store;
use crate::google_error::GoogleError;
use crate::world::SharedWorld;

/// `GET /drive/v3/files/{file}`, with `alt=media` its content.
pub(super) async fn get(
    State(world): State<SharedWorld>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, GoogleError> {
    let params = Params::read(&uri);
    let wants_content = params.get("alt") == Some("media");
    let (file, content) = world.store.read(|db| {
        Ok(rules::visible(db, &id, params.all_drives()).and_then(|file| {
            let content = if wants_content {
                store::content(db, file.id())?
            } else {
                None
            };
            Ok((file, content))
        }))
    })??;
    if !wants_content {
        return Ok(Json(show_file(params.fields(), show(&world, &file))?).into_response());
    }
    let Some(content) = content else {
        return Err(forbidden(
            "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
            "fileNotDownloadable",
        ));
    };
    Ok(download(file.text("mimeType"), content, &headers))
}

/// `GET /drive/v3/files/{file}/export`
pub(super) async fn export(
    State(world): State<SharedWorld>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Response, GoogleError> {
    let params = Params::read(&uri);
    let rows = world.store.read(|db| {
        // The method has no supportsAllDrives: it knows shared drives without being told.
        Ok(rules::visible(db, &id, true).and_then(|file| {
            if !file.is_spreadsheet() {
                return Err(forbidden(
                    "Export only supports Docs Editors files.",
                    "fileNotExportable",
                ));
            }
            match params.get("mimeType") {
                Some("text/csv") => crate::sheets::csv_rows(db, file.id()),
                Some(_) => Err(bad_content(
                    "The requested conversion is not supported.",
                    "badRequest",
                )),
                None => Err(bad_content("Required parameter: mimeType", "required")),
            }
        }))
    })??;
    let csv = csv(&rows)?;
    Ok(([(CONTENT_TYPE, "text/csv")], csv).into_response())
}

fn csv(rows: &[Vec<String>]) -> Result<Vec<u8>, GoogleError> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        let padding = std::iter::repeat_n("", width - row.len());
        let record = row.iter().map(String::as_str).chain(padding);
        writer
            .write_record(record)
            .map_err(|error| GoogleError::internal(error.to_string()))?;
    }
    let mut csv = writer
        .into_inner()
        .map_err(|error| GoogleError::internal(error.to_string()))?;
    // Google's export does not end with a line break.
    csv.truncate(csv.trim_ascii_end().len());
    Ok(csv)
}

fn download(mime_type: &str, content: Vec<u8>, headers: &HeaderMap) -> Response {
    let total = content.len();
    let kind = (CONTENT_TYPE, mime_type.to_owned());
    let Some(asked) = headers
        .get(RANGE)
        .and_then(|range| range.to_str().ok())
        .and_then(byte_range)
    else {
        return ([kind, (ACCEPT_RANGES, "bytes".to_owned())], content).into_response();
    };
    let end = asked.1.map_or(total, |last| last.saturating_add(1)).min(total);
    match content.get(asked.0..end) {
        Some(part) if !part.is_empty() => {
            let range = (CONTENT_RANGE, format!("bytes {}-{}/{total}", asked.0, end - 1));
            (StatusCode::PARTIAL_CONTENT, [kind, range], part.to_vec()).into_response()
        }
        _ => {
            let range = (CONTENT_RANGE, format!("bytes */{total}"));
            (StatusCode::RANGE_NOT_SATISFIABLE, [kind, range], Vec::new()).into_response()
        }
    }
}

/// `bytes=0-499` or `bytes=500-`
fn byte_range(text: &str) -> Option<(usize, Option<usize>)> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let last = if last.is_empty() {
        None
    } else {
        Some(last.parse().ok()?)
    };
    Some((first.parse().ok()?, last))
}
