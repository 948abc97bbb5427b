//! Who may do what where.

use rusqlite::Connection;
use serde_json::{Map, Value};

use super::failure::{forbidden, id_in_use, invalid_value, no_storage, not_found};
use super::seed::MY_DRIVE_ROOT;
use super::store::{self, File};
use crate::google_error::GoogleError;

/// What a client may write when it creates a file; everything else that Drive knows is its own to set.
const WRITABLE: [&str; 15] = [
    "name",
    "mimeType",
    "description",
    "starred",
    "properties",
    "appProperties",
    "folderColorRgb",
    "copyRequiresWriterPermission",
    "writersCanShare",
    "viewersCanCopyContent",
    "originalFilename",
    "contentHints",
    "indexableText",
    "modifiedTime",
    "viewedByMeTime",
];

/// What Drive sets itself, and refuses in a body.
const READ_ONLY: [&str; 18] = [
    "size",
    "md5Checksum",
    "sha1Checksum",
    "sha256Checksum",
    "version",
    "driveId",
    "teamDriveId",
    "headRevisionId",
    "owners",
    "ownedByMe",
    "webViewLink",
    "webContentLink",
    "trashedTime",
    "quotaBytesUsed",
    "shared",
    "permissions",
    "fileExtension",
    "lastModifyingUser",
];

/// A file that this caller sees: one of a shared drive only if the caller knows about those.
pub(super) fn visible(db: &Connection, id: &str, all_drives: bool) -> Result<File, GoogleError> {
    let wanted = if id == "root" { MY_DRIVE_ROOT } else { id };
    let file = store::find(db, wanted)?.filter(|file| all_drives || file.drive_id().is_none());
    file.ok_or_else(|| not_found(id))
}

/// The folder that a new file goes to; refused where a service account would own the file.
pub(super) fn parent_of_new(
    db: &Connection,
    metadata: &Map<String, Value>,
    all_drives: bool,
) -> Result<File, GoogleError> {
    let parents: Vec<&str> = metadata
        .get("parents")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let parent = match parents[..] {
        [] => return Err(no_storage()),
        [parent] => visible(db, parent, all_drives)?,
        _ => return Err(invalid_value("A shared drive item must have exactly one parent.")),
    };
    folder(&parent)?;
    if parent.drive_id().is_none() {
        return Err(no_storage());
    }
    Ok(parent)
}

/// Refuses a parent that is no folder.
pub(super) fn folder(parent: &File) -> Result<(), GoogleError> {
    if parent.is_folder() {
        Ok(())
    } else {
        Err(forbidden(
            "The specified parent is not a folder.",
            "parentNotAFolder",
        ))
    }
}

/// Refuses a folder that a file cannot be moved to: one below itself, or one where it would be nobody's.
pub(super) fn destination(db: &Connection, file: &File, to: &File) -> Result<(), GoogleError> {
    folder(to)?;
    if file.drive_id().is_some() && to.drive_id().is_none() {
        return Err(no_storage());
    }
    let mut above = Some(to.clone());
    while let Some(folder) = above {
        if folder.id() == file.id() {
            return Err(forbidden(
                "A folder cannot be moved into itself.",
                "cannotMoveIntoDescendant",
            ));
        }
        above = folder
            .parents()
            .next()
            .map(|parent| store::find(db, parent))
            .transpose()?
            .flatten();
    }
    Ok(())
}

/// The id of a new file: the caller's, if it is free, or a new one.
pub(super) fn id_of_new(db: &Connection, metadata: &Map<String, Value>) -> Result<String, GoogleError> {
    let Some(id) = metadata.get("id").and_then(Value::as_str) else {
        return Ok(store::new_file_id());
    };
    let usable = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if id.is_empty() || !id.chars().all(usable) {
        return Err(invalid_value("The provided file ID is not usable."));
    }
    if store::find(db, id)?.is_some() {
        Err(id_in_use())
    } else {
        Ok(id.to_owned())
    }
}

/// The fields of a body that go into a new file. Unknown ones are ignored, as Drive does.
pub(super) fn writable_on_create(metadata: &Map<String, Value>) -> Result<Map<String, Value>, GoogleError> {
    refuse(metadata, &READ_ONLY)?;
    Ok(pick(metadata, &[&WRITABLE[..], &["createdTime"]].concat()))
}

/// The fields of a body that change a file.
pub(super) fn writable_on_update(metadata: &Map<String, Value>) -> Result<Map<String, Value>, GoogleError> {
    if metadata.contains_key("parents") {
        return Err(forbidden(
            "The parents field is not directly writable in update requests. Use the addParents and removeParents parameters instead.",
            "fieldNotWritable",
        ));
    }
    refuse(metadata, &[&READ_ONLY[..], &["id", "createdTime"]].concat())?;
    Ok(pick(metadata, &[&WRITABLE[..], &["trashed"]].concat()))
}

fn refuse(metadata: &Map<String, Value>, names: &[&str]) -> Result<(), GoogleError> {
    if metadata.keys().any(|name| names.contains(&name.as_str())) {
        return Err(forbidden(
            "The resource body includes fields which are not directly writable.",
            "fieldNotWritable",
        ));
    }
    Ok(())
}

fn pick(metadata: &Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    let picked = metadata.iter().filter(|(name, _)| names.contains(&name.as_str()));
    picked
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
