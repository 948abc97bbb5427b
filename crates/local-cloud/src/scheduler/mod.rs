//! Cloud Scheduler, API v1: jobs that fire by a cron and call their HTTP target, or publish to a topic.

mod api;
mod firing;
mod job;
mod locations;
mod mask;
mod ordeal;
mod schema;
mod table;
mod timers;
mod turns;
mod validate;

use axum::Router;
use axum::routing::get;
use serde_json::Value;

use crate::google_error::GoogleError;
use crate::world::{SharedWorld, World};

pub(crate) use table::{SCHEMA, exported, follow_origin};
pub(crate) use timers::{Timers, arm_all};

/// Its routes, at their real paths.
pub(crate) fn routes() -> Router<SharedWorld> {
    const LOCATIONS: &str = "/v1/projects/{project}/locations";
    Router::new()
        .route(LOCATIONS, get(locations::list))
        .route(&format!("{LOCATIONS}/{{location}}"), get(locations::get))
        .route(
            &format!("{LOCATIONS}/{{location}}/jobs"),
            get(api::list).post(api::create),
        )
        .route(
            &format!("{LOCATIONS}/{{location}}/jobs/{{job}}"),
            get(api::get)
                .patch(api::patch)
                .delete(api::delete)
                .post(api::verb),
        )
}

/// All jobs, as the API shows them.
pub(crate) fn snapshot(world: &World) -> Result<Value, GoogleError> {
    Ok(Value::Array(world.store.read(|db| Ok(exported(db)))??))
}

#[cfg(test)]
mod tests;
