//! The one job there is, and where things are.

use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::google_error::GoogleError;
use crate::world::World;

/// What an execution may take where the overrides say nothing, as Cloud Run's own default.
pub(super) const TIMEOUT: TimeDelta = TimeDelta::minutes(10);

/// `projects/P/locations/L`, where that is ours.
pub(super) fn location(world: &World, project: &str, location: &str) -> Result<String, GoogleError> {
    if project != world.settings.project {
        let message = format!(
            "Permission denied on resource project {project}; this cloud has only {}.",
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
            "Location {location} is not found; this cloud has only {}.",
            world.settings.region
        );
        return Err(GoogleError::not_found(message));
    }
    Ok(format!("projects/{project}/locations/{location}"))
}

/// `projects/P/locations/L/jobs/J`, where that is the tracker; `-` stands for any job where `any` says so.
pub(super) fn name(
    world: &World,
    project: &str,
    region: &str,
    job: &str,
    any: bool,
) -> Result<String, GoogleError> {
    let location = location(world, project, region)?;
    if job == world.settings.tracker_job || (any && job == "-") {
        return Ok(format!("{location}/jobs/{}", world.settings.tracker_job));
    }
    Err(GoogleError::not_found(format!(
        "Resource '{job}' of kind 'JOB' in region '{region}' in project '{project}' does not exist."
    )))
}
