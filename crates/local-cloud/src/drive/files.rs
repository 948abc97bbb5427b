//! Files by their metadata: create, update, delete, copy, ids.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::failure::{forbidden, invalid_parameter};
use super::fields::show_file;
use super::request::{Params, metadata};
use super::resource::{self, check_kinds, show};
use super::rules;
use super::store::{self, File, SPREADSHEET};
use crate::google_error::GoogleError;
use crate::world::{SharedWorld, World};

type Answer = Result<Json<Value>, GoogleError>;

/// A file's content as it was sent, and what it was said to be.
pub(super) struct Media<'a> {
    pub(super) content_type: String,
    pub(super) content: &'a [u8],
}

/// `POST /drive/v3/files`
pub(super) async fn create(
    State(world): State<SharedWorld>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let params = Params::read(&uri);
    let metadata = metadata(&headers, &bytes)?;
    create_file(&world, &params, &metadata, None).map(Json)
}

/// `PATCH /drive/v3/files/{file}`
pub(super) async fn update(
    State(world): State<SharedWorld>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let params = Params::read(&uri);
    let metadata = metadata(&headers, &bytes)?;
    update_file(&world, &id, &params, &metadata, None).map(Json)
}

/// `DELETE /drive/v3/files/{file}`
pub(super) async fn delete(
    State(world): State<SharedWorld>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<StatusCode, GoogleError> {
    let params = Params::read(&uri);
    world.store.write(|tx| {
        let file = rules::visible(tx, &id, params.all_drives())?;
        refuse_what_is_not_ours(&file)?;
        store::delete(tx, &file)
    })?;
    world.mark_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /drive/v3/files/{file}/copy`
pub(super) async fn copy(
    State(world): State<SharedWorld>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let params = Params::read(&uri);
    let mut asked = metadata(&headers, &bytes)?;
    let copied = world.store.write(|tx| {
        let source = rules::visible(tx, &id, params.all_drives())?;
        if source.is_folder() {
            return Err(forbidden(
                "This file cannot be copied by the user.",
                "cannotCopyFile",
            ));
        }
        let name = format!("Copy of {}", source.text("name"));
        asked.entry("name").or_insert(json!(name));
        asked.insert("mimeType".to_owned(), json!(source.text("mimeType")));
        asked
            .entry("parents")
            .or_insert_with(|| json!(source.parents().collect::<Vec<_>>()));
        let content = store::content(tx, source.id())?;
        let media = content.as_deref().map(|content| Media {
            content_type: String::new(),
            content,
        });
        insert(
            tx,
            &world,
            &asked,
            media.as_ref(),
            params.all_drives(),
            Some(&source),
        )
    })?;
    world.mark_changed();
    show_file(params.fields(), show(&world, &copied)).map(Json)
}

/// `GET /drive/v3/files/generateIds`
pub(super) async fn generate_ids(uri: Uri) -> Answer {
    let params = Params::read(&uri);
    let count = params.get("count").map_or(Ok(10), str::parse::<usize>);
    match count {
        Ok(count @ 1..=1000) => {
            let ids: Vec<String> = std::iter::repeat_with(store::new_file_id).take(count).collect();
            let space = params.get("space").unwrap_or("drive");
            Ok(Json(
                json!({ "kind": "drive#generatedIds", "space": space, "ids": ids }),
            ))
        }
        _ => Err(invalid_parameter(
            "Invalid value for count. Values must be within the range: [1, 1000]",
        )),
    }
}

/// Creates a file, with or without content, and shows it.
pub(super) fn create_file(
    world: &World,
    params: &Params,
    metadata: &Map<String, Value>,
    media: Option<&Media<'_>>,
) -> Result<Value, GoogleError> {
    show_file(params.fields(), json!({}))?;
    let file = world
        .store
        .write(|tx| insert(tx, world, metadata, media, params.all_drives(), None))?;
    world.mark_changed();
    show_file(params.fields(), show(world, &file))
}

/// Changes a file's metadata, its content or both, and shows it.
pub(super) fn update_file(
    world: &World,
    id: &str,
    params: &Params,
    metadata: &Map<String, Value>,
    media: Option<&Media<'_>>,
) -> Result<Value, GoogleError> {
    show_file(params.fields(), json!({}))?;
    let file = world
        .store
        .write(|tx| change(tx, world, id, params, metadata, media))?;
    world.mark_changed();
    show_file(params.fields(), show(world, &file))
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

fn insert(
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

fn change(
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
        if is_googles_own(&file) {
            refuse_conversion(Some(media))?;
        }
        if !metadata.contains_key("mimeType") && !media.content_type.is_empty() {
            file.0.insert("mimeType".to_owned(), json!(media.content_type));
        }
        resource::describe_content(&mut file, media.content);
        store::put_content(db, file.id(), media.content)?;
    }
    store::put(db, &file)?;
    Ok(file)
}

fn move_to(db: &Connection, file: &mut File, params: &Params) -> Result<(), GoogleError> {
    let mut parents: Vec<String> = file.parents().map(str::to_owned).collect();
    let before = parents.clone();
    for gone in params
        .get("removeParents")
        .unwrap_or_default()
        .split(',')
        .filter(|id| !id.is_empty())
    {
        parents.retain(|parent| parent != gone);
    }
    for new in params
        .get("addParents")
        .unwrap_or_default()
        .split(',')
        .filter(|id| !id.is_empty())
    {
        let folder = rules::visible(db, new, params.all_drives())?;
        rules::folder(&folder)?;
        match folder.drive_id() {
            Some(drive) => file.0.insert("driveId".to_owned(), json!(drive)),
            None => file.0.remove("driveId"),
        };
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
fn refuse_what_is_not_ours(file: &File) -> Result<(), GoogleError> {
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
