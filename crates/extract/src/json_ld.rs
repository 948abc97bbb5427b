//! schema.org products in a page's JSON-LD.

use std::borrow::Cow;

use domain::{Availability, Reading};
use rust_decimal::Decimal;
use scraper::Html;
use serde_json::{Map, Value};

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
];
/// Where the page's own product may be inside something else; what is merely related is elsewhere.
const WRAPPERS: &[&str] = &["@graph", "mainEntity", "mainEntityOfPage", "itemReviewed"];

/// What the data says about the page's product.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Product {
    pub(crate) title: Option<String>,
    pub(crate) price: Option<Decimal>,
    pub(crate) currency: Option<String>,
    pub(crate) availability: Availability,
    pub(crate) doubt: Option<String>,
}

impl Product {
    pub(crate) fn into_reading(self) -> Reading {
        Reading {
            title: self.title,
            price: self.price,
            currency: self.currency,
            availability: self.availability,
            uncertain: self.doubt,
            ..Reading::default()
        }
    }
}

/// The first product that has a price, or the first one.
pub(crate) fn product(blocks: &[Cow<'_, str>]) -> Option<Product> {
    let values: Vec<Value> = blocks.iter().flat_map(|block| json_text::values(block)).collect();
    let mut nodes = Vec::new();
    values.iter().for_each(|value| collect(value, &mut nodes));
    let mut products: Vec<Product> = nodes.into_iter().map(read).collect();
    let doubt = contradiction(&products);
    let first = products
        .iter()
        .position(|product| product.price.is_some())
        .unwrap_or_default();
    let chosen = (!products.is_empty()).then(|| products.swap_remove(first))?;
    Some(Product { doubt, ..chosen })
}

type Node = Map<String, Value>;

fn collect<'a>(value: &'a Value, nodes: &mut Vec<&'a Node>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, nodes)),
        Value::Object(node) if is_product(node) => nodes.push(node),
        Value::Object(node) => {
            WRAPPERS
                .iter()
                .filter_map(|key| node.get(*key))
                .for_each(|value| collect(value, nodes));
        }
        _ => {}
    }
}

fn is_product(node: &Node) -> bool {
    let names = |value: &Value| {
        let name = value
            .as_str()
            .unwrap_or_default()
            .rsplit(['/', ':'])
            .next()
            .unwrap_or_default();
        PRODUCTS.iter().any(|product| name.eq_ignore_ascii_case(product))
    };
    match node.get("@type") {
        Some(Value::Array(types)) => types.iter().any(names),
        Some(name) => names(name),
        None => false,
    }
}

/// A page of many products is no page of one: which price is meant cannot be known.
fn contradiction(products: &[Product]) -> Option<String> {
    let mut prices: Vec<Decimal> = products.iter().filter_map(|product| product.price).collect();
    prices.sort();
    prices.dedup();
    let (least, most) = (prices.first()?, prices.last()?);
    (prices.len() > 1).then(|| format!("the page has {} products from {least} to {most}", products.len()))
}

fn read(node: &Node) -> Product {
    let offer = best(offers(node)).or_else(|| best(variants(node).flat_map(offers).collect()));
    let offer = offer.unwrap_or_default();
    Product {
        title: node
            .get("name")
            .and_then(string)
            .map(plain)
            .filter(|title| !title.is_empty()),
        price: offer.price,
        currency: offer.currency,
        availability: offer.availability,
        doubt: None,
    }
}

#[derive(Debug, Default, Clone)]
struct Offer {
    price: Option<Decimal>,
    currency: Option<String>,
    availability: Availability,
}

/// The first offer that can be bought, else the first with a price, else the first.
fn best(offers: Vec<Offer>) -> Option<Offer> {
    let can_be_bought =
        |offer: &&Offer| offer.price.is_some() && offer.availability != Availability::OutOfStock;
    let chosen = offers
        .iter()
        .find(can_be_bought)
        .or_else(|| offers.iter().find(|offer| offer.price.is_some()));
    chosen.or(offers.first()).cloned()
}

fn variants(node: &Node) -> impl Iterator<Item = &Node> {
    list(node.get("hasVariant")).filter_map(Value::as_object)
}

fn offers(node: &Node) -> Vec<Offer> {
    list(node.get("offers"))
        .filter_map(Value::as_object)
        .map(offer)
        .collect()
}

/// An offer; what an aggregate does not say itself, its parts say.
fn offer(node: &Node) -> Offer {
    let specified = list(node.get("priceSpecification"))
        .filter_map(Value::as_object)
        .find(|spec| !is_list_price(spec));
    let parts = best(offers(node)).unwrap_or_default();
    let keys = ["price", "lowPrice", "minPrice"];
    let priced = [Some(node), specified].into_iter().flatten();
    let price = priced
        .flat_map(|node| keys.iter().filter_map(|key| node.get(*key)))
        .find_map(amount);
    let named = [Some(node), specified]
        .into_iter()
        .flatten()
        .find_map(|node| node.get("priceCurrency"));
    let availability = node.get("availability").map(availability).unwrap_or_default();
    Offer {
        price: price.as_ref().map(|(amount, _)| *amount).or(parts.price),
        currency: named
            .and_then(string)
            .and_then(text::code)
            .or(price.and_then(|(_, code)| code))
            .or(parts.currency),
        availability: if availability == Availability::Unknown {
            parts.availability
        } else {
            availability
        },
    }
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

/// A price and the currency it was written with. Zero stands for "no price" far more often than for a gift.
fn amount(value: &Value) -> Option<(Decimal, Option<String>)> {
    let (amount, currency) = match value {
        Value::Number(number) => (decimal(&number.to_string())?, None),
        Value::String(text) => match decimal(text.trim()) {
            Some(amount) => (amount, None),
            None => text::price(text).map(|money| (money.amount, money.currency.map(str::to_owned)))?,
        },
        Value::Array(values) => return values.iter().find_map(amount),
        _ => return None,
    };
    (amount > Decimal::ZERO).then(|| (amount.normalize(), currency))
}

fn decimal(text: &str) -> Option<Decimal> {
    text.parse().or_else(|_| Decimal::from_scientific(text)).ok()
}

fn availability(value: &Value) -> Availability {
    string(value).map(text::availability).unwrap_or_default()
}

/// A text, also where it is wrapped in a list or in a node that only names it.
fn string(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(values) => values.first().and_then(string),
        Value::Object(node) => ["@value", "@id", "name"]
            .iter()
            .find_map(|key| node.get(*key))
            .and_then(Value::as_str),
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
        return text::fold(
            &Html::parse_fragment(title)
                .root_element()
                .text()
                .collect::<String>(),
        );
    }
    text::fold(title)
}
