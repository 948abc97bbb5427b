//! Whole files for the data folder's export and archive: every one of them, and gone.

use chrono::DateTime;
use rusqlite::Connection;
use serde_json::Value;

use super::failure::not_found;
use super::store::{self, File};
use crate::folder;
use crate::google_error::GoogleError;

/// All files that have a content and are not in the trash, oldest first.
pub(crate) fn with_content(db: &Connection) -> Result<Vec<folder::File>, GoogleError> {
    let mut files = Vec::new();
    for file in store::all(db)?.iter().rev().filter(|file| !file.is_trashed()) {
        if store::size(db, file.id())?.is_some() {
            files.push(described(file));
        }
    }
    Ok(files)
}

/// Deletes a file for good.
pub(crate) fn remove(db: &Connection, id: &str) -> Result<(), GoogleError> {
    let file = store::find(db, id)?.ok_or_else(|| not_found(id))?;
    store::delete(db, &file)
}

fn described(file: &File) -> folder::File {
    let properties = file.0.get("properties").and_then(Value::as_object);
    let texts = properties.into_iter().flatten();
    folder::File {
        id: file.id().to_owned(),
        name: file.text("name").to_owned(),
        modified: DateTime::parse_from_rfc3339(file.text("modifiedTime"))
            .ok()
            .map(Into::into),
        properties: texts
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect(),
    }
}
