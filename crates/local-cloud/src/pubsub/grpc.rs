//! `google.pubsub.v1.Publisher` over gRPC, as far as a publisher needs it.

use std::collections::HashMap;
use std::future::{Ready, ready};

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use google_cloud_googleapis::pubsub::v1::{
    DeleteTopicRequest, GetTopicRequest, ListTopicsRequest, ListTopicsResponse, PublishRequest,
    PublishResponse, Topic,
};
use serde_json::{Value, json};
use tonic::server::{Grpc, UnaryService};
use tonic::{Code, Status};
use tonic_prost::ProstCodec;

use super::publish::{Message, publish};
use super::topics;
use crate::google_error::{GoogleError, rpc_code};
use crate::wire::Object;
use crate::world::{SharedWorld, World};

/// More than a request may hold, so that one that is too large is refused in Pub/Sub's words.
const MOST_BYTES: usize = 32 << 20;

/// The methods of a publisher; others are answered as unimplemented.
pub(super) async fn publisher(
    State(world): State<SharedWorld>,
    Path(method): Path<String>,
    request: Request,
) -> Response {
    match method.as_str() {
        "Publish" => unary(request, |request| publish_all(&world, request)).await,
        "CreateTopic" => unary(request, |topic| create_topic(&world, topic)).await,
        "GetTopic" => {
            let get =
                |request: GetTopicRequest| topics::find(&world, &request.topic).map(|topic| to_proto(&topic));
            unary(request, get).await
        }
        "ListTopics" => unary(request, |request| list_topics(&world, &request)).await,
        "DeleteTopic" => {
            let delete = |request: DeleteTopicRequest| topics::delete_named(&world, &request.topic);
            unary(request, delete).await
        }
        _ => unimplemented(Path(method)).await,
    }
}

/// Methods that this cloud does not know.
pub(super) async fn unimplemented(Path(method): Path<String>) -> Response {
    let message = format!("The local cloud does not know the method {method} by gRPC.");
    Status::unimplemented(message).into_http()
}

/// Whether a request is one of gRPC.
pub(crate) fn is_grpc(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|content_type| content_type.starts_with("application/grpc"))
}

/// A refusal in JSON as gRPC says it: what stands in the way of a call (a fault, a wrong token) writes only JSON.
pub(crate) fn as_refusal(answer: &[u8]) -> Option<Response> {
    let answer: Value = serde_json::from_slice(answer).ok()?;
    let error = answer.get("error")?;
    let text = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default();
    Some(Status::new(code(rpc_code(text("status"))), text("message")).into_http())
}

/// A call's body as the journal shows it: the same request as REST would write it.
pub(crate) fn shown(path: &str, body: &[u8]) -> Option<String> {
    if path != "/google.pubsub.v1.Publisher/Publish" {
        return None;
    }
    // A flag and four bytes of length stand before the message.
    let request: PublishRequest = tonic_prost::prost::Message::decode(body.get(5..)?).ok()?;
    let messages: Vec<Value> = request
        .messages
        .iter()
        .map(|message| {
            json!({
                "data": STANDARD.encode(&message.data), "attributes": message.attributes,
                "orderingKey": message.ordering_key,
            })
        })
        .collect();
    Some(json!({ "topic": request.topic, "messages": messages }).to_string())
}

fn publish_all(world: &World, request: PublishRequest) -> Result<PublishResponse, GoogleError> {
    let messages: Vec<Message> = request.messages.into_iter().map(from_proto).collect();
    let message_ids = publish(world, &request.topic, &messages)?;
    Ok(PublishResponse { message_ids })
}

fn create_topic(world: &World, topic: Topic) -> Result<Topic, GoogleError> {
    let mut object = Object::new();
    if !topic.labels.is_empty() {
        object.insert("labels".to_owned(), json!(topic.labels));
    }
    topics::create_named(world, &topic.name, object).map(|topic| to_proto(&topic))
}

fn list_topics(world: &World, request: &ListTopicsRequest) -> Result<ListTopicsResponse, GoogleError> {
    let project = request.project.strip_prefix("projects/").unwrap_or_default();
    super::names::own_project(world, project)?;
    let topics = topics::all(world)?.iter().map(to_proto).collect();
    Ok(ListTopicsResponse {
        topics,
        next_page_token: String::new(),
    })
}

fn from_proto(message: google_cloud_googleapis::pubsub::v1::PubsubMessage) -> Message {
    let attributes = message.attributes.into_iter();
    Message {
        data: message.data,
        attributes: attributes.map(|(name, value)| (name, value.into())).collect(),
        ordering_key: message.ordering_key,
    }
}

fn to_proto(topic: &Object) -> Topic {
    let name = topic.get("name").and_then(Value::as_str).unwrap_or_default();
    let labels = topic
        .get("labels")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    let labels: HashMap<String, String> = labels
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect();
    Topic {
        name: name.to_owned(),
        labels,
        ..Topic::default()
    }
}

/// One request, one answer.
async fn unary<Q, A, F>(request: Request, answer: F) -> Response
where
    Q: tonic_prost::prost::Message + Default + Send + 'static,
    A: tonic_prost::prost::Message + Send + 'static,
    F: FnMut(Q) -> Result<A, GoogleError>,
{
    let mut grpc = Grpc::new(ProstCodec::<A, Q>::default()).max_decoding_message_size(MOST_BYTES);
    grpc.unary(Method(answer), request).await.map(Body::new)
}

/// A function as tonic's service.
struct Method<F>(F);

impl<Q, A, F: FnMut(Q) -> Result<A, GoogleError>> UnaryService<Q> for Method<F> {
    type Response = A;
    type Future = Ready<Result<tonic::Response<A>, Status>>;

    fn call(&mut self, request: tonic::Request<Q>) -> Self::Future {
        let answer = (self.0)(request.into_inner());
        let refused = |error: GoogleError| Status::new(code(error.rpc_code()), error.message());
        ready(answer.map(tonic::Response::new).map_err(refused))
    }
}

fn code(number: i64) -> Code {
    i32::try_from(number).map_or(Code::Unknown, Code::from_i32)
}
