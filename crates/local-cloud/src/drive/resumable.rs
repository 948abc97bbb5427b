//! Resumable uploads: a session, chunks, and where the upload stands. Sessions survive a restart.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONTENT_LENGTH, CONTENT_RANGE, HOST, LOCATION, RANGE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::failure::{bad_content, invalid_value};
use super::files::{create_file, update_file};
use super::request::Params;
use super::rules;
use super::store::new_file_id;
use super::write::{Media, check_new};
use crate::google_error::GoogleError;
use crate::world::{SharedWorld, World};

/// All chunks but the last are multiples of this.
const CHUNK: usize = 256 * 1024;

#[derive(Serialize, Deserialize)]
struct Session {
    /// The file that gets a new content; none for a new file.
    file: Option<String>,
    metadata: Map<String, Value>,
    content_type: String,
    /// The query that began it.
    query: String,
    /// What the finished upload answered.
    done: Option<Value>,
}

/// Begins a session, if the file could be created or changed now.
pub(super) fn begin(
    world: &World,
    file: Option<&str>,
    uri: &Uri,
    headers: &HeaderMap,
    metadata: Map<String, Value>,
) -> Result<Response, GoogleError> {
    let params = Params::read(uri);
    super::fields::show_file(params.fields(), Value::Null)?;
    let announced = header(headers, "x-upload-content-type").map(str::to_owned);
    let in_metadata = metadata
        .get("mimeType")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let session = Session {
        file: file.map(str::to_owned),
        content_type: announced.or(in_metadata).unwrap_or_default(),
        query: uri.query().unwrap_or_default().to_owned(),
        metadata,
        done: None,
    };
    let id = new_file_id();
    world.store.write(|tx| {
        match file {
            Some(file) => drop(rules::visible(tx, file, params.all_drives())?),
            None => check_new(tx, &session.metadata, params.all_drives())?,
        }
        save(tx, &id, &session, &[])
    })?;
    let origin = match headers.get(HOST).and_then(|host| host.to_str().ok()) {
        Some(host) => format!("http://{host}"),
        None => world.settings.origin.clone(),
    };
    let location = format!("{origin}{}?uploadType=resumable&upload_id={id}", uri.path());
    Ok(([(LOCATION.as_str(), location), ("x-guploader-uploadid", id)], "").into_response())
}

/// `PUT` of a chunk, of everything, or of nothing to ask how far the upload has come.
pub(super) async fn put(
    State(world): State<SharedWorld>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, GoogleError> {
    let id = upload_id(&uri)?;
    let (session, mut content) = load(&world, &id)?;
    if let Some(done) = session.done {
        return Ok(Json(done).into_response());
    }
    let chunk = Chunk::read(
        header(&headers, CONTENT_RANGE.as_str()),
        content.len(),
        bytes.len(),
    )?;
    if let Some(start) = chunk.start {
        if start > content.len() {
            return Err(invalid_value(format!(
                "Invalid request. According to the Content-Range header, the upload offset is {start} byte(s), which exceeds already uploaded size of {} byte(s).",
                content.len()
            )));
        }
        content.truncate(start);
        content.extend_from_slice(&bytes);
    }
    if chunk.total == Some(content.len()) {
        return finish(&world, &id, session, &content);
    }
    if chunk.start.is_some() {
        if !bytes.len().is_multiple_of(CHUNK) {
            return Err(invalid_value(format!(
                "Chunks other than the last must be multiples of {CHUNK} bytes."
            )));
        }
        world.store.write(|tx| save(tx, &id, &session, &content))?;
    }
    Ok(incomplete(content.len()))
}

/// `DELETE` of a session.
pub(super) async fn cancel(State(world): State<SharedWorld>, uri: Uri) -> Result<StatusCode, GoogleError> {
    let id = upload_id(&uri)?;
    load(&world, &id)?;
    world.store.write(|tx| {
        tx.execute("DELETE FROM drive_uploads WHERE id = ?1", [&id])
            .map_err(GoogleError::from)
    })?;
    StatusCode::from_u16(499).map_err(|error| GoogleError::internal(error.to_string()))
}

fn finish(world: &World, id: &str, mut session: Session, content: &[u8]) -> Result<Response, GoogleError> {
    let params = Params::parse(&session.query);
    let media = Media {
        content_type: session.content_type.clone(),
        content,
    };
    let shown = match &session.file {
        Some(file) => update_file(world, file, &params, &session.metadata, Some(&media))?,
        None => create_file(world, &params, &session.metadata, Some(&media))?,
    };
    session.done = Some(shown.clone());
    world.store.write(|tx| save(tx, id, &session, &[]))?;
    Ok(Json(shown).into_response())
}

/// 308, with what has arrived so far.
fn incomplete(received: usize) -> Response {
    let status = StatusCode::PERMANENT_REDIRECT;
    match received.checked_sub(1) {
        Some(last) => (
            status,
            [
                (RANGE.as_str(), format!("bytes=0-{last}")),
                (CONTENT_LENGTH.as_str(), "0".to_owned()),
            ],
        )
            .into_response(),
        None => (status, [(CONTENT_LENGTH.as_str(), "0".to_owned())]).into_response(),
    }
}

/// What a `Content-Range` says.
struct Chunk {
    /// Where the bytes go; none when only the state is asked for.
    start: Option<usize>,
    /// The size of the whole, once it is known.
    total: Option<usize>,
}

impl Chunk {
    /// `bytes 0-9/20`, `bytes 0-9/*`, `bytes */20`, `bytes */*`, or nothing: then the body is all of it.
    fn read(range: Option<&str>, received: usize, length: usize) -> Result<Self, GoogleError> {
        let Some(range) = range else {
            return Ok(Self {
                start: Some(0),
                total: Some(length),
            });
        };
        let malformed = || {
            bad_content(
                format!("Failed to parse Content-Range header: {range}"),
                "badContent",
            )
        };
        let (span, total) = range
            .strip_prefix("bytes ")
            .and_then(|range| range.split_once('/'))
            .ok_or_else(malformed)?;
        let total = if total == "*" {
            None
        } else {
            Some(total.parse().map_err(|_| malformed())?)
        };
        if span == "*" {
            // An upload that is empty as a whole ends with its first question.
            return Ok(Self {
                start: None,
                total: total.filter(|total| *total == received),
            });
        }
        let (first, last) = span.split_once('-').ok_or_else(malformed)?;
        let (first, last): (usize, usize) = (
            first.parse().map_err(|_| malformed())?,
            last.parse().map_err(|_| malformed())?,
        );
        if last.checked_sub(first).map(|span| span + 1) != Some(length) {
            return Err(malformed());
        }
        Ok(Self {
            start: Some(first),
            total,
        })
    }
}

fn upload_id(uri: &Uri) -> Result<String, GoogleError> {
    let params = Params::read(uri);
    params
        .get("upload_id")
        .map(str::to_owned)
        .ok_or_else(|| invalid_value("Missing upload_id."))
}

fn load(world: &World, id: &str) -> Result<(Session, Vec<u8>), GoogleError> {
    let sql = "SELECT session, content FROM drive_uploads WHERE id = ?1";
    let found: Option<(String, Vec<u8>)> = world.store.read(|db| {
        db.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
    })?;
    let (session, content) =
        found.ok_or_else(|| GoogleError::not_found("Upload session not found.").with_reason("notFound"))?;
    let session = serde_json::from_str(&session)
        .map_err(|error| GoogleError::internal(format!("a stored upload session cannot be read: {error}")))?;
    Ok((session, content))
}

fn save(db: &Connection, id: &str, session: &Session, content: &[u8]) -> Result<(), GoogleError> {
    let session = serde_json::to_string(session).map_err(|error| GoogleError::internal(error.to_string()))?;
    let sql = "INSERT INTO drive_uploads (id, session, content) VALUES (?1, ?2, ?3)
               ON CONFLICT DO UPDATE SET session = excluded.session, content = excluded.content";
    db.execute(sql, params![id, session, content])?;
    Ok(())
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
