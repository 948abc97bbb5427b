//! What is left, what was sold, and the product's number.

use domain::Availability::{self, InStock, OutOfStock};

use super::{Claim, Data, choose, name};
use crate::finding::Evidence;
use crate::item::Item;

/// What is left: as people see it, or as the data say.
pub(super) fn stock(data: &Data<'_>, found: &mut Vec<Evidence>) -> Option<i64> {
    let shown = data.counts.stock.map(|value| seen(value, 3.0));
    let stated = name::described(data).filter_map(|(item, source)| Some(claim(Item::stock(item)?, source)));
    choose("stock", shown.into_iter().chain(stated).collect(), found)
}

/// What was sold, which only people are told.
pub(super) fn sold(data: &Data<'_>, found: &mut Vec<Evidence>) -> Option<i64> {
    let shown = data.counts.sold.map(|value| seen(value, 3.0));
    choose("sold", shown.into_iter().collect(), found)
}

/// The product's number.
pub(super) fn sku(data: &Data<'_>, found: &mut Vec<Evidence>) -> Option<String> {
    let shown = data.counts.sku.clone().map(|value| seen(value, 1.0));
    let stated = name::described(data).filter_map(|(item, source)| Some(claim(item.sku.clone()?, source)));
    choose("sku", stated.chain(shown).collect(), found)
}

/// A stock that does not go with what the page says about it: one of them is wrong, and none may be taken as certain.
pub(super) fn contradiction(
    found: &[Evidence],
    availability: Availability,
    stock: Option<i64>,
) -> Option<String> {
    let stock = stock?;
    let does_not_fit = match availability {
        InStock => stock <= 0,
        OutOfStock => stock > 0,
        _ => false,
    };
    let place = |field: &str| {
        let chosen = found
            .iter()
            .find(|evidence| evidence.field == field && evidence.chosen)?;
        Some(super::place(chosen))
    };
    let word = availability.word().filter(|_| does_not_fit)?;
    Some(format!(
        "{word} {}, stock {stock} {}",
        place("availability")?,
        place("stock")?
    ))
}

fn seen<T>(value: T, weight: f32) -> Claim<T> {
    Claim {
        value,
        source: "visible text".to_owned(),
        weight,
    }
}

fn claim<T>(value: T, source: &str) -> Claim<T> {
    let weight = match source {
        "json-ld" => 2.0,
        "microdata" => 1.8,
        _ => 1.0,
    };
    Claim {
        value,
        source: source.to_owned(),
        weight,
    }
}
