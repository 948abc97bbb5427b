//! `/_local/journal`: all calls that are kept; `/_local/calls`: a page of them without bodies, and one with them.

use axum::extract::{Path, Query, State};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::google_error::GoogleError;
use crate::journal::Entry;
use crate::world::SharedWorld;

/// A page has no more calls.
const MOST: usize = 200;

/// Its routes.
pub(super) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/_local/journal", get(all))
        .route("/_local/calls", get(page))
        .route("/_local/calls/{number}", get(one))
}

/// Which calls: those before a number, of one service, that failed, or with a text in path or bodies.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    before: Option<u64>,
    limit: Option<usize>,
    service: Option<String>,
    #[serde(default)]
    failed: bool,
    text: Option<String>,
}

async fn all(State(world): State<SharedWorld>) -> Json<Value> {
    Json(json!({ "entries": world.journal.entries() }))
}

async fn page(State(world): State<SharedWorld>, Query(asked): Query<Asked>) -> Json<Value> {
    let limit = asked.limit.unwrap_or(MOST).min(MOST);
    let found = world
        .journal
        .newest(limit, asked.before, |entry| asked.wants(entry));
    let calls: Vec<Value> = found
        .into_iter()
        .map(|(number, entry)| listed(number, &entry))
        .collect();
    Json(json!({ "calls": calls }))
}

async fn one(State(world): State<SharedWorld>, Path(number): Path<u64>) -> Result<Json<Value>, GoogleError> {
    let entry = world.journal.entry(number);
    let missing = || GoogleError::not_found(format!("call {number} is not kept; only the newest are"));
    let entry = entry.ok_or_else(missing)?;
    let mut shown = json!(entry);
    shown["number"] = number.into();
    Ok(Json(shown))
}

impl Asked {
    fn wants(&self, entry: &Entry) -> bool {
        self.service
            .as_deref()
            .is_none_or(|service| entry.service == service)
            && (!self.failed || entry.has_failed())
            && self.text.as_deref().is_none_or(|text| entry.mentions(text))
    }
}

fn listed(number: u64, entry: &Entry) -> Value {
    json!({
        "number": number,
        "at": entry.at,
        "service": entry.service,
        "method": entry.method,
        "path": entry.path,
        "status": entry.status,
        "execution": entry.execution,
        "took_ms": entry.took_ms,
        "fault": entry.fault,
    })
}
