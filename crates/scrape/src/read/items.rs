//! The items of an event.

use std::collections::HashMap;
use std::rc::Rc;

use domain::{ItemReading, Reading};
use platforms::{Items, Labels, List};
use serde_json::Value;

use super::fields::{self, quote};
use super::place::Scope;
use crate::answer::Answer;
use crate::error::FieldError;
use crate::json;

/// An event's items, those of one label added up, and the price's currency where it stands beside one.
pub(super) struct Found {
    items: Vec<ItemReading>,
    currency: Option<String>,
}

/// Reads the items in the order in which the shop lists them.
pub(super) fn read(answer: &Answer<'_>, items: &Items) -> Result<Found, FieldError> {
    let mut sum = Sum::default();
    let mut currency = None;
    for_each(answer, &items.list, |scope| {
        let name = fields::text(&items.name, scope)?.unwrap_or_default();
        let found = fields::read(&items.fields, scope)?;
        if let Some(doubt) = found.doubts.into_iter().next() {
            return Err(doubt);
        }
        currency = currency.take().or(found.price_currency);
        sum.add(ItemReading {
            label: label(answer, &items.labels, &name)?,
            sold: found.sold,
            stock: found.stock,
            price: found.price,
        });
        Ok(())
    })?;
    Ok(Found {
        items: sum.0,
        currency,
    })
}

/// The items and their totals.
pub(super) fn put_into(reading: &mut Reading, found: Found) {
    reading.currency = reading.currency.take().or(found.currency);
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
            }
            None => {
                self.1.insert(item.label.clone(), self.0.len());
                self.0.push(item);
            }
        }
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
            let first = found.next().unwrap_or_else(|| Err(pointer.to_string()));
            let entries = match first {
                Ok(entries) => entries,
                Err(what) => found.find_map(Result::ok).ok_or_else(|| answer.missing(what))?,
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
