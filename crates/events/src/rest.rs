//! The same publishing by REST (<https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/publish>), for where
//! only HTTP/1 gets through.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gcp::{CallError, Google, Service};
use google_cloud_googleapis::pubsub::v1::PublishRequest;
use serde_json::{Value, json};

pub(crate) async fn publish(google: &Google, request: &PublishRequest) -> Result<(), CallError> {
    let messages: Vec<Value> = request
        .messages
        .iter()
        .map(|message| json!({ "data": STANDARD.encode(&message.data), "orderingKey": message.ordering_key }))
        .collect();
    let path = format!("v1/{}:publish", request.topic);
    google
        .post(Service::PubSub, &path, &json!({ "messages": messages }))
        .await
}
