//! One counter over time.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, DurationRound, Utc};
use chrono_tz::Tz;
use rust_decimal::prelude::ToPrimitive;

use super::{Hour, Order, Pace};
use crate::Series;

/// So many of the largest increases are told.
const MOST_ORDERS: usize = 5;
/// The pace of the present is that of so long.
const PRESENT: Duration = Duration::minutes(15);

/// A counter's readings; there is at least one.
pub(super) struct Counter {
    readings: Vec<Shown>,
}

/// What it showed.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) at: DateTime<Utc>,
    pub(super) sold: i64,
}

impl Counter {
    /// None where it was never read.
    pub(super) fn of(series: &Series) -> Option<Self> {
        let shown = |(at, sold): &(DateTime<Utc>, Option<rust_decimal::Decimal>)| {
            Some(Shown {
                at: *at,
                sold: (*sold)?.to_i64()?,
            })
        };
        let mut readings: Vec<Shown> = series.iter().filter_map(shown).collect();
        // A person may have sorted the tab.
        readings.sort_by_key(|shown| shown.at);
        (!readings.is_empty()).then_some(Self { readings })
    }

    pub(super) fn last(&self) -> Shown {
        self.readings[self.readings.len() - 1]
    }

    /// `now` is the last reading of all items: one that has vanished sells no more.
    pub(super) fn pace(&self, label: &str, now: DateTime<Utc>, zone: Tz, least: i64) -> Pace {
        let sold = self.last().sold;
        let hour_ago = self.around(now - Duration::hours(1));
        Pace {
            label: label.to_owned(),
            sold,
            last_hour: sold.saturating_sub(hour_ago.sold),
            since: (now - hour_ago.at < Duration::hours(1)).then_some(hour_ago.at),
            per_hour: self.per_hour(now),
            orders: self.orders(least),
            busiest: self.busiest(zone),
            outlook: None,
        }
    }

    /// The last reading until a time; the first one where all are later.
    fn around(&self, at: DateTime<Utc>) -> Shown {
        let until = self.readings.partition_point(|shown| shown.at <= at);
        self.readings[until.saturating_sub(1)]
    }

    fn per_hour(&self, now: DateTime<Utc>) -> i64 {
        let before = self.around(now - PRESENT);
        let seconds = (now - before.at).num_seconds();
        let sold = self.last().sold.saturating_sub(before.sold);
        let twice = sold.saturating_mul(7_200).checked_div(seconds).unwrap_or(0);
        twice.saturating_add(twice.signum()) / 2
    }

    fn orders(&self, least: i64) -> Vec<Order> {
        let mut orders: Vec<Order> = self
            .readings
            .windows(2)
            .map(|pair| Order {
                count: pair[1].sold.saturating_sub(pair[0].sold),
                after: pair[0].at,
                at: pair[1].at,
            })
            .filter(|order| order.count > 0 && order.count >= least)
            .collect();
        orders.sort_by_key(|order| (std::cmp::Reverse(order.count), order.at));
        orders.truncate(MOST_ORDERS);
        orders
    }

    /// The first of those in which most were sold; none where none was.
    fn busiest(&self, zone: Tz) -> Option<Hour> {
        let mut hours: BTreeMap<DateTime<Utc>, i64> = BTreeMap::new();
        for pair in self.readings.windows(2) {
            // A reading at the full hour shows what was sold before it.
            let from = hour_of(pair[1].at - Duration::seconds(1), zone);
            let sold = pair[1].sold.saturating_sub(pair[0].sold);
            let hour = hours.entry(from).or_default();
            *hour = hour.saturating_add(sold);
        }
        let hours = hours.into_iter().map(|(from, count)| Hour { from, count });
        hours
            .filter(|hour| hour.count > 0)
            .max_by_key(|hour| (hour.count, std::cmp::Reverse(hour.from)))
    }
}

/// The sum of counters at each time at which one of them was read. Those that appear later have sold nothing before.
pub(super) fn total<'a>(counters: impl Iterator<Item = &'a Counter>) -> Counter {
    let mut changes: BTreeMap<DateTime<Utc>, i64> = BTreeMap::new();
    for counter in counters {
        let mut before = 0;
        for shown in &counter.readings {
            let change = changes.entry(shown.at).or_default();
            *change = change.saturating_add(shown.sold.saturating_sub(before));
            before = shown.sold;
        }
    }
    let mut sold: i64 = 0;
    let readings = changes.into_iter().map(|(at, change)| {
        sold = sold.saturating_add(change);
        Shown { at, sold }
    });
    Counter {
        readings: readings.collect(),
    }
}

fn hour_of(at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let local = at.with_timezone(&zone);
    local
        .duration_trunc(Duration::hours(1))
        .map_or(at, |hour| hour.with_timezone(&Utc))
}
