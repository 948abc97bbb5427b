//! Messages on their way to the endpoints of their subscriptions: at once, and again until each is acknowledged, has
//! become too old, or is given up to a dead-letter topic.
//!
//! A message whose ordering key is that of one before it waits for that one, where the subscription is ordered.

mod ordeal;
mod outcome;
mod post;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use tokio::task::JoinSet;

use super::subscription::Subscription;
use super::table::{self, Waiting};
use crate::clock::Busy;
use crate::google_error::GoogleError;
use crate::world::{SharedWorld, World};
use ordeal::Ordeal;

/// How many pushes a subscription has under way; Pub/Sub begins with a small window as well.
const WINDOW: usize = 10;

/// Subscription and message.
type Key = (String, i64);

/// Pushes for as long as the cloud runs, beginning with what an earlier run has left.
pub(crate) async fn deliver_pushes(world: SharedWorld) {
    let mut changes = world.pubsub.listen();
    let mut under_way = UnderWay::default();
    let mut busy = world.clock.busy("looking for messages to push");
    loop {
        let next = start_due(&world, &mut under_way);
        let due = next.map(|at| world.clock.wait_until(at));
        drop(busy);
        // Each of these hands over a guard: told time must not run on before the next look.
        busy = tokio::select! {
            woken = wait(due) => woken,
            Some(told) = changes.recv() => told,
            Some(finished) = under_way.finished() => finished,
        };
        while changes.try_recv().is_ok() {}
    }
}

async fn wait(due: Option<impl Future<Output = Busy>>) -> Busy {
    match due {
        Some(due) => due.await,
        None => std::future::pending().await,
    }
}

/// The pushes that have not been answered yet. They end with the deliverer.
#[derive(Default)]
struct UnderWay {
    keys: HashSet<Key>,
    tasks: JoinSet<(Key, Busy)>,
}

impl UnderWay {
    fn start(&mut self, world: &SharedWorld, waiting: Waiting) {
        let key = (waiting.subscription.clone(), waiting.message_id);
        let busy = world
            .clock
            .busy(format!("pushing a message to {}", waiting.subscription));
        let ordeal = Ordeal::of(world, &waiting);
        let push = outcome::push(world.clone(), waiting, ordeal, busy);
        self.keys.insert(key.clone());
        self.tasks.spawn(async move { (key, push.await) });
    }

    async fn finished(&mut self) -> Option<Busy> {
        loop {
            match self.tasks.join_next().await? {
                Ok((key, busy)) => {
                    self.keys.remove(&key);
                    return Some(busy);
                }
                Err(error) => tracing::error!(%error, "a push broke off"),
            }
        }
    }
}

/// Starts every push that is due, and tells when the next one will be.
fn start_due(world: &SharedWorld, under_way: &mut UnderWay) -> Option<DateTime<Utc>> {
    let now = world.clock.now();
    let found = look(world, now);
    let all = found.unwrap_or_else(|error| {
        let error = error.message();
        tracing::error!(
            error,
            "cannot read the messages that wait; the next change tries again"
        );
        Vec::new()
    });
    let mut next = None;
    for (subscription, waiting) in all {
        let (due, later) = next_of(&subscription, waiting, now, &under_way.keys);
        for waiting in due {
            under_way.start(world, waiting);
        }
        next = next.into_iter().chain(later).min();
    }
    next
}

/// What each subscription that pushes has to deliver.
fn look(world: &World, now: DateTime<Utc>) -> Result<Vec<(Subscription, Vec<Waiting>)>, GoogleError> {
    world.store.write(|tx| {
        let mut found = Vec::new();
        for subscription in table::subscriptions(tx)? {
            table::expire(tx, subscription.name(), now - subscription.retention())?;
            if subscription.endpoint().is_some() {
                let waiting = table::waiting(tx, subscription.name())?;
                found.push((subscription, waiting));
            }
        }
        Ok(found)
    })
}

/// Which of a subscription's messages are due, and when the next of the others is.
fn next_of(
    subscription: &Subscription,
    waiting: Vec<Waiting>,
    now: DateTime<Utc>,
    under_way: &HashSet<Key>,
) -> (Vec<Waiting>, Option<DateTime<Utc>>) {
    let mut keys = HashSet::new();
    let is_first = |one: &Waiting| {
        let is_free = !subscription.is_ordered() || one.ordering_key.is_empty();
        is_free || keys.insert(one.ordering_key.clone())
    };
    let is_idle = |one: &Waiting| !under_way.contains(&(one.subscription.clone(), one.message_id));
    let busy = under_way.iter().filter(|(name, _)| name == subscription.name());
    let room = WINDOW.saturating_sub(busy.count());
    let ready = waiting.into_iter().filter(is_first).filter(is_idle);
    let (due, later): (Vec<_>, Vec<_>) = ready.partition(|one| one.next_at <= now);
    let next = later.iter().map(|one| one.next_at).min();
    (due.into_iter().take(room).collect(), next)
}

#[cfg(test)]
mod tests;
