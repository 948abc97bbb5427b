//! What a tracking tells: messages on one Pub/Sub topic, published over gRPC (`google.pubsub.v1.Publisher.Publish`).
//!
//! [`gcp::Topic`] is the setting `EVENTS_TOPIC`, [`Events`] publishes to it, [`EventsError`] tells the operator what to do.

mod error;
mod events;
mod status;

pub use error::EventsError;
pub use events::Events;
