//! One call of a push endpoint.

use std::time::{Duration, Instant};

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::super::signing;
use super::super::subscription::Subscription;
use super::super::table::{Stored, Waiting};
use crate::journal::Entry;
use crate::run::service;
use crate::wire::timestamp;
use crate::world::World;

/// What acknowledges a message: <https://cloud.google.com/pubsub/docs/push#receive_push>
const ACKNOWLEDGING: [u16; 5] = [102, 200, 201, 202, 204];

/// What is pushed, and where to.
pub(super) struct Push<'a> {
    pub(super) subscription: &'a Subscription,
    pub(super) waiting: &'a Waiting,
    pub(super) stored: &'a Stored,
}

/// Posts it once; a bot that is gone is started again. The error says why it is not acknowledged.
pub(super) async fn once(world: &World, push: &Push<'_>, fault: Option<Value>) -> Result<(), String> {
    let outcome = attempt(world, push, fault.clone()).await;
    let is_bot = service::is_at(push.subscription.endpoint().unwrap_or_default());
    match outcome {
        Err(Failure::Unreached(_)) if is_bot && service::has_exited(world).await => {
            attempt(world, push, fault).await.map_err(Failure::why)
        }
        outcome => outcome.map_err(Failure::why),
    }
}

/// A push that a fault kept from being sent.
pub(super) fn record_fault(world: &World, push: &Push<'_>, why: &str, fault: Option<Value>) {
    world.journal.record(Entry {
        response: why.to_owned(),
        fault,
        ..entry(world, push, push.subscription.endpoint().unwrap_or_default())
    });
}

enum Failure {
    Unreached(String),
    Refused(u16),
}

impl Failure {
    fn why(self) -> String {
        match self {
            Self::Unreached(why) => why,
            Self::Refused(status) => format!("the endpoint answered HTTP {status}"),
        }
    }
}

async fn attempt(world: &World, push: &Push<'_>, fault: Option<Value>) -> Result<(), Failure> {
    let endpoint = push.subscription.endpoint().unwrap_or_default();
    let reached = service::reached(world, endpoint).await;
    let address = reached.map_err(|error| Failure::Unreached(error.to_string()))?;
    let (entry, began) = (entry(world, push, &address), Instant::now());
    let answer = post(world, push.subscription, &address, entry.request.clone()).await;
    let (status, response) = match &answer {
        Ok((status, text)) => (Some(*status), text.clone()),
        Err(why) => (None, why.clone()),
    };
    world.journal.record(Entry {
        status,
        response,
        fault,
        took_ms: Entry::took(began.elapsed()),
        ..entry
    });
    match answer {
        Ok((status, _)) if ACKNOWLEDGING.contains(&status) => Ok(()),
        Ok((status, _)) => Err(Failure::Refused(status)),
        Err(why) => Err(Failure::Unreached(why)),
    }
}

fn entry(world: &World, push: &Push<'_>, address: &str) -> Entry {
    Entry {
        at: world.clock.now(),
        service: "push",
        method: "POST".to_owned(),
        path: address.to_owned(),
        status: None,
        request: body(push).to_string(),
        response: String::new(),
        execution: None,
        caller: push.subscription.token().map(|(account, _)| account.to_owned()),
        fault: None,
        took_ms: 0,
    }
}

async fn post(
    world: &World,
    subscription: &Subscription,
    address: &str,
    body: String,
) -> Result<(u16, String), String> {
    let patience = u64::try_from(subscription.ack_deadline_seconds()).unwrap_or(10);
    let mut request = world
        .http
        .post(address)
        .header(CONTENT_TYPE, "application/json")
        .timeout(Duration::from_secs(patience))
        .body(body);
    if let Some((account, audience)) = subscription.token() {
        let token = signing::token(world, account, audience);
        let token = token.map_err(|error| error.message().to_owned())?;
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    let answer = request.send().await.map_err(explain)?;
    let status = answer.status().as_u16();
    Ok((status, answer.text().await.map_err(explain)?))
}

/// The wrapped form: <https://cloud.google.com/pubsub/docs/push#receive_push>
fn body(push: &Push<'_>) -> Value {
    let message = &push.stored.message;
    let (id, published) = (
        push.waiting.message_id.to_string(),
        timestamp(push.stored.published),
    );
    let mut inner = json!({
        "messageId": id, "message_id": id, "publishTime": published, "publish_time": published,
    });
    if !message.data.is_empty() {
        inner["data"] = STANDARD.encode(&message.data).into();
    }
    if !message.attributes.is_empty() {
        inner["attributes"] = message.attributes.clone().into();
    }
    if !message.ordering_key.is_empty() {
        inner["orderingKey"] = message.ordering_key.clone().into();
    }
    let mut body = json!({ "message": inner, "subscription": push.waiting.subscription });
    if push.subscription.dead_letters().is_some() {
        body["deliveryAttempt"] = (push.waiting.attempts + 1).into();
    }
    body
}

fn explain(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer within the ack deadline".to_owned();
    }
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
