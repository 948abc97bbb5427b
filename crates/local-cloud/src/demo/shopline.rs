//! `GET /demo/shopline/{shop}/api/merchants/{merchant}/products/{product}/check_stock?variation_id=...`: what is left of one
//! member's album. The draw of a product is a pure function of its id; without a variation the API refuses.

use std::collections::HashMap;

use axum::Json;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

use super::answer::{fresh, json as answer, trouble};
use super::fan_sign::fan_sign;
use crate::world::SharedWorld;

pub(super) fn routes() -> Router<SharedWorld> {
    Router::new().route(
        "/demo/shopline/{shop}/api/merchants/{merchant}/products/{product}/check_stock",
        get(check_stock),
    )
}

async fn check_stock(
    State(world): State<SharedWorld>,
    Path((_shop, _merchant, product)): Path<(String, String, String)>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    if let Some(answer) = trouble(&product).await {
        return answer;
    }
    let Some(variation) = query.get("variation_id").filter(|id| !id.is_empty()) else {
        let refusal = json!({ "code": "BAD_REQUEST", "message": "variation_id is missing" });
        return fresh((StatusCode::BAD_REQUEST, Json(refusal)));
    };
    let event = fan_sign(&format!("{product}/{variation}"), world.clock.now());
    let left = event.members.first().map_or(0, |member| member.stock.max(0));
    answer(json!({
        "left_items_quantity": left,
        "is_available": left > 0,
        "unlimited_quantity": false,
    }))
}
