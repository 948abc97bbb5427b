//! What the control API and the page show of the files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::store::{self, File};
use crate::google_error::GoogleError;
use crate::world::World;

/// How many files a list has.
const LISTED: usize = 500;

/// All files that are not in the trash: text as it is, other content in base64.
pub(crate) fn snapshot(world: &World) -> Result<Value, GoogleError> {
    let files = world.store.read(|db| {
        Ok(store::all(db).and_then(|files| {
            let shown = files
                .iter()
                .rev()
                .filter(|file| !file.is_root() && !file.is_trashed());
            shown.map(|file| show(db, file)).collect::<Result<Vec<_>, _>>()
        }))
    })??;
    Ok(Value::Array(files))
}

/// The newest files that are not in the trash, without their contents.
pub(crate) fn listed(world: &World) -> Result<Value, GoogleError> {
    let files = world.store.read(|db| {
        Ok(store::all(db).and_then(|files| {
            let shown = files
                .iter()
                .filter(|file| !file.is_root() && !file.is_trashed())
                .take(LISTED);
            shown
                .map(|file| {
                    Ok(json!({
                        "id": file.id(),
                        "name": file.text("name"),
                        "mimeType": file.text("mimeType"),
                        "modified": file.text("modifiedTime"),
                        "size": store::size(db, file.id())?,
                    }))
                })
                .collect::<Result<Vec<_>, GoogleError>>()
        }))
    })??;
    Ok(Value::Array(files))
}

/// The content of a file that has one.
pub(crate) fn content_of(world: &World, id: &str) -> Result<Option<Vec<u8>>, GoogleError> {
    world.store.read(|db| Ok(store::content(db, id)))?
}

fn show(db: &Connection, file: &File) -> Result<Value, GoogleError> {
    let mut shown = json!({
        "id": file.id(),
        "name": file.text("name"),
        "parents": file.parents().collect::<Vec<_>>(),
        "mimeType": file.text("mimeType"),
    });
    if let Some(content) = store::content(db, file.id())? {
        match String::from_utf8(content) {
            Ok(text) => shown["content"] = json!(text),
            Err(binary) => {
                shown["content"] = json!(STANDARD.encode(binary.as_bytes()));
                shown["encoding"] = json!("base64");
            }
        }
    }
    Ok(shown)
}
