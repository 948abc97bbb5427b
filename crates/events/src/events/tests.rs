use std::future::{Ready, ready};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request as HttpRequest, State};
use axum::response::{IntoResponse, Response};
use gcp::{Credentials, Endpoints, TokenSource};
use google_cloud_googleapis::pubsub::v1::PublishResponse;
use tokio::net::TcpListener;
use tonic::server::{Grpc, UnaryService};
use tonic::{Code, Status};
use tonic_prost::ProstCodec;

use super::*;

mod http_1;

/// What a call carried: `authorization`, `x-goog-request-params`, the request.
type Seen = (Option<String>, String, PublishRequest);

/// A Pub/Sub that answers in order, `Ok` where nothing is left, and notes what it was asked.
#[derive(Clone, Default)]
struct Stub {
    answers: Arc<Mutex<Vec<Code>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    tokens: Arc<Mutex<u32>>,
}

impl UnaryService<PublishRequest> for Stub {
    type Response = PublishResponse;
    type Future = Ready<Result<tonic::Response<PublishResponse>, Status>>;

    fn call(&mut self, request: Request<PublishRequest>) -> Self::Future {
        let text = |name: &str| {
            let value = request.metadata().get(name);
            value.map(|value| value.to_str().unwrap().to_owned())
        };
        let (token, params) = (text("authorization"), text("x-goog-request-params"));
        let params = params.unwrap_or_default();
        let seen = (token, params, request.into_inner());
        self.seen.lock().unwrap().push(seen);
        let mut answers = self.answers.lock().unwrap();
        ready(match (!answers.is_empty()).then(|| answers.remove(0)) {
            None | Some(Code::Ok) => Ok(tonic::Response::new(PublishResponse {
                message_ids: vec!["1".to_owned()],
            })),
            Some(code) => Err(Status::new(code, "m")),
        })
    }
}

async fn answer(State(stub): State<Stub>, request: HttpRequest) -> Response {
    match request.uri().path() {
        "/google.pubsub.v1.Publisher/Publish" => {
            let mut grpc = Grpc::new(ProstCodec::<PublishResponse, PublishRequest>::default());
            grpc.unary(stub, request).await.map(axum::body::Body::new)
        }
        path if path.starts_with("/computeMetadata/") => {
            *stub.tokens.lock().unwrap() += 1;
            let token = r#"{"access_token":"t","expires_in":3600,"token_type":"Bearer"}"#;
            ([("content-type", "application/json")], token).into_response()
        }
        path => panic!("{path} was not expected"),
    }
}

impl Stub {
    fn that_answers(codes: &[Code]) -> Self {
        let stub = Self::default();
        *stub.answers.lock().unwrap() = codes.to_vec();
        stub
    }

    /// Serves HTTP/1 (the metadata server) and HTTP/2 without TLS (gRPC) on one port, which is returned.
    async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let router = Router::new().fallback(answer).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        host
    }

    async fn events(&self) -> Events {
        let host = self.serve().await;
        let endpoints = Endpoints::new(Some(&format!("http://{host}")));
        events(host, endpoints)
    }
}

fn events(metadata: String, endpoints: Endpoints) -> Events {
    let tokens = TokenSource::new(Credentials::Metadata { host: metadata }, &["scope"]);
    let topic = Topic::parse("signchronicle-events", "p").unwrap();
    Events::new(Google::new(tokens, endpoints).hurried(), topic)
}

#[tokio::test]
async fn an_event_is_published_with_its_key_its_token_and_the_routing_header() {
    let stub = Stub::default();
    let events = stub.events().await;
    events.publish("track-1", b"{}".to_vec()).await.unwrap();
    let seen = stub.seen.lock().unwrap();
    let [(token, params, request)] = &seen[..] else {
        panic!("one call was expected: {seen:?}")
    };
    assert_eq!(token.as_deref(), Some("Bearer t"));
    assert_eq!(params, "topic=projects%2Fp%2Ftopics%2Fsignchronicle-events");
    assert_eq!(request.topic, "projects/p/topics/signchronicle-events");
    let [message] = &request.messages[..] else {
        panic!("one message was expected: {request:?}")
    };
    assert_eq!(
        (message.ordering_key.as_str(), message.data.as_slice()),
        ("track-1", b"{}".as_slice())
    );
}

#[tokio::test]
async fn an_emulator_gets_no_token_and_none_is_asked_for() {
    let stub = Stub::default();
    let host = stub.serve().await;
    let endpoints = Endpoints::new(Some("http://127.0.0.1:1")).with_pubsub_emulator(Some(host.clone()));
    events(host, endpoints)
        .publish("track-1", b"{}".to_vec())
        .await
        .unwrap();
    assert_eq!(stub.seen.lock().unwrap()[0].0, None);
    assert_eq!(*stub.tokens.lock().unwrap(), 0);
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_what_cannot_is_not() {
    for (codes, calls, published) in [
        (vec![Code::Unavailable, Code::ResourceExhausted], 3, true),
        (vec![Code::Unavailable; 9], 4, false),
        (vec![Code::PermissionDenied; 9], 1, false),
        (vec![Code::NotFound; 9], 1, false),
        (vec![Code::InvalidArgument; 9], 1, false),
    ] {
        let stub = Stub::that_answers(&codes);
        let published_at_all = stub.events().await.publish("k", b"{}".to_vec()).await.is_ok();
        assert_eq!(
            (stub.seen.lock().unwrap().len(), published_at_all),
            (calls, published),
            "{codes:?}"
        );
    }
}

#[tokio::test]
async fn a_refusal_tells_the_operator_what_to_do() {
    let stub = Stub::that_answers(&[Code::PermissionDenied, Code::NotFound]);
    let events = stub.events().await;
    let denied = events.publish("k", b"{}".to_vec()).await.unwrap_err();
    assert!(matches!(denied, EventsError::Denied(_)), "{denied}");
    let missing = events.publish("k", b"{}".to_vec()).await.unwrap_err();
    assert!(matches!(missing, EventsError::NotFound(_)), "{missing}");
}

#[tokio::test]
async fn where_nobody_answers_the_cause_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    drop(listener);
    let endpoints = Endpoints::default().with_pubsub_emulator(Some(host.clone()));
    let error = events(host, endpoints)
        .publish("k", b"{}".to_vec())
        .await
        .unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        cause.contains("refused"),
        "a refused connection was expected: {cause}"
    );
}
