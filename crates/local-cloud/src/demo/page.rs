//! The shop's HTML. Every foreign text (an event's name) is escaped where it enters.

use chrono::{DateTime, Utc};
use serde_json::json;
use url::Url;

use super::shop::{self, Offer, Related};

/// What a shop's gateway says while the shop is down.
pub(super) const BROKEN: &str = include_str!("../../assets/demo/broken.html");
/// A page that holds nothing until scripts have run.
pub(super) const EMPTY_SHELL: &str = include_str!("../../assets/demo/empty.html");

const STYLE: &str = include_str!("../../assets/demo/shop.css");
const EVENTS: &[&str] = &["ABC", "XYZ", "AESPA", "ILLIT", "SEVENTEEN"];
const DESCRIPTION: &str =
    "Buy one album, get one entry for the fan sign draw. Two versions, random photo card.";

/// The front page: a few events as links.
pub(super) fn list(now: DateTime<Utc>) -> String {
    let items: String = EVENTS
        .iter()
        .map(|event| list_item(event, &shop::offer(event, now)))
        .collect();
    format!(
        include_str!("../../assets/demo/list.html"),
        style = STYLE,
        items = items
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
        cover = escape(&format!("{}/cover.svg", path(event))),
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

/// schema.org JSON-LD. `<` is written as an escape, so that no name can close the script element.
fn structured(origin: &str, event: &str, offer: &Offer, priced: bool) -> String {
    let url = format!("{origin}{}", path(event));
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
    product.to_string().replace('<', "\\u003c")
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

fn list_item(event: &str, offer: &Offer) -> String {
    let (href, title, price) = (path(event), escape(&offer.title), offer.price);
    format!(r#"<li><a class="name" href="{href}">{title}</a> <span class="price">HK${price}</span></li>"#)
}

/// `/demo/EVENT`, percent-encoded.
fn path(event: &str) -> String {
    let Ok(mut url) = Url::parse("http://shop/demo") else {
        return String::new();
    };
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.push(event);
    }
    url.path().to_owned()
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
