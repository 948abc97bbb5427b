//! The items (members, units) of an event that has several, as its tab knows them from one reading to the next.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::column::ItemFigure;
use crate::counter::{Counter, Rule, Shown};
use crate::label;
use crate::observation::{ItemReading, Reading};

/// More items have no columns: the tab's memory has a limit.
pub(crate) const MOST_ITEMS: usize = 60;
/// More missing items are told as a number.
const MOST_NAMED: usize = 5;
/// The figures of an item, in the order of their columns.
pub(crate) const FIGURES: [ItemFigure; 4] = [
    ItemFigure::Sold,
    ItemFigure::Change,
    ItemFigure::Stock,
    ItemFigure::Price,
];

/// The items whose columns a tab has. They are only ever added, never moved or removed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Items {
    /// How many the first reading had; the total stands behind their columns.
    #[serde(rename = "f", default)]
    pub(crate) first: usize,
    /// Whether the first reading had what is left of an item.
    #[serde(rename = "n", default, skip_serializing_if = "is_not")]
    stock: bool,
    /// Whether it had prices.
    #[serde(rename = "p", default, skip_serializing_if = "is_not")]
    price: bool,
    #[serde(rename = "l", default)]
    list: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Item {
    #[serde(rename = "l")]
    label: String,
    #[serde(flatten)]
    counter: Counter,
}

/// What a row says about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Figures {
    pub(crate) sold: Option<i64>,
    pub(crate) change: Option<i64>,
    pub(crate) stock: Option<i64>,
    pub(crate) price: Option<Decimal>,
}

/// What a row says about all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Count {
    /// In the order of the tab's items.
    pub(crate) items: Vec<Figures>,
    pub(crate) total: Option<i64>,
    /// Why the reading should not be trusted blindly.
    pub(crate) doubts: Vec<String>,
}

impl Items {
    /// What the items are called in the tab.
    pub(crate) fn labels(&self) -> Vec<String> {
        label::distinct(self.list.iter().map(|item| item.label.as_str()))
    }

    /// Whether the tab has columns of a figure.
    pub(crate) fn shows(&self, figure: ItemFigure) -> bool {
        match figure {
            ItemFigure::Sold | ItemFigure::Change => true,
            ItemFigure::Stock => self.stock,
            ItemFigure::Price => self.price,
        }
    }

    /// Counts a reading and remembers it; items that were never seen are added.
    pub(crate) fn count(&mut self, reading: &Reading, rule: Rule) -> Count {
        let known = self.list.len();
        let places = self.places(&reading.items);
        let labels = self.labels();
        let mut count = Count {
            items: vec![Figures::default(); labels.len()],
            ..Count::default()
        };
        for (item, place) in reading.items.iter().zip(&places) {
            match *place {
                Some(place) => self.count_item(item, place, &labels[place], rule, &mut count),
                None => count.add(item.sold),
            }
        }
        count.total = count.total.or(reading.sold);
        if !rule.late {
            count.doubts.extend(missing_words(&labels[..known], &places));
        }
        count.doubts.extend(without_columns_words(&places, rule));
        count
    }

    fn count_item(&mut self, item: &ItemReading, place: usize, label: &str, rule: Rule, count: &mut Count) {
        let shown = Shown {
            sold: item.sold,
            stock: item.stock,
            sites: item.sites,
        };
        let counted = self.list[place].counter.count(shown, rule);
        count.add(counted.sold);
        count.doubts.extend(counted.doubt(Some(label)));
        count.items[place] = Figures {
            sold: counted.sold,
            change: counted.change,
            stock: item.stock,
            price: item.price,
        };
    }

    /// The place of each item of a reading; none for those that are too many. A label that the shop now writes with
    /// other capitals or spaces is the same item, unless the reading has the old spelling too.
    fn places(&mut self, items: &[ItemReading]) -> Vec<Option<usize>> {
        let labels: Vec<String> = items.iter().map(|item| label::safe(&item.label)).collect();
        let mut places = vec![None; labels.len()];
        let known: Vec<String> = self.list.iter().map(|item| item.label.clone()).collect();
        claim(&known, &labels, &mut places);
        let fold_all = |labels: &[String]| labels.iter().map(|text| label::fold(text)).collect::<Vec<_>>();
        claim(&fold_all(&known), &fold_all(&labels), &mut places);
        self.add(items, labels, &mut places);
        places
    }

    fn add(&mut self, items: &[ItemReading], labels: Vec<String>, places: &mut [Option<usize>]) {
        let is_first = self.list.is_empty();
        for (label, place) in labels.into_iter().zip(places) {
            if place.is_none() && self.list.len() < MOST_ITEMS {
                *place = Some(self.list.len());
                self.list.push(Item {
                    label,
                    counter: Counter::default(),
                });
            }
        }
        if is_first {
            self.first = self.list.len();
            self.stock = items.iter().any(|item| item.stock.is_some());
            self.price = items.iter().any(|item| item.price.is_some());
        }
    }
}

impl Count {
    fn add(&mut self, sold: Option<i64>) {
        if let Some(sold) = sold {
            self.total = Some(self.total.unwrap_or(0).saturating_add(sold));
        }
    }
}

/// Gives each label that has no place yet the first free one of the same text.
fn claim(known: &[String], labels: &[String], places: &mut [Option<usize>]) {
    let mut free: Vec<bool> = (0..known.len())
        .map(|place| !places.contains(&Some(place)))
        .collect();
    for (label, place) in labels.iter().zip(places).filter(|(_, place)| place.is_none()) {
        *place = (0..known.len()).find(|index| free[*index] && known[*index] == *label);
        if let Some(index) = *place {
            free[index] = false;
        }
    }
}

/// The first items of the tab that no item of the reading is.
fn missing_words(known: &[String], places: &[Option<usize>]) -> Vec<String> {
    let missing = known
        .iter()
        .enumerate()
        .filter(|(place, _)| !places.contains(&Some(*place)));
    let mut words: Vec<String> = missing.map(|(_, label)| format!("{label} is missing")).collect();
    let more = match words.len().saturating_sub(MOST_NAMED) {
        0 => None,
        1 => Some("1 more is missing".to_owned()),
        more => Some(format!("{more} more are missing")),
    };
    words.truncate(MOST_NAMED);
    words.extend(more);
    words
}

fn without_columns_words(places: &[Option<usize>], rule: Rule) -> Option<String> {
    let (without, all) = (
        places.iter().filter(|place| place.is_none()).count(),
        places.len(),
    );
    let uncounted = if rule.from_stock {
        " and are not counted"
    } else {
        ""
    };
    (without > 0).then(|| format!("{without} of {all} items have no columns{uncounted}"))
}

fn is_not(value: &bool) -> bool {
    !value
}
