//! A fault that was ordered, and what it has done so far.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::Call;
use super::fault::{Effect, Fault, When};
use super::quota::Used;
use crate::seed::Seed;
use crate::wire::Object;

/// It draws from a stream of its own: what other faults decide does not disturb it.
pub(super) struct InForce {
    id: u64,
    fault: Fault,
    random: fastrand::Rng,
    considered: u64,
    struck: u64,
    used: Used,
}

/// One blow of a fault.
#[derive(Debug)]
pub(crate) struct Struck {
    pub(crate) id: u64,
    pub(crate) effect: Effect,
    /// How long, where the effect is one that takes time.
    pub(crate) span: Duration,
    given: Object,
}

impl InForce {
    pub(super) fn new(id: u64, fault: Fault, seed: Seed) -> Self {
        Self {
            id,
            fault,
            random: seed.stream(id),
            considered: 0,
            struck: 0,
            used: Used::default(),
        }
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// As it was given, with its id and its figures.
    pub(super) fn shown(&self) -> Value {
        let mut shown = self.fault.given.clone();
        shown.insert("id".to_owned(), self.id.into());
        shown.insert("considered".to_owned(), self.considered.into());
        shown.insert("struck".to_owned(), self.struck.into());
        shown.into()
    }

    /// Whether it was to strike a number of times and has not yet.
    pub(super) fn is_unused(&self) -> bool {
        matches!(self.fault.when, When::Count(count) if self.struck < count)
    }

    /// Considers a call that concerns it, and strikes or not.
    pub(super) fn strike(&mut self, now: DateTime<Utc>, call: &Call<'_>) -> Option<Struck> {
        let is_spent = matches!(self.fault.when, When::Count(count) if self.struck >= count);
        if is_spent || !self.fault.concerns(now, call) {
            return None;
        }
        self.considered += 1;
        let hits = match self.fault.when {
            When::Always | When::Count(_) => true,
            When::Probability(probability) => self.random.f64() < probability,
        };
        if !hits || self.is_within_quota(now, call) {
            return None;
        }
        self.struck += 1;
        let span = self.fault.effect.span().map(|span| span.draw(&mut self.random));
        Some(Struck {
            id: self.id,
            effect: self.fault.effect.clone(),
            span: span.unwrap_or_default(),
            given: self.given_effect(),
        })
    }

    pub(super) fn give_back(&mut self) {
        self.struck = self.struck.saturating_sub(1);
    }

    fn is_within_quota(&mut self, now: DateTime<Utc>, call: &Call<'_>) -> bool {
        match self.fault.effect {
            Effect::Quota { per_minute, per } => self.used.take(now, per.whose(call.account), per_minute),
            _ => false,
        }
    }

    fn given_effect(&self) -> Object {
        let effect = self.fault.given.get("effect").and_then(Value::as_object);
        effect.cloned().unwrap_or_default()
    }
}

impl Struck {
    /// `{"id", "effect"}`, with the time that was drawn in place of what it was drawn from.
    pub(crate) fn shown(&self) -> Value {
        let mut effect = self.given.clone();
        for (name, value) in &mut effect {
            match name.as_str() {
                "delay_ms" | "kill_after_ms" => *value = json!(self.span.as_millis()),
                "late_s" | "start_delay_s" => *value = json!(self.span.as_secs_f64()),
                _ => {}
            }
        }
        json!({ "id": self.id, "effect": effect })
    }

    /// How long in told time.
    pub(crate) fn told_span(&self) -> TimeDelta {
        TimeDelta::from_std(self.span).unwrap_or(TimeDelta::MAX)
    }
}
