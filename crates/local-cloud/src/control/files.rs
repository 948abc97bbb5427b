//! `/_local/files`: the files on Drive without their contents, and the content of one.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::drive;
use crate::google_error::GoogleError;
use crate::world::SharedWorld;

/// Its routes.
pub(super) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/_local/files", get(list))
        .route("/_local/files/{id}", get(content))
}

async fn list(State(world): State<SharedWorld>) -> Result<Json<Value>, GoogleError> {
    Ok(Json(json!({ "files": drive::listed(&world)? })))
}

/// As a download, and never as something that a browser would run on this origin.
async fn content(State(world): State<SharedWorld>, Path(id): Path<String>) -> Result<Response, GoogleError> {
    let content = drive::content_of(&world, &id)?;
    let content =
        content.ok_or_else(|| GoogleError::not_found(format!("the file {id} has no content of its own")))?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, content).into_response())
}
