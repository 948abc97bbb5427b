//! Where jobs may be: in this cloud's one project and region.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::google_error::GoogleError;
use crate::wire::{self, Params};
use crate::world::{SharedWorld, World};

pub(super) async fn list(
    State(world): State<SharedWorld>,
    Path(project): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, GoogleError> {
    let params = Params::read(
        query.as_deref(),
        &["filter", "pageSize", "pageToken", "extraLocationTypes"],
    )?;
    parent(&world, &project, &world.settings.region)?;
    wire::page(&params, "locations", vec![location(&world)], 100).map(Json)
}

pub(super) async fn get(
    State(world): State<SharedWorld>,
    Path((project, id)): Path<(String, String)>,
) -> Result<Json<Value>, GoogleError> {
    parent(&world, &project, &id)?;
    Ok(Json(location(&world)))
}

/// `projects/P/locations/L`, where that is ours.
pub(super) fn parent(world: &World, project: &str, location: &str) -> Result<String, GoogleError> {
    if project != world.settings.project {
        let message = format!(
            "The caller does not have permission on project \"{project}\"; this cloud has only \
                               \"{}\".",
            world.settings.project
        );
        return Err(GoogleError::new(
            StatusCode::FORBIDDEN,
            "PERMISSION_DENIED",
            message,
        ));
    }
    if location != world.settings.region {
        let message = format!(
            "Location '{location}' is not found; this cloud has only '{}'.",
            world.settings.region
        );
        return Err(GoogleError::not_found(message));
    }
    Ok(format!("projects/{project}/locations/{location}"))
}

fn location(world: &World) -> Value {
    let region = &world.settings.region;
    json!({
        "name": format!("projects/{}/locations/{region}", world.settings.project),
        "locationId": region,
        "labels": { "cloud.googleapis.com/region": region },
        "metadata": { "@type": "type.googleapis.com/google.cloud.scheduler.v1.LocationMetadata" },
    })
}
