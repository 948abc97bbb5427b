//! A shop as Ktown4u is one: sold albums by GraphQL, the events that are on sale by a page.
//!
//! - `POST /demo/ktown4u/vador/graphql?operationName=eventProductsV2` ([`graphql`]), for any event number. It wants the
//!   shop's Origin and Referer. Numbers that end in 0 are cached by the shop: whoever is the first to ask in five
//!   minutes of the cloud's time gets `CACHE_LOADING`; 400 has no groups.
//!   An event that is replayed sells what was recorded.
//! - `GET /demo/ktown4u/event`: what is on sale, in `__NEXT_DATA__`, times in Korea's zone.
//! - `GET /demo/ktown4u/eventsub?eve_no=...`: the page that fans see and whose link they paste.

mod events;
mod graphql;
mod products;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{fresh, json as answer, trouble};
use crate::world::{SharedWorld, World};
use graphql::Refusal;

/// The shop's real origin; a platform file may send it, or this cloud's own.
const SHOP: &str = "https://www.ktown4u.com";
/// How long the shop keeps the figures of an event.
const CACHED_SECONDS: i64 = 300;

pub(super) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route(
            "/demo/ktown4u/vador/graphql",
            post(sales).layer(Extension(Cache::default())),
        )
        .route("/demo/ktown4u/event", get(events::list))
        .route("/demo/ktown4u/eventsub", get(events::page))
}

/// In which five minutes the figures of an event were last computed.
#[derive(Clone, Default)]
struct Cache(Arc<Mutex<HashMap<u64, i64>>>);

impl Cache {
    /// Whether the figures are there; asking makes them so for the next one who asks.
    fn is_warm(&self, event: u64, now: DateTime<Utc>) -> bool {
        let period = now.timestamp().div_euclid(CACHED_SECONDS);
        let mut warm = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        warm.retain(|_, since| *since == period);
        warm.insert(event, period).is_some()
    }
}

#[derive(Deserialize)]
struct Operation {
    #[serde(rename = "operationName")]
    name: Option<String>,
}

async fn sales(
    State(world): State<SharedWorld>,
    Extension(cache): Extension<Cache>,
    Query(operation): Query<Operation>,
    headers: HeaderMap,
    body: String,
) -> Response {
    if !comes_from_the_shop(&world, &headers) {
        return refused(StatusCode::FORBIDDEN, "Forbidden", "FORBIDDEN");
    }
    let asked = match graphql::read(operation.name.as_deref(), &headers, &body) {
        Ok(asked) => asked,
        Err(Refusal { message, code }) => return refused(StatusCode::BAD_REQUEST, &message, code),
    };
    let event = asked.event.to_string();
    if let Some(answer) = trouble(&event).await {
        return answer;
    }
    let now = world.clock.now();
    if asked.event.is_multiple_of(10) && !cache.is_warm(asked.event, now) {
        return answer(failure("cache is loading", "CACHE_LOADING", Some(Value::Null)));
    }
    let replay = world.settings.replay.as_ref();
    let whole = match replay.filter(|replay| replay.event() == asked.event) {
        Some(replay) => products::replayed(replay, now),
        None => products::answer(&event, now),
    };
    match graphql::select(&whole, &asked.selection, "Query") {
        Ok(data) => answer(json!({ "data": data })),
        Err(Refusal { message, code }) => refused(StatusCode::BAD_REQUEST, &message, code),
    }
}

fn comes_from_the_shop(world: &World, headers: &HeaderMap) -> bool {
    let is_ours = |name: header::HeaderName| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| value.starts_with(SHOP) || value.starts_with(&world.settings.origin))
    };
    is_ours(header::ORIGIN) && is_ours(header::REFERER)
}

fn refused(status: StatusCode, message: &str, code: &str) -> Response {
    fresh((status, Json(failure(message, code, None))))
}

fn failure(message: &str, code: &str, data: Option<Value>) -> Value {
    let mut failure = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    if let Some(data) = data {
        failure["data"] = data;
    }
    failure
}

#[cfg(test)]
mod tests;
