//! `/_local/chats`: what people write and press, and what they see; `/_local/updates`: updates by hand.

use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::header;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::google_error::GoogleError;
use crate::telegram::delivery::{self, FirstAnswer, Outcome};
use crate::telegram::{person, standing, view};
use crate::world::SharedWorld;

/// Its routes.
pub(crate) fn routes(world: SharedWorld) -> Router<SharedWorld> {
    people(world)
        .route("/_local/chats", get(list))
        .route("/_local/chats/{chat_id}", get(show))
        .route("/_local/photos/{file_id}", get(photo))
        .route("/_local/limits", get(limits).put(set_limits))
        .route("/_local/updates", post(deliver_raw))
        .route("/_local/updates/{update_id}/redeliver", post(redeliver))
}

/// What people do, where they do it here.
fn people(world: SharedWorld) -> Router<SharedWorld> {
    Router::new()
        .route("/_local/chats/{chat_id}/messages", post(write))
        .route("/_local/chats/{chat_id}/presses", post(press))
        .route("/_local/chats/{chat_id}/bot", post(change_bot))
        .route("/_local/chats/{chat_id}/members", post(set_member))
        .route("/_local/chats/{chat_id}/migration", post(migrate))
        .route_layer(from_fn_with_state(world, only_here))
}

async fn only_here(State(world): State<SharedWorld>, request: Request, next: Next) -> Response {
    if world.settings.chats_are_elsewhere {
        let why = "This bot talks with the real Telegram: write to it there. Nothing was sent.";
        return GoogleError::failed_precondition(why).into_response();
    }
    next.run(request).await
}

async fn list(State(world): State<SharedWorld>) -> Result<Json<Value>, GoogleError> {
    Ok(Json(json!({ "chats": view::chat_ids(&world)? })))
}

/// How many of the newest messages; all of them unless it is said.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Last {
    last: Option<u32>,
}

async fn show(
    State(world): State<SharedWorld>,
    Path(chat_id): Path<String>,
    Query(Last { last }): Query<Last>,
) -> Result<Json<Value>, GoogleError> {
    Ok(Json(view::chat(&world, number(&chat_id)?, last)?))
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

async fn change_bot(
    State(world): State<SharedWorld>,
    Path(chat_id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, GoogleError> {
    let _busy = world.clock.busy("a change of the bot's standing");
    let update_id = standing::change(&world, number(&chat_id)?, parse(&body)?)?;
    let first = delivery::first_answer(&world, update_id).await?;
    Ok(Json(with_first(json!({ "update_id": update_id }), first)))
}

async fn set_member(
    State(world): State<SharedWorld>,
    Path(chat_id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, GoogleError> {
    Ok(Json(standing::set_member(
        &world,
        number(&chat_id)?,
        parse(&body)?,
    )?))
}

async fn migrate(
    State(world): State<SharedWorld>,
    Path(chat_id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, GoogleError> {
    let _busy = world.clock.busy("a group that becomes a supergroup");
    let update_ids = standing::migrate(&world, number(&chat_id)?, &parse(&body)?)?;
    let first = delivery::first_answer(&world, update_ids.last().copied()).await?;
    Ok(Json(with_first(json!({ "update_ids": update_ids }), first)))
}

async fn photo(
    State(world): State<SharedWorld>,
    Path(file_id): Path<String>,
) -> Result<Response, GoogleError> {
    let content = view::photo(&world, &file_id)?;
    let content = content.ok_or_else(|| GoogleError::not_found(format!("there is no picture {file_id}")))?;
    let headers = [
        (header::CONTENT_TYPE, content.content_type),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, content.bytes).into_response())
}

/// Whether Telegram's limits on sending are in force.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InForce {
    in_force: bool,
}

async fn limits(State(world): State<SharedWorld>) -> Json<Value> {
    Json(json!({ "in_force": world.limits.in_force() }))
}

async fn set_limits(State(world): State<SharedWorld>, body: Bytes) -> Result<Json<Value>, GoogleError> {
    let InForce { in_force } = parse(&body)?;
    world.limits.set(in_force);
    Ok(limits(State(world)).await)
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
