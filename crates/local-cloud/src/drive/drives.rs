//! Shared drives: the one that is here.

use axum::Json;
use axum::extract::Path;
use axum::http::Uri;
use serde_json::{Value, json};

use super::fields::mask;
use super::request::Params;
use super::seed::{SHARED_DRIVE, SHARED_DRIVE_NAME};
use crate::google_error::GoogleError;

/// `GET /drive/v3/drives`
pub(super) async fn list(uri: Uri) -> Result<Json<Value>, GoogleError> {
    let params = Params::read(&uri);
    let mask = mask(
        params.fields(),
        "DriveList",
        "kind,nextPageToken,drives(kind,id,name)",
    )?;
    Ok(Json(mask.project(
        json!({ "kind": "drive#driveList", "drives": [find(SHARED_DRIVE)] }),
    )))
}

/// `GET /drive/v3/drives/{drive}`
pub(super) async fn get(Path(id): Path<String>, uri: Uri) -> Result<Json<Value>, GoogleError> {
    let params = Params::read(&uri);
    let mask = mask(params.fields(), "Drive", "kind,id,name")?;
    match find(&id) {
        Some(drive) => Ok(Json(mask.project(drive))),
        None => Err(GoogleError::not_found(format!("Shared drive not found: {id}")).with_reason("notFound")),
    }
}

/// A shared drive by id.
pub(super) fn find(id: &str) -> Option<Value> {
    (id == SHARED_DRIVE).then(
        || json!({ "kind": "drive#drive", "id": SHARED_DRIVE, "name": SHARED_DRIVE_NAME, "hidden": false }),
    )
}
