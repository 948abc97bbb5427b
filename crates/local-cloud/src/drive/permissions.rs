//! Permissions: stored and given back; everybody may do everything here.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::{Map, Value, json};

use super::failure::bad_content;
use super::fields::mask;
use super::request::{Params, metadata};
use super::rules;
use super::store::new_file_id;
use crate::google_error::GoogleError;
use crate::world::{SharedWorld, World};

type Answer = Result<Json<Value>, GoogleError>;

const DEFAULT: &str = "kind,id,type,role";
const ROLES: [&str; 6] = [
    "owner",
    "organizer",
    "fileOrganizer",
    "writer",
    "commenter",
    "reader",
];
const TYPES: [&str; 4] = ["user", "group", "domain", "anyone"];

/// `GET /drive/v3/files/{file}/permissions`
pub(super) async fn list(State(world): State<SharedWorld>, Path(file): Path<String>, uri: Uri) -> Answer {
    let params = Params::read(&uri);
    let mask = mask(
        params.fields(),
        "PermissionList",
        "kind,nextPageToken,permissions(kind,id,type,role)",
    )?;
    let found = world.store.read(|db| {
        Ok(rules::visible(db, &file, params.all_drives()).and_then(|file| all(db, file.id())))
    })??;
    Ok(Json(mask.project(
        json!({ "kind": "drive#permissionList", "permissions": found }),
    )))
}

/// `POST /drive/v3/files/{file}/permissions`
pub(super) async fn create(
    State(world): State<SharedWorld>,
    Path(file): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let params = Params::read(&uri);
    let mut permission = metadata(&headers, &bytes)?;
    check(&permission)?;
    permission.insert("kind".to_owned(), json!("drive#permission"));
    permission.insert("id".to_owned(), json!(new_file_id()));
    write(&world, &file, &params, &permission)
}

/// `GET /drive/v3/files/{file}/permissions/{permission}`
pub(super) async fn get(
    State(world): State<SharedWorld>,
    Path((file, id)): Path<(String, String)>,
    uri: Uri,
) -> Answer {
    let params = Params::read(&uri);
    let mask = mask(params.fields(), "Permission", DEFAULT)?;
    let found = world
        .store
        .read(|db| Ok(known(db, &file, &id, params.all_drives())))??;
    Ok(Json(mask.project(Value::Object(found))))
}

/// `PATCH /drive/v3/files/{file}/permissions/{permission}`
pub(super) async fn update(
    State(world): State<SharedWorld>,
    Path((file, id)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let params = Params::read(&uri);
    let mut permission = world
        .store
        .read(|db| Ok(known(db, &file, &id, params.all_drives())))??;
    let changes = metadata(&headers, &bytes)?;
    permission.extend(
        changes
            .into_iter()
            .filter(|(name, _)| name == "role" || name == "expirationTime"),
    );
    check(&permission)?;
    write(&world, &file, &params, &permission)
}

/// `DELETE /drive/v3/files/{file}/permissions/{permission}`
pub(super) async fn delete(
    State(world): State<SharedWorld>,
    Path((file, id)): Path<(String, String)>,
    uri: Uri,
) -> Result<StatusCode, GoogleError> {
    let params = Params::read(&uri);
    world.store.write(|tx| {
        known(tx, &file, &id, params.all_drives())?;
        tx.execute(
            "DELETE FROM drive_permissions WHERE file = ?1 AND id = ?2",
            [&file, &id],
        )?;
        Ok::<_, GoogleError>(())
    })?;
    Ok(StatusCode::NO_CONTENT)
}

fn write(world: &World, file: &str, params: &Params, permission: &Map<String, Value>) -> Answer {
    let mask = mask(params.fields(), "Permission", DEFAULT)?;
    let shown = Value::Object(permission.clone());
    world.store.write(|tx| {
        let file = rules::visible(tx, file, params.all_drives())?;
        let sql = "INSERT INTO drive_permissions (file, id, permission) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET permission = excluded.permission";
        tx.execute(
            sql,
            params![file.id(), permission["id"].as_str(), shown.to_string()],
        )?;
        Ok::<_, GoogleError>(())
    })?;
    Ok(Json(mask.project(shown)))
}

fn check(permission: &Map<String, Value>) -> Result<(), GoogleError> {
    for (field, known) in [("role", &ROLES[..]), ("type", &TYPES[..])] {
        match permission.get(field).and_then(Value::as_str) {
            None => {
                return Err(bad_content(
                    format!("The permission {field} field is required."),
                    "required",
                ));
            }
            Some(value) if !known.contains(&value) => {
                return Err(bad_content(
                    format!("The specified {field} is invalid or not supported."),
                    "invalid",
                ));
            }
            Some(_) => {}
        }
    }
    let needs_address = matches!(
        permission.get("type").and_then(Value::as_str),
        Some("user" | "group")
    );
    if needs_address && !permission.contains_key("emailAddress") && !permission.contains_key("id") {
        return Err(bad_content(
            "The specified emailAddress is invalid or not applicable for the given permission type.",
            "invalid",
        ));
    }
    Ok(())
}

fn known(db: &Connection, file: &str, id: &str, all_drives: bool) -> Result<Map<String, Value>, GoogleError> {
    let file = rules::visible(db, file, all_drives)?;
    let sql = "SELECT permission FROM drive_permissions WHERE file = ?1 AND id = ?2";
    let found: Option<String> = db.query_row(sql, [file.id(), id], |row| row.get(0)).optional()?;
    let missing = || GoogleError::not_found(format!("Permission not found: {id}.")).with_reason("notFound");
    parse(&found.ok_or_else(missing)?)
}

fn all(db: &Connection, file: &str) -> Result<Vec<Map<String, Value>>, GoogleError> {
    let mut statement =
        db.prepare_cached("SELECT permission FROM drive_permissions WHERE file = ?1 ORDER BY rowid")?;
    let found: Vec<String> = statement
        .query_map([file], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    found.iter().map(|text| parse(text)).collect()
}

fn parse(text: &str) -> Result<Map<String, Value>, GoogleError> {
    serde_json::from_str(text)
        .map_err(|error| GoogleError::internal(format!("a stored permission cannot be read: {error}")))
}
