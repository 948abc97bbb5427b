//! The demo shop itself: `GET /demo/{event}` with schema.org data and everything visible, and its cover.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::Response;
use axum::routing::get;

use super::answer::{fresh, html, trouble};
use super::{page, shop};
use crate::world::SharedWorld;

pub(super) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/demo", get(list))
        .route("/demo/{event}", get(product))
        .route("/demo/{event}/cover.svg", get(cover))
}

async fn list(State(world): State<SharedWorld>) -> Response {
    html(page::list(world.clock.now()))
}

async fn product(State(world): State<SharedWorld>, Path(event): Path<String>) -> Response {
    if let Some(answer) = trouble(&event).await {
        return answer;
    }
    let offer = shop::offer(&event, world.clock.now());
    let priced = event != "no-price";
    html(page::product(&world.settings.origin, &event, &offer, priced))
}

async fn cover(State(world): State<SharedWorld>, Path(event): Path<String>) -> Response {
    let offer = shop::offer(&event, world.clock.now());
    fresh((
        [(header::CONTENT_TYPE, "image/svg+xml")],
        page::cover(&event, &offer),
    ))
}
