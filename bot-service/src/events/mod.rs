//! What the tracker tells, pushed by Pub/Sub to `POST /events`: [`push`] receives it, [`token`] and [`keys`] verify who
//! sends it, and [`handle`] makes of it what people read.

mod keys;
mod push;
mod token;

use chrono::{DateTime, Utc};
use telegram::TelegramError;
use thiserror::Error;

use crate::bot::Bot;

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

/// Why an event has to come again.
#[derive(Debug, Error)]
pub(crate) enum HandleError {
    /// The person could not be told.
    #[error(transparent)]
    Telegram(#[from] TelegramError),
}

/// Handles an event; it may be one that was handled before. An error makes Pub/Sub deliver it again.
pub(crate) async fn handle(_bot: &Bot, message: &PushMessage) -> Result<(), HandleError> {
    let (message_id, bytes, published) = (&message.message_id, message.data.len(), message.published);
    tracing::info!(message_id, bytes, %published, "an event came");
    Ok(())
}
