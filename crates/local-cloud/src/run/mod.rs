//! Cloud Run: the tracker as a job (Admin API v2), the bot as a service.
//!
//! An execution is the tracker program as a child process with the job's environment and the overrides. [`service`]
//! starts the bot and restarts it after it has exited.

mod api;
mod children;
mod environment;
mod execution;
mod executions_api;
mod job;
mod operations;
mod output;
mod overrides;
mod resource;
pub(crate) mod service;
mod supervise;
mod table;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::routing::get;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::google_error::GoogleError;
use crate::world::{SharedWorld, World};

pub(crate) use service::services_snapshot;
pub(crate) use table::{SCHEMA, recover, whose_page};

/// What exists only while the cloud runs.
#[derive(Default)]
pub(crate) struct Running {
    /// Every child process.
    pub(crate) children: children::Children,
    bot: service::Bot,
    cancels: Mutex<HashMap<String, Arc<Notify>>>,
}

impl Running {
    /// How an execution hears that it is cancelled.
    fn cancellation(&self, execution: &str) -> Arc<Notify> {
        let mut cancels = self.cancels.lock().unwrap_or_else(PoisonError::into_inner);
        cancels.entry(execution.to_owned()).or_default().clone()
    }

    fn forget_cancellation(&self, execution: &str) {
        self.cancels
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(execution);
    }
}

/// Its routes, at their real paths.
pub(crate) fn routes() -> Router<SharedWorld> {
    const LOCATION: &str = "/v2/projects/{project}/locations/{location}";
    let at = |tail: &str| format!("{LOCATION}{tail}");
    Router::new()
        .route(&at("/jobs"), get(api::list))
        .route(&at("/jobs/{job}"), get(api::get).post(api::verb))
        .route(&at("/jobs/{job}/executions"), get(executions_api::list))
        .route(
            &at("/jobs/{job}/executions/{execution}"),
            get(executions_api::get)
                .delete(executions_api::delete)
                .post(executions_api::verb),
        )
        .route(
            &at("/jobs/{job}/executions/{execution}/tasks"),
            get(executions_api::list_tasks),
        )
        .route(
            &at("/jobs/{job}/executions/{execution}/tasks/{task}"),
            get(executions_api::get_task),
        )
        .route(&at("/operations"), get(operations::list))
        .route(
            &at("/operations/{operation}"),
            get(operations::get).post(operations::verb),
        )
}

/// All executions, oldest first, as the control API shows them.
pub(crate) fn snapshot(world: &World) -> Result<Value, GoogleError> {
    let executions = world.store.read(table::all)?;
    let shown = executions.into_iter().map(|execution| {
        json!({
            "name": execution.name,
            "env": execution.env,
            "exit_code": execution.exit_code,
            "log": execution.log,
            "started": execution.started,
            "ended": execution.ended,
            "state": execution.state.as_str(),
        })
    });
    Ok(shown.collect())
}

#[cfg(test)]
mod tests;
