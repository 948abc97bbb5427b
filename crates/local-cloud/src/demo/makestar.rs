//! `GET /demo/makestar/api/v2/commerce/product_event/{id}/dynamic/`: stock as JSON; `GET /demo/makestar/product/{id}`: the
//! page with the same in its Nuxt payload. An id that ends in 9 shows no stock (`isDisplayStock` false, `stock` -1); an
//! id that ends in 8 has no JSON at all (404), so that only the page is left.

use axum::Json;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

use super::answer::{fresh, html, json as answer, not_found, trouble};
use super::fan_sign::{FanSign, fan_sign};
use super::markup::{document, escape, script};
use super::nuxt;
use crate::world::SharedWorld;

pub(super) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route(
            "/demo/makestar/api/v2/commerce/product_event/{id}/dynamic/",
            get(dynamic),
        )
        .route("/demo/makestar/product/{id}", get(page))
}

async fn dynamic(State(world): State<SharedWorld>, Path(id): Path<String>) -> Response {
    if let Some(answer) = trouble(&id).await {
        return answer;
    }
    if !is_number(&id) || id.ends_with('8') {
        let missing = json!({ "result": "fail", "message": "product event does not exist" });
        return fresh((StatusCode::NOT_FOUND, Json(missing)));
    }
    let event = fan_sign(&id, world.clock.now());
    answer(json!({ "result": "success", "data": state(&id, &event) }))
}

async fn page(State(world): State<SharedWorld>, Path(id): Path<String>) -> Response {
    if let Some(answer) = trouble(&id).await {
        return answer;
    }
    if !is_number(&id) {
        return not_found();
    }
    let event = fan_sign(&id, world.clock.now());
    let name = format!("[{}] 5th Mini Album VIDEO CALL EVENT", event.artist);
    let mut product = state(&id, &event);
    product["name"] = json!(name);
    product["price"] = json!(event.price);
    let payload = nuxt::flattened(&json!({ "data": { "product": product }, "serverRendered": true }));
    let body = format!(
        r#"<h1>{}</h1><script type="application/json" id="__NUXT_DATA__" data-ssr="true">{}</script>"#,
        escape(&name),
        script(&payload)
    );
    html(document(&name, "", &body))
}

fn state(id: &str, event: &FanSign) -> Value {
    let left = event.stock().max(0);
    let shown = !id.ends_with('9');
    json!({
        "id": id.parse::<u64>().unwrap_or_default(),
        "stock": if shown { left } else { -1 },
        "isPurchasable": left > 0,
        "saleStatus": if left > 0 { "ON_SALE" } else { "SOLD_OUT" },
        "isDisplayStock": shown,
    })
}

fn is_number(id: &str) -> bool {
    id.parse::<u64>().is_ok()
}
