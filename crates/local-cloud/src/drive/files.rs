//! Files by their metadata: create, update, delete, copy, ids.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use serde_json::{Map, Value, json};

use super::failure::{forbidden, invalid_parameter};
use super::fields::show_file;
use super::request::{Params, metadata};
use super::resource::show;
use super::rules;
use super::store;
use super::write::{Media, change, insert, refuse_what_is_not_ours};
use crate::changes::Area;
use crate::google_error::GoogleError;
use crate::world::{SharedWorld, World};

type Answer = Result<Json<Value>, GoogleError>;

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
    world.mark_changed(Area::Files);
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
    world.mark_changed(Area::Files);
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
    world.mark_changed(Area::Files);
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
    world.mark_changed(Area::Files);
    show_file(params.fields(), show(world, &file))
}
