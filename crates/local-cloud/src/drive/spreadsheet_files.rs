//! The files that spreadsheets are: what the Sheets API does to them.

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde_json::json;

use super::resource::{self, touch};
use super::rules;
use super::seed::MY_DRIVE_ROOT;
use super::store;
use crate::google_error::GoogleError;
use crate::world::World;

/// A spreadsheet that `spreadsheets.create` made lies at the top of the caller's My Drive. (The real Drive refuses a
/// service account even this; it stays possible here because client libraries begin with it.)
pub(crate) fn spreadsheet_created(
    db: &Connection,
    world: &World,
    id: &str,
    title: &str,
) -> Result<(), GoogleError> {
    let root = rules::visible(db, MY_DRIVE_ROOT, true)?;
    let fields = [("name", json!(title)), ("ownedByMe", json!(true))];
    let fields = fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let file = resource::new(id, &root, fields, Some(store::SPREADSHEET), world.clock.now());
    store::put(db, &file)
}

/// A spreadsheet was changed, maybe renamed.
pub(crate) fn spreadsheet_changed(
    db: &Connection,
    id: &str,
    renamed: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), GoogleError> {
    let Some(mut file) = store::find(db, id)? else {
        return Ok(());
    };
    touch(&mut file, now);
    if let Some(name) = renamed {
        file.0.insert("name".to_owned(), json!(name));
    }
    store::put(db, &file)
}
