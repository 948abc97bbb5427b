//! What became of one reading, and how long it took.

use std::time::{Duration, Instant};

use domain::{Reading, Refusal};
use extract::Evidence;

use crate::error::ReadError;

/// One reading with everything that `signchronicle read` shows of it, failures included.
#[derive(Debug)]
pub struct Account {
    /// The reading, or why there is none.
    pub outcome: Result<Reading, ReadError>,
    /// Where each value comes from.
    pub evidence: Vec<Evidence>,
    /// What was done, in this order.
    pub steps: Vec<Step>,
    /// Requests that the shop refused because it is asked too much, whatever became of the reading.
    pub refusals: Vec<Refusal>,
}

/// Something that took time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// `fetch`, `browser`, `wait` or `extract`.
    pub name: &'static str,
    /// How long.
    pub took: Duration,
}

/// What a reading meets while it goes on.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    pub(crate) done: Vec<Step>,
    pub(crate) refusals: Vec<Refusal>,
}

impl Steps {
    /// Notes how long a piece of work takes.
    pub(crate) fn time<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let result = work();
        self.note(name, began);
        result
    }

    /// Notes what took from then to now.
    pub(crate) fn note(&mut self, name: &'static str, began: Instant) {
        self.done.push(Step {
            name,
            took: began.elapsed(),
        });
    }
}
