//! What the tracker tells, pushed by Pub/Sub to `POST /events`: [`push`] receives it, [`token`] and [`keys`] verify who
//! sends it, and [`handle`] makes of it what people read.

mod keys;
mod push;
mod token;

use chrono::{DateTime, Utc};
use domain::event::Signal;
use serde::Deserialize;

use crate::bot::Bot;
use crate::handlers::{HandleError, told_on_sale};
use crate::{news, watch};

pub(crate) use keys::Keys;
pub(crate) use push::routes;
pub(crate) use token::Verifier;

/// One message, whose sender is known to be our own subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PushMessage {
    /// The event, as the tracker wrote it.
    pub(crate) data: Vec<u8>,
    /// When it was published.
    pub(crate) published: DateTime<Utc>,
    /// The same for every delivery of the message.
    pub(crate) message_id: String,
}

/// Handles an event; it may be one that was handled before. An error makes Pub/Sub deliver it again.
pub(crate) async fn handle(bot: &Bot, message: &PushMessage) -> Result<(), HandleError> {
    let (message_id, published) = (&message.message_id, message.published);
    match serde_json::from_slice::<Message>(&message.data) {
        Ok(Message::Event(event)) => {
            tracing::info!(message_id, event = event.id, %published, "an event came");
            news::handle(bot, &event).await
        }
        Ok(Message::Signal(Signal::Watch)) => Ok(watch::look(bot).await?),
        Ok(Message::Signal(Signal::Checked { at, execution })) => {
            tracing::info!(message_id, execution, %at, "checked: what the tracker tells comes here");
            Ok(())
        }
        Ok(Message::Signal(Signal::OnSale(found))) => {
            tracing::info!(message_id, execution = found.execution, "what is on sale came");
            told_on_sale(bot, &found).await
        }
        // Another delivery would be no better.
        Err(error) => {
            tracing::error!(message_id, %error, "a message that is no event");
            Ok(())
        }
    }
}

/// What is published to the topic.
#[derive(Deserialize)]
#[serde(untagged)]
enum Message {
    /// By the tracker.
    Event(Box<domain::Event>),
    /// By the tracker's check, or the Scheduler job that wakes the bot.
    Signal(Signal),
}
