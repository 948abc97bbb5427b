//! The items of an event.

use std::collections::HashMap;
use std::rc::Rc;

use domain::{ItemReading, Reading};
use extract::Evidence;
use platforms::{Items, Labels, List};
use serde_json::Value;

use super::fields::{self, quote};
use super::joined;
use super::place::Scope;
use crate::answer::Answer;
use crate::error::FieldError;
use crate::json::{self, Nothing};

/// A row tells no more than so many.
const MOST_DOUBTS: usize = 5;

/// An event's items, those of one label added up, and the price's currency where it stands beside one.
pub(super) struct Found {
    items: Vec<ItemReading>,
    currency: Option<&'static str>,
    /// What could not be read of single items.
    doubts: Vec<String>,
    /// Whether they stand in the page's data.
    pub(super) from_data: bool,
    /// Where they stand.
    pub(super) evidence: Evidence,
}

/// Reads the items in the order in which the shop lists them.
pub(super) fn read(answer: &Answer<'_>, items: &Items) -> Result<Found, FieldError> {
    let mut sum = Sum::default();
    let mut currency = None;
    let mut doubts = Vec::new();
    for_each(answer, &items.list, |scope| {
        let name = fields::text(&items.name, scope)?.unwrap_or_default();
        let found = fields::read(&items.fields, scope)?;
        let label = label(answer, &items.labels, &name)?;
        for doubt in found.doubts {
            // A shop may show nothing for one item; another shape is another page.
            if !doubt.is_null() {
                return Err(doubt);
            }
            doubts.push(format!("{label}: {doubt}"));
        }
        currency = currency.or(found.price_currency);
        sum.add(ItemReading {
            label,
            sold: found.sold,
            stock: found.stock,
            price: found.price,
            sites: 0,
        });
        Ok(())
    })?;
    doubts.truncate(MOST_DOUBTS);
    Ok(Found {
        evidence: evidence(sum.0.len(), items.list.to_string()),
        items: sum.0,
        currency,
        doubts,
        from_data: matches!(items.list, List::Json { .. }),
    })
}

fn evidence(count: usize, source: String) -> Evidence {
    Evidence {
        field: "items",
        value: count.to_string(),
        source,
        confidence: 1.0,
        chosen: true,
    }
}

/// The items and their totals.
pub(super) fn put_into(reading: &mut Reading, found: Found) {
    reading.currency = reading.currency.take().or(found.currency.map(str::to_owned));
    reading.uncertain = joined(reading.uncertain.take().into_iter().chain(found.doubts));
    reading.stock = reading.stock.or_else(|| total(&found.items, |item| item.stock));
    reading.sold = reading.sold.or_else(|| total(&found.items, |item| item.sold));
    reading.items = found.items;
}

/// The sum over all items, if all have the figure.
pub(crate) fn total(items: &[ItemReading], figure: impl Fn(&ItemReading) -> Option<i64>) -> Option<i64> {
    if items.is_empty() {
        return None;
    }
    items
        .iter()
        .map(figure)
        .try_fold(0_i64, |sum, figure| sum.checked_add(figure?))
}

/// Items, those of one label added up.
#[derive(Default)]
pub(crate) struct Sum(pub(crate) Vec<ItemReading>, HashMap<String, usize>);

impl Sum {
    /// Adds an item to that of its label.
    pub(crate) fn add(&mut self, item: ItemReading) {
        match self.1.get(&item.label).and_then(|at| self.0.get_mut(*at)) {
            Some(known) => {
                known.sold = plus(known.sold, item.sold);
                known.stock = plus(known.stock, item.stock);
                known.price = known.price.or(item.price);
                known.sites = known.sites.wrapping_mul(31).wrapping_add(item.sites);
            }
            None => {
                self.1.insert(item.label.clone(), self.0.len());
                self.0.push(item);
            }
        }
    }
}

impl Sum {
    /// Which sites all of it is of.
    pub(crate) fn sites(&self) -> u32 {
        self.0
            .iter()
            .fold(0, |all, item| all.wrapping_mul(31).wrapping_add(item.sites))
    }
}

fn plus(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    a?.checked_add(b?)
}

fn label(answer: &Answer<'_>, labels: &Labels, name: &str) -> Result<String, FieldError> {
    labels
        .of(name)
        .ok_or_else(|| answer.shape(format!("no label in `{}`", quote(name))))
}

/// Visits every entry of a list; a list without entries is no list.
pub(crate) fn for_each<'a>(
    answer: &'a Answer<'a>,
    list: &List,
    mut visit: impl FnMut(Scope<'_>) -> Result<(), FieldError>,
) -> Result<(), FieldError> {
    match list {
        List::Elements(selector) => {
            let compiled = answer.selector(&selector.css)?;
            let mut is_empty = true;
            for element in answer.html().select(&compiled) {
                is_empty = false;
                visit(Scope::Element(answer, element))?;
            }
            if is_empty {
                return Err(FieldError::NoMatch(format!("selector {}", selector.css)));
            }
        }
        List::Json { block, pointer } => {
            let blocks: Rc<Vec<Value>>;
            let roots: Vec<&Value> = match block {
                Some(block) => {
                    blocks = answer.blocks(&block.css)?;
                    blocks.iter().collect()
                }
                None => vec![
                    answer
                        .json()
                        .ok_or_else(|| answer.shape("the answer is no JSON".to_owned()))?,
                ],
            };
            let mut found = roots.into_iter().map(|root| json::find(root, pointer));
            let missing = || Err(Nothing::Missing(pointer.to_string()));
            let first = found.next().unwrap_or_else(missing);
            let entries = match first {
                Ok(entries) => entries,
                Err(what) => found.find_map(Result::ok).ok_or_else(|| answer.nothing(what))?,
            };
            if entries.is_empty() {
                return Err(answer.shape(format!("{pointer} is empty")));
            }
            for entry in entries {
                visit(Scope::Json(answer, entry))?;
            }
        }
    }
    Ok(())
}
