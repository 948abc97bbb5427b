//! What faults do to one execution.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::TimeDelta;

use super::execution::Execution;
use super::output::Output;
use crate::faults::operation::EXECUTION;
use crate::faults::{Call, Effect, Stage, Struck};
use crate::world::World;

/// Decided before it starts.
pub(super) struct Ordeal {
    delay: Option<Struck>,
    kill: Option<Struck>,
    is_killed: AtomicBool,
}

impl Ordeal {
    /// Of several faults of a kind, the first one counts.
    pub(super) fn of(world: &World, execution: &Execution) -> Self {
        let call = Call {
            stage: Stage::Start,
            operation: EXECUTION,
            execution: Some(&execution.name),
            account: None,
            mentions: &|text| execution.env.values().any(|value| value.contains(text)),
        };
        let (mut delay, mut kill) = (None, None);
        for struck in world.faults.strike(world.clock.now(), &call) {
            let place = match struck.effect {
                Effect::Kill(_) => &mut kill,
                _ => &mut delay,
            };
            match place {
                None => *place = Some(struck),
                Some(_) => world.faults.give_back(struck.id),
            }
        }
        Self {
            delay,
            kill,
            is_killed: AtomicBool::new(false),
        }
    }

    /// How much later the program starts, in told time.
    pub(super) fn delay(&self) -> TimeDelta {
        self.delay.as_ref().map(Struck::told_span).unwrap_or_default()
    }

    /// How long after its start the program is killed, in real time.
    pub(super) fn kill_after(&self) -> Option<Duration> {
        self.kill.as_ref().map(|struck| struck.span)
    }

    /// The moment to kill it has come.
    pub(super) fn killed(&self) {
        self.is_killed.store(true, Ordering::Relaxed);
    }

    /// At the end: says in the log what was done, and gives back what came too late.
    pub(super) fn tell(&self, world: &World, output: &Output) {
        if let Some(struck) = &self.delay {
            output.note(&format!("fault {}: started {:?} late", struck.id, struck.span));
        }
        match &self.kill {
            Some(struck) if self.is_killed.load(Ordering::Relaxed) => {
                output.note(&format!("fault {}: killed", struck.id));
            }
            Some(struck) => world.faults.give_back(struck.id),
            None => {}
        }
    }
}
