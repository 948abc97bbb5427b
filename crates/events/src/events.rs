//! Publishing to one topic.

use std::sync::atomic::{AtomicBool, Ordering};

use gcp::{CallError, Google, Service, Topic};
use google_cloud_googleapis::pubsub::v1::publisher_client::PublisherClient;
use google_cloud_googleapis::pubsub::v1::{PublishRequest, PubsubMessage};
use tokio::sync::OnceCell;
use tonic::Request;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::{Channel, Endpoint};

use crate::error::EventsError;
use crate::rest;
use crate::status::{call_error, is_answered_in_http_1};

/// Publishes to one topic, over one connection that the first event makes.
pub struct Events {
    google: Google,
    topic: Topic,
    channel: OnceCell<Channel>,
    /// Whether HTTP/2, and so gRPC, does not get through to Pub/Sub.
    is_http_1: AtomicBool,
}

impl Events {
    /// The events of a topic. Nothing is connected and no token is asked for before the first one.
    pub fn new(google: Google, topic: Topic) -> Self {
        let channel = OnceCell::new();
        Self {
            google,
            topic,
            channel,
            is_http_1: AtomicBool::new(false),
        }
    }

    /// Publishes one event: `data` of up to 10 MB, in order with others of the same `ordering_key` (up to 1024 bytes;
    /// empty for none). An answer that is lost may make it come twice, as Pub/Sub itself may deliver it twice.
    pub async fn publish(&self, ordering_key: &str, data: Vec<u8>) -> Result<(), EventsError> {
        let message = PubsubMessage {
            data,
            ordering_key: ordering_key.to_owned(),
            ..PubsubMessage::default()
        };
        let request = PublishRequest {
            topic: self.topic.to_string(),
            messages: vec![message],
        };
        let publish = || self.attempt(request.clone());
        self.google
            .call("pubsub.projects.topics.publish", publish)
            .await?;
        Ok(())
    }

    async fn attempt(&self, request: PublishRequest) -> Result<(), CallError> {
        if self.is_http_1.load(Ordering::Relaxed) {
            return rest::publish(&self.google, &request).await;
        }
        let channel = self.channel.get_or_try_init(async || self.connect()).await?;
        let call = self.with_metadata(request.clone()).await?;
        match PublisherClient::new(channel.clone()).publish(call).await {
            Ok(_) => Ok(()),
            Err(status) if is_answered_in_http_1(&status) => {
                self.is_http_1.store(true, Ordering::Relaxed);
                rest::publish(&self.google, &request).await
            }
            Err(status) => Err(call_error(&status)),
        }
    }

    /// Connects when the first call is made, again after a connection was lost.
    fn connect(&self) -> Result<Channel, CallError> {
        let url = self.google.base_url(Service::PubSub);
        let endpoint = Endpoint::from_shared(url).map_err(|error| rejected(&error))?;
        Ok(endpoint.connect_with_connector_lazy(self.google.connector()))
    }

    /// The token, and the header by which Google routes a call that has its resource in the body
    /// (<https://google.aip.dev/client-libraries/4222>).
    async fn with_metadata(&self, request: PublishRequest) -> Result<Request<PublishRequest>, CallError> {
        let topic = request.topic.replace('/', "%2F");
        let mut request = Request::new(request);
        let metadata = request.metadata_mut();
        metadata.insert("x-goog-request-params", header(format!("topic={topic}"))?);
        if !self.google.is_emulator(Service::PubSub) {
            let token = self.google.tokens().token().await.map_err(CallError::Token)?;
            let mut bearer = header(format!("Bearer {token}"))?;
            bearer.set_sensitive(true);
            metadata.insert("authorization", bearer);
        }
        Ok(request)
    }
}

fn header(text: String) -> Result<MetadataValue<Ascii>, CallError> {
    // The parser's error names no content, which may be a token.
    text.try_into().map_err(|error| rejected(&error))
}

fn rejected(error: &dyn std::error::Error) -> CallError {
    CallError::Rejected {
        status: 0,
        message: error.to_string(),
    }
}

#[cfg(test)]
mod tests;
