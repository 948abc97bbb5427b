//! What went wrong, each with what the operator can do about it.

use gcp::CallError;
use thiserror::Error;

/// An event that was not published, as far as we know.
#[derive(Debug, Error)]
pub enum EventsError {
    /// A role is missing.
    #[error("Pub/Sub refused: our service account needs roles/pubsub.publisher on the topic EVENTS_TOPIC")]
    Denied(#[source] CallError),
    /// There is no such topic.
    #[error("Pub/Sub knows no such topic: check EVENTS_TOPIC and PROJECT_ID")]
    NotFound(#[source] CallError),
    /// The request itself is wrong.
    #[error("Pub/Sub rejected the event: check that the API is enabled, and EVENTS_TOPIC")]
    Rejected(#[source] CallError),
    /// No answer, no quota or no token until the last attempt; the event may have been published nevertheless.
    #[error("Pub/Sub did not answer in time: the event may be lost")]
    Unavailable(#[source] CallError),
}

impl From<CallError> for EventsError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Denied { .. } => Self::Denied(error),
            CallError::NotFound(_) => Self::NotFound(error),
            _ if error.is_transient() => Self::Unavailable(error),
            _ => Self::Rejected(error),
        }
    }
}
