//! What the demo shop offers at an instant: a pure function of the event's name and the time.
//!
//! Every 90 minutes a delivery fills the shelf; it sells in bursts, is sold out for the last minutes, and the next
//! delivery restocks it. The price changes at most every 12 minutes.

use std::ops::Range;

use chrono::{DateTime, Utc};

use super::random::{mix, seed};

/// Stock changes at most this often.
const STEP_SECONDS: i64 = 10;
/// From one delivery to the next: 90 minutes.
const CYCLE_STEPS: i64 = 540;
/// The last piece of a delivery goes 84 minutes after it came.
const SELLING_STEPS: i64 = 504;
/// Buyers come together: each two minutes are either busy or calm.
const BURST_STEPS: i64 = 12;
/// `sold` counts one campaign of 90 days, so that it only grows while somebody watches.
const CAMPAIGN_CYCLES: i64 = 90 * 16;
const PRICE_SECONDS: i64 = 12 * 60;

/// One product as the shop shows it at an instant; prices are whole Hong Kong dollars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) title: String,
    pub(super) sku: String,
    pub(super) price: u64,
    pub(super) list_price: u64,
    pub(super) stock: u64,
    pub(super) sold: u64,
    /// A colour of its own for the cover, in degrees.
    pub(super) hue: u64,
}

impl Offer {
    /// The shop's own number of it.
    pub(super) fn number(&self) -> u64 {
        self.sku.bytes().fold(7, |number, digit| {
            (number * 10 + u64::from(digit)) % 1_000_000_007
        })
    }

    /// Whether a visitor can buy it.
    pub(super) fn in_stock(&self) -> bool {
        self.stock > 0
    }
}

/// Another product on the same page, as real shops show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Related {
    pub(super) title: String,
    pub(super) price: u64,
}

/// What the shop offers for `event` at `now`.
pub(super) fn offer(event: &str, now: DateTime<Utc>) -> Offer {
    let seed = seed(event);
    let (stock, sold) = shelf(seed, now);
    let list_price = list_price(seed);
    Offer {
        title: format!("{event} 5th Mini Album (Fan Sign Event)"),
        sku: format!("DEMO-{:06}", seed % 1_000_000),
        price: list_price - discount(seed, now),
        list_price,
        stock,
        sold,
        hue: seed % 360,
    }
}

/// What else the page of `event` shows; none costs what the album itself ever costs.
pub(super) fn related(event: &str) -> Vec<Related> {
    let list_price = list_price(seed(event));
    [
        ("official light stick", 251),
        ("photo book", 93),
        ("postcard set", -55),
    ]
    .into_iter()
    .map(|(thing, more)| Related {
        title: format!("{event} {thing}"),
        price: list_price.saturating_add_signed(more),
    })
    .collect()
}

fn list_price(seed: u64) -> u64 {
    128 + 10 * (seed % 3)
}

fn discount(seed: u64, now: DateTime<Utc>) -> u64 {
    match mix(seed, now.timestamp().div_euclid(PRICE_SECONDS)) % 10 {
        0..=2 => 10,
        3 => 20,
        _ => 0,
    }
}

/// Stock left and pieces sold in this campaign.
fn shelf(seed: u64, now: DateTime<Utc>) -> (u64, u64) {
    let phase = (seed % CYCLE_STEPS.unsigned_abs()).cast_signed();
    let step = now.timestamp().div_euclid(STEP_SECONDS) + phase;
    let (cycle, within) = (step.div_euclid(CYCLE_STEPS), step.rem_euclid(CYCLE_STEPS));
    let delivery = 80 + seed % 121;
    let all = demand(seed, cycle, 0..SELLING_STEPS);
    let gone = delivery * demand(seed, cycle, 0..within.min(SELLING_STEPS)) / all;
    let earlier = cycle.rem_euclid(CAMPAIGN_CYCLES).unsigned_abs() * delivery;
    (delivery - gone, earlier + gone)
}

/// How keen buyers are over these steps of a cycle; never zero for a whole cycle.
fn demand(seed: u64, cycle: i64, steps: Range<i64>) -> u64 {
    let keen = |step: i64| {
        let burst = mix(seed, cycle * CYCLE_STEPS + step / BURST_STEPS).is_multiple_of(5);
        let visitors = mix(seed, cycle * CYCLE_STEPS + step) % 3;
        if burst { 4 + 4 * visitors } else { visitors }
    };
    1 + steps.map(keen).sum::<u64>()
}

#[cfg(test)]
mod tests;
