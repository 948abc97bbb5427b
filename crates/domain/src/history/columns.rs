//! Where a CSV's columns are, and what a line says in them.

use std::collections::BTreeMap;

use csv::StringRecord;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::{Availability, ItemReading, Reading};

/// Where the columns are.
pub(super) struct Columns {
    fixed: BTreeMap<String, usize>,
    pub(super) items: Vec<Item>,
}

#[derive(Default)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) sold: Option<usize>,
    stock: Option<usize>,
    price: Option<usize>,
}

impl Columns {
    pub(super) fn of(header: &StringRecord) -> Self {
        let mut columns = Self {
            fixed: BTreeMap::new(),
            items: Vec::new(),
        };
        for (place, name) in header.iter().enumerate() {
            // The mark that keeps a spreadsheet program from taking a name for a formula.
            let name = name.strip_prefix('\'').unwrap_or(name);
            match name.rsplit_once(' ') {
                Some((item, figure)) if name != "total sold" => columns.item(item, figure, place),
                _ => {
                    columns.fixed.entry(name.to_owned()).or_insert(place);
                }
            }
        }
        // Columns that people have added to the tab are not among them, but a CSV may be anything.
        columns.items.retain(|item| item.sold.is_some());
        columns
    }

    fn item(&mut self, name: &str, figure: &str, place: usize) {
        let known = self.items.iter().position(|item| item.name == name);
        let index = known.unwrap_or_else(|| {
            self.items.push(Item {
                name: name.to_owned(),
                ..Item::default()
            });
            self.items.len() - 1
        });
        let Some(item) = self.items.get_mut(index) else {
            return;
        };
        match figure {
            "sold" => item.sold = Some(place),
            "stock" => item.stock = Some(place),
            "price" => item.price = Some(place),
            _ => {}
        }
    }

    pub(super) fn text<'a>(&self, record: &'a StringRecord, name: &str) -> Option<&'a str> {
        let text = record.get(*self.fixed.get(name)?)?;
        (!text.is_empty()).then_some(text)
    }

    fn count(&self, record: &StringRecord, name: &str) -> Option<i64> {
        number(record, *self.fixed.get(name)?)?.to_i64()
    }

    pub(super) fn reading(&self, record: &StringRecord) -> Reading {
        let count = |place: Option<usize>| number(record, place?)?.to_i64();
        let items: Vec<ItemReading> = self
            .items
            .iter()
            .map(|item| ItemReading {
                label: item.name.clone(),
                sold: count(item.sold),
                stock: count(item.stock),
                price: item.price.and_then(|place| number(record, place)),
                ..ItemReading::default()
            })
            .filter(|item| item.sold.is_some() || item.stock.is_some())
            .collect();
        let sum = |total: i64, item: &ItemReading| Some(total.saturating_add(item.stock?));
        let items_stock = (!items.is_empty())
            .then(|| items.iter().try_fold(0, sum))
            .flatten();
        Reading {
            title: self
                .text(record, "title")
                .map(|title| title.strip_prefix('\'').unwrap_or(title).to_owned()),
            price: self.fixed.get("price").and_then(|place| number(record, *place)),
            currency: self.text(record, "currency").map(str::to_owned),
            availability: self
                .text(record, "availability")
                .map_or(Availability::Unknown, availability),
            stock: self.count(record, "stock").or(items_stock),
            sold: self.count(record, "sold").or(self.count(record, "total sold")),
            items,
            ..Reading::default()
        }
    }
}

pub(super) fn number(record: &StringRecord, place: usize) -> Option<Decimal> {
    record.get(place)?.parse().ok()
}

fn availability(word: &str) -> Availability {
    [
        Availability::InStock,
        Availability::OutOfStock,
        Availability::PreOrder,
    ]
    .into_iter()
    .find(|known| known.word() == Some(word))
    .unwrap_or_default()
}
