//! Creating and changing files inside a transaction.

use axum::http::StatusCode;
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::failure::forbidden;
use super::request::Params;
use super::resource::{self, check_kinds};
use super::rules;
use super::store::{self, File, SPREADSHEET};
use crate::google_error::GoogleError;
use crate::world::World;

/// A file's content as it was sent, and what it was said to be.
pub(super) struct Media<'a> {
    pub(super) content_type: String,
    pub(super) content: &'a [u8],
}

/// Whether a file like this could be created now: what a resumable upload checks before it begins.
pub(super) fn check_new(
    db: &Connection,
    metadata: &Map<String, Value>,
    all_drives: bool,
) -> Result<(), GoogleError> {
    check_kinds(metadata)?;
    rules::writable_on_create(metadata)?;
    rules::id_of_new(db, metadata)?;
    rules::parent_of_new(db, metadata, all_drives).map(drop)
}

/// Creates a file; `source` is what it is a copy of.
pub(super) fn insert(
    db: &Connection,
    world: &World,
    metadata: &Map<String, Value>,
    media: Option<&Media<'_>>,
    all_drives: bool,
    source: Option<&File>,
) -> Result<File, GoogleError> {
    check_new(db, metadata, all_drives)?;
    let parent = rules::parent_of_new(db, metadata, all_drives)?;
    let id = rules::id_of_new(db, metadata)?;
    let content_type = media
        .map(|media| media.content_type.as_str())
        .filter(|kind| !kind.is_empty());
    let fields = rules::writable_on_create(metadata)?;
    let mut file = resource::new(&id, &parent, fields, content_type, world.clock.now());
    if is_googles_own(&file) {
        refuse_conversion(media)?;
        store::put(db, &file)?;
        create_document(db, world, &file, source)?;
        return Ok(file);
    }
    let content = media.map_or(&[][..], |media| media.content);
    resource::describe_content(&mut file, content);
    store::put(db, &file)?;
    store::put_content(db, &id, content)?;
    Ok(file)
}

/// Changes a file: its metadata, its folder, its content.
pub(super) fn change(
    db: &Connection,
    world: &World,
    id: &str,
    params: &Params,
    metadata: &Map<String, Value>,
    media: Option<&Media<'_>>,
) -> Result<File, GoogleError> {
    let mut file = rules::visible(db, id, params.all_drives())?;
    check_kinds(metadata)?;
    let fields = rules::writable_on_update(metadata)?;
    let (renamed, trashed) = (fields.contains_key("name"), fields.get("trashed").cloned());
    resource::change(&mut file, fields, world.clock.now());
    if let Some(trashed) = trashed {
        refuse_what_is_not_ours(&file)?;
        file.0.insert("explicitlyTrashed".to_owned(), trashed.clone());
        trash_children(db, &file, &trashed)?;
    }
    move_to(db, &mut file, params)?;
    if renamed && file.is_spreadsheet() {
        crate::sheets::rename(db, file.id(), file.text("name"))?;
    }
    if let Some(media) = media {
        replace_content(db, &mut file, media, metadata.contains_key("mimeType"))?;
    }
    store::put(db, &file)?;
    Ok(file)
}

fn replace_content(
    db: &Connection,
    file: &mut File,
    media: &Media<'_>,
    type_is_told: bool,
) -> Result<(), GoogleError> {
    if is_googles_own(file) {
        return refuse_conversion(Some(media));
    }
    if !type_is_told && !media.content_type.is_empty() {
        file.0.insert("mimeType".to_owned(), json!(media.content_type));
    }
    resource::describe_content(file, media.content);
    store::put_content(db, file.id(), media.content)
}

fn move_to(db: &Connection, file: &mut File, params: &Params) -> Result<(), GoogleError> {
    let ids = |name| {
        params
            .get(name)
            .unwrap_or_default()
            .split(',')
            .filter(|id| !id.is_empty())
    };
    let mut parents: Vec<String> = file.parents().map(str::to_owned).collect();
    let before = parents.clone();
    parents.retain(|parent| ids("removeParents").all(|gone| gone != parent));
    for new in ids("addParents") {
        let folder = rules::visible(db, new, params.all_drives())?;
        rules::destination(db, file, &folder)?;
        if let Some(drive) = folder.drive_id() {
            file.0.insert("driveId".to_owned(), json!(drive));
        }
        parents = vec![folder.id().to_owned()];
    }
    if parents != before {
        file.0.insert("parents".to_owned(), json!(parents));
    }
    Ok(())
}

fn trash_children(db: &Connection, folder: &File, trashed: &Value) -> Result<(), GoogleError> {
    for mut child in store::children(db, folder.id())? {
        child.0.insert("trashed".to_owned(), trashed.clone());
        store::put(db, &child)?;
        trash_children(db, &child, trashed)?;
    }
    Ok(())
}

/// Only the owner, or whoever manages the shared drive, may remove a file.
pub(super) fn refuse_what_is_not_ours(file: &File) -> Result<(), GoogleError> {
    let is_own = file.0.get("ownedByMe") == Some(&json!(true));
    if file.is_root() || (file.drive_id().is_none() && !is_own) {
        return Err(forbidden(
            "The user does not have sufficient permissions for this file.",
            "insufficientFilePermissions",
        ));
    }
    Ok(())
}

fn is_googles_own(file: &File) -> bool {
    file.text("mimeType").starts_with("application/vnd.google-apps.")
}

fn refuse_conversion(media: Option<&Media<'_>>) -> Result<(), GoogleError> {
    match media {
        Some(media) if !media.content.is_empty() => Err(GoogleError::new(
            StatusCode::NOT_IMPLEMENTED,
            "UNIMPLEMENTED",
            "The local cloud does not convert uploads to Google's own formats. Nothing was changed.",
        )),
        _ => Ok(()),
    }
}

fn create_document(
    db: &Connection,
    world: &World,
    file: &File,
    source: Option<&File>,
) -> Result<(), GoogleError> {
    if file.text("mimeType") != SPREADSHEET {
        return Ok(());
    }
    match source {
        Some(source) => crate::sheets::copy(db, source.id(), file.id(), file.text("name")),
        None => crate::sheets::create_titled(db, world, file.id(), file.text("name")),
    }
}
