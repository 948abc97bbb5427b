//! What faults do to one push.

use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::Value;

use super::super::table::Waiting;
use crate::faults::operation::PUSH;
use crate::faults::{Call, Effect, Side, Stage, Struck};
use crate::world::World;

/// Decided when the push is due.
pub(super) struct Ordeal(Vec<Struck>);

impl Ordeal {
    pub(super) fn of(world: &World, waiting: &Waiting) -> Self {
        let mentions =
            |text: &str| waiting.ordering_key.contains(text) || waiting.subscription.contains(text);
        let strike = |stage| {
            let call = Call {
                stage,
                operation: PUSH,
                execution: None,
                account: None,
                mentions: &mentions,
            };
            world.faults.strike(world.clock.now(), &call)
        };
        let mut struck = strike(Stage::Firing);
        struck.extend(strike(Stage::Call));
        Self(struck)
    }

    /// As the journal shows it.
    pub(super) fn shown(&self) -> Option<Value> {
        self.0.last().map(Struck::shown)
    }

    /// How much later it is made, in told time.
    pub(super) fn lateness(&self) -> TimeDelta {
        let late = self
            .0
            .iter()
            .filter(|struck| matches!(struck.effect, Effect::Late(_)));
        late.map(Struck::told_span).sum()
    }

    /// How much longer it takes, in real time.
    pub(super) fn delay(&self) -> std::time::Duration {
        let delays = self
            .0
            .iter()
            .filter(|struck| matches!(struck.effect, Effect::Delay(_)));
        delays.map(|struck| struck.span).sum()
    }

    /// How often the endpoint gets it.
    pub(super) fn deliveries(&self) -> u64 {
        let wanted = self.0.iter().filter_map(|struck| match struck.effect {
            Effect::Deliveries(times) => Some(times),
            _ => None,
        });
        wanted.max().unwrap_or(1)
    }

    /// Why the endpoint never gets it, where that is the fate.
    pub(super) fn refusal(&self) -> Option<String> {
        self.0.iter().find_map(|struck| match &struck.effect {
            Effect::Status(refusal) => Some(format!("refused by a fault: HTTP {}", refusal.status())),
            Effect::Quota { .. } => Some(format!("refused by a fault: {}", StatusCode::TOO_MANY_REQUESTS)),
            Effect::Cut(Side::Before) => Some("cut by a fault before it was sent".to_owned()),
            _ => None,
        })
    }

    /// Whether the endpoint's answer is lost.
    pub(super) fn loses_answer(&self) -> bool {
        self.0
            .iter()
            .any(|struck| struck.effect == Effect::Cut(Side::After))
    }
}
