//! Products in a page's scripts: Shopify's product, the state of Next.js and Nuxt, data layers.

use domain::Availability;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::flight;
use crate::item::{self, Item, Offer};
use crate::js_object;
use crate::nuxt;
use crate::scripts::Scripts;
use crate::text;

/// The objects with a price that are called like the product, from the scripts that hold data and then from programs.
pub(crate) fn items(scripts: &Scripts<'_>, names: &[&str]) -> Vec<Item> {
    let names: Vec<String> = names
        .iter()
        .map(|name| folded(name))
        .filter(|name| name.len() > 3)
        .collect();
    let mut search = Search {
        names,
        found: Vec::new(),
        tried: 0,
    };
    for text in scripts
        .json
        .iter()
        .filter(|text| text.len() < LONGEST && may_hold(text))
    {
        if let Ok(value) = serde_json::from_str::<Value>(text) {
            let unfolded = nuxt::unfold(&value);
            search.walk(unfolded.as_ref().unwrap_or(&value), MOST_DEPTH, None);
        }
    }
    for value in flight::values(&scripts.code) {
        search.walk(&value, MOST_DEPTH, None);
    }
    for code in scripts
        .code
        .iter()
        .filter(|code| code.len() < LONGEST && may_hold(code))
    {
        search.code(code);
    }
    search.found
}

const LONGEST: usize = 3_000_000;
const MOST_DEPTH: usize = 40;
/// How many objects of programs are tried.
const MOST_OBJECTS: usize = 60;
/// How far from a product's name its object begins.
const REACH: usize = 4_000;

struct Search {
    names: Vec<String>,
    found: Vec<Item>,
    /// How many objects of programs were tried.
    tried: usize,
}

impl Search {
    /// A currency often stands beside the products and not in each of them.
    fn walk(&mut self, value: &Value, depth: usize, currency: Option<&str>) {
        if depth == 0 || self.found.len() > 20 {
            return;
        }
        match value {
            Value::Array(values) => {
                values
                    .iter()
                    .for_each(|value| self.walk(value, depth - 1, currency));
            }
            Value::Object(node) => match self.product(node) {
                Some(item) => self.found.push(with_currency(item, currency)),
                None => {
                    let own = currency_of(node);
                    let currency = own.as_deref().or(currency);
                    node.values()
                        .for_each(|value| self.walk(value, depth - 1, currency));
                }
            },
            _ => {}
        }
    }

    /// The objects around the places where a program has the product's name.
    fn code(&mut self, code: &str) {
        for name in self.names.clone() {
            for at in places(code, &name).into_iter().take(4) {
                let from = code.floor_char_boundary(at.saturating_sub(REACH));
                for begin in code[from..at]
                    .rmatch_indices('{')
                    .map(|(begin, _)| from + begin)
                    .take(6)
                {
                    self.tried += 1;
                    let known = self.found.len();
                    if let Some(value) = (self.tried < MOST_OBJECTS)
                        .then(|| js_object::parse(&code[begin..]))
                        .flatten()
                    {
                        let currency = currency_near(code, at);
                        self.walk(&value, 6, currency.as_deref());
                    }
                    if self.found.len() > known {
                        return;
                    }
                }
            }
        }
    }

    fn product(&self, node: &Map<String, Value>) -> Option<Item> {
        let name = NAMES.iter().find_map(|key| node.get(*key)?.as_str())?;
        let called = folded(name);
        self.names.contains(&called).then_some(())?;
        let mut offers = vec![offer(node, is_in_cents(node))];
        let variants = node.get("variants").and_then(Value::as_array);
        let variants = variants
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .take(200);
        offers.extend(variants.map(|variant| offer(variant, is_in_cents(node) || is_in_cents(variant))));
        offers.retain(|offer| !offer.is_empty());
        let item = Item {
            name: Some(text::fold(name)),
            sku: node.get("sku").and_then(Value::as_str).map(str::to_owned),
            offers,
        };
        item.best()
            .is_some_and(|offer| offer.price.is_some())
            .then_some(item)
    }
}

const NAMES: &[&str] = &[
    "name",
    "title",
    "productName",
    "product_name",
    "item_name",
    "displayName",
    "itemName",
    "goodsName",
];
const PRICES: &[&str] = &[
    "salePrice",
    "sale_price",
    "finalPrice",
    "final_price",
    "currentPrice",
    "current_price",
    "specialPrice",
    "price",
    "priceValue",
    "sellingPrice",
    "amount",
    "value",
    "current",
];

fn offer(node: &Map<String, Value>, in_cents: bool) -> Offer {
    let currency = currency_of(node);
    let price = PRICES[..PRICES.len() - 3]
        .iter()
        .find_map(|key| price(node.get(*key)?, currency.as_deref()));
    let (amount, written) = price.unzip();
    Offer {
        price: amount.map(|amount| {
            if in_cents {
                (amount / Decimal::ONE_HUNDRED).normalize()
            } else {
                amount
            }
        }),
        currency: currency.or(written.flatten()),
        availability: availability(node),
        stock: STOCKS.iter().find_map(|key| node.get(*key)?.as_i64()),
    }
}

const CURRENCIES: &[&str] = &["currency", "priceCurrency", "currencyCode", "currency_code"];

fn currency_of(node: &Map<String, Value>) -> Option<String> {
    CURRENCIES
        .iter()
        .find_map(|key| text::code(node.get(*key)?.as_str()?))
}

fn with_currency(mut item: Item, currency: Option<&str>) -> Item {
    for offer in &mut item.offers {
        offer.currency = offer.currency.take().or(currency.map(str::to_owned));
    }
    item
}

/// The currency that a program names last before a product, or first behind it.
fn currency_near(code: &str, at: usize) -> Option<String> {
    let from = code.floor_char_boundary(at.saturating_sub(REACH));
    let to = code.floor_char_boundary((at + REACH / 4).min(code.len()));
    let named = |(found, key): (usize, &str)| {
        let rest = code
            .get(found + key.len()..)?
            .trim_start_matches(['"', '\'', ' ', ':', '\\']);
        text::code(rest.get(..3)?)
    };
    let before = code[from..at]
        .rmatch_indices("currency")
        .map(|(found, key)| (from + found, key));
    let after = code[at..to]
        .match_indices("currency")
        .map(|(found, key)| (at + found, key));
    before
        .take(4)
        .find_map(named)
        .or_else(|| after.take(4).find_map(named))
}

/// A price, also where it is an object that holds it.
fn price(value: &Value, currency: Option<&str>) -> Option<(Decimal, Option<String>)> {
    match value {
        Value::Object(node) => PRICES
            .iter()
            .find_map(|key| item::amount(node.get(*key)?, currency)),
        value => item::amount(value, currency),
    }
}

/// Only templates that count in the smallest coin write these fields.
fn is_in_cents(node: &Map<String, Value>) -> bool {
    let is_whole = node.get("price").is_none_or(Value::is_i64);
    is_whole
        && [
            "price_min",
            "price_varies",
            "compare_at_price_min",
            "public_title",
        ]
        .iter()
        .any(|key| node.contains_key(*key))
}

const STOCKS: &[&str] = &[
    "inventory_quantity",
    "stockQuantity",
    "stock_quantity",
    "inventoryQuantity",
    "stock",
];

fn availability(node: &Map<String, Value>) -> Availability {
    let flag = |keys: &[&str]| keys.iter().find_map(|key| node.get(*key)?.as_bool());
    if let Some(is_sold_out) = flag(&["soldOut", "isSoldOut", "sold_out", "outOfStock", "is_sold_out"]) {
        return if is_sold_out {
            Availability::OutOfStock
        } else {
            Availability::InStock
        };
    }
    match flag(&[
        "available",
        "inStock",
        "in_stock",
        "isInStock",
        "availableForSale",
        "isAvailable",
        "is_in_stock",
    ]) {
        Some(true) => Availability::InStock,
        Some(false) => Availability::OutOfStock,
        None => ["availability", "stockStatus", "stock_status", "inventoryStatus"]
            .iter()
            .find_map(|key| Some(text::availability(node.get(*key)?.as_str()?)))
            .unwrap_or_default(),
    }
}

fn may_hold(text: &str) -> bool {
    text.contains("rice")
}

/// Where a program has a name, however it is written there.
fn places(code: &str, name: &str) -> Vec<usize> {
    let words: Vec<&str> = name.split(' ').collect();
    let longest = words
        .iter()
        .max_by_key(|word| word.len())
        .copied()
        .unwrap_or_default();
    let is_there = |at: &usize| {
        let from = code.floor_char_boundary(at.saturating_sub(name.len() + 8));
        let to = code.floor_char_boundary((at + name.len() + 8).min(code.len()));
        folded(&code[from..to]).contains(name)
    };
    let capital = capitalised(longest);
    let spelled = [longest, capital.as_str()];
    let mut found: Vec<usize> = spelled
        .iter()
        .flat_map(|word| {
            code.match_indices(*word)
                .map(|(at, _)| at)
                .take(200)
                .filter(is_there)
                .take(4)
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

fn folded(name: &str) -> String {
    text::fold(name).to_lowercase()
}

#[cfg(test)]
mod tests;
