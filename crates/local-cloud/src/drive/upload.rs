//! Uploads: `uploadType=media`, `multipart` and the beginning of `resumable`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::failure::{bad_content, invalid_parameter};
use super::files::{create_file, update_file};
use super::request::{Params, media_type, metadata, parse_metadata};
use super::resumable;
use super::write::Media;
use crate::google_error::GoogleError;
use crate::world::{SharedWorld, World};

/// `POST /upload/drive/v3/files`
pub(super) async fn create(
    State(world): State<SharedWorld>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, GoogleError> {
    take(&world, None, &uri, &headers, &bytes)
}

/// `PATCH /upload/drive/v3/files/{file}`
pub(super) async fn update(
    State(world): State<SharedWorld>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, GoogleError> {
    take(&world, Some(&id), &uri, &headers, &bytes)
}

fn take(
    world: &World,
    file: Option<&str>,
    uri: &Uri,
    headers: &HeaderMap,
    bytes: &[u8],
) -> Result<Response, GoogleError> {
    let params = Params::read(uri);
    match params.get("uploadType") {
        Some("media") => {
            let media = Media {
                content_type: media_type(headers),
                content: bytes,
            };
            store(world, file, &params, &Map::new(), &media)
        }
        Some("multipart") => {
            let (metadata, content_type, content) = multipart(headers, bytes)?;
            store(
                world,
                file,
                &params,
                &metadata,
                &Media {
                    content_type,
                    content: &content,
                },
            )
        }
        Some("resumable") => resumable::begin(world, file, uri, headers, metadata(headers, bytes)?),
        other => Err(invalid_parameter(format!(
            "Invalid uploadType: {}",
            other.unwrap_or_default()
        ))),
    }
}

fn store(
    world: &World,
    file: Option<&str>,
    params: &Params,
    metadata: &Map<String, Value>,
    media: &Media<'_>,
) -> Result<Response, GoogleError> {
    let shown = match file {
        Some(id) => update_file(world, id, params, metadata, Some(media))?,
        None => create_file(world, params, metadata, Some(media))?,
    };
    Ok(Json(shown).into_response())
}

/// Metadata, then the content and its type.
type Parts = (Map<String, Value>, String, Vec<u8>);

/// The two parts of a `multipart/related` body: metadata as JSON, then the content.
fn multipart(headers: &HeaderMap, bytes: &[u8]) -> Result<Parts, GoogleError> {
    let malformed = || bad_content("Malformed multipart body.", "badContent");
    let boundary = boundary(headers)
        .ok_or_else(|| bad_content("Missing end boundary in multipart body.", "badContent"))?;
    let parts = parts(bytes, &boundary).ok_or_else(malformed)?;
    let [first, second] = &parts[..] else {
        return Err(malformed());
    };
    let metadata = parse_metadata(first.body)?;
    let content_type = second
        .header("content-type")
        .unwrap_or("application/octet-stream")
        .to_owned();
    let is_base64 = second
        .header("content-transfer-encoding")
        .is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
    let content = if is_base64 {
        decode(second.body).ok_or_else(malformed)?
    } else {
        second.body.to_vec()
    };
    Ok((metadata, content_type, content))
}

fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let text: Vec<u8> = text
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    STANDARD.decode(text).ok()
}

fn boundary(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let parameter = value.split(';').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("boundary")
            .then_some(value.trim())
    })?;
    Some(parameter.trim_matches('"').to_owned())
}

struct Part<'a> {
    headers: Vec<(String, &'a str)>,
    body: &'a [u8],
}

impl Part<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| *value)
    }
}

fn parts<'a>(bytes: &'a [u8], boundary: &str) -> Option<Vec<Part<'a>>> {
    let delimiter = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut rest = &bytes[find(bytes, delimiter.as_bytes())? + delimiter.len()..];
    while !rest.starts_with(b"--") {
        let end = find(rest, delimiter.as_bytes())?;
        parts.push(part(trim_line_break_end(skip_line_break(&rest[..end])))?);
        rest = &rest[end + delimiter.len()..];
    }
    Some(parts)
}

fn part(bytes: &[u8]) -> Option<Part<'_>> {
    let (head, body) = match (find(bytes, b"\r\n\r\n"), find(bytes, b"\n\n")) {
        (Some(at), other) if other.is_none_or(|other| at < other) => (&bytes[..at], &bytes[at + 4..]),
        (_, Some(at)) => (&bytes[..at], &bytes[at + 2..]),
        _ => return None,
    };
    let head = std::str::from_utf8(head).ok()?;
    let headers = head.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_ascii_lowercase(), value.trim()))
    });
    Some(Part {
        headers: headers.collect(),
        body,
    })
}

fn skip_line_break(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_prefix(b"\r\n")
        .or_else(|| bytes.strip_prefix(b"\n"))
        .unwrap_or(bytes)
}

/// The line break before a delimiter belongs to the delimiter.
fn trim_line_break_end(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_suffix(b"\r\n")
        .or_else(|| bytes.strip_suffix(b"\n"))
        .unwrap_or(bytes)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content_type: &str, body: &str) -> Option<(String, String, String)> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, content_type.parse().unwrap());
        let (metadata, kind, content) = multipart(&headers, body.as_bytes()).ok()?;
        Some((
            metadata["name"].as_str()?.to_owned(),
            kind,
            String::from_utf8(content).ok()?,
        ))
    }

    #[test]
    fn both_kinds_of_line_breaks_and_base64_are_read() {
        let expected = Some(("a.csv".to_owned(), "text/csv".to_owned(), "x\r\ny\n".to_owned()));
        let head = "Content-Type: application/json";
        let crlf = format!(
            "--B\r\n{head}\r\n\r\n{{\"name\":\"a.csv\"}}\r\n--B\r\nContent-Type: text/csv\r\n\r\nx\r\ny\n\r\n--B--"
        );
        let lf = format!(
            "--B\n{head}\n\n{{\"name\":\"a.csv\"}}\n--B\ncontent-type: text/csv\n\nx\r\ny\n\n--B--\n"
        );
        let base64 = format!(
            "--B\r\n{head}\r\n\r\n{{\"name\":\"a.csv\"}}\r\n--B\r\nContent-Type: text/csv\r\nContent-Transfer-Encoding: base64\r\n\r\neA0KeQo=\r\n--B--\r\n"
        );
        assert_eq!(read("multipart/related; boundary=B", &crlf), expected);
        assert_eq!(read("multipart/related; boundary=\"B\"", &lf), expected);
        assert_eq!(
            read("Multipart/Related; charset=x; Boundary=B", &base64),
            expected
        );
    }

    #[test]
    fn a_body_that_is_cut_off_is_refused() {
        for body in ["", "--B", "--B\r\n\r\n{}\r\n", "--B\r\n\r\n{}\r\n--B--"] {
            assert_eq!(read("multipart/related; boundary=B", body), None, "{body}");
        }
        assert_eq!(read("multipart/related", "--B--"), None);
    }
}
