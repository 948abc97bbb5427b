//! Cloud Run: the tracker as a job (Admin API v2), the bot as a service.
//!
//! An execution is the tracker with the job's environment and the overrides: a child process, or a task where the
//! tracker is a function. [`service`] starts the bot and restarts it after it has exited.

mod api;
mod children;
mod environment;
mod execution;
mod executions_api;
mod job;
mod live;
mod names;
mod operations;
mod ordeal;
mod output;
mod overrides;
mod resource;
mod room;
pub(crate) mod service;
mod supervise;
mod table;

use std::sync::{Mutex, PoisonError};

use axum::Router;
use axum::routing::get;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::google_error::GoogleError;
use crate::seed::Seed;
use crate::tracker::{Tracker, Work};
use crate::world::{SharedWorld, World};

pub(crate) use service::services_snapshot;
pub(crate) use table::{SCHEMA, recover};

/// What exists only while the cloud runs.
pub(crate) struct Running {
    /// Every child process.
    pub(crate) children: children::Children,
    bot: service::Bot,
    live: live::Live,
    names: names::Counter,
    room: room::Room,
    /// Draws which executions are real processes.
    shares: Mutex<fastrand::Rng>,
}

/// The stream of chance that [`Running::work`] draws from; the others are those of faults, by their ids.
const SHARES: u64 = 0;

impl Running {
    pub(crate) fn new(seed: Seed) -> Self {
        Self {
            children: children::Children::default(),
            bot: service::Bot::default(),
            live: live::Live::default(),
            names: names::Counter::default(),
            room: room::Room::default(),
            shares: Mutex::new(seed.stream(SHARES)),
        }
    }

    /// Whether the text is a part of what a running execution was given.
    pub(crate) fn mentions(&self, execution: &str, text: &str) -> bool {
        self.live.mentions(execution, text)
    }

    /// The running execution whose event stands in the address of a demo page, if exactly one does.
    pub(crate) fn whose_page(&self, address: &str) -> Option<String> {
        self.live.whose_page(address)
    }

    fn work(&self, tracker: &Tracker) -> Work {
        tracker.work(|| {
            let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
            shares.f64()
        })
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
    Ok(Value::Array(world.store.read(exported)?))
}

/// All that are kept, oldest first.
pub(crate) fn exported(db: &Connection) -> rusqlite::Result<Vec<Value>> {
    Ok(table::all(db)?.into_iter().map(shown).collect())
}

/// The newest executions, newest first, without their logs and with what of their environment says whose they are.
pub(crate) fn newest(world: &World) -> Result<Value, GoogleError> {
    let executions = world.store.read(table::newest)?;
    let shown = executions.into_iter().map(|execution| {
        json!({
            "name": execution.name,
            "platform": execution.env.get("PLATFORM"),
            "event": execution.env.get("EVENT_ARTIST"),
            "action": execution.env.get("ACTION"),
            "exit_code": execution.exit_code,
            "started": execution.started,
            "ended": execution.ended,
            "state": execution.state.as_str(),
        })
    });
    Ok(shown.collect())
}

/// One execution with its log.
pub(crate) fn one(world: &World, name: &str) -> Result<Option<Value>, GoogleError> {
    Ok(table::find(world, name)?.map(shown))
}

fn shown(execution: execution::Execution) -> Value {
    json!({
        "name": execution.name,
        "env": execution.env,
        "exit_code": execution.exit_code,
        "log": execution.log,
        "started": execution.started,
        "ended": execution.ended,
        "state": execution.state.as_str(),
    })
}

#[cfg(test)]
mod tests;
