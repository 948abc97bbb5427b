//! `GET /demo/browser/{event}`: a page that holds nothing until its script has asked for
//! `/demo/browser/{event}/data.json`. Then the title (`h1`), `.price`, `.stock`, `.sold` and `.availability` appear.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

use super::answer::{html, json as answer, trouble};
use super::shop::offer;
use crate::world::SharedWorld;

const SHELL: &str = include_str!("../../assets/demo/browser.html");

pub(super) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/demo/browser/{event}", get(shell))
        .route("/demo/browser/{event}/data.json", get(data))
}

async fn shell(Path(event): Path<String>) -> Response {
    match trouble(&event).await {
        Some(answer) => answer,
        None => html(SHELL.to_owned()),
    }
}

async fn data(State(world): State<SharedWorld>, Path(event): Path<String>) -> Response {
    let offer = offer(&event, world.clock.now());
    answer(json!({
        "title": offer.title,
        "price": format!("HK${}", offer.price),
        "availability": if offer.in_stock() { "In stock" } else { "Out of stock" },
        "stock": offer.stock,
        "sold": offer.sold,
    }))
}
