//! Reads a request's body as strictly as Google: unknown names, wrong kinds and wrong enums are refused, and what
//! may be spelled in several ways (enums as integers, numbers as text, snake_case names) comes out in one.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use super::schema::{Kind, SHEETS, Schema, snake_case};
use crate::google_error::GoogleError;

/// The body of a call as `message`. `root` is how Google's error texts name the body, mostly nothing.
pub(super) fn read(
    message: &str,
    root: &str,
    headers: &HeaderMap,
    bytes: &[u8],
) -> Result<Value, GoogleError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(json!({}));
    }
    if !is_json(headers) {
        return Err(GoogleError::invalid_argument(
            "Invalid JSON payload received. The request's Content-Type must be application/json.",
        ));
    }
    let value = serde_json::from_slice(bytes)
        .map_err(|error| GoogleError::invalid_argument(format!("Invalid JSON payload received. {error}")))?;
    normalise(&SHEETS, message, root, value)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    kind.split(';')
        .next()
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn normalise(schema: &Schema, message: &str, root: &str, value: Value) -> Result<Value, GoogleError> {
    let mut reader = Reader {
        schema,
        violations: Vec::new(),
    };
    let value = reader.message(message, value, root);
    if reader.violations.is_empty() {
        return Ok(value);
    }
    Err(GoogleError::invalid_argument(reader.violations.join("\n")))
}

/// Collects every violation, as Google lists them all at once.
struct Reader<'a> {
    schema: &'a Schema,
    violations: Vec<String>,
}

impl Reader<'_> {
    fn message(&mut self, message: &str, value: Value, path: &str) -> Value {
        let Value::Object(fields) = value else {
            return self.wrong(
                path,
                &format!("type.googleapis.com/google.apps.sheets.v4.{message}"),
                &value,
            );
        };
        let mut known = Map::new();
        for (name, value) in fields {
            let Some(json_name) = self.schema.json_name(message, &name) else {
                self.unknown(&name, path);
                continue;
            };
            let path = join(path, &snake_case(json_name));
            if let Some(kind) = self.schema.field(message, json_name)
                && !value.is_null()
            {
                let value = self.value(kind, value, &path);
                known.insert(json_name.to_owned(), value);
            }
        }
        if message == "Request" {
            self.check_only_one(&known, path);
        }
        Value::Object(known)
    }

    fn value(&mut self, kind: &Kind, value: Value, path: &str) -> Value {
        match kind {
            Kind::Any => value,
            Kind::Text | Kind::Mask => match value {
                Value::String(_) => value,
                other => self.wrong(path, "TYPE_STRING", &other),
            },
            Kind::Bool => match value.as_str() {
                Some("true") => Value::Bool(true),
                Some("false") => Value::Bool(false),
                _ if value.is_boolean() => value,
                _ => self.wrong(path, "TYPE_BOOL", &value),
            },
            Kind::Int32 => self.integer(
                value,
                path,
                "TYPE_INT32",
                i64::from(i32::MIN)..=i64::from(i32::MAX),
            ),
            Kind::Int64 => self.integer(value, path, "TYPE_INT64", i64::MIN..=i64::MAX),
            Kind::Double => self.double(value, path),
            Kind::Enum(names) => self.enumeration(names, value, path),
            Kind::Message(name) => self.message(name, value, path),
            Kind::List(item) => self.list(item, value, path),
            Kind::Map(item) => self.map(item, value, path),
        }
    }

    fn integer(
        &mut self,
        value: Value,
        path: &str,
        kind: &str,
        range: std::ops::RangeInclusive<i64>,
    ) -> Value {
        let number = match &value {
            Value::String(text) => text.parse().ok(),
            #[expect(clippy::cast_possible_truncation, reason = "checked to be whole")]
            other => other
                .as_i64()
                .or_else(|| other.as_f64().filter(|f| f.fract() == 0.0).map(|f| f as i64)),
        };
        match number.filter(|number| range.contains(number)) {
            Some(number) => json!(number),
            None => self.wrong(path, kind, &value),
        }
    }

    fn double(&mut self, value: Value, path: &str) -> Value {
        let number = match &value {
            Value::String(text) => text.parse::<f64>().ok(),
            other => other.as_f64(),
        };
        match number.filter(|number| number.is_finite()) {
            Some(number) => json!(number),
            None => self.wrong(path, "TYPE_DOUBLE", &value),
        }
    }

    fn enumeration(&mut self, names: &[&str], value: Value, path: &str) -> Value {
        let name = match &value {
            Value::String(text) => names.iter().find(|name| *name == text).copied(),
            number => number
                .as_u64()
                .and_then(|n| names.get(usize::try_from(n).ok()?).copied()),
        };
        match name {
            Some(name) => json!(name),
            None => self.wrong(path, &enum_type(path), &value),
        }
    }

    fn list(&mut self, item: &Kind, value: Value, path: &str) -> Value {
        let Value::Array(items) = value else {
            let kind = if *item == Kind::Any {
                "google.protobuf.ListValue"
            } else {
                "repeated field"
            };
            return self.wrong(path, &format!("type.googleapis.com/{kind}"), &value);
        };
        let items = items.into_iter().enumerate();
        Value::Array(
            items
                .map(|(index, value)| self.value(item, value, &format!("{path}[{index}]")))
                .collect(),
        )
    }

    fn map(&mut self, item: &Kind, value: Value, path: &str) -> Value {
        let Value::Object(entries) = value else {
            return self.wrong(path, "map", &value);
        };
        let read = entries.into_iter().map(|(key, value)| {
            let value = self.value(item, value, &format!("{path}[{key}]"));
            (key, value)
        });
        Value::Object(read.collect())
    }

    fn check_only_one(&mut self, request: &Map<String, Value>, path: &str) {
        for name in request.keys().skip(1) {
            self.violations.push(format!(
                "Invalid value at '{path}' (oneof), oneof field 'kind' is already set. Cannot set '{name}'"
            ));
        }
    }

    fn unknown(&mut self, name: &str, path: &str) {
        let place = if path.is_empty() {
            String::new()
        } else {
            format!(" at '{path}'")
        };
        let violation =
            format!("Invalid JSON payload received. Unknown name \"{name}\"{place}: Cannot find field.");
        self.violations.push(violation);
    }

    fn wrong(&mut self, path: &str, kind: &str, value: &Value) -> Value {
        self.violations
            .push(format!("Invalid value at '{path}' ({kind}), {value}"));
        Value::Null
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// `requests[0].append_dimension.dimension` is of the type `...v4.Dimension`.
fn enum_type(path: &str) -> String {
    let field = path.rsplit('.').next().unwrap_or(path);
    let field = field.split('[').next().unwrap_or(field);
    let words = field.split('_').map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase())
            .into_iter()
            .chain(letters)
            .collect::<String>()
    });
    format!(
        "type.googleapis.com/google.apps.sheets.v4.{}",
        words.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch_update(body: Value) -> Result<Value, String> {
        normalise(&SHEETS, "BatchUpdateSpreadsheetRequest", "", body).map_err(|error| {
            error.body()["error"]["message"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        })
    }

    #[test]
    fn bodies_are_refused_in_googles_words() {
        let append = |field: &str, value: Value| json!({"requests": [{"appendDimension": {field: value}}]});
        let cases = [
            (
                json!({"foo": 1}),
                "Invalid JSON payload received. Unknown name \"foo\": Cannot find field.",
            ),
            (
                json!({"requests": [{"DeleteRange": {}}]}),
                "Invalid JSON payload received. Unknown name \"DeleteRange\" at 'requests[0]': Cannot find field.",
            ),
            (
                json!({"requests": [{"updateSheetProperties": {"properties": {"headerValues": []}}}]}),
                "Invalid JSON payload received. Unknown name \"headerValues\" at 'requests[0].update_sheet_properties.properties': Cannot find field.",
            ),
            (
                append("dimension", json!("ROW")),
                "Invalid value at 'requests[0].append_dimension.dimension' (type.googleapis.com/google.apps.sheets.v4.Dimension), \"ROW\"",
            ),
            (
                append("length", json!("x")),
                "Invalid value at 'requests[0].append_dimension.length' (TYPE_INT32), \"x\"",
            ),
            (
                json!({"requests": [{"deleteSheet": {"sheetId": 1}, "addSheet": {}}]}),
                "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'",
            ),
        ];
        for (body, message) in cases {
            assert_eq!(batch_update(body).unwrap_err(), message);
        }
    }

    #[test]
    fn every_violation_is_named_at_once() {
        let error = batch_update(json!({"a": 1, "b": 2})).unwrap_err();
        assert_eq!(error.lines().count(), 2);
    }

    #[test]
    fn the_several_spellings_come_out_in_one() {
        let body = json!({"requests": [{"append_dimension": {"sheet_id": "7", "dimension": 1, "length": 2.0}}], "responseRanges": null});
        let read = batch_update(body).unwrap();
        assert_eq!(
            read,
            json!({"requests": [{"appendDimension": {"sheetId": 7, "dimension": "ROWS", "length": 2}}]})
        );
    }

    #[test]
    fn a_form_is_not_json() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
        assert!(read("Spreadsheet", "", &headers, b"{}").is_err());
    }
}
