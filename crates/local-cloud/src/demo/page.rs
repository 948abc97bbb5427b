//! The shop's HTML. Every foreign text (an event's name) is escaped where it enters.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::markup::{escape, path, script};
use super::shop::{self, Offer, Related};

const BASE: &str = "/demo";
const STYLE: &str = include_str!("../../assets/demo/shop.css");
const EVENTS: &[&str] = &["ABC", "XYZ", "AESPA", "ILLIT", "SEVENTEEN"];
const DESCRIPTION: &str =
    "Buy one album, get one entry for the fan sign draw. Two versions, random photo card.";

/// The other shops: an example's path, the platform that reads it, and what it is.
const SHOPS: &[(&str, &str, &str)] = &[
    (
        "/demo/ktown4u/eventsub?eve_no=44469917",
        "demo-ktown4u",
        "sold for each member",
    ),
    (
        "/demo/ktown4u-stock/www/iteminfo?goods_no=150001",
        "demo-ktown4u-stock",
        "stock on four sites",
    ),
    ("/demo/makestar/product/16001", "demo-makestar", "stock"),
    (
        "/demo/shopify/aurora.myshopify.com/products/mini-album",
        "demo-shopify",
        "price and availability",
    ),
    (
        "/demo/woocommerce/aurora.example/product/mini-album",
        "demo-woocommerce",
        "price and stock",
    ),
    (
        "/demo/imweb/aurora.imweb.me/shop/?idx=101",
        "demo-imweb",
        "stock of one member",
    ),
    ("/demo/browser/ABC", "demo-browser", "price by script only"),
];

/// The front page: a few events and the other shops as links.
pub(super) fn list(now: DateTime<Utc>) -> String {
    let items: String = EVENTS
        .iter()
        .map(|event| list_item(event, &shop::offer(event, now)))
        .collect();
    format!(
        include_str!("../../assets/demo/list.html"),
        style = STYLE,
        items = items,
        shops = SHOPS.iter().map(other_shop).collect::<String>()
    )
}

/// The product page; without `priced` it shows no price anywhere.
pub(super) fn product(origin: &str, event: &str, offer: &Offer, priced: bool) -> String {
    let related = if priced { shop::related(event) } else { Vec::new() };
    format!(
        include_str!("../../assets/demo/product.html"),
        style = STYLE,
        structured = structured(origin, event, offer, priced),
        title = escape(&offer.title),
        event = escape(event),
        cover = escape(&format!("{}/cover.svg", path(BASE, event))),
        description = DESCRIPTION,
        sku = offer.sku,
        price = if priced {
            price(offer)
        } else {
            "<p>Price to be announced</p>".to_owned()
        },
        availability = if offer.in_stock() {
            "In stock"
        } else {
            "Out of stock"
        },
        availability_class = if offer.in_stock() { "yes" } else { "no" },
        disabled = if offer.in_stock() { "" } else { "disabled" },
        stock = offer.stock,
        sold = offer.sold,
        related = related.iter().map(related_item).collect::<String>(),
    )
}

/// The album's cover as a picture.
pub(super) fn cover(event: &str, offer: &Offer) -> String {
    format!(
        include_str!("../../assets/demo/cover.svg"),
        event = escape(event),
        hue = offer.hue,
        second_hue = (offer.hue + 50) % 360
    )
}

/// schema.org JSON-LD.
fn structured(origin: &str, event: &str, offer: &Offer, priced: bool) -> String {
    let url = format!("{origin}{}", path(BASE, event));
    let availability = if offer.in_stock() { "InStock" } else { "OutOfStock" };
    let mut product = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": offer.title,
        "sku": offer.sku,
        "image": [format!("{url}/cover.svg")],
        "description": DESCRIPTION,
        "brand": { "@type": "Brand", "name": event },
        "offers": {
            "@type": "Offer",
            "url": url,
            "availability": format!("https://schema.org/{availability}"),
        },
    });
    if priced {
        product["offers"]["price"] = json!(format!("{}.00", offer.price));
        product["offers"]["priceCurrency"] = json!("HKD");
    }
    script(&product)
}

fn price(offer: &Offer) -> String {
    let now = format!(r#"<span class="price">HK${}</span>"#, offer.price);
    if offer.price == offer.list_price {
        return format!("<p>{now}</p>");
    }
    format!(
        r#"<p>{now} <s class="list-price">HK${}</s> <em>Promotion</em></p>"#,
        offer.list_price
    )
}

fn related_item(item: &Related) -> String {
    let (title, price) = (escape(&item.title), item.price);
    format!(r#"<li><span class="name">{title}</span> <span class="price">HK${price}</span></li>"#)
}

fn other_shop((href, platform, what): &(&str, &str, &str)) -> String {
    format!(r#"<li><a class="name" href="{href}">{platform}</a> <span>{what}</span></li>"#)
}

fn list_item(event: &str, offer: &Offer) -> String {
    let (href, title, price) = (path(BASE, event), escape(&offer.title), offer.price);
    format!(r#"<li><a class="name" href="{href}">{title}</a> <span class="price">HK${price}</span></li>"#)
}

#[cfg(test)]
mod tests;
