//! What a call brings: its parameters and its body.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Uri};
use serde_json::{Map, Value};

use super::failure::bad_content;
use crate::google_error::GoogleError;

/// The parameters of one call. Drive ignores those that it does not know.
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn read(uri: &Uri) -> Self {
        Self::parse(uri.query().unwrap_or_default())
    }

    pub(super) fn parse(query: &str) -> Self {
        Self(
            url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// A parameter's value; an empty one counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self
            .0
            .iter()
            .find(|(known, value)| known == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// A yes/no parameter.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1")
    }

    /// Whether the caller knows about shared drives.
    pub(super) fn all_drives(&self) -> bool {
        self.flag("supportsAllDrives") || self.flag("supportsTeamDrives")
    }

    /// The mask on the answer.
    pub(super) fn fields(&self) -> Option<&str> {
        self.get("fields")
    }
}

/// The media type of a body, without its parameters.
pub(super) fn media_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// The metadata in a JSON body; no body is no metadata.
pub(super) fn metadata(headers: &HeaderMap, bytes: &[u8]) -> Result<Map<String, Value>, GoogleError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    let kind = media_type(headers);
    if kind != "application/json" {
        return Err(bad_content(
            format!("Unsupported content with type: {kind}"),
            "badContent",
        ));
    }
    parse_metadata(bytes)
}

/// Reads metadata; fields that are `null` count as absent, as do unknown ones later on.
pub(super) fn parse_metadata(bytes: &[u8]) -> Result<Map<String, Value>, GoogleError> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(metadata)) => Ok(metadata
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .collect()),
        _ => Err(bad_content("Parse Error", "parseError")),
    }
}
