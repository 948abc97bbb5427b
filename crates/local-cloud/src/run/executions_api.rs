//! The methods of `projects.locations.jobs.executions` and of their tasks.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use serde_json::Value;

use super::api::{Answer, stale, unknown_verb};
use super::execution::{Execution, State as Progress};
use super::{job, resource, table};
use crate::changes::Area;
use crate::google_error::GoogleError;
use crate::wire::{self, Kind, Message, Params};
use crate::world::{SharedWorld, World};

type Parent = Path<(String, String, String)>;
type Name = Path<(String, String, String, String)>;

static CANCEL_REQUEST: Message = Message {
    type_url: "type.googleapis.com/google.cloud.run.v2.CancelExecutionRequest",
    fields: &[
        ("name", Kind::Text),
        ("validateOnly", Kind::Bool),
        ("etag", Kind::Text),
    ],
    oneofs: &[],
};

/// Newest first, as the real one.
pub(super) async fn list(
    State(world): State<SharedWorld>,
    Path((project, location, job)): Parent,
    RawQuery(query): RawQuery,
) -> Answer {
    let params = Params::read(query.as_deref(), &["pageSize", "pageToken", "showDeleted"])?;
    job::name(&world, &project, &location, &job, true)?;
    let executions = world.store.read(table::all)?;
    let shown = executions
        .iter()
        .rev()
        .map(|execution| resource::execution(&world, execution))
        .collect();
    wire::page(&params, "executions", shown, 100).map(Json)
}

pub(super) async fn get(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    let execution = find(&world, &name)?;
    Ok(Json(resource::execution(&world, &execution)))
}

pub(super) async fn delete(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
) -> Answer {
    let params = Params::read(query.as_deref(), &["validateOnly", "etag"])?;
    let execution = find(&world, &name)?;
    check_etag(&execution, params.get("etag"))?;
    if execution.state == Progress::Running {
        return Err(GoogleError::failed_precondition(
            "The execution is running; cancel it first.",
        ));
    }
    if params.get("validateOnly") != Some("true") {
        table::delete(&world, &execution.name)?;
        world.mark_changed(Area::Runs);
    }
    Ok(Json(resource::finished_operation(&world, &execution)))
}

/// `executions/E:cancel`.
pub(super) async fn verb(
    State(world): State<SharedWorld>,
    Path((project, location, job, tail)): Name,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    let Some((id, "cancel")) = tail.rsplit_once(':') else {
        return Err(unknown_verb(&tail));
    };
    let execution = find(&world, &(project, location, job, id.to_owned()))?;
    let request = wire::read(&headers, &body, &CANCEL_REQUEST, "")?;
    check_etag(
        &execution,
        request
            .get("etag")
            .and_then(Value::as_str)
            .filter(|etag| !etag.is_empty()),
    )?;
    if execution.state != Progress::Running {
        return Err(GoogleError::failed_precondition(
            "The execution has completed already and cannot be cancelled.",
        ));
    }
    if request.get("validateOnly") != Some(&Value::Bool(true)) {
        world.run.live.cancel(&execution.name);
    }
    Ok(Json(resource::finished_operation(&world, &execution)))
}

pub(super) async fn list_tasks(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
) -> Answer {
    let params = Params::read(query.as_deref(), &["pageSize", "pageToken", "showDeleted"])?;
    let execution = find(&world, &name)?;
    wire::page(&params, "tasks", vec![resource::task(&world, &execution)], 100).map(Json)
}

pub(super) async fn get_task(
    State(world): State<SharedWorld>,
    Path((project, location, job, execution, task)): Path<(String, String, String, String, String)>,
) -> Answer {
    let execution = find(&world, &(project, location, job, execution))?;
    if task != format!("{}-task0", execution.name) {
        return Err(GoogleError::not_found(format!(
            "Resource '{task}' of kind 'TASK' does not exist."
        )));
    }
    Ok(Json(resource::task(&world, &execution)))
}

fn find(
    world: &World,
    (project, location, job, id): &(String, String, String, String),
) -> Result<Execution, GoogleError> {
    job::name(world, project, location, job, true)?;
    let missing = || GoogleError::not_found(format!("Resource '{id}' of kind 'EXECUTION' does not exist."));
    table::find(world, id)?.ok_or_else(missing)
}

fn check_etag(execution: &Execution, etag: Option<&str>) -> Result<(), GoogleError> {
    if etag.is_some_and(|etag| etag != resource::etag(execution)) {
        Err(stale())
    } else {
        Ok(())
    }
}
