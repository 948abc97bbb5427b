//! `projects.locations.operations`: one for each start of an execution.

use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use serde_json::Value;

use super::api::{Answer, unknown_verb};
use super::execution::{Execution, State as Progress};
use super::{job, resource, table};
use crate::google_error::GoogleError;
use crate::wire::{self, Kind, Message, Params, duration};
use crate::world::{SharedWorld, World};

/// How long `:wait` waits where the caller does not say, in real time.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

static WAIT_REQUEST: Message = Message {
    type_url: "type.googleapis.com/google.longrunning.WaitOperationRequest",
    fields: &[("name", Kind::Text), ("timeout", Kind::Duration)],
    oneofs: &[],
};

pub(super) async fn list(
    State(world): State<SharedWorld>,
    Path((project, location)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Answer {
    let known = ["filter", "pageSize", "pageToken", "returnPartialSuccess"];
    let params = Params::read(query.as_deref(), &known)?;
    job::location(&world, &project, &location)?;
    let executions = world.store.read(table::all)?;
    let shown = executions
        .iter()
        .rev()
        .map(|execution| resource::operation(&world, execution))
        .collect();
    wire::page(&params, "operations", shown, 100).map(Json)
}

pub(super) async fn get(
    State(world): State<SharedWorld>,
    Path((project, location, id)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    job::location(&world, &project, &location)?;
    Ok(Json(resource::operation(&world, &find(&world, &id)?)))
}

/// `operations/O:wait` answers when the operation is done, or when the time is up.
pub(super) async fn verb(
    State(world): State<SharedWorld>,
    Path((project, location, tail)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let Some((id, "wait")) = tail.rsplit_once(':') else {
        return Err(unknown_verb(&tail));
    };
    job::location(&world, &project, &location)?;
    let request = wire::read(&headers, &body, &WAIT_REQUEST, "")?;
    let wanted = request.get("timeout").and_then(Value::as_str).and_then(duration);
    let patience = wanted
        .and_then(|wanted| wanted.to_std().ok())
        .unwrap_or(LONGEST_WAIT)
        .min(LONGEST_WAIT);
    match tokio::time::timeout(patience, done(&world, id)).await {
        Ok(Err(error)) => Err(error),
        Ok(Ok(())) | Err(_) => Ok(Json(resource::operation(&world, &find(&world, id)?))),
    }
}

async fn done(world: &World, id: &str) -> Result<(), GoogleError> {
    let mut changes = world.changes();
    while find(world, id)?.state == Progress::Running && changes.changed().await.is_ok() {}
    Ok(())
}

fn find(world: &World, id: &str) -> Result<Execution, GoogleError> {
    let missing = || GoogleError::not_found(format!("Operation '{id}' does not exist."));
    table::find_by_operation(world, id)?.ok_or_else(missing)
}
