//! How every shop answers, and the names that misbehave in all of them.

use std::time::Duration;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

/// What a shop's gateway says while the shop is down.
const BROKEN: &str = include_str!("../../assets/demo/broken.html");
/// A page that holds nothing until scripts have run.
const EMPTY_SHELL: &str = include_str!("../../assets/demo/empty.html");
const SLOW: Duration = Duration::from_secs(2);

/// The answer of an event that misbehaves; nothing for the others, and for those that are only slow.
pub(super) async fn trouble(event: &str) -> Option<Response> {
    match event {
        "broken-503" | "503" => Some(fresh((StatusCode::SERVICE_UNAVAILABLE, Html(BROKEN)))),
        "gone-404" | "404" => Some(not_found()),
        "empty" => Some(fresh(Html(EMPTY_SHELL))),
        "slow" => {
            tokio::time::sleep(SLOW).await;
            None
        }
        _ => None,
    }
}

/// A shop's page is never kept: the next reading must see the next price.
pub(super) fn fresh(response: impl IntoResponse) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], response).into_response()
}

/// A page.
pub(super) fn html(text: String) -> Response {
    fresh(Html(text))
}

/// What a shop's own scripts ask for.
pub(super) fn json(value: Value) -> Response {
    fresh(Json(value))
}

/// What a shop says of a product that it does not have.
pub(super) fn not_found() -> Response {
    fresh((StatusCode::NOT_FOUND, Html("<h1>404 Not Found</h1>")))
}
