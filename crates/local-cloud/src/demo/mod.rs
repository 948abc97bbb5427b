//! Shops to track without leaving this machine, one of each shape that a platform file knows.
//!
//! | under | is shaped as | what it shows |
//! | --- | --- | --- |
//! | `/demo/{event}` | any shop: schema.org data and a visible page ([`plain`]) | price, stock, sold |
//! | `/demo/browser` | a page that holds nothing until its script has run ([`browser`]) | price, stock, sold |
//! | `/demo/ktown4u` | sold albums by GraphQL, events by a page ([`ktown4u`]) | sold per member |
//! | `/demo/ktown4u-stock` | one album on four sites ([`ktown4u_stock`]) | stock per site |
//! | `/demo/makestar` | an API, and a Nuxt page ([`makestar`]) | stock |
//! | `/demo/shopline`, `/demo/imweb` | one product per member ([`shopline`], [`imweb`]) | stock |
//! | `/demo/shopify`, `/demo/woocommerce` | the two kinds of shop software ([`shopify`], [`woocommerce`]) | price |
//!
//! Any name is an event, and any host name a shop of those kinds. What is sold depends on the name and the cloud's clock
//! only: an album by itself as in [`shop`], a fan-sign of several members as in [`fan_sign`]. Some names misbehave, for
//! tests, in every shop ([`answer::trouble`]); where events are numbers, so do some numbers:
//!
//! | event | number | answers |
//! | --- | --- | --- |
//! | `broken-503` | 503 | status 503 |
//! | `gone-404` | 404 | status 404 |
//! | `slow` | | the usual page after two seconds of real time |
//! | `empty` | | a shell that only a browser's scripts would fill |
//! | `no-price` | | a product page without any price ([`plain`] only) |

mod answer;
mod browser;
mod fan_sign;
mod imweb;
mod ktown4u;
mod ktown4u_stock;
mod makestar;
mod markup;
mod nuxt;
mod page;
mod plain;
mod random;
mod shop;
mod shopify;
mod shopline;
mod woocommerce;

use axum::Router;

use crate::world::SharedWorld;

/// Every shop.
pub(crate) fn routes() -> Router<SharedWorld> {
    Router::new()
        .merge(plain::routes())
        .merge(browser::routes())
        .merge(imweb::routes())
        .merge(ktown4u::routes())
        .merge(ktown4u_stock::routes())
        .merge(makestar::routes())
        .merge(shopify::routes())
        .merge(shopline::routes())
        .merge(woocommerce::routes())
}

#[cfg(test)]
mod tests;
