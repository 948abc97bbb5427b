//! A prior from events that have ended.

use chrono::TimeDelta;

use crate::project::{from_standing, says_enough};
use crate::standing::Standing;
use crate::{Event, Prior, Range, winkler};

/// Hours before the end at which events are looked at.
pub const FIT_AT_HOURS: [i64; 5] = [24, 12, 6, 3, 1];

/// What it takes to leave [`Prior::UNSEEN`], which counts beside the events: a factor of two must make the sum of the events'
/// mean errors smaller by so much times ln² 2 = 0.48.
const HOLD_SURGE: f64 = 0.1;
const HOLD_SPREAD: f64 = 0.5;

/// Steps to either side of [`Prior::UNSEEN`], each a sixteenth of an octave: from a quarter to four times.
const STEPS: i32 = 32;

/// An event at a time, and where each of its counters ended.
struct Case {
    standing: Standing,
    ended: Vec<Option<i64>>,
}

/// The prior that would have served `events` best, held back by [`Prior::UNSEEN`]; that itself where there are none. Each event counts
/// once, whatever its size and number of items, and each is read to its end: its last readings are its final figures.
///
/// `surge` makes the mean |ln(likely / ended)| small, which neither a large event nor one bad miss rules; then `spread` makes
/// the ranges' [`winkler`] score, as a share of the final figure, small.
#[must_use]
pub fn fit(events: &[Event<'_>]) -> Prior {
    let events: Vec<Vec<Case>> = events.iter().map(cases).collect();
    let unseen = Prior::UNSEEN;
    let surge = least(unseen.surge, HOLD_SURGE, |surge| {
        loss(&events, &Prior { surge, ..unseen }, |range, ended| {
            (range.likely.max(1) as f64 / ended).ln().abs()
        })
    });
    let spread = least(unseen.spread, HOLD_SPREAD, |spread| {
        loss(&events, &Prior { surge, spread }, |range, ended| {
            winkler(range, ended as i64) / ended
        })
    });
    Prior { surge, spread }
}

fn cases(event: &Event<'_>) -> Vec<Case> {
    let ended: Vec<Option<i64>> = event
        .items
        .iter()
        .map(|readings| Some(readings.last()?.sold))
        .collect();
    let case = |hours: &i64| {
        let standing = Standing::at(event, event.end - TimeDelta::hours(*hours))?;
        let ended = ended.clone();
        says_enough(&standing, &Prior::UNSEEN).then_some(Case { standing, ended })
    };
    FIT_AT_HOURS.iter().filter_map(case).collect()
}

/// The sum over events of the mean loss of their items.
fn loss(events: &[Vec<Case>], prior: &Prior, of: impl Fn(&Range, f64) -> f64) -> f64 {
    let event = |cases: &Vec<Case>| {
        let losses: Vec<f64> = cases.iter().flat_map(|case| case.losses(prior, &of)).collect();
        losses.iter().sum::<f64>() / (losses.len().max(1)) as f64
    };
    events.iter().map(event).sum()
}

impl Case {
    fn losses(&self, prior: &Prior, of: impl Fn(&Range, f64) -> f64) -> Vec<f64> {
        let items = from_standing(&self.standing, prior).items;
        let pairs = items.iter().zip(&self.ended);
        pairs
            .filter_map(|(range, ended)| Some((range.as_ref()?, (*ended).filter(|ended| *ended > 0)? as f64)))
            .map(|(range, ended)| of(range, ended))
            .collect()
    }
}

/// The factor of `unseen` that makes `loss`, and what holds it back, least.
fn least(unseen: f64, hold: f64, loss: impl Fn(f64) -> f64) -> f64 {
    let value = |step: i32| unseen * (f64::from(step) / 16.0).exp2();
    let cost = |step: i32| loss(value(step)) + hold * (value(step) / unseen).ln().powi(2);
    let costs = (-STEPS..=STEPS).map(|step| (cost(step), step));
    costs
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .map_or(unseen, |(_, step)| value(step))
}
