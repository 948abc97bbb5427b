//! How fast a bot may send: <https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this>
//!
//! About one message a second to a chat, where short bursts pass; 20 a minute to a group; 30 a second in all. Telegram
//! gives no more than these figures, so bursts are a guess. They count real time: a bot that is told to wait waits in
//! real time, and told time would not come to it. They are in force only when the control API says so.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::refusal::Refusal;

const OF_ALL: Limit = Limit {
    burst: 30.0,
    per_second: 30.0,
};
const OF_CHAT: Limit = Limit {
    burst: 5.0,
    per_second: 1.0,
};
const OF_GROUP: Limit = Limit {
    burst: 20.0,
    per_second: 20.0 / 60.0,
};

/// So many at once, and so many more with each second.
#[derive(Clone, Copy)]
struct Limit {
    burst: f64,
    per_second: f64,
}

/// What the bot has sent lately; nothing while the limits are not in force.
#[derive(Default)]
pub(crate) struct Limits(Mutex<Option<Lately>>);

#[derive(Default)]
struct Lately {
    all: Bucket,
    chats: HashMap<i64, Bucket>,
    groups: HashMap<i64, Bucket>,
}

/// How much of a limit is used, and since when.
#[derive(Default, Clone, Copy)]
struct Bucket(Option<(f64, Instant)>);

impl Limits {
    /// Puts them in force afresh, or out of it.
    pub(crate) fn set(&self, in_force: bool) {
        *self.lock() = in_force.then(Lately::default);
    }

    /// Whether they are in force.
    pub(crate) fn in_force(&self) -> bool {
        self.lock().is_some()
    }

    /// Counts a message, or says how long to wait.
    pub(super) fn take(&self, chat_id: i64, now: Instant) -> Result<(), Refusal> {
        let mut lately = self.lock();
        match lately.as_mut() {
            None => Ok(()),
            Some(lately) => lately.take(chat_id, now),
        }
    }

    /// A poisoned lock is usable: no change can stop half-way.
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Lately>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lately {
    fn take(&mut self, chat_id: i64, now: Instant) -> Result<(), Refusal> {
        let mut counted = vec![
            (&mut self.all, OF_ALL),
            (self.chats.entry(chat_id).or_default(), OF_CHAT),
        ];
        if chat_id < 0 {
            counted.push((self.groups.entry(chat_id).or_default(), OF_GROUP));
        }
        let waits = counted.iter().map(|(bucket, limit)| bucket.wait(*limit, now));
        let wait = waits.max().unwrap_or_default();
        if !wait.is_zero() {
            return Err(Refusal::too_many(wait.as_secs_f64().ceil() as u64));
        }
        for (bucket, limit) in counted {
            bucket.add(limit, now);
        }
        Ok(())
    }
}

impl Bucket {
    fn used(self, limit: Limit, now: Instant) -> f64 {
        self.0.map_or(0.0, |(used, at)| {
            (used - now.saturating_duration_since(at).as_secs_f64() * limit.per_second).max(0.0)
        })
    }

    fn wait(self, limit: Limit, now: Instant) -> Duration {
        let missing = self.used(limit, now) + 1.0 - limit.burst;
        // What is missing by rounding alone is there.
        if missing < 1e-6 {
            return Duration::ZERO;
        }
        Duration::from_secs_f64(missing / limit.per_second)
    }

    fn add(&mut self, limit: Limit, now: Instant) {
        *self = Self(Some((self.used(limit, now) + 1.0, now)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_one_message_a_second() {
        let (limits, now) = (Limits::default(), Instant::now());
        for _ in 0..100 {
            assert_eq!(limits.take(1, now), Ok(()), "not in force");
        }
        limits.set(true);
        for _ in 0..5 {
            assert_eq!(limits.take(1, now), Ok(()));
        }
        assert_eq!(limits.take(1, now), Err(Refusal::too_many(1)));
        assert_eq!(limits.take(2, now), Ok(()), "another chat");
        let later = now + Duration::from_secs(1);
        assert_eq!(limits.take(1, later), Ok(()));
        assert_eq!(limits.take(1, later), Err(Refusal::too_many(1)));
    }

    #[test]
    fn a_group_takes_20_messages_a_minute() {
        let (limits, start) = (Limits::default(), Instant::now());
        limits.set(true);
        let at = |second: u64| start + Duration::from_secs(second);
        let taken = (0..60)
            .filter(|second| limits.take(-5, at(*second)).is_ok())
            .count();
        assert!(
            (20..=40).contains(&taken),
            "the burst and what came since: {taken}"
        );
        limits.set(true);
        let mut refused = None;
        for second in 0..40 {
            refused = refused.or(limits.take(-5, at(second)).err());
        }
        assert!(refused.is_some(), "a message each second is too much for a group");
    }

    #[test]
    fn all_chats_together_take_30_messages_a_second() {
        let (limits, now) = (Limits::default(), Instant::now());
        limits.set(true);
        let taken = (1..=60).filter(|chat| limits.take(*chat, now).is_ok()).count();
        assert_eq!(taken, 30);
        limits.set(false);
        assert_eq!(limits.take(1, now), Ok(()));
    }
}
