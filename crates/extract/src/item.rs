//! A product as data on the page describe it, whichever way they are written.

use domain::Availability;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::text;

/// A product and what it is offered for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Item {
    pub(crate) name: Option<String>,
    pub(crate) sku: Option<String>,
    pub(crate) offers: Vec<Offer>,
}

/// One offer of a product.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Offer {
    pub(crate) price: Option<Decimal>,
    pub(crate) currency: Option<String>,
    pub(crate) availability: Availability,
    pub(crate) stock: Option<i64>,
}

impl Item {
    /// The first offer that can be bought, else the first with a price, else the first.
    pub(crate) fn best(&self) -> Option<&Offer> {
        best(&self.offers)
    }

    /// In stock if one offer is; out of stock only if no offer says otherwise.
    pub(crate) fn availability(&self) -> Availability {
        let says = |wanted| self.offers.iter().any(|offer| offer.availability == wanted);
        let order = [
            Availability::InStock,
            Availability::PreOrder,
            Availability::OutOfStock,
        ];
        order.into_iter().find(|wanted| says(*wanted)).unwrap_or_default()
    }

    /// What is left over all offers that say so.
    pub(crate) fn stock(&self) -> Option<i64> {
        let mut stocks = self.offers.iter().filter_map(|offer| offer.stock).peekable();
        stocks.peek()?;
        Some(stocks.fold(0, i64::saturating_add))
    }

    /// Whether it says anything that a reading can use.
    pub(crate) fn is_empty(&self) -> bool {
        self.offers.iter().all(Offer::is_empty)
    }
}

impl Offer {
    /// This offer, and what it does not say itself as a part of it does.
    pub(crate) fn or(self, part: Option<&Self>) -> Self {
        let Some(part) = part else { return self };
        Self {
            price: self.price.or(part.price),
            currency: self.currency.or_else(|| part.currency.clone()),
            availability: match self.availability {
                Availability::Unknown => part.availability,
                known => known,
            },
            stock: self.stock.or(part.stock),
        }
    }

    /// Whether it says nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.price.is_none() && self.availability == Availability::Unknown && self.stock.is_none()
    }
}

/// The first offer that can be bought, else the first with a price, else the first.
pub(crate) fn best(offers: &[Offer]) -> Option<&Offer> {
    let can_be_bought =
        |offer: &&Offer| offer.price.is_some() && offer.availability != Availability::OutOfStock;
    offers
        .iter()
        .find(can_be_bought)
        .or_else(|| offers.iter().find(|offer| offer.price.is_some()))
        .or(offers.first())
}

/// A price and the currency it was written with. Zero stands for "no price" far more often than for a gift.
pub(crate) fn amount(value: &Value, currency: Option<&str>) -> Option<(Decimal, Option<String>)> {
    match value {
        Value::Number(number) => positive(decimal(&number.to_string())?, None),
        Value::String(text) => amount_of_text(text, currency),
        Value::Array(values) => values.iter().find_map(|value| amount(value, currency)),
        _ => None,
    }
}

/// The same for a text: a plain decimal as schema.org wants it, or what a person would write.
pub(crate) fn amount_of_text(text: &str, currency: Option<&str>) -> Option<(Decimal, Option<String>)> {
    let text = text.trim();
    let plain = decimal(text).filter(|_| !(text::has_no_cents(currency) && is_grouped(text)));
    match plain {
        Some(amount) => positive(amount, None),
        None => text::price(text).and_then(|money| positive(money.amount, money.currency.map(str::to_owned))),
    }
}

fn positive(amount: Decimal, currency: Option<String>) -> Option<(Decimal, Option<String>)> {
    (amount > Decimal::ZERO).then(|| (amount.normalize(), currency))
}

fn decimal(text: &str) -> Option<Decimal> {
    text.parse().or_else(|_| Decimal::from_scientific(text)).ok()
}

/// `24.990`: thousands where the currency has no smaller coin.
fn is_grouped(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(whole, rest)| (1..=3).contains(&whole.len()) && rest.len() == 3)
}
