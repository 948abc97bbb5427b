//! Which availability holds.

use domain::Availability;

use super::price::Price;
use super::{Claim, Data, evidence, name, place};
use crate::finding::Evidence;

/// The availability with the most weight behind it.
pub(super) fn decide(data: &Data<'_>, found: &mut Vec<Evidence>) -> Availability {
    let claims = claims(data);
    let weight = |wanted: Availability| -> f32 {
        claims
            .iter()
            .filter(|claim| claim.value == wanted)
            .map(|claim| claim.weight)
            .sum()
    };
    let order = [
        Availability::InStock,
        Availability::PreOrder,
        Availability::OutOfStock,
    ];
    let chosen = order
        .into_iter()
        .filter(|wanted| weight(*wanted) > 0.0)
        .max_by(|a, b| weight(*a).total_cmp(&weight(*b)))
        .unwrap_or_default();
    for claim in &claims {
        let value = claim.value.word().unwrap_or_default().to_owned();
        found.push(evidence("availability", claim, value, claim.value == chosen));
    }
    chosen
}

/// A page that asks a price, and says nothing else, offers the product: not sure, but what its readers take it for.
pub(super) fn or_offered(
    stated: Availability,
    price: Option<&Price>,
    found: &mut Vec<Evidence>,
) -> Availability {
    let is_offered = stated == Availability::Unknown && price.is_some_and(|price| price.weight >= OFFERED);
    if !is_offered {
        return stated;
    }
    let claim = Claim {
        value: Availability::InStock,
        source: "a price is asked".to_owned(),
        weight: 0.4,
    };
    found.push(evidence("availability", &claim, "InStock".to_owned(), true));
    claim.value
}

/// What data and the visible page say about each other, where neither is much surer.
pub(super) fn contradiction(found: &[Evidence], chosen: Availability) -> Option<String> {
    let stated = found.iter().filter(|evidence| evidence.field == "availability");
    let is_visible = |evidence: &&Evidence| evidence.source.starts_with("visible");
    let sure = |evidence: &&Evidence| evidence.confidence >= 0.6;
    let agreeing = stated.clone().filter(|evidence| evidence.chosen).find(sure)?;
    let other = stated
        .filter(|evidence| !evidence.chosen && is_visible(evidence) != is_visible(&agreeing))
        .find(sure)?;
    let chosen = chosen.word()?;
    Some(format!(
        "{chosen} {}, {} {}",
        place(agreeing),
        other.value,
        place(other)
    ))
}

/// How sure a price must be to count as an offer.
const OFFERED: f32 = 3.0;

fn claims(data: &Data<'_>) -> Vec<Claim<Availability>> {
    let mut claims = Vec::new();
    let mut add = |value: Availability, source: &str, weight: f32| {
        if value != Availability::Unknown {
            claims.push(Claim {
                value,
                source: source.to_owned(),
                weight,
            });
        }
    };
    if let Some(item) = name::main(&data.json_ld, data) {
        add(item.availability(), "json-ld", 2.0);
    }
    if let Some(item) = data.microdata.first() {
        add(item.availability(), "microdata", 1.8);
    }
    if let Some((item, _)) = data.meta.item() {
        add(item.availability(), "meta", 1.5);
    }
    if let Some(item) = data.embedded.first() {
        add(item.availability(), "script", 1.0);
    }
    for seen in &data.availability {
        add(
            seen.value,
            &format!("{} {}", seen.source, seen.text),
            6.0 * seen.confidence,
        );
    }
    claims
}
