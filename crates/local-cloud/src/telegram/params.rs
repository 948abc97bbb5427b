//! Parameters of a method, in whichever of the four ways a client sends them.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::Value;

use super::refusal::Refusal;

/// Each parameter as text, structured ones as JSON, and the files that came along.
#[derive(Debug, Default)]
pub(super) struct Params {
    texts: BTreeMap<String, String>,
    files: BTreeMap<String, Bytes>,
}

impl Params {
    /// Reads the query, then the body, which wins.
    pub(super) async fn read(request: Request) -> Result<Self, Refusal> {
        let query = request.uri().query().unwrap_or_default().to_owned();
        let mut params = Self::of(pairs(query.as_bytes()));
        let content_type = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let kind = content_type
            .and_then(|value| value.split(';').next())
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        match kind.as_str() {
            "application/json" => params.texts.extend(Self::from_json(&body(request).await?)?.texts),
            "application/x-www-form-urlencoded" => params.texts.extend(pairs(&body(request).await?)),
            "multipart/form-data" => params.add_parts(request).await?,
            _ => {}
        }
        Ok(params)
    }

    /// Reads a JSON object.
    pub(super) fn from_json(body: &[u8]) -> Result<Self, Refusal> {
        if body.is_empty() {
            return Ok(Self::default());
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => Ok(Self::of(
                object
                    .into_iter()
                    .filter_map(|(name, value)| Some((name, plain(value)?)))
                    .collect(),
            )),
            _ => Err(Refusal::bad_request("can't parse JSON object")),
        }
    }

    /// The file that a parameter is, or names by `attach://`.
    pub(super) fn file(&self, name: &str) -> Option<&Bytes> {
        let attached = self.text(name).strip_prefix("attach://");
        self.files.get(attached.unwrap_or(name))
    }

    /// The text of a parameter, empty when absent.
    pub(super) fn text(&self, name: &str) -> &str {
        self.texts.get(name).map(String::as_str).unwrap_or_default()
    }

    /// A whole number, where there is one.
    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.text(name).trim().parse().ok()
    }

    /// Whether a parameter says yes.
    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(self.text(name).to_lowercase().as_str(), "true" | "yes" | "1")
    }

    /// A structured parameter.
    pub(super) fn json(&self, name: &str) -> Result<Option<Value>, Refusal> {
        match self.text(name) {
            "" => Ok(None),
            text => serde_json::from_str(text).map(Some).map_err(|_| {
                Refusal::bad_request(format!("can't parse {} JSON object", name.replace('_', " ")))
            }),
        }
    }

    fn of(texts: BTreeMap<String, String>) -> Self {
        Self {
            texts,
            ..Self::default()
        }
    }

    async fn add_parts(&mut self, request: Request) -> Result<(), Refusal> {
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|error| unreadable(&error.body_text()))?;
        while let Some(part) = next_part(&mut form).await? {
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = part.file_name().is_some();
            let content = part
                .bytes()
                .await
                .map_err(|error| unreadable(&error.body_text()))?;
            if is_file {
                self.files.insert(name, content);
            } else {
                let text = String::from_utf8(content.into());
                let text = text.map_err(|_| Refusal::bad_request("strings must be encoded in UTF-8"))?;
                self.texts.insert(name, text);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Params {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self::of(
            pairs
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        )
    }
}

fn plain(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

fn pairs(encoded: &[u8]) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(encoded).into_owned().collect()
}

async fn body(request: Request) -> Result<Bytes, Refusal> {
    Bytes::from_request(request, &())
        .await
        .map_err(|error| Refusal::bad_request(error.body_text()))
}

async fn next_part(form: &mut Multipart) -> Result<Option<Field<'_>>, Refusal> {
    let next = form.next_field().await;
    next.map_err(|error| unreadable(&error.body_text()))
}

fn unreadable(error: &str) -> Refusal {
    Refusal::bad_request(format!("can't parse multipart form: {error}"))
}
