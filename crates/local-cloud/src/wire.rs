//! Protobuf's JSON as Google's front end reads it: strict about names and types, in its words.
//!
//! A request is checked against a [`Message`] table and comes out in one form: names in camelCase, enums by name,
//! durations as `1.5s`, no nulls. What is stored and compared later is only this form.

mod params;
mod read;
mod values;

use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

use crate::google_error::GoogleError;

pub(crate) use params::{Params, page};
pub(crate) use values::{duration, duration_text, timestamp};

/// A JSON object in the one form.
pub(crate) type Object = Map<String, Value>;

/// What an object may contain.
pub(crate) struct Message {
    /// `type.googleapis.com/` and the message's full name.
    pub(crate) type_url: &'static str,
    pub(crate) fields: &'static [(&'static str, Kind)],
    /// Groups of fields of which at most one may be set.
    pub(crate) oneofs: &'static [(&'static str, &'static [&'static str])],
}

/// What a field may contain.
pub(crate) enum Kind {
    Text,
    Bool,
    Int32,
    Bytes,
    Duration,
    Timestamp,
    /// String to string.
    TextMap,
    Enum(&'static Enum),
    One(&'static Message),
    Many(&'static Kind),
    /// Only ever written by the service: whatever is sent is ignored.
    Ignored,
}

/// Names and numbers of an enum.
pub(crate) struct Enum {
    pub(crate) type_url: &'static str,
    pub(crate) values: &'static [(&'static str, i64)],
}

/// Reads a request's body; `root` is the field it stands for (`job`), or empty.
pub(crate) fn read(
    headers: &HeaderMap,
    body: &[u8],
    message: &'static Message,
    root: &str,
) -> Result<Object, GoogleError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Object::new());
    }
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !content_type
        .trim_start()
        .to_ascii_lowercase()
        .starts_with("application/json")
    {
        return Err(not_json(content_type));
    }
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| GoogleError::invalid_argument(format!("Invalid JSON payload received. {error}")))?;
    match value {
        Value::Object(object) => read::object(object, message, root),
        _ => Err(GoogleError::invalid_argument(
            "Invalid JSON payload received. Unknown name \"\": Root element must be a message.",
        )),
    }
}

/// Enums as numbers, where the caller asked for `$alt=json;enum-encoding=int`.
pub(crate) fn numbers_for_enums(object: &mut Object, message: &Message) {
    for (name, kind) in message.fields {
        let Some(value) = object.get_mut(*name) else {
            continue;
        };
        match (kind, value) {
            (Kind::Enum(known), value) => {
                if let Some((_, number)) = known.values.iter().find(|(name, _)| value.as_str() == Some(name))
                {
                    *value = Value::from(*number);
                }
            }
            (Kind::One(message), Value::Object(inner)) => numbers_for_enums(inner, message),
            _ => {}
        }
    }
}

/// The real front end takes such a body for a form and looks for a field of that name.
fn not_json(content_type: &str) -> GoogleError {
    GoogleError::invalid_argument(format!(
        "Invalid JSON payload received. Unknown name \"\": Cannot bind the request body, its content type is \
         '{content_type}' and must be 'application/json'."
    ))
}

#[cfg(test)]
mod tests;
