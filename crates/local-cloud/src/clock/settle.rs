//! Moving told time from event to event, and knowing when it has settled.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

use super::{Clock, State};

/// Why told time did not arrive.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AdvanceError {
    #[error("time runs by itself here; start with --manual-clock to tell it")]
    NotManual,
    #[error("told time cannot go that far")]
    OutOfRange,
    #[error("told time stands at {now} and has not settled: still busy with {busy}")]
    NotSettled { now: DateTime<Utc>, busy: String },
}

impl Clock {
    /// Moves manual time by `by`, stopping at every instant that somebody waits for, and answers once it has settled:
    /// nobody is busy and every program has ended or waits for a later instant. `patience` is real time.
    pub(crate) async fn advance(
        &self,
        by: TimeDelta,
        patience: Duration,
    ) -> Result<DateTime<Utc>, AdvanceError> {
        if !self.is_manual() {
            return Err(AdvanceError::NotManual);
        }
        let give_up = Instant::now() + patience;
        let _turn = self.inner.advancing.lock().await;
        let target = self
            .now()
            .checked_add_signed(by)
            .ok_or(AdvanceError::OutOfRange)?;
        loop {
            self.settled(give_up).await?;
            if self.now() >= target {
                return Ok(self.now());
            }
            self.step(target);
        }
    }

    async fn settled(&self, give_up: Instant) -> Result<(), AdvanceError> {
        let mut changes = self.inner.changed.subscribe();
        loop {
            changes.mark_unchanged();
            if self.inner.lock().is_settled() {
                return Ok(());
            }
            if tokio::time::timeout_at(give_up, changes.changed()).await.is_err() {
                return self.unsettled();
            }
        }
    }

    /// The patience is at its end.
    fn unsettled(&self) -> Result<(), AdvanceError> {
        let state = self.inner.lock();
        let busy = state.what_is_busy();
        if busy.is_empty() {
            return Ok(());
        }
        Err(AdvanceError::NotSettled {
            now: state.now,
            busy: busy.join(", "),
        })
    }

    /// To the next instant that somebody waits for, at most to `target`; unless something has begun in the meantime.
    fn step(&self, target: DateTime<Utc>) {
        let next = self.inner.lock().next_event(target);
        // Outside the lock: storing takes the database's lock, whose holders may ask for the time.
        (self.inner.keep)(next);
        let mut state = self.inner.lock();
        if state.is_settled() && state.next_event(target) == next {
            state.now = next;
            self.inner.wake_due(&mut state);
        }
    }
}

impl State {
    /// Asked after every change, so it looks no further than the first that is busy.
    fn is_settled(&self) -> bool {
        self.busy.is_empty() && self.processes.values().all(|name| self.waits(name))
    }

    fn what_is_busy(&self) -> Vec<String> {
        let running = self.processes.values().filter(|name| !self.waits(name)).cloned();
        self.busy.values().cloned().chain(running).collect()
    }

    fn waits(&self, process: &str) -> bool {
        self.waiting.contains_key(process)
    }

    fn next_event(&self, target: DateTime<Utc>) -> DateTime<Utc> {
        let next = self.waiters.first_key_value().map(|((at, _), _)| *at);
        next.unwrap_or(target).clamp(self.now, target)
    }
}
