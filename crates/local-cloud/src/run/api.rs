//! The methods of `projects.locations.jobs` that read the job and run it.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use super::execution::{Execution, State as Progress};
use super::overrides::RunRequest;
use super::{environment, job, resource, supervise};
use crate::google_error::GoogleError;
use crate::metadata::tokens::{self, Caller};
use crate::wire::{self, Params};
use crate::world::{SharedWorld, World};

pub(super) type Answer = Result<Json<Value>, GoogleError>;

pub(super) async fn list(
    State(world): State<SharedWorld>,
    Path((project, location)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Answer {
    let params = Params::read(query.as_deref(), &["pageSize", "pageToken", "showDeleted"])?;
    job::location(&world, &project, &location)?;
    wire::page(&params, "jobs", vec![resource::job(&world)?], 100).map(Json)
}

pub(super) async fn get(
    State(world): State<SharedWorld>,
    Path((project, location, job)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    job::name(&world, &project, &location, &job, false)?;
    resource::job(&world).map(Json)
}

/// `jobs/J:run`.
pub(super) async fn verb(
    State(world): State<SharedWorld>,
    Path((project, location, tail)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    let Some((job, "run")) = tail.rsplit_once(':') else {
        return Err(unknown_verb(&tail));
    };
    job::name(&world, &project, &location, job, false)?;
    let request = RunRequest::read(&headers, &body, resource::CONTAINER)?;
    if request
        .etag
        .as_deref()
        .is_some_and(|etag| etag != resource::job_etag())
    {
        return Err(stale());
    }
    if request.validate_only {
        return Ok(Json(resource::finished_operation(
            &world,
            &imagined(&world, request),
        )));
    }
    let execution = supervise::start(&world, request, creator(&world, &headers)?)?;
    Ok(Json(resource::operation(&world, &execution)))
}

pub(super) fn unknown_verb(tail: &str) -> GoogleError {
    let message = format!("The local cloud does not know a method of \"{tail}\".");
    GoogleError::new(StatusCode::NOT_IMPLEMENTED, "UNIMPLEMENTED", message)
}

/// The caller saw another version.
pub(super) fn stale() -> GoogleError {
    let message = "The etag does not match the resource's current version.";
    GoogleError::new(StatusCode::CONFLICT, "ABORTED", message)
}

/// What `validateOnly` answers about.
fn imagined(world: &World, request: RunRequest) -> Execution {
    let mut env = environment::of_job(world);
    env.extend(request.env);
    Execution {
        name: format!("{}-valid", world.settings.tracker_job),
        operation: String::new(),
        env,
        args: request.args,
        timeout: request.timeout,
        creator: String::new(),
        started: world.clock.now(),
        ended: None,
        state: Progress::Running,
        exit_code: None,
        log: String::new(),
    }
}

fn creator(world: &World, headers: &HeaderMap) -> Result<String, GoogleError> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    Ok(match tokens::caller(world, token)? {
        Caller::Account { email, .. } => email,
        Caller::Anonymous | Caller::Refused => "anonymous".to_owned(),
    })
}
