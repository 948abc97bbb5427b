//! The control API under `/_local`: state, clock, journal, faults and the people's chats.

mod chats;
mod clock;
mod faults;
mod files;
mod journal;
mod runs;
mod sheets;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::google_error::GoogleError;
use crate::world::SharedWorld;

/// Its routes.
pub(crate) fn routes(world: SharedWorld) -> Router<SharedWorld> {
    Router::new()
        .route("/_local/state", get(state))
        .route("/_local/trackings", get(trackings))
        .route(
            "/_local/clock",
            get(clock::read).post(clock::advance).put(clock::set_pace),
        )
        .merge(chats::routes(world))
        .merge(faults::routes())
        .merge(files::routes())
        .merge(journal::routes())
        .merge(runs::routes())
        .merge(sheets::routes())
}

async fn state(State(world): State<SharedWorld>) -> Result<Json<Value>, GoogleError> {
    Ok(Json(json!({
        "now": world.clock.now(),
        "scheduler_jobs": crate::scheduler::snapshot(&world)?,
        "executions": crate::run::snapshot(&world)?,
        "pubsub_subscriptions": crate::pubsub::snapshot(&world)?,
        "services": crate::run::services_snapshot(&world)?,
        "spreadsheets": crate::sheets::snapshot(&world)?,
        "files": crate::drive::snapshot(&world)?,
    })))
}

async fn trackings(State(world): State<SharedWorld>) -> Result<Json<Value>, GoogleError> {
    Ok(Json(
        json!({ "scheduler_jobs": crate::scheduler::snapshot(&world)? }),
    ))
}

#[cfg(test)]
mod tests;
