//! A reading as a tab remembers it for the events that tell of it: what people are told, and no more.

use chrono::serde::ts_seconds;
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::event::Told;
use crate::items::Figures;
use crate::sample::Sample;
use crate::{Availability, ItemReading, Reading};

/// Longer titles and doubts are cut: the tab's memory has a limit.
const LONGEST: usize = 80;

/// A reading; its short keys keep a tab's memory small.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// The sample time.
    #[serde(rename = "a", with = "ts_seconds")]
    pub(crate) at: DateTime<Utc>,
    /// The row's status where it is not `ok`.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub(crate) doubt: Option<String>,
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub(crate) price: Option<Decimal>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
    #[serde(rename = "v", default, skip_serializing_if = "is_unknown")]
    pub(crate) availability: Availability,
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub(crate) stock: Option<i64>,
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    sold: Option<i64>,
    /// What was sold of each of the tab's items, and what is left.
    #[serde(rename = "i", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) items: Vec<(Option<i64>, Option<i64>)>,
}

impl Seen {
    /// A sample's reading, as it is counted in its row; nothing where it has none.
    pub(crate) fn of(sample: &Sample) -> Option<Self> {
        let reading = &sample.reading;
        let figures = |figures: &Figures| (figures.sold, figures.stock);
        sample.is_read.then(|| Self {
            at: sample.at,
            doubt: (sample.status != "ok").then(|| cut(&sample.status)),
            title: reading.title.as_deref().map(cut),
            price: reading.price,
            currency: reading.currency.clone(),
            availability: reading.availability,
            stock: reading.stock,
            sold: sample.total_sold.or(reading.sold),
            items: sample.items.iter().map(figures).collect(),
        })
    }

    /// As an event tells it; `labels` are the tab's items.
    pub(crate) fn told(&self, labels: &[String]) -> Told {
        Told {
            at: self.at,
            status: self.doubt.clone().unwrap_or_else(|| "ok".to_owned()),
            reading: Some(self.reading(labels)),
        }
    }

    pub(crate) fn reading(&self, labels: &[String]) -> Reading {
        let items = self.items.iter().zip(labels);
        let shown = items.filter(|((sold, stock), _)| sold.is_some() || stock.is_some());
        Reading {
            title: self.title.clone(),
            price: self.price,
            currency: self.currency.clone(),
            availability: self.availability,
            stock: self.stock,
            sold: self.sold,
            items: shown
                .map(|((sold, stock), label)| ItemReading {
                    label: label.clone(),
                    sold: *sold,
                    stock: *stock,
                    ..ItemReading::default()
                })
                .collect(),
            ..Reading::default()
        }
    }

    /// With what was known before where a reading is silent: that a page leaves a figure out once is no change.
    #[must_use]
    pub(crate) fn beside(self, known: Option<&Self>) -> Self {
        let Some(known) = known else { return self };
        let is_silent = self.availability == Availability::Unknown;
        let places = 0..self.items.len().max(known.items.len());
        let figure = |seen: &Self, place: usize| seen.items.get(place).copied().unwrap_or_default();
        let items = places.map(|place| {
            let ((sold, stock), before) = (figure(&self, place), figure(known, place));
            (sold.or(before.0), stock.or(before.1))
        });
        Self {
            items: items.collect(),
            price: self.price.or(known.price),
            currency: self.currency.or_else(|| known.currency.clone()),
            availability: if is_silent {
                known.availability
            } else {
                self.availability
            },
            stock: self.stock.or(known.stock),
            sold: self.sold.or(known.sold),
            ..self
        }
    }

    /// Whether it can be bought, as far as the reading tells. A shop that is open and has none left sells nothing.
    pub(crate) fn can_be_bought(&self) -> Option<bool> {
        let is_left = self.stock.map(|stock| stock > 0);
        match self.availability {
            Availability::OutOfStock => Some(false),
            Availability::InStock | Availability::PreOrder => Some(is_left.unwrap_or(true)),
            Availability::Unknown => is_left,
        }
    }

    /// Whether a price, an availability or an item's figures differ. What was never told before is no change.
    pub(crate) fn differs(&self, before: &Self) -> bool {
        let pair = |now: Option<i64>, before: Option<i64>| before.is_some() && now != before;
        let items = self.items.iter().zip(&before.items);
        (before.price.is_some() && self.price != before.price)
            || (before.availability != Availability::Unknown && self.availability != before.availability)
            || pair(self.stock, before.stock)
            || pair(self.sold, before.sold)
            || items
                .into_iter()
                .any(|(now, before)| pair(now.0, before.0) || pair(now.1, before.1))
    }
}

/// As much as a tab can remember of a text.
pub(crate) fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

fn is_unknown(availability: &Availability) -> bool {
    *availability == Availability::Unknown
}
