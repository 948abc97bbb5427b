//! Weighing what a page's sources say against each other.

mod availability;
mod name;
mod price;

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
    let title = name::title(data);
    let (amount, currency, doubt) = price.map_or((None, None, None), |price| {
        (Some(price.amount), price.currency, price.doubt)
    });
    let is_stated = availability != Availability::Unknown && title.is_some() && name::is_product(data);
    let says_something = amount.is_some() || is_stated;
    let doubt = doubt.or_else(|| availability::contradiction(&evidence, availability));
    evidence.sort_by(|a, b| a.field.cmp(b.field).then(b.confidence.total_cmp(&a.confidence)));
    says_something.then(|| Finding {
        reading: Reading {
            title,
            price: amount,
            currency,
            availability,
            uncertain: doubt,
            sku: name::sku(data),
            stock: name::stock(data),
            sold: data.counts.sold,
            ..Reading::default()
        },
        evidence,
    })
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
