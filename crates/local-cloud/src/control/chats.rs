//! `/_local/chats`: what people write and press, and what they see; `/_local/updates`: updates by hand.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::google_error::GoogleError;
use crate::telegram::delivery::{self, FirstAnswer, Outcome};
use crate::telegram::{person, view};
use crate::world::SharedWorld;

/// Its routes.
pub(crate) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/_local/chats", get(list))
        .route("/_local/chats/{chat_id}", get(show))
        .route("/_local/chats/{chat_id}/messages", post(write))
        .route("/_local/chats/{chat_id}/presses", post(press))
        .route("/_local/updates", post(deliver_raw))
        .route("/_local/updates/{update_id}/redeliver", post(redeliver))
}

async fn list(State(world): State<SharedWorld>) -> Result<Json<Value>, GoogleError> {
    Ok(Json(json!({ "chats": view::chat_ids(&world)? })))
}

async fn show(
    State(world): State<SharedWorld>,
    Path(chat_id): Path<String>,
) -> Result<Json<Value>, GoogleError> {
    Ok(Json(view::chat(&world, number(&chat_id)?)?))
}

async fn write(
    State(world): State<SharedWorld>,
    Path(chat_id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, GoogleError> {
    let _busy = world.clock.busy("a person's message");
    let written = person::write(&world, number(&chat_id)?, parse(&body)?)?;
    let first = delivery::first_answer(&world, written.update_id).await?;
    let answer = json!({ "message_id": written.message_id, "update_id": written.update_id });
    Ok(Json(with_first(answer, first)))
}

async fn press(
    State(world): State<SharedWorld>,
    Path(chat_id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, GoogleError> {
    let _busy = world.clock.busy("a person's press");
    let pressed = person::press(&world, number(&chat_id)?, parse(&body)?)?;
    let first = delivery::first_answer(&world, pressed.update_id).await?;
    let answer = json!({
        "callback_query_id": pressed.callback_query_id,
        "update_id": pressed.update_id,
        "answer": view::press_answer(&world, &pressed.callback_query_id)?,
    });
    Ok(Json(with_first(answer, first)))
}

async fn deliver_raw(State(world): State<SharedWorld>, body: Bytes) -> Json<Value> {
    let _busy = world.clock.busy("an update by hand");
    Json(outcome(delivery::once(&world, body.to_vec()).await))
}

async fn redeliver(
    State(world): State<SharedWorld>,
    Path(update_id): Path<String>,
) -> Result<Json<Value>, GoogleError> {
    let _busy = world.clock.busy("an update by hand");
    let body = view::update_body(&world, number(&update_id)?)?;
    let body = body.ok_or_else(|| GoogleError::not_found(format!("there was no update {update_id}")))?;
    Ok(Json(outcome(delivery::once(&world, body).await)))
}

fn with_first(mut answer: Value, first: FirstAnswer) -> Value {
    answer["webhook_status"] = first.status.into();
    if let Some(error) = first.error {
        answer["error"] = error.into();
    }
    answer
}

fn outcome(outcome: Outcome) -> Value {
    let first = FirstAnswer {
        status: outcome.status,
        error: outcome.failure.filter(|_| outcome.status.is_none()),
    };
    with_first(json!({}), first)
}

fn number(text: &str) -> Result<i64, GoogleError> {
    text.parse()
        .map_err(|_| GoogleError::invalid_argument(format!("{text:?} is not a whole number")))
}

pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, GoogleError> {
    serde_json::from_slice(body)
        .map_err(|error| GoogleError::invalid_argument(format!("the body does not fit: {error}")))
}
