//! schema.org products and events in a page's JSON-LD.

use std::borrow::Cow;

use domain::Availability;
use scraper::Html;
use serde_json::{Map, Value};

use crate::item::{self, Item, Offer};
use crate::json_text;
use crate::text;

const PRODUCTS: &[&str] = &[
    "Product",
    "ProductGroup",
    "IndividualProduct",
    "ProductModel",
    "SomeProducts",
    "Vehicle",
    "Car",
    "Book",
    "Course",
];
const OFFERS: &[&str] = &["Offer", "AggregateOffer"];
/// Where the page's own product may be inside something else; what is merely related is elsewhere.
const WRAPPERS: &[&str] = &[
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "itemReviewed",
    "itemOffered",
];

type Node = Map<String, Value>;

/// The products of a page's blocks; where there is none, the offers that stand alone.
pub(crate) fn items(blocks: &[&str]) -> Vec<Item> {
    let values: Vec<Value> = blocks.iter().flat_map(|block| json_text::values(block)).collect();
    let mut found = Found::default();
    values.iter().for_each(|value| found.collect(value));
    let items: Vec<Item> = found.products.into_iter().map(read).collect();
    let offers: Vec<Offer> = found.offers.into_iter().map(offer).collect();
    if items.iter().all(Item::is_empty) && !offers.is_empty() {
        let named = items.into_iter().next().unwrap_or_default();
        return vec![Item { offers, ..named }];
    }
    items
}

#[derive(Default)]
struct Found<'a> {
    products: Vec<&'a Node>,
    offers: Vec<&'a Node>,
}

impl<'a> Found<'a> {
    fn collect(&mut self, value: &'a Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.collect(value)),
            Value::Object(node) if is_a(node, PRODUCTS) || is_event(node) => self.products.push(node),
            Value::Object(node) if is_a(node, OFFERS) && !node.contains_key("itemOffered") => {
                self.offers.push(node);
            }
            Value::Object(node) => {
                let inner = WRAPPERS.iter().filter_map(|key| node.get(*key));
                inner.for_each(|value| self.collect(value));
            }
            _ => {}
        }
    }
}

fn is_a(node: &Node, kinds: &[&str]) -> bool {
    types(node).any(|name| kinds.iter().any(|kind| name.eq_ignore_ascii_case(kind)))
}

/// `Event`, `MusicEvent` and all the others.
fn is_event(node: &Node) -> bool {
    types(node).any(|name| name.ends_with("Event"))
}

fn types(node: &Node) -> impl Iterator<Item = &str> {
    list(node.get("@type"))
        .filter_map(Value::as_str)
        .map(|name| name.rsplit(['/', ':']).next().unwrap_or_default())
}

fn read(node: &Node) -> Item {
    let mut offers = offers(node);
    if offers.iter().all(Offer::is_empty) {
        offers = variants(node).flat_map(self::offers).collect();
    }
    let named = |key: &str| {
        let text = node.get(key).and_then(string).map(|text| plain(&text));
        text.filter(|text| !text.is_empty())
    };
    Item {
        name: named("name"),
        sku: ["sku", "mpn", "productID"].iter().find_map(|key| named(key)),
        offers,
    }
}

fn variants(node: &Node) -> impl Iterator<Item = &Node> {
    ["hasVariant", "model", "isVariantOf"]
        .iter()
        .flat_map(|key| list(node.get(*key)))
        .filter_map(Value::as_object)
}

/// The offers of a node; used goods only where nothing else is offered. Some shops wrap the list once more.
fn offers(node: &Node) -> Vec<Offer> {
    let all: Vec<&Node> = list(node.get("offers"))
        .flat_map(|value| list(Some(value)))
        .filter_map(Value::as_object)
        .collect();
    let has_new = all.iter().any(|node| !is_used(node));
    let kept = all.into_iter().filter(|node| !(has_new && is_used(node)));
    kept.map(offer).collect()
}

fn is_used(offer: &Node) -> bool {
    let condition = offer.get("itemCondition").and_then(string).unwrap_or_default();
    ["Used", "Refurbished", "Damaged"]
        .iter()
        .any(|kind| condition.contains(kind))
}

/// Whether an aggregate's lowest price is that of used goods.
fn mixes_used(node: &Node) -> bool {
    let parts = || list(node.get("offers")).filter_map(Value::as_object);
    parts().any(is_used) && !parts().all(is_used)
}

/// An offer; what an aggregate does not say itself, its parts say.
fn offer(node: &Node) -> Offer {
    let specified = list(node.get("priceSpecification"))
        .filter_map(Value::as_object)
        .find(|specification| !is_list_price(specification));
    let places = [Some(node), specified];
    let named = places
        .into_iter()
        .flatten()
        .find_map(|node| node.get("priceCurrency"));
    let currency = named.and_then(string).and_then(|name| text::code(&name));
    let is_own = !mixes_used(node);
    let price = places
        .into_iter()
        .flatten()
        .filter(|_| is_own)
        .flat_map(|node| ["price", "lowPrice", "minPrice"].map(|key| node.get(key)))
        .flatten()
        .find_map(|value| item::amount(value, currency.as_deref()));
    let own = Offer {
        price: price.as_ref().map(|(amount, _)| *amount),
        currency: currency.or(price.and_then(|(_, code)| code)),
        availability: node.get("availability").map(availability).unwrap_or_default(),
        stock: node.get("inventoryLevel").and_then(level),
    };
    own.or(item::best(&offers(node)))
}

/// A specification of the price that the item is *not* sold at.
fn is_list_price(specification: &Node) -> bool {
    let kind = specification
        .get("priceType")
        .and_then(string)
        .unwrap_or_default();
    ["ListPrice", "StrikethroughPrice", "SRP", "MSRP"]
        .iter()
        .any(|old| kind.ends_with(old))
}

fn availability(value: &Value) -> Availability {
    string(value)
        .map(|text| text::availability(&text))
        .unwrap_or_default()
}

/// `5` or `{"@type":"QuantitativeValue","value":5}`.
fn level(value: &Value) -> Option<i64> {
    match value {
        Value::Object(node) => node.get("value").and_then(level),
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_i64(),
    }
}

/// A text, also where it is wrapped in a list or in a node that only names it.
fn string(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Array(values) => values.first().and_then(string),
        Value::Object(node) => ["@value", "@id", "name"]
            .iter()
            .find_map(|key| node.get(*key))
            .and_then(Value::as_str)
            .map(Cow::Borrowed),
        _ => None,
    }
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let values = match value {
        Some(Value::Array(values)) => values.as_slice(),
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    values.iter()
}

/// A title without the entities that many shops leave in it.
fn plain(title: &str) -> String {
    if title.contains('&') {
        let fragment = Html::parse_fragment(title);
        return text::fold(&fragment.root_element().text().collect::<String>());
    }
    text::fold(title)
}

#[cfg(test)]
mod tests;
