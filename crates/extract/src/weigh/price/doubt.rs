//! When the chosen price should not be trusted blindly.

use rust_decimal::Decimal;

use super::{Amount, Group};
use crate::weigh::{Claim, Data, name};

/// How sure another statement must be to make the chosen one doubtful, and how far it may stay behind.
const SURE: f32 = 2.0;
const FAR: f32 = 4.0;

/// Data that state another price than the chosen one, where the page does not explain it as an old one.
pub(super) fn contradiction(
    data: &Data<'_>,
    claims: &[Claim<Amount>],
    best: &Group,
    groups: &[Group],
) -> Option<String> {
    let weight = |amount: Decimal| {
        groups
            .iter()
            .find(|group| group.amount == amount)
            .map_or(0.0, Group::weight)
    };
    let is_old = |amount: Decimal| {
        data.prices
            .iter()
            .any(|seen| seen.amount == amount && seen.is_old)
    };
    let agrees = |source: &str| {
        claims
            .iter()
            .any(|claim| claim.source == source && claim.value.0 == best.amount)
    };
    let other = claims.iter().find(|claim| {
        let amount = claim.value.0;
        claim.weight >= SURE
            && !agrees(&claim.source)
            && !is_old(amount)
            && best.weight() - weight(amount) < FAR
    })?;
    let source = match claims.iter().find(|claim| claim.value.0 == best.amount) {
        Some(claim) if best.visible.is_none_or(|score| score < 0.0) => format!("in {}", claim.source),
        _ => "on the page".to_owned(),
    };
    Some(format!(
        "price {} {source}, {} in {}",
        best.amount, other.value.0, other.source
    ))
}

/// A page of many products is no page of one: which price is meant cannot be known.
pub(super) fn several(data: &Data<'_>) -> Option<String> {
    if data.json_ld.len() < 2 || name::is_named(&data.json_ld, data) {
        return None;
    }
    let prices = data.json_ld.iter().filter_map(|item| item.best()?.price);
    let mut prices: Vec<Decimal> = prices.collect();
    prices.sort();
    prices.dedup();
    let (least, most) = (prices.first()?, prices.last()?);
    (prices.len() > 1).then(|| {
        format!(
            "the page has {} products from {least} to {most}",
            data.json_ld.len()
        )
    })
}
