//! Weighing what a page's sources say against each other.

mod availability;
mod counts;
mod name;
mod price;
mod title;

use crate::availability::Candidate;
use crate::counts::Counts;
use crate::finding::{Evidence, Finding};
use crate::item::Item;
use crate::locale::Locale;
use crate::meta::Meta;
use crate::view::View;
use crate::visible::Seen;
use domain::{Availability, Reading};

/// Everything that a page says, by source.
pub(crate) struct Data<'a> {
    pub(crate) locale: Locale,
    pub(crate) meta: Meta,
    pub(crate) json_ld: Vec<Item>,
    pub(crate) microdata: Vec<Item>,
    pub(crate) embedded: Vec<Item>,
    pub(crate) counts: Counts,
    pub(crate) prices: Vec<Seen>,
    pub(crate) availability: Vec<Candidate>,
    pub(crate) view: View<'a>,
    /// The words of the page's address.
    pub(crate) address_name: Option<String>,
}

/// One source's statement about one field.
#[derive(Debug, Clone)]
struct Claim<T> {
    value: T,
    source: String,
    weight: f32,
}

/// The reading that the page's sources agree on best; none where they say neither price nor availability.
pub(crate) fn finding(data: &Data<'_>) -> Option<Finding> {
    let mut evidence = Vec::new();
    let stated = availability::decide(data, &mut evidence);
    let price = price::decide(data, &mut evidence);
    let availability = availability::or_offered(stated, price.as_ref(), &mut evidence);
    let title = title::decide(data, &mut evidence);
    let stock = counts::stock(data, &mut evidence);
    let sold = counts::sold(data, &mut evidence);
    let sku = counts::sku(data, &mut evidence);
    let (amount, currency, doubt) = price.map_or((None, None, None), |price| {
        (Some(price.amount), price.currency, price.doubt)
    });
    let is_stated = availability != Availability::Unknown && title.is_some() && name::is_product(data);
    let says_something = amount.is_some() || is_stated;
    evidence.sort_by(|a, b| a.field.cmp(b.field).then(b.confidence.total_cmp(&a.confidence)));
    let doubt = doubt
        .or_else(|| availability::contradiction(&evidence, availability))
        .or_else(|| counts::contradiction(&evidence, availability, stock));
    says_something.then(|| Finding {
        reading: Reading {
            title,
            price: amount,
            currency,
            availability,
            uncertain: doubt,
            sku,
            stock,
            sold,
            ..Reading::default()
        },
        evidence,
    })
}

/// The value with the most weight, the first among equals; all of them become evidence.
fn choose<T: Clone + PartialEq + std::fmt::Display>(
    field: &'static str,
    claims: Vec<Claim<T>>,
    found: &mut Vec<Evidence>,
) -> Option<T> {
    let best = claims
        .iter()
        .reduce(|best, claim| if claim.weight > best.weight { claim } else { best });
    let chosen = best.map(|claim| claim.value.clone());
    for claim in &claims {
        let is_chosen = chosen.as_ref() == Some(&claim.value);
        found.push(evidence(field, claim, claim.value.to_string(), is_chosen));
    }
    chosen
}

/// Where something stands, as a person would say it.
fn place(evidence: &Evidence) -> String {
    let is_shown = evidence.source.starts_with("visible") || evidence.source == "a price is asked";
    if is_shown {
        "on the page".to_owned()
    } else {
        format!("in {}", evidence.source)
    }
}

fn evidence<T>(field: &'static str, claim: &Claim<T>, value: String, chosen: bool) -> Evidence {
    Evidence {
        field,
        value,
        source: claim.source.clone(),
        confidence: confidence(claim.weight),
        chosen,
    }
}

/// A weight as a confidence: 0 stays 0, 3 is sure enough.
fn confidence(weight: f32) -> f32 {
    (weight / (weight.abs() + 1.0)).clamp(0.0, 0.99)
}
