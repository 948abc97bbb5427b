//! One push from the moment when it is due, and what becomes of the message.

use chrono::TimeDelta;
use rusqlite::Transaction;
use serde_json::Value;
use tokio::time::sleep;

use super::super::subscription::Subscription;
use super::super::table::{self, Stored, Waiting};
use super::ordeal::Ordeal;
use super::post::{self, Push};
use crate::changes::Area;
use crate::clock::Busy;
use crate::google_error::GoogleError;
use crate::wire::timestamp;
use crate::world::{SharedWorld, World};

/// Pushes the message and stores how it went; answers the guard that keeps told time.
pub(super) async fn push(world: SharedWorld, waiting: Waiting, ordeal: Ordeal, mut busy: Busy) -> Busy {
    if ordeal.lateness() > TimeDelta::zero() {
        let due = world.clock.wait_until(world.clock.now() + ordeal.lateness());
        drop(busy);
        busy = due.await;
    }
    if let Err(error) = carry_out(&world, &waiting, &ordeal).await {
        let (error, message) = (error.message(), waiting.message_id);
        tracing::error!(error, message, "cannot note how a push went; it will be repeated");
    }
    world.mark_changed(Area::Events);
    busy
}

async fn carry_out(world: &World, waiting: &Waiting, ordeal: &Ordeal) -> Result<(), GoogleError> {
    sleep(ordeal.delay()).await;
    let found = world.store.read(|db| {
        Ok(table::subscription(db, &waiting.subscription)
            .and_then(|subscription| Ok((subscription, table::message(db, waiting.message_id)?))))
    })??;
    // It may have been deleted meanwhile.
    let (Some(subscription), Some(stored)) = found else {
        return Ok(());
    };
    let push = Push {
        subscription: &subscription,
        waiting,
        stored: &stored,
    };
    let outcome = attempt(world, &push, ordeal).await;
    world.store.write(|tx| match outcome {
        Ok(()) => table::delivered(tx, waiting),
        Err(why) => not_taken(world, tx, &push, &why),
    })
}

async fn attempt(world: &World, push: &Push<'_>, ordeal: &Ordeal) -> Result<(), String> {
    if let Some(refusal) = ordeal.refusal() {
        post::record_fault(world, push, &refusal, ordeal.shown());
        return Err(refusal);
    }
    let first = post::once(world, push, ordeal.shown()).await;
    for _ in 1..ordeal.deliveries() {
        // How a repetition goes is nobody's business.
        drop(post::once(world, push, ordeal.shown()).await);
    }
    if ordeal.loses_answer() {
        return Err("the answer was lost by a fault".to_owned());
    }
    first
}

/// It comes again later, unless it has failed so often that it goes to the dead-letter topic.
fn not_taken(world: &World, tx: &Transaction<'_>, push: &Push<'_>, why: &str) -> Result<(), GoogleError> {
    let (waiting, attempts) = (push.waiting, push.waiting.attempts + 1);
    let subscription = push.subscription.name();
    tracing::warn!(subscription, attempts, why, "a push was not acknowledged");
    if let Some((topic, most)) = push.subscription.dead_letters()
        && attempts >= most
        && table::topic(tx, topic)?.is_some()
    {
        let message = dead_letter(push.subscription, push.stored, attempts);
        table::add_message(tx, topic, &message, world.clock.now())?;
        return table::delivered(tx, waiting);
    }
    let next_at = world.clock.now() + push.subscription.pause_after(attempts);
    table::failed(tx, waiting, next_at, why)
}

/// <https://cloud.google.com/pubsub/docs/handling-failures#track_delivery_attempts>
fn dead_letter(
    subscription: &Subscription,
    stored: &Stored,
    attempts: i64,
) -> super::super::publish::Message {
    let mut message = stored.message.clone();
    let name: Vec<&str> = subscription.name().split('/').collect();
    let part = |index: usize| Value::from(name.get(index).copied().unwrap_or_default());
    for (attribute, value) in [
        ("DeliveryCount", attempts.to_string().into()),
        ("Subscription", part(3)),
        ("SubscriptionProject", part(1)),
        ("TopicPublishTime", timestamp(stored.published).into()),
    ] {
        let attribute = format!("CloudPubSubDeadLetterSource{attribute}");
        message.attributes.insert(attribute, value);
    }
    message
}
