//! `about.get`: who is calling, and how much room there is (none).

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use serde_json::{Value, json};

use super::failure::bad_content;
use super::fields::mask;
use super::request::Params;
use super::resource::user;
use crate::google_error::GoogleError;
use crate::world::SharedWorld;

/// `GET /drive/v3/about`; `fields` is required.
pub(super) async fn get(State(world): State<SharedWorld>, uri: Uri) -> Result<Json<Value>, GoogleError> {
    let params = Params::read(&uri);
    let Some(fields) = params.fields() else {
        return Err(bad_content(
            "The 'fields' parameter is required for this method.",
            "required",
        ));
    };
    let mask = mask(Some(fields), "About", fields)?;
    Ok(Json(mask.project(json!({
        "kind": "drive#about",
        "user": user(&world),
        "storageQuota": { "limit": "0", "usage": "0", "usageInDrive": "0", "usageInDriveTrash": "0" },
        "maxUploadSize": "5242880000000",
        "canCreateDrives": false,
        "appInstalled": false,
        "exportFormats": { "application/vnd.google-apps.spreadsheet": ["text/csv"] },
    }))))
}
