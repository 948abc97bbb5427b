//! Events made by another process than the curve's, with a seed. Some sales come in a rush after the start, some in one before the
//! end, the others evenly but for the night; of how many come in which nothing is assumed but what PLATFORMS.md tells of six
//! events (a third to nine tenths sold six hours before the end). Buyers come in bursts, an hour's sales being most often few and
//! sometimes many, so do the albums of an order, and every tenth order is cancelled later. The counter is refreshed at seven
//! minutes past the hour.

use chrono::{DateTime, TimeDelta, Utc};
use fastrand::Rng;
use forecast::{Event, Reading};

pub(crate) struct Made {
    pub(crate) start: DateTime<Utc>,
    pub(crate) end: DateTime<Utc>,
    pub(crate) items: Vec<Vec<Reading>>,
}

/// How an event's sales are spread.
struct Pace {
    hours: i64,
    end_clock: i64,
    opening: f64,
    closing: f64,
    closing_hours: f64,
}

impl Made {
    /// From 8 hours to 5 days, from one to ten items, from some tens to tens of thousands of albums.
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let pace = Pace::new(&mut rng);
        Self::at_pace(&pace, seed, rng)
    }

    /// One of which such a share of sales comes in the rush before the end.
    pub(crate) fn closing(seed: u64, closing: f64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let pace = Pace {
            closing,
            ..Pace::new(&mut rng)
        };
        Self::at_pace(&pace, seed, rng)
    }

    fn at_pace(pace: &Pace, seed: u64, mut rng: Rng) -> Self {
        let minutes: Vec<f64> = (0..pace.hours * 60).map(|minute| pace.at(minute)).collect();
        let orders = between(30.0, 3000.0, &mut rng) / minutes.iter().sum::<f64>();
        let end = DateTime::UNIX_EPOCH + TimeDelta::hours(480 + pace.end_clock);
        let start = end - TimeDelta::hours(pace.hours);
        let item = |_| {
            let liked = between(0.4, 2.5, &mut rng) * orders;
            shown(start, minutes.iter().map(|pace| pace * liked), &mut rng)
        };
        Self {
            start,
            end,
            items: (0..1 + seed % 10).map(item).collect(),
        }
    }

    pub(crate) fn event(&self) -> Event<'_> {
        Event {
            start: Some(self.start),
            end: self.end,
            items: &self.items,
        }
    }
}

impl Pace {
    fn new(rng: &mut Rng) -> Self {
        Self {
            hours: between(8.0, 120.0, rng) as i64,
            end_clock: if rng.bool() { 0 } else { 17 },
            opening: 0.2 * rng.f64(),
            closing: 0.1 + 0.5 * rng.f64(),
            closing_hours: 1.5 + 3.5 * rng.f64(),
        }
    }

    /// How much is sold in a minute, compared with another.
    fn at(&self, minute: i64) -> f64 {
        let (since, hours) = (minute as f64 / 60.0, self.hours as f64);
        let night = (1..8).contains(&(self.end_clock - self.hours + minute / 60).rem_euclid(24));
        let opening = self.opening / 2.0 * (-since / 2.0).exp();
        let closing = self.closing / self.closing_hours * (-(hours - since) / self.closing_hours).exp();
        let even = (1.0 - self.opening - self.closing) / hours;
        (opening + even + closing) * if night { 0.2 } else { 1.0 }
    }
}

/// What an item's counter shows every ten minutes.
fn shown(start: DateTime<Utc>, buyers: impl Iterator<Item = f64>, rng: &mut Rng) -> Vec<Reading> {
    let (mut sold, mut counter, mut burst, mut readings) = (0, 0, 0.0, Vec::new());
    for (minute, due) in (0..).zip(buyers) {
        if minute % 60 == 0 {
            burst = exponential(rng);
        }
        let mut due = due * burst;
        while rng.f64() < due {
            due -= 1.0;
            let order = (3.0 * exponential(rng).powf(1.8)).ceil() as i64;
            sold += if rng.u8(..) < 25 { -order.min(sold) } else { order };
        }
        if minute % 60 == 7 {
            counter = sold;
        }
        if minute % 10 == 0 {
            readings.push(Reading {
                at: start + TimeDelta::minutes(minute),
                sold: counter,
            });
        }
    }
    readings
}

/// A random number of any magnitude between two.
fn between(least: f64, most: f64, rng: &mut Rng) -> f64 {
    least * (most / least).powf(rng.f64())
}

/// A random number with mean 1 that is most often small and sometimes large.
fn exponential(rng: &mut Rng) -> f64 {
    -rng.f64().max(1e-9).ln()
}
