//! The query of a call: known parameters, and the mask on its answer.

use axum::http::Uri;
use serde_json::Value;

use super::mask::{Mask, MaskError};
use super::schema::SHEETS;
use crate::google_error::GoogleError;

/// What every Google API takes.
const COMMON: [&str; 13] = [
    "$.xgafv",
    "$alt",
    "access_token",
    "alt",
    "callback",
    "fields",
    "key",
    "oauth_token",
    "prettyPrint",
    "quotaUser",
    "uploadType",
    "upload_protocol",
    "userIp",
];

/// The parameters of one call.
pub(super) struct Query {
    pairs: Vec<(String, String)>,
    /// What the caller wants of the answer; `None` without `fields`.
    pub(super) mask: Option<Mask>,
}

impl Query {
    /// Reads the query of a call that answers with `message` and knows the parameters `known` of its own.
    pub(super) fn read(uri: &Uri, message: &str, known: &[&str]) -> Result<Self, GoogleError> {
        let pairs: Vec<(String, String)> =
            url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect();
        if let Some((name, _)) = pairs.iter().find(|(name, _)| !is_known(name, known)) {
            return Err(GoogleError::invalid_argument(format!(
                "Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' could not be found in request message."
            )));
        }
        let fields = pairs
            .iter()
            .find(|(name, value)| name == "fields" && !value.is_empty());
        let mask = fields.map(|(_, text)| answer_mask(text, message)).transpose()?;
        Ok(Self { pairs, mask })
    }

    /// A parameter's value; an empty one counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).find(|value| !value.is_empty())
    }

    /// All values of a parameter that may be repeated.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs
            .iter()
            .filter(move |(pair, _)| pair == name)
            .map(|(_, value)| value.as_str())
    }

    /// A yes/no parameter.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1")
    }

    /// The part of the answer that the caller wants.
    pub(super) fn project(&self, answer: Value) -> Value {
        match &self.mask {
            Some(mask) => mask.project(answer),
            None => answer,
        }
    }
}

fn is_known(name: &str, known: &[&str]) -> bool {
    COMMON.contains(&name)
        || known
            .iter()
            .any(|known| *known == name || super::schema::snake_case(known) == name)
}

fn answer_mask(text: &str, message: &str) -> Result<Mask, GoogleError> {
    Mask::read(text, &SHEETS, message).map_err(|error| match error {
        MaskError::Syntax => GoogleError::invalid_argument(format!(
            "Request contains an invalid argument. Error parsing 'fields' parameter: {text}"
        )),
        MaskError::UnknownField(path) => GoogleError::invalid_argument(format!(
            "Request contains an invalid argument. Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
        )),
    })
}
