//! From what is known to where it will end.

use chrono::{DateTime, Utc};

use crate::curve::share_sold;
use crate::standing::{Counter, Standing};
use crate::{Event, Prior, Projection, Range};

/// Where less than this share of an event is expected to be behind it, or fewer albums are sold, nothing is said.
const LEAST_SHARE: f64 = 0.05;
const LEAST_SOLD: f64 = 5.0;

/// Where nobody knows when it began, so many hours must have been read.
const LEAST_HOURS: f64 = 1.0;

/// What was sold since the start counts a quarter as much as what was sold lately: an event that is over its opening rush is not
/// at its beginning, but a quiet hour is not its end either.
const EARLIER: f64 = 0.25;

/// An item takes part in what is to come by what it sold, but a fifth goes evenly to all items: buyers turn to those where few have
/// bought and the odds are better.
const EVENLY: f64 = 0.2;

/// Where an event will end, as told by its readings until `now`. None where too little is known: no reading, an end or start that
/// makes no sense, fewer than 5 albums, less than a twentieth of the event behind it, or neither its start nor an hour of it known.
#[must_use]
pub fn project(event: &Event<'_>, now: DateTime<Utc>, prior: &Prior) -> Option<Projection> {
    let standing = Standing::at(event, now)?;
    says_enough(&standing, prior).then(|| from_standing(&standing, prior))
}

/// Whether so much is known that something can be said.
pub(crate) fn says_enough(standing: &Standing, prior: &Prior) -> bool {
    let begun = standing.begun || standing.lately >= LEAST_HOURS;
    let behind = share_sold(standing.left, standing.length, prior.surge);
    begun && behind >= LEAST_SHARE && standing.sold() >= LEAST_SOLD
}

/// Where an event will end of which enough is known.
pub(crate) fn from_standing(standing: &Standing, prior: &Prior) -> Projection {
    let shown = standing.shown().count() as f64;
    let weights: f64 = standing.shown().map(weight).sum();
    let coming = weights * still_to_come(standing, prior);
    let item = |counter: &Counter| {
        let part = (1.0 - EVENLY) * weight(counter) / weights + EVENLY / shown;
        Range::of(counter.sold, coming * part, standing.left, prior)
    };
    let total = standing
        .shown()
        .fold(0, |total: i64, counter| total.saturating_add(counter.sold));
    Projection {
        total: Range::of(total, coming, standing.left, prior),
        items: standing
            .counters
            .iter()
            .map(|counter| counter.as_ref().map(item))
            .collect(),
    }
}

/// How much of an item's sales is known, recent ones counting more.
fn weight(counter: &Counter) -> f64 {
    EARLIER * counter.sold.max(0) as f64 + counter.lately.max(0) as f64
}

/// How many albums are expected from the last reading to the end for each that [`weight`] counts: the share that is still to come
/// by the share that was behind it, weighted likewise.
fn still_to_come(standing: &Standing, prior: &Prior) -> f64 {
    let share = |left| share_sold(left, standing.length, prior.surge);
    let behind = share(standing.left);
    let lately = behind - share(standing.left + standing.lately);
    (1.0 - behind) / (EARLIER * behind + lately)
}
