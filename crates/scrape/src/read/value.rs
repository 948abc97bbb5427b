//! What a place says, understood.

use std::str::FromStr;

use domain::Availability;
use extract::text;
use platforms::{Fixed, Kind, Source};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use scraper::Html;
use serde_json::Value;

use super::place::{Hit, Leaf};

/// An amount and, where it stands beside it, its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) amount: Decimal,
    pub(crate) currency: Option<&'static str>,
}

/// What one costs: the first amount.
pub(crate) fn price(source: &Source, hit: &Hit) -> Option<Amount> {
    let leaf = hit.leaves.first()?;
    // `18.00` has its point already: the shop no longer writes amounts in the smallest coin.
    if hit.minor > 0 && leaf.text().contains('.') {
        return None;
    }
    let mut price = match source.kind {
        Kind::Integer => plain(Decimal::from(integer(leaf)?)),
        _ => money(leaf)?,
    };
    price.amount = price
        .amount
        .checked_div(Decimal::from(10_u64.checked_pow(hit.minor)?))?
        .normalize();
    Some(price)
}

/// A count; several are added up.
pub(crate) fn count(_: &Source, hit: &Hit) -> Option<i64> {
    hit.leaves
        .iter()
        .map(integer)
        .try_fold(0_i64, |sum, count| sum.checked_add(count?))
}

/// Whether one of the counts is below zero.
pub(crate) fn any_below_zero(hit: &Hit) -> bool {
    hit.leaves.iter().filter_map(integer).any(|count| count < 0)
}

/// A text of one line.
pub(crate) fn line(source: &Source, hit: &Hit) -> Option<String> {
    if let Some(Fixed::Text(text)) = &source.fixed {
        return Some(text.clone());
    }
    let text = text::fold(&without_markup(&hit.leaves.first()?.text()));
    Some(text).filter(|text| !text.is_empty())
}

/// A currency's code.
pub(crate) fn currency(source: &Source, hit: &Hit) -> Option<String> {
    text::code(&line(source, hit)?)
}

/// Whether something is for sale.
pub(crate) fn availability(source: &Source, hit: &Hit) -> Option<Availability> {
    if let Some(Fixed::Text(text)) = &source.fixed {
        return word(text);
    }
    let leaf = hit.leaves.first()?;
    if !source.words.is_empty() {
        let said = text::fold(&leaf.text()).to_lowercase();
        let known = source.words.iter().find(|(word, _)| *word == said);
        return known.map(|(_, availability)| *availability);
    }
    match source.kind {
        Kind::Integer => integer(leaf).map(|left| truth(left > 0)),
        Kind::Text => word(&text::fold(&leaf.text())),
        Kind::Money | Kind::Availability => availability_of(leaf),
    }
}

fn availability_of(leaf: &Leaf) -> Option<Availability> {
    let said = leaf.text();
    match said.trim().to_lowercase().as_str() {
        "true" => return Some(Availability::InStock),
        "false" => return Some(Availability::OutOfStock),
        _ => {}
    }
    Some(text::availability(&said)).filter(|availability| *availability != Availability::Unknown)
}

fn truth(is_for_sale: bool) -> Availability {
    if is_for_sale {
        Availability::InStock
    } else {
        Availability::OutOfStock
    }
}

/// One of our own words, and nothing else.
fn word(text: &str) -> Option<Availability> {
    let known = [
        Availability::InStock,
        Availability::OutOfStock,
        Availability::PreOrder,
    ];
    known.into_iter().find(|known| known.word() == Some(text))
}

fn money(leaf: &Leaf) -> Option<Amount> {
    let said = leaf.text();
    if let Leaf::Json(value) = leaf
        && (value.is_number() || is_plain(&said))
    {
        // Data has a decimal point and nothing else.
        return decimal(&said).map(plain);
    }
    let money = text::price(&said)?;
    Some(Amount {
        amount: money.amount,
        currency: money.currency,
    })
}

fn integer(leaf: &Leaf) -> Option<i64> {
    match leaf {
        Leaf::Json(Value::Bool(_)) => None,
        Leaf::Json(value) if value.is_number() || is_plain(&leaf.text()) => whole(decimal(&leaf.text())?),
        _ => text::count(&leaf.text()),
    }
}

fn whole(amount: Decimal) -> Option<i64> {
    amount.is_integer().then(|| amount.to_i64()).flatten()
}

fn is_plain(text: &str) -> bool {
    let digits = text.trim().trim_start_matches('-');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    Decimal::from_str(text)
        .or_else(|_| Decimal::from_scientific(text))
        .ok()
}

fn plain(amount: Decimal) -> Amount {
    Amount {
        amount,
        currency: None,
    }
}

/// Shops write their data as they write their pages: `Tom &amp; Jerry &#8211; <b>2nd</b>`.
fn without_markup(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('<') || (text.contains('&') && text.contains(';')) {
        Html::parse_fragment(text)
            .root_element()
            .text()
            .collect::<String>()
            .into()
    } else {
        text.into()
    }
}
