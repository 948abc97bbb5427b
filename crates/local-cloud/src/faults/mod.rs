//! What can be made to go wrong: by operation, by chance or by count, for a while or for one execution.
//!
//! [`operation`] names every call, [`read`] takes faults as JSON, [`fault`] is one of them and [`in_force`] what it has
//! done so far. They strike at three [`Stage`]s, each of which asks here: a call in `server::strike`, a firing in
//! `scheduler::ordeal`, the start of an execution in `run::ordeal`. [`answer()`] writes refusals as the services do.

mod answer;
mod fault;
mod in_force;
pub(crate) mod operation;
mod pattern;
mod quota;
mod read;

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::google_error::GoogleError;
use crate::seed::Seed;
pub(crate) use answer::answer;
pub(crate) use fault::{Effect, Side, Stage};
use in_force::InForce;
pub(crate) use in_force::Struck;

/// The faults of this run, in the order in which they came.
pub(crate) struct Faults {
    seed: Seed,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    last_id: u64,
    faults: Vec<InForce>,
}

/// What a fault may strike.
pub(crate) struct Call<'a> {
    pub(crate) stage: Stage,
    pub(crate) operation: &'static str,
    /// On whose behalf it is made.
    pub(crate) execution: Option<&'a str>,
    /// Whose token came along.
    pub(crate) account: Option<&'a str>,
    /// Whether a text is somewhere in it; asked only when a fault wants to know.
    pub(crate) mentions: &'a (dyn Fn(&str) -> bool + Sync),
}

impl Faults {
    pub(crate) fn new(seed: Seed) -> Self {
        Self {
            seed,
            kept: Mutex::default(),
        }
    }

    /// The number that repeats this run's decisions.
    pub(crate) fn seed(&self) -> u64 {
        self.seed.number()
    }

    /// Puts one fault (an object) or several (an array) in force, all of them or none; answers them with their ids.
    pub(crate) fn add(&self, given: Value) -> Result<Value, GoogleError> {
        let Value::Array(list) = given else {
            let fault = read::fault(given, "")?;
            return Ok(self.put(vec![fault]).pop().unwrap_or_default());
        };
        let numbered = list.into_iter().enumerate();
        let faults = numbered
            .map(|(index, fault)| read::fault(fault, &format!("[{index}]")))
            .collect::<Result<_, _>>()?;
        Ok(self.put(faults).into())
    }

    /// All of them, with what they have done so far.
    pub(crate) fn list(&self) -> Vec<Value> {
        self.lock().faults.iter().map(InForce::shown).collect()
    }

    /// Those that were to strike a number of times, and have not yet.
    pub(crate) fn unused(&self) -> Vec<Value> {
        unused(&self.lock().faults)
    }

    /// Takes all away; answers what they have done, and which of them were not used.
    pub(crate) fn remove_all(&self) -> (Vec<Value>, Vec<Value>) {
        let removed = std::mem::take(&mut self.lock().faults);
        (removed.iter().map(InForce::shown).collect(), unused(&removed))
    }

    /// The same for one, if it is there.
    pub(crate) fn remove(&self, id: u64) -> Option<(Vec<Value>, Vec<Value>)> {
        let mut kept = self.lock();
        let index = kept.faults.iter().position(|fault| fault.id() == id)?;
        let removed = [kept.faults.remove(index)];
        Some((vec![removed[0].shown()], unused(&removed)))
    }

    /// What strikes now: any number of delays, then at most one fault that decides a call; every fault of the other
    /// stages.
    pub(crate) fn strike(&self, now: DateTime<Utc>, call: &Call<'_>) -> Vec<Struck> {
        let mut struck = Vec::new();
        for fault in &mut self.lock().faults {
            if let Some(blow) = fault.strike(now, call) {
                let is_decided = blow.effect.decides();
                struck.push(blow);
                if is_decided {
                    break;
                }
            }
        }
        struck
    }

    /// A fault that was to strike later came too late: it counts as not used.
    pub(crate) fn give_back(&self, id: u64) {
        let mut kept = self.lock();
        if let Some(fault) = kept.faults.iter_mut().find(|fault| fault.id() == id) {
            fault.give_back();
        }
    }

    fn put(&self, faults: Vec<fault::Fault>) -> Vec<Value> {
        let mut kept = self.lock();
        let mut shown = Vec::new();
        for fault in faults {
            kept.last_id += 1;
            let fault = InForce::new(kept.last_id, fault, self.seed);
            shown.push(fault.shown());
            kept.faults.push(fault);
        }
        shown
    }

    /// A poisoned lock is usable: no change of a fault can stop half-way.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unused(faults: &[InForce]) -> Vec<Value> {
    let unused = faults.iter().filter(|fault| fault.is_unused());
    unused.map(InForce::shown).collect()
}

#[cfg(test)]
mod tests;
