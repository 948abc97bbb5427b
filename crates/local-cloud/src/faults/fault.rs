//! One fault, as it was ordered.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Call;
use super::pattern::Pattern;
use super::quota::Per;
use crate::wire::Object;

/// What strikes what, and when.
pub(super) struct Fault {
    pub(super) operations: Vec<Pattern>,
    pub(super) when: When,
    /// From this instant of told time on, and up to that one.
    pub(super) from: Option<DateTime<Utc>>,
    pub(super) to: Option<DateTime<Utc>>,
    pub(super) execution: Option<String>,
    pub(super) tracking: Option<String>,
    pub(super) effect: Effect,
    /// All of it as it was written.
    pub(super) given: Object,
}

/// Which of the matching calls it strikes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum When {
    Always,
    /// The next so many.
    Count(u64),
    Probability(f64),
}

/// What it does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Effect {
    /// The call is refused and has no effect.
    Status(Refusal),
    /// The call goes on later.
    Delay(Span),
    /// The connection ends without an answer.
    Cut(Side),
    /// So many calls in a minute of told time are let through.
    Quota { per_minute: u64, per: Per },
    /// A firing, or a message, is delivered so many times.
    Deliveries(u64),
    /// A firing, or a message, is delivered later, in told time.
    Late(Span),
    /// A firing is delivered together with the job's next one.
    Overlap,
    /// An execution's program starts later, in told time.
    StartDelay(Span),
    /// An execution's program is killed so long after its start.
    Kill(Span),
}

/// How a call is refused.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Refusal {
    pub(super) status: u16,
    pub(super) reason: Option<String>,
    pub(super) message: Option<String>,
    pub(super) retry_after_s: Option<u64>,
}

/// Whether the call takes effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Side {
    /// The connection ends before it could.
    Before,
    /// It does, and the answer is lost.
    After,
}

/// A length of time, or any between two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Span {
    pub(super) least: Duration,
    pub(super) most: Duration,
}

/// Where a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stage {
    /// A call that has come in.
    Call,
    /// A firing that Cloud Scheduler is about to deliver, or a message that Pub/Sub is about to push.
    Firing,
    /// An execution that is about to start.
    Start,
}

impl Refusal {
    /// The HTTP status.
    pub(crate) fn status(&self) -> u16 {
        self.status
    }
}

impl Fault {
    /// Whether it has anything to do with a call, whatever chance says.
    pub(super) fn concerns(&self, now: DateTime<Utc>, call: &Call<'_>) -> bool {
        self.effect.stage() == call.stage
            && self.operations.iter().any(|pattern| pattern.fits(call.operation))
            && self.from.is_none_or(|from| from <= now)
            && self.to.is_none_or(|to| now < to)
            && (self.execution.as_deref()).is_none_or(|execution| call.execution == Some(execution))
            && (self.tracking.as_deref()).is_none_or(call.mentions)
    }
}

impl Effect {
    pub(super) fn stage(&self) -> Stage {
        match self {
            Self::Status(_) | Self::Delay(_) | Self::Cut(_) | Self::Quota { .. } => Stage::Call,
            Self::Deliveries(_) | Self::Late(_) | Self::Overlap => Stage::Firing,
            Self::StartDelay(_) | Self::Kill(_) => Stage::Start,
        }
    }

    /// Whether it settles what becomes of a call, so that no other fault is asked.
    pub(super) fn decides(&self) -> bool {
        matches!(self, Self::Status(_) | Self::Cut(_) | Self::Quota { .. })
    }

    pub(super) fn span(&self) -> Option<Span> {
        match self {
            Self::Delay(span) | Self::Late(span) | Self::StartDelay(span) | Self::Kill(span) => Some(*span),
            _ => None,
        }
    }
}

impl Span {
    /// In whole milliseconds.
    pub(super) fn draw(self, random: &mut fastrand::Rng) -> Duration {
        let drawn = self.least + (self.most - self.least).mul_f64(random.f64());
        Duration::from_millis(u64::try_from(drawn.as_millis()).unwrap_or(u64::MAX))
    }
}
