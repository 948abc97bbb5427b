//! A shop to track without leaving this machine.
//!
//! `GET /demo` lists a few events, `GET /demo/{event}` is the product page of a fan-sign album event; any name is
//! one. Price and stock depend on the name and the cloud's clock only ([`shop`]). Some names misbehave, for tests:
//!
//! | event | answers |
//! | --- | --- |
//! | `no-price` | a product page without any price |
//! | `broken-503` | status 503 |
//! | `slow` | the usual page after two seconds of real time |
//! | `empty` | a shell that only a browser's scripts would fill |

mod page;
mod shop;

use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::world::SharedWorld;

/// The list, the product pages and their covers.
pub(crate) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/demo", get(list))
        .route("/demo/{event}", get(product))
        .route("/demo/{event}/cover.svg", get(cover))
}

/// The platform files (name and text) by which a tracker finds and reads the shop at `origin`.
pub(crate) fn platform_files(origin: &str) -> Vec<(&'static str, String)> {
    let demo = include_str!("../../assets/demo/platform.toml").replace("{origin}", origin);
    vec![("demo.toml", demo)]
}

async fn list(State(world): State<SharedWorld>) -> Response {
    fresh(Html(page::list(world.clock.now())))
}

async fn product(State(world): State<SharedWorld>, Path(event): Path<String>) -> Response {
    match event.as_str() {
        "broken-503" => return fresh((StatusCode::SERVICE_UNAVAILABLE, Html(page::BROKEN))),
        "empty" => return fresh(Html(page::EMPTY_SHELL)),
        "slow" => tokio::time::sleep(Duration::from_secs(2)).await,
        _ => {}
    }
    let offer = shop::offer(&event, world.clock.now());
    let priced = event != "no-price";
    fresh(Html(page::product(
        &world.settings.origin,
        &event,
        &offer,
        priced,
    )))
}

async fn cover(State(world): State<SharedWorld>, Path(event): Path<String>) -> Response {
    let offer = shop::offer(&event, world.clock.now());
    fresh((
        [(header::CONTENT_TYPE, "image/svg+xml")],
        page::cover(&event, &offer),
    ))
}

/// A shop's page is never kept: the next reading must see the next price.
fn fresh(response: impl IntoResponse) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], response).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;
    use crate::world::World;

    #[tokio::test]
    async fn each_event_answers_as_documented() {
        let world = World::for_tests();
        let table = [
            ("ABC", 200, "HK$"),
            ("no-price", 200, "Price to be announced"),
            ("broken-503", 503, "Service Unavailable"),
            ("empty", 200, r#"<div id="root"></div>"#),
        ];
        for (event, status, content) in table {
            let answer = product(State(world.clone()), Path(event.to_owned())).await;
            assert_eq!(answer.status(), status, "{event}");
            assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store", "{event}");
            let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            assert!(String::from_utf8_lossy(&body).contains(content), "{event}");
        }
    }

    #[test]
    fn the_platform_file_names_the_shop_and_leaves_the_event_open() {
        let files = platform_files("http://127.0.0.1:8080");
        let [(name, text)] = files.as_slice() else {
            panic!("one file")
        };
        assert_eq!(*name, "demo.toml");
        assert!(
            text.contains("url = \"http://127.0.0.1:8080/demo/{event}\"\n"),
            "{text}"
        );
        assert!(!text.contains("{origin}"), "{text}");
    }
}
