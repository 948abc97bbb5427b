//! What exists from the start: a shared drive with a folder, a person's folder, and the spreadsheet.

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::resource::timestamp;
use super::store::{self, FOLDER, File, SPREADSHEET};
use crate::google_error::GoogleError;
use crate::sheets;
use crate::world::World;

/// The shared drive; its top folder has the same id.
pub(super) const SHARED_DRIVE: &str = "local-shared-drive";
pub(super) const SHARED_DRIVE_NAME: &str = "SignChronicle";
/// The service account's own My Drive, which can hold nothing.
pub(super) const MY_DRIVE_ROOT: &str = "local-my-drive-root";
/// A person's folder, shared with the service accounts.
const MY_DRIVE_FOLDER: &str = "local-my-drive-folder";
const SPREADSHEET_TITLE: &str = "SignChronicle";

/// Creates what is missing of it; call it once at the start.
pub(crate) fn seed(world: &World) -> Result<(), GoogleError> {
    world.store.write(|tx| {
        put_missing(
            tx,
            world,
            SHARED_DRIVE,
            "Drive",
            FOLDER,
            &[("driveId", json!(SHARED_DRIVE)), ("localRoot", json!(true))],
        )?;
        put_missing(
            tx,
            world,
            MY_DRIVE_ROOT,
            "My Drive",
            FOLDER,
            &[("localRoot", json!(true)), ("ownedByMe", json!(true))],
        )?;
        let in_drive = [
            ("driveId", json!(SHARED_DRIVE)),
            ("parents", json!([SHARED_DRIVE])),
        ];
        put_missing(
            tx,
            world,
            &world.settings.drive_folder_id,
            "SignChronicle backups",
            FOLDER,
            &in_drive,
        )?;
        put_missing(tx, world, MY_DRIVE_FOLDER, "A person's folder", FOLDER, &[])?;
        let id = &world.settings.spreadsheet_id;
        if put_missing(tx, world, id, SPREADSHEET_TITLE, SPREADSHEET, &[])? {
            sheets::create_titled(tx, world, id, SPREADSHEET_TITLE)?;
        }
        Ok(())
    })
}

fn put_missing(
    db: &Connection,
    world: &World,
    id: &str,
    name: &str,
    mime_type: &str,
    more: &[(&str, Value)],
) -> Result<bool, GoogleError> {
    if store::find(db, id)?.is_some() {
        return Ok(false);
    }
    let now = timestamp(world.clock.now());
    let fields = [
        ("id", json!(id)),
        ("name", json!(name)),
        ("mimeType", json!(mime_type)),
        ("createdTime", json!(now)),
        ("modifiedTime", json!(now)),
        ("version", json!("1")),
    ];
    let fields: Map<String, Value> = fields
        .into_iter()
        .chain(more.iter().cloned())
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    store::put(db, &File(fields))?;
    Ok(true)
}
