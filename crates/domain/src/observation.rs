//! What a page said, or why it said nothing.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::row::NO_READING;

/// Whether the page sells the item. A page that could not be read is never `OutOfStock`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Availability {
    /// It can be bought now.
    InStock,
    /// It is sold out.
    OutOfStock,
    /// It can be ordered ahead.
    PreOrder,
    /// The page does not say.
    #[default]
    Unknown,
}

impl Availability {
    /// The word that stands in the sheet; nothing when the page does not say.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::InStock => Some("InStock"),
            Self::OutOfStock => Some("OutOfStock"),
            Self::PreOrder => Some("PreOrder"),
            Self::Unknown => None,
        }
    }
}

/// One reading of one event.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// The item's name as the page shows it.
    pub title: Option<String>,
    /// What one costs.
    pub price: Option<Decimal>,
    /// ISO 4217 code of `price`.
    pub currency: Option<String>,
    /// Whether it is for sale.
    pub availability: Availability,
    /// How many are left, where the page says so.
    pub stock: Option<i64>,
    /// How many were sold, where the page says so.
    pub sold: Option<i64>,
    /// The shop's own number of the item.
    pub sku: Option<String>,
    /// The items (members, units) of an event that has several; `stock` and `sold` above are then their totals.
    pub items: Vec<ItemReading>,
    /// Why the reading should not be trusted blindly.
    pub uncertain: Option<String>,
    /// Which sites `stock` is the sum of, as a number that is another one for other sites; 0 where it is no sum. What was
    /// sold cannot be told from stocks of different sites.
    pub sites: u32,
}

/// One item of an event that has several.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemReading {
    /// What fans call it: the member, the unit, `OffLine`.
    pub label: String,
    /// How many were sold.
    pub sold: Option<i64>,
    /// How many are left; below zero it is oversold.
    pub stock: Option<i64>,
    /// What one costs.
    pub price: Option<Decimal>,
    /// Which sites `stock` is the sum of, see [`Reading::sites`].
    pub sites: u32,
}

/// The outcome of one sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Observation {
    /// The page was read.
    Read(Reading),
    /// It was not; the text is the row's status (`HTTP 503`).
    Failed(String),
    /// It was not asked for; the text says why. Its row is a gap, whose place a reading may still take.
    NotAsked(String),
}

impl Observation {
    /// The `status` cell: `ok`, `uncertain: ...`, or why there is no reading.
    pub fn status(&self) -> String {
        match self {
            Self::Read(Reading {
                uncertain: Some(reason),
                ..
            }) => format!("uncertain: {reason}"),
            Self::Read(_) => "ok".to_owned(),
            Self::Failed(reason) => reason.clone(),
            Self::NotAsked(reason) => format!("{NO_READING}: {reason}"),
        }
    }
}
