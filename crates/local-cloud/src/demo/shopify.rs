//! `GET /demo/shopify/{shop}/products/{handle}.js` and `.json`, as every Shopify shop answers them, and the page itself.
//! Prices are cents in the one and text in the other; neither says how many are left.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde_json::{Value, json};

use super::answer::{fresh, html, json as answer, trouble};
use super::markup::{document, escape, script};
use super::shop::{Offer, offer};
use crate::world::SharedWorld;

pub(super) fn routes() -> Router<SharedWorld> {
    Router::new().route("/demo/shopify/{shop}/products/{handle}", get(product))
}

async fn product(State(world): State<SharedWorld>, Path((_shop, file)): Path<(String, String)>) -> Response {
    let (handle, form) = match file.rsplit_once('.') {
        Some((handle, form @ ("js" | "json"))) => (handle, form),
        _ => (file.as_str(), "html"),
    };
    if let Some(answer) = trouble(handle).await {
        return answer;
    }
    let offer = offer(handle, world.clock.now());
    match form {
        "js" => {
            let text = in_cents(handle, &offer).to_string();
            fresh(([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], text).into_response())
        }
        "json" => answer(json!({ "product": in_text(handle, &offer) })),
        _ => html(page(handle, &offer)),
    }
}

fn in_cents(handle: &str, offer: &Offer) -> Value {
    let (price, list_price) = (offer.price * 100, offer.list_price * 100);
    let compare_at = (price < list_price).then_some(list_price);
    json!({
        "id": offer.number(),
        "title": offer.title,
        "handle": handle,
        "vendor": "Demo shop",
        "type": "Album",
        "tags": ["fan sign"],
        "price": price,
        "price_min": price,
        "price_max": price,
        "available": offer.in_stock(),
        "price_varies": false,
        "compare_at_price": compare_at,
        "variants": [{
            "id": offer.number() + 1,
            "title": "Default Title",
            "option1": "Default Title",
            "sku": offer.sku,
            "available": offer.in_stock(),
            "name": offer.title,
            "price": price,
            "compare_at_price": compare_at,
            "inventory_management": "shopify",
            "requires_shipping": true,
        }],
        "images": [],
        "url": format!("/products/{handle}"),
    })
}

fn in_text(handle: &str, offer: &Offer) -> Value {
    json!({
        "id": offer.number(),
        "title": offer.title,
        "handle": handle,
        "vendor": "Demo shop",
        "product_type": "Album",
        "tags": "fan sign",
        "variants": [{
            "id": offer.number() + 1,
            "product_id": offer.number(),
            "title": "Default Title",
            "price": format!("{}.00", offer.price),
            "compare_at_price": format!("{}.00", offer.list_price),
            "price_currency": "HKD",
            "sku": offer.sku,
        }],
    })
}

fn page(handle: &str, offer: &Offer) -> String {
    let head = format!(
        r#"<meta property="og:type" content="product"><meta property="og:price:amount" content="{}.00"><meta property="og:price:currency" content="HKD">"#,
        offer.price
    );
    let body = format!(
        r#"<h1>{}</h1><p class="price">HK${}.00</p><button type="submit" name="add"{}>{}</button><script type="application/json" data-product-json>{}</script>"#,
        escape(&offer.title),
        offer.price,
        if offer.in_stock() { "" } else { " disabled" },
        if offer.in_stock() {
            "Add to cart"
        } else {
            "Sold out"
        },
        script(&in_cents(handle, offer)),
    );
    document(&offer.title, &head, &body)
}
