//! A firing that publishes to a topic.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::{Code, OK};
use crate::journal::{Entry, body_text};
use crate::pubsub::{self, Message};
use crate::scheduler::job::Job;
use crate::wire::Object;
use crate::world::World;

/// Publishes what the job says; a topic that is gone fails the attempt.
pub(super) fn publish(world: &World, job: &Job, target: &Object) -> Code {
    let text = |name: &str| target.get(name).and_then(Value::as_str).unwrap_or_default();
    let message = Message {
        data: STANDARD.decode(text("data")).unwrap_or_default(),
        attributes: target
            .get("attributes")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default(),
        ordering_key: String::new(),
    };
    let outcome = pubsub::publish(world, text("topicName"), std::slice::from_ref(&message));
    let (code, status, response) = match outcome {
        Ok(ids) => (OK, 200, ids.join(",")),
        Err(error) => {
            let (code, status, message) = (error.rpc_code(), error.http_status(), error.message());
            tracing::warn!(job = job.name(), code, message, "a firing failed");
            (code, status, message.to_owned())
        }
    };
    world.journal.record(Entry {
        at: world.clock.now(),
        service: "scheduler firing",
        method: "PUBLISH".to_owned(),
        path: text("topicName").to_owned(),
        status: Some(status),
        request: body_text(&message.data),
        response,
        execution: None,
        caller: None,
        fault: None,
        took_ms: 0,
    });
    code
}
