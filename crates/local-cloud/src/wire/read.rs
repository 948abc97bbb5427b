//! From what was sent to the one form.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Enum, Kind, Message, Object, duration, duration_text, timestamp};
use crate::google_error::GoogleError;

/// Base64 with or without padding; both alphabets are valid in protobuf's JSON.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

pub(super) fn object(sent: Object, message: &'static Message, path: &str) -> Result<Object, GoogleError> {
    let mut read = Object::new();
    for (name, value) in sent {
        let Some((canonical, kind)) = message.fields.iter().find(|(known, _)| is_name_of(&name, known))
        else {
            return Err(unknown(&name, path));
        };
        if !value.is_null() && !matches!(kind, Kind::Ignored) {
            one_of_its_group(&read, message, canonical, path)?;
            let value = self::value(value, kind, &inside(path, canonical))?;
            read.insert((*canonical).to_owned(), value);
        }
    }
    Ok(read)
}

fn value(sent: Value, kind: &'static Kind, path: &str) -> Result<Value, GoogleError> {
    match (kind, sent) {
        (Kind::Text, text @ Value::String(_)) => Ok(text),
        (Kind::Text, other) => Err(invalid(path, "TYPE_STRING", &other)),
        (Kind::Bool, flag @ Value::Bool(_)) => Ok(flag),
        (Kind::Bool, other) => Err(invalid(path, "TYPE_BOOL", &other)),
        (Kind::Int32, sent) => int32(&sent).ok_or_else(|| invalid(path, "TYPE_INT32", &sent)),
        (Kind::Bytes, sent) => bytes(&sent).ok_or_else(|| invalid(path, "TYPE_BYTES", &sent)),
        (Kind::Duration, sent) => sent
            .as_str()
            .and_then(duration)
            .map(|duration| duration_text(duration).into())
            .ok_or_else(|| invalid(path, "type.googleapis.com/google.protobuf.Duration", &sent)),
        (Kind::Timestamp, sent) => sent
            .as_str()
            .and_then(|text| text.parse::<DateTime<Utc>>().ok())
            .map(|at| timestamp(at).into())
            .ok_or_else(|| invalid(path, "type.googleapis.com/google.protobuf.Timestamp", &sent)),
        (Kind::TextMap, Value::Object(map)) => match map.values().find(|value| !value.is_string()) {
            None => Ok(map.into()),
            Some(wrong) => Err(invalid(&format!("{path}[0].value"), "TYPE_STRING", wrong)),
        },
        (Kind::TextMap, other) => Err(invalid(path, "TYPE_MESSAGE", &other)),
        (Kind::Enum(known), sent) => {
            enumerated(&sent, known).ok_or_else(|| invalid(path, known.type_url, &sent))
        }
        (Kind::One(message), Value::Object(inner)) => object(inner, message, path).map(Value::Object),
        (Kind::One(message), other) => Err(invalid(path, message.type_url, &other)),
        (Kind::Many(kind), Value::Array(items)) => many(items, kind, path),
        (Kind::Many(kind), other) => value(other, kind, path).map(|single| Value::Array(vec![single])),
        (Kind::Ignored, sent) => Ok(sent),
    }
}

fn many(items: Vec<Value>, kind: &'static Kind, path: &str) -> Result<Value, GoogleError> {
    let items = items.into_iter().enumerate();
    items
        .map(|(index, item)| value(item, kind, &format!("{path}[{index}]")))
        .collect::<Result<Vec<_>, _>>()
        .map(Value::Array)
}

/// A number, a whole number written as `3.0`, or a string of digits.
fn int32(sent: &Value) -> Option<Value> {
    #[expect(clippy::cast_possible_truncation, reason = "only whole numbers get here")]
    let whole = |float: f64| (float.fract() == 0.0).then_some(float as i64);
    let number = match sent {
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole))?,
        Value::String(text) => text.parse().ok()?,
        _ => return None,
    };
    i32::try_from(number).ok().map(Value::from)
}

fn bytes(sent: &Value) -> Option<Value> {
    let text = sent.as_str()?;
    let alphabet = if text.contains(['-', '_']) {
        &URL_SAFE
    } else {
        &STANDARD
    };
    let decoded = GeneralPurpose::new(alphabet, LENIENT).decode(text).ok()?;
    Some(base64::engine::general_purpose::STANDARD.encode(decoded).into())
}

fn enumerated(sent: &Value, known: &Enum) -> Option<Value> {
    let number = sent.as_i64().or_else(|| sent.as_str()?.parse().ok());
    let is_it = |(name, value): &&(&str, i64)| sent.as_str() == Some(name) || number == Some(*value);
    known.values.iter().find(is_it).map(|(name, _)| (*name).into())
}

fn one_of_its_group(read: &Object, message: &Message, name: &str, path: &str) -> Result<(), GoogleError> {
    let group = message.oneofs.iter().find(|(_, members)| members.contains(&name));
    match group {
        Some((group, members)) if members.iter().any(|member| read.contains_key(*member)) => {
            Err(GoogleError::invalid_argument(format!(
                "Invalid value at '{path}' (oneof), oneof field '{group}' is already set. Cannot set '{name}'"
            )))
        }
        _ => Ok(()),
    }
}

/// Both `httpTarget` and `http_target` name the field.
fn is_name_of(sent: &str, camel: &str) -> bool {
    sent == camel || sent == snake(camel)
}

/// `httpTarget` as `http_target`, the form in which Google's errors name fields.
pub(super) fn snake(camel: &str) -> String {
    let mut snake = String::with_capacity(camel.len() + 4);
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

fn inside(path: &str, field: &str) -> String {
    if path.is_empty() {
        snake(field)
    } else {
        format!("{path}.{}", snake(field))
    }
}

fn unknown(name: &str, path: &str) -> GoogleError {
    let place = if path.is_empty() {
        String::new()
    } else {
        format!(" at '{path}'")
    };
    GoogleError::invalid_argument(format!(
        "Invalid JSON payload received. Unknown name \"{name}\"{place}: Cannot find field."
    ))
}

fn invalid(path: &str, kind: &str, sent: &Value) -> GoogleError {
    GoogleError::invalid_argument(format!("Invalid value at '{path}' ({kind}), {sent}"))
}
