//! `/_local/executions`: the newest without their logs, and one with its log.

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::google_error::GoogleError;
use crate::run;
use crate::world::SharedWorld;

/// Its routes.
pub(super) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/_local/executions", get(newest))
        .route("/_local/executions/{name}", get(one))
}

async fn newest(State(world): State<SharedWorld>) -> Result<Json<Value>, GoogleError> {
    Ok(Json(json!({ "executions": run::newest(&world)? })))
}

async fn one(State(world): State<SharedWorld>, Path(name): Path<String>) -> Result<Json<Value>, GoogleError> {
    let found = run::one(&world, &name)?;
    let missing =
        || GoogleError::not_found(format!("there is no execution {name}; only the newest are kept"));
    Ok(Json(found.ok_or_else(missing)?))
}
