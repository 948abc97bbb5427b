//! What a tracking tells: messages on one Pub/Sub topic, published over gRPC (`google.pubsub.v1.Publisher.Publish`),
//! or by REST where only HTTP/1 is spoken.
//!
//! [`gcp::Topic`] is the setting `EVENTS_TOPIC`, [`Events`] publishes to it, [`EventsError`] tells the operator what to do.

mod error;
mod events;
mod rest;
mod status;

pub use error::EventsError;
pub use events::Events;
