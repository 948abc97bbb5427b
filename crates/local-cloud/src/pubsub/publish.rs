//! Messages that come in: by REST, by gRPC, from Cloud Scheduler, or because nobody took them elsewhere.

use serde_json::Value;

use super::{names, table};
use crate::changes::Area;
use crate::google_error::GoogleError;
use crate::wire::Object;
use crate::world::World;

/// Limits of one request and its messages: <https://cloud.google.com/pubsub/quotas#resource_limits>
const MOST_MESSAGES: usize = 1000;
const MOST_BYTES: usize = 10 << 20;
const MOST_ATTRIBUTES: usize = 100;
const LONGEST_ATTRIBUTE_KEY: usize = 256;
const LONGEST_ATTRIBUTE: usize = 1024;
const LONGEST_ORDERING_KEY: usize = 1024;

/// What a publisher says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Message {
    pub(crate) data: Vec<u8>,
    /// Texts by name.
    pub(crate) attributes: Object,
    /// Empty for none.
    pub(crate) ordering_key: String,
}

/// Stores messages for every subscription of the topic; answers their ids.
pub(crate) fn publish(world: &World, topic: &str, messages: &[Message]) -> Result<Vec<String>, GoogleError> {
    names::checked(world, topic, "topics")?;
    check(messages)?;
    let now = world.clock.now();
    let ids = world.store.write(|tx| {
        table::topic(tx, topic)?.ok_or_else(|| names::missing(topic))?;
        messages
            .iter()
            .map(|message| table::add_message(tx, topic, message, now))
            .collect::<Result<Vec<_>, _>>()
    })?;
    world.pubsub.wake(&world.clock);
    world.mark_changed(Area::Events);
    Ok(ids)
}

fn check(messages: &[Message]) -> Result<(), GoogleError> {
    let count = messages.len();
    if count == 0 {
        return refuse(
            "The value for message_count is too small. You passed 0 in the request, but the minimum value is 1.",
        );
    }
    if count > MOST_MESSAGES {
        return refuse(format!(
            "The value for message_count is too large. You passed {count} in the request, but the maximum value is \
             {MOST_MESSAGES}."
        ));
    }
    if messages.iter().map(size).sum::<usize>() > MOST_BYTES {
        return refuse(format!(
            "Request payload size exceeds the limit: {MOST_BYTES} bytes."
        ));
    }
    let key = &messages[0].ordering_key;
    if messages.iter().any(|message| message.ordering_key != *key) {
        return refuse(
            "In a single publish request, all messages must have no ordering key or they must all have the same \
             ordering key.",
        );
    }
    if key.len() > LONGEST_ORDERING_KEY {
        return refuse(format!(
            "The ordering key must not be longer than {LONGEST_ORDERING_KEY} bytes."
        ));
    }
    messages.iter().try_for_each(check_one)
}

fn check_one(message: &Message) -> Result<(), GoogleError> {
    if message.data.is_empty() && message.attributes.is_empty() {
        return refuse(
            "One or more messages in the publish request is empty. Each message must contain either non-empty data, \
             or at least one attribute.",
        );
    }
    let fits = |(name, value): (&String, &Value)| {
        (1..=LONGEST_ATTRIBUTE_KEY).contains(&name.len())
            && !name.starts_with("goog")
            && value
                .as_str()
                .is_some_and(|value| value.len() <= LONGEST_ATTRIBUTE)
    };
    if message.attributes.len() > MOST_ATTRIBUTES || !message.attributes.iter().all(fits) {
        return refuse(format!(
            "A message may have {MOST_ATTRIBUTES} attributes, keys of {LONGEST_ATTRIBUTE_KEY} bytes that do not begin \
             with \"goog\", values of {LONGEST_ATTRIBUTE} bytes."
        ));
    }
    Ok(())
}

fn size(message: &Message) -> usize {
    let attribute = |(name, value): (&String, &Value)| name.len() + value.as_str().map_or(0, str::len);
    let attributes: usize = message.attributes.iter().map(attribute).sum();
    message.data.len() + message.ordering_key.len() + attributes
}

fn refuse<T>(message: impl Into<String>) -> Result<T, GoogleError> {
    Err(GoogleError::invalid_argument(message))
}
