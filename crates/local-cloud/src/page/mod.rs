//! The page for people at `/`, and the stream that tells it when to look again.
//!
//! The files under `assets/` are compiled in as they are: no build step, nothing from elsewhere.

mod assets;
mod changes;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::world::SharedWorld;
use assets::{ASSETS, HTML, INDEX};

/// Nothing from another origin, no inline script or style, not in anybody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page, its assets and `GET /_local/changes`.
pub(crate) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/", get(async || served(HTML, INDEX)))
        // Where the real spreadsheets are below docs.google.com: links to a tab lead here.
        .route("/spreadsheets/d/{id}/edit", get(async || served(HTML, INDEX)))
        .route("/assets/{name}", get(asset))
        .route("/_local/changes", get(changes::stream))
}

async fn asset(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, content_type, text)) => served(content_type, text),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn served(content_type: &'static str, text: &'static str) -> Response {
    let headers: [(HeaderName, &str); 5] = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests;
