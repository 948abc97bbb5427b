//! Query parameters, and lists in pages.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::read::snake;
use crate::google_error::GoogleError;

/// Parameters that every method of every Google API takes.
const COMMON: &[&str] = &[
    "$alt",
    "$.xgafv",
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
    "$httpHeaders",
    "$prettyPrint",
    "$unique",
    "$userProject",
];

/// The parameters of one request, each of them known.
pub(crate) struct Params(HashMap<String, String>);

impl Params {
    /// Refuses what is neither common nor among `own` (in camelCase; snake_case is the same parameter).
    pub(crate) fn read(query: Option<&str>, own: &[&str]) -> Result<Self, GoogleError> {
        let mut params = HashMap::new();
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let known = own.iter().find(|known| **known == name || snake(known) == name);
            match known.or_else(|| COMMON.iter().find(|known| **known == name)) {
                Some(known) => params.insert((*known).to_owned(), value.into_owned()),
                None => return Err(unknown(&name)),
            };
        }
        Ok(Self(params))
    }

    /// Its value, where it is there and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Whether enums are to be sent as numbers.
    pub(crate) fn wants_numbers(&self) -> bool {
        ["$alt", "alt"].iter().any(|name| {
            self.get(name)
                .is_some_and(|value| value.contains("enum-encoding=int"))
        })
    }
}

/// One page of a list by `pageSize` (at most and by default `most`) and `pageToken`, as `{name: [...], nextPageToken}`.
pub(crate) fn page(
    params: &Params,
    name: &str,
    items: Vec<Value>,
    most: usize,
) -> Result<Value, GoogleError> {
    let size = match params.get("pageSize").map(str::parse::<i32>) {
        None | Some(Ok(0)) => most,
        Some(Ok(size)) => usize::try_from(size).map_err(|_| wrong("page_size"))?.min(most),
        Some(Err(_)) => return Err(wrong("page_size")),
    };
    let start = params
        .get("pageToken")
        .map_or(Some(0), offset)
        .ok_or_else(|| wrong("page_token"))?;
    let all = items.len();
    let items: Vec<Value> = items.into_iter().skip(start).take(size).collect();
    if items.is_empty() {
        return Ok(json!({}));
    }
    let end = start + items.len();
    let mut page = json!({ name: items });
    if end < all {
        page["nextPageToken"] = URL_SAFE_NO_PAD.encode(format!("after {end}")).into();
    }
    Ok(page)
}

fn offset(token: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    text.strip_prefix("after ")?.parse().ok()
}

fn wrong(field: &str) -> GoogleError {
    GoogleError::invalid_argument(format!("Request contains an invalid argument: {field}."))
}

fn unknown(name: &str) -> GoogleError {
    GoogleError::invalid_argument(format!(
        "Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' could not \
         be found in request message."
    ))
}
