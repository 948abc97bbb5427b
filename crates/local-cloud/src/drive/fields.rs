//! The part of an answer that a caller gets: what `fields` asks for, or the few that every answer has.

use std::sync::LazyLock;

use serde_json::Value;

use super::failure::invalid_parameter;
use crate::google_error::GoogleError;
use crate::sheets::mask::{Mask, MaskError};
use crate::sheets::schema::Schema;

static DRIVE: LazyLock<Schema> = LazyLock::new(|| Schema::parse(include_str!("messages.txt")));

/// What an answer without `fields` shows of a file.
pub(super) const FILE: &str = "kind,id,name,mimeType";

/// The mask of a call that answers with `message`; `default` is what it shows without `fields`.
pub(super) fn mask(fields: Option<&str>, message: &str, default: &str) -> Result<Mask, GoogleError> {
    let text = fields.unwrap_or(default);
    Mask::read(text, &DRIVE, message).map_err(|error| match error {
        MaskError::Syntax => invalid_parameter(format!("Invalid field selection {text}")),
        MaskError::UnknownField(path) => {
            let name = path.rsplit('.').next().unwrap_or(&path);
            invalid_parameter(format!("Invalid field selection {name}"))
        }
    })
}

/// The file as a call without `fields` shows it, or with them.
pub(super) fn show_file(fields: Option<&str>, file: Value) -> Result<Value, GoogleError> {
    Ok(mask(fields, "File", FILE)?.project(file))
}
