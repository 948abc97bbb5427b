//! `GET /demo/woocommerce/{shop}/wp-json/wc/store/v1/products?slug=...`: the Store API's list, with one product or, where
//! there is none of that slug, empty; `GET /demo/woocommerce/{shop}/product/{slug}/`: its page.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{html, json as answer, trouble};
use super::markup::{document, escape, path};
use super::shop::{Offer, offer};
use crate::world::SharedWorld;

pub(super) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route(
            "/demo/woocommerce/{shop}/wp-json/wc/store/v1/products",
            get(products),
        )
        .route("/demo/woocommerce/{shop}/product/{slug}/", get(page))
        .route("/demo/woocommerce/{shop}/product/{slug}", get(page))
}

#[derive(Deserialize)]
struct Wanted {
    slug: String,
}

async fn products(
    State(world): State<SharedWorld>,
    Path(shop): Path<String>,
    Query(Wanted { slug }): Query<Wanted>,
) -> Response {
    match slug.as_str() {
        "gone-404" => return answer(json!([])),
        slug => {
            if let Some(answer) = trouble(slug).await {
                return answer;
            }
        }
    }
    let offer = offer(&slug, world.clock.now());
    answer(json!([product(&world.settings.origin, &shop, &slug, &offer)]))
}

async fn page(State(world): State<SharedWorld>, Path((shop, slug)): Path<(String, String)>) -> Response {
    if let Some(answer) = trouble(&slug).await {
        return answer;
    }
    let offer = offer(&slug, world.clock.now());
    let body = format!(
        r#"<div class="product"><h1 class="product_title">{}</h1><p class="price">HK${}.00</p><p class="stock">{}</p></div>"#,
        escape(&offer.title),
        offer.price,
        if offer.in_stock() {
            format!("{} in stock", offer.stock)
        } else {
            "Out of stock".to_owned()
        },
    );
    html(document(&format!("{} - {shop}", offer.title), "", &body))
}

fn product(origin: &str, shop: &str, slug: &str, offer: &Offer) -> Value {
    let minor = |price: u64| format!("{price}00");
    json!({
        "id": offer.number(),
        "name": offer.title,
        "slug": slug,
        "parent": 0,
        "type": "simple",
        "permalink": format!("{origin}{}/", path(&format!("/demo/woocommerce/{shop}/product"), slug)),
        "sku": offer.sku,
        "on_sale": offer.price < offer.list_price,
        "prices": {
            "price": minor(offer.price),
            "regular_price": minor(offer.list_price),
            "sale_price": minor(offer.price),
            "price_range": null,
            "currency_code": "HKD",
            "currency_symbol": "HK$",
            "currency_minor_unit": 2,
            "currency_decimal_separator": ".",
            "currency_thousand_separator": ",",
            "currency_prefix": "HK$",
            "currency_suffix": "",
        },
        "variations": [],
        "has_options": false,
        "is_purchasable": true,
        "is_in_stock": offer.in_stock(),
        "is_on_backorder": false,
        "low_stock_remaining": (offer.in_stock() && offer.stock <= 10).then_some(offer.stock),
        "sold_individually": false,
        "add_to_cart": { "text": "Add to cart", "minimum": 1, "maximum": offer.stock.max(1), "multiple_of": 1 },
    })
}
