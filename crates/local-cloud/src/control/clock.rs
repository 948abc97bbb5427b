//! `/_local/clock`: the present, waiting for an instant, telling the time, and the speed at which it runs.

use std::time::Duration;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::changes::Area;
use crate::clock::{AdvanceError, SPEEDS};
use crate::google_error::GoogleError;
use crate::world::SharedWorld;

/// How long told time may take to settle, in real time.
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Until {
    until: Option<DateTime<Utc>>,
    /// The execution that waits: while it does, told time does not wait for it.
    process: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    advance_s: f64,
}

/// How many times as fast as the wall clock; 0 stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pace {
    speed: f64,
}

/// The present; with `until`, as soon as that is reached. `usual_speed` is the one to go back to when time stands.
pub(super) async fn read(State(world): State<SharedWorld>, Query(query): Query<Until>) -> Json<Value> {
    let _busy = match (query.until, query.process) {
        (Some(until), Some(process)) => Some(world.clock.wait_as(&process, until).await),
        (Some(until), None) => Some(world.clock.wait_until(until).await),
        (None, _) => None,
    };
    let clock = &world.clock;
    Json(json!({
        "now": clock.now(),
        "manual": clock.is_manual(),
        "speed": clock.speed(),
        "usual_speed": clock.usual_speed(),
    }))
}

/// Moves manual time; answers when it has settled.
pub(super) async fn advance(
    State(world): State<SharedWorld>,
    body: Result<Json<Advance>, JsonRejection>,
) -> Result<Json<Value>, GoogleError> {
    let Json(Advance { advance_s }) =
        body.map_err(|error| GoogleError::invalid_argument(error.body_text()))?;
    let by = Duration::try_from_secs_f64(advance_s)
        .ok()
        .and_then(|by| TimeDelta::from_std(by).ok());
    let by =
        by.ok_or_else(|| GoogleError::invalid_argument("advance_s must be a number of seconds, 0 or more"))?;
    let now = world.clock.advance(by, PATIENCE).await.map_err(refusal)?;
    world.mark_changed(Area::Clock);
    Ok(Json(json!({ "now": now })))
}

/// Changes the speed of time that runs by itself.
pub(super) async fn set_pace(
    State(world): State<SharedWorld>,
    body: Result<Json<Pace>, JsonRejection>,
) -> Result<Json<Value>, GoogleError> {
    let Json(Pace { speed }) = body.map_err(|error| GoogleError::invalid_argument(error.body_text()))?;
    if speed != 0.0 && !SPEEDS.contains(&speed) {
        return Err(GoogleError::invalid_argument(
            "speed must be 0 (time stands) or between 0.001 and 100000",
        ));
    }
    if !world.clock.set_speed(speed) {
        let message = "time moves only when it is told here (--manual-clock), so it has no speed";
        return Err(GoogleError::new(
            StatusCode::CONFLICT,
            "FAILED_PRECONDITION",
            message,
        ));
    }
    world.mark_changed(Area::Clock);
    Ok(Json(json!({ "now": world.clock.now(), "speed": speed })))
}

fn refusal(error: AdvanceError) -> GoogleError {
    let (code, status) = match error {
        AdvanceError::NotManual => (StatusCode::CONFLICT, "FAILED_PRECONDITION"),
        AdvanceError::OutOfRange => (StatusCode::BAD_REQUEST, "INVALID_ARGUMENT"),
        AdvanceError::NotSettled { .. } => (StatusCode::GATEWAY_TIMEOUT, "DEADLINE_EXCEEDED"),
    };
    GoogleError::new(code, status, error.to_string())
}
