//! `/_local/faults`: making things go wrong, and looking what that has done.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::changes::Area;
use crate::faults::operation::KNOWN;
use crate::google_error::GoogleError;
use crate::world::SharedWorld;

/// Its routes.
pub(super) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/_local/faults", get(list).post(add).delete(remove_all))
        .route("/_local/faults/{id}", axum::routing::delete(remove))
}

async fn list(State(world): State<SharedWorld>) -> Json<Value> {
    let (faults, seed) = (world.faults.list(), world.faults.seed());
    Json(json!({ "faults": faults, "seed": seed, "operations": KNOWN }))
}

async fn add(State(world): State<SharedWorld>, body: Bytes) -> Result<Json<Value>, GoogleError> {
    let given = super::chats::parse(&body)?;
    let added = world.faults.add(given)?;
    world.mark_changed(Area::Faults);
    Ok(Json(added))
}

async fn remove_all(State(world): State<SharedWorld>) -> Json<Value> {
    let removed = world.faults.remove_all();
    world.mark_changed(Area::Faults);
    Json(shown(removed))
}

async fn remove(
    State(world): State<SharedWorld>,
    Path(id): Path<String>,
) -> Result<Json<Value>, GoogleError> {
    let missing = || GoogleError::not_found(format!("there is no fault {id}"));
    let removed = id.parse().ok().and_then(|id| world.faults.remove(id));
    let removed = removed.ok_or_else(missing)?;
    world.mark_changed(Area::Faults);
    Ok(Json(shown(removed)))
}

fn shown((removed, unused): (Vec<Value>, Vec<Value>)) -> Value {
    json!({ "removed": removed, "unused": unused })
}
