use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::pubsub::{Message, publish, subscriptions, topics};
use crate::wire::Object;

const TOPIC: &str = "projects/local/topics/events";
const DEAD: &str = "projects/local/topics/dead";

/// An endpoint that notes what it gets and answers as it was told; 204 when it was told nothing.
#[derive(Clone, Default)]
struct Endpoint(Arc<Mutex<Told>>);

#[derive(Default)]
struct Told {
    answers: VecDeque<u16>,
    got: Vec<(Value, Option<String>)>,
}

impl Endpoint {
    async fn start() -> (Self, String) {
        let endpoint = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/events", listener.local_addr().unwrap());
        let router = Router::new().fallback(hear).with_state(endpoint.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (endpoint, url)
    }

    fn answers(&self, statuses: &[u16]) {
        self.0.lock().unwrap().answers.extend(statuses);
    }

    fn got(&self) -> Vec<Value> {
        let told = self.0.lock().unwrap();
        told.got.iter().map(|(body, _)| body.clone()).collect()
    }

    fn texts(&self) -> Vec<String> {
        let text = |body: &Value| {
            STANDARD
                .decode(body["message"]["data"].as_str().unwrap())
                .unwrap()
        };
        let texts = self.got();
        texts
            .iter()
            .map(|body| String::from_utf8(text(body)).unwrap())
            .collect()
    }
}

async fn hear(State(endpoint): State<Endpoint>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let token = headers
        .get("authorization")
        .map(|value| value.to_str().unwrap().to_owned());
    let mut told = endpoint.0.lock().unwrap();
    told.got.push((serde_json::from_slice(&body).unwrap(), token));
    let status = told.answers.pop_front().unwrap_or(204);
    StatusCode::from_u16(status).unwrap()
}

/// A world that pushes what is published to `events`, ordered, with 10 s to 600 s between attempts.
async fn pushing(more: Value) -> (SharedWorld, Endpoint) {
    let world = World::for_tests();
    let (endpoint, url) = Endpoint::start().await;
    topics::create_named(&world, TOPIC, Object::new()).unwrap();
    let mut subscription = json!({
        "topic": TOPIC,
        "pushConfig": {
            "pushEndpoint": url,
            "oidcToken": { "serviceAccountEmail": "push@local.iam.gserviceaccount.com", "audience": "me" },
        },
        "enableMessageOrdering": true,
        "retryPolicy": {},
    });
    for (field, value) in more.as_object().unwrap() {
        subscription[field] = value.clone();
    }
    let object = subscription.as_object().unwrap().clone();
    subscriptions::create_named(&world, "projects/local/subscriptions/push", object).unwrap();
    tokio::spawn(deliver_pushes(world.clone()));
    (world, endpoint)
}

fn say(world: &World, text: &str, key: &str) {
    let message = Message {
        data: text.as_bytes().to_vec(),
        attributes: Object::new(),
        ordering_key: key.to_owned(),
    };
    publish(world, TOPIC, &[message]).unwrap();
}

async fn advance(world: &World, seconds: i64) {
    // The deliverer may not have begun to listen yet.
    tokio::task::yield_now().await;
    world
        .clock
        .advance(TimeDelta::seconds(seconds), Duration::from_secs(20))
        .await
        .unwrap();
}

fn fault(world: &World, effect: Value) {
    let fault = json!({ "operation": "pubsub.push", "count": 1, "effect": effect });
    world.faults.add(fault).unwrap();
}

#[tokio::test]
async fn a_message_arrives_in_the_wrapped_form_with_a_token() {
    let (world, endpoint) = pushing(json!({})).await;
    say(&world, "hello", "track-1");
    advance(&world, 0).await;
    let message = json!({
        "data": STANDARD.encode("hello"), "messageId": "1", "message_id": "1", "orderingKey": "track-1",
        "publishTime": "2026-02-28T05:30:00Z", "publish_time": "2026-02-28T05:30:00Z",
    });
    let subscription = "projects/local/subscriptions/push";
    assert_eq!(
        endpoint.got(),
        [json!({ "message": message, "subscription": subscription })]
    );
    let token = endpoint.0.lock().unwrap().got[0].1.clone().unwrap();
    assert!(token.starts_with("Bearer ey"), "{token}");
    let entries = world.journal.entries();
    assert_eq!((entries[0].service, entries[0].status), ("push", Some(204)));
}

#[tokio::test]
async fn what_is_not_acknowledged_comes_again_ever_slower_until_it_is() {
    let (world, endpoint) = pushing(json!({})).await;
    endpoint.answers(&[500, 404, 302]);
    say(&world, "one", "k");
    advance(&world, 9).await;
    assert_eq!(endpoint.texts().len(), 1);
    advance(&world, 1).await;
    assert_eq!(endpoint.texts().len(), 2, "the first pause is 10 s");
    advance(&world, 19).await;
    assert_eq!(endpoint.texts().len(), 2);
    advance(&world, 1).await;
    assert_eq!(endpoint.texts().len(), 3, "the second one 20 s");
    advance(&world, 40).await;
    assert_eq!(endpoint.texts().len(), 4, "the third one 40 s");
    advance(&world, 3600).await;
    assert_eq!(endpoint.texts().len(), 4, "204 acknowledges");
}

#[tokio::test]
async fn a_message_waits_for_the_one_before_it_of_the_same_key_and_no_other() {
    let (world, endpoint) = pushing(json!({})).await;
    endpoint.answers(&[500]);
    say(&world, "a1", "a");
    advance(&world, 0).await;
    say(&world, "a2", "a");
    say(&world, "b1", "b");
    advance(&world, 9).await;
    assert_eq!(endpoint.texts(), ["a1", "b1"]);
    advance(&world, 1).await;
    assert_eq!(endpoint.texts(), ["a1", "b1", "a1", "a2"]);
}

#[tokio::test]
async fn without_ordering_nothing_waits() {
    let (world, endpoint) = pushing(json!({ "enableMessageOrdering": false })).await;
    endpoint.answers(&[500]);
    say(&world, "a1", "a");
    advance(&world, 0).await;
    say(&world, "a2", "a");
    advance(&world, 0).await;
    assert_eq!(endpoint.texts(), ["a1", "a2"]);
}

#[tokio::test]
async fn after_so_many_attempts_a_message_goes_to_the_dead_letters() {
    let policy = json!({ "deadLetterPolicy": { "deadLetterTopic": DEAD, "maxDeliveryAttempts": 5 } });
    let (world, endpoint) = pushing(policy).await;
    topics::create_named(&world, DEAD, Object::new()).unwrap();
    let dead = json!({ "topic": DEAD }).as_object().unwrap().clone();
    subscriptions::create_named(&world, "projects/local/subscriptions/dead", dead).unwrap();
    endpoint.answers(&[500; 9]);
    say(&world, "one", "k");
    advance(&world, 3600).await;
    let attempts: Vec<Value> = endpoint
        .got()
        .iter()
        .map(|body| body["deliveryAttempt"].clone())
        .collect();
    assert_eq!(attempts, [1, 2, 3, 4, 5]);
    let waiting = world
        .store
        .read(|db| Ok(table::waiting(db, "projects/local/subscriptions/dead")))
        .unwrap()
        .unwrap();
    let kept = world
        .store
        .read(|db| Ok(table::message(db, waiting[0].message_id)))
        .unwrap()
        .unwrap()
        .unwrap();
    assert_eq!(kept.message.data, b"one");
    assert_eq!(
        kept.message.attributes["CloudPubSubDeadLetterSourceDeliveryCount"],
        "5"
    );
}

#[tokio::test]
async fn a_message_that_nobody_takes_is_dropped_after_seven_days() {
    let (world, endpoint) = pushing(json!({})).await;
    endpoint.answers(&[500; 5000]);
    say(&world, "one", "k");
    advance(&world, 7 * 86_400 + 601).await;
    let tries = endpoint.texts().len();
    assert!((1000..1100).contains(&tries), "{tries} attempts in a week");
    advance(&world, 86_400).await;
    assert_eq!(endpoint.texts().len(), tries);
}

#[tokio::test]
async fn an_endpoint_that_is_gone_gets_its_messages_when_it_is_back() {
    let (world, endpoint) = pushing(json!({ "pushConfig": { "pushEndpoint": "http://127.0.0.1:1/" } })).await;
    say(&world, "one", "k");
    advance(&world, 0).await;
    let shown = subscriptions::snapshot(&world).unwrap();
    let error = shown[0]["last_error"].as_str().unwrap();
    assert!(error.contains("onnection refused"), "{error}");
    assert_eq!(endpoint.texts(), [""; 0]);
}

#[tokio::test]
async fn what_a_stopped_cloud_has_left_is_pushed_by_the_next() {
    let world = World::for_tests();
    let (endpoint, url) = Endpoint::start().await;
    topics::create_named(&world, TOPIC, Object::new()).unwrap();
    let object = json!({ "topic": TOPIC, "pushConfig": { "pushEndpoint": url } });
    let object = object.as_object().unwrap().clone();
    subscriptions::create_named(&world, "projects/local/subscriptions/push", object).unwrap();
    say(&world, "left", "");
    tokio::spawn(deliver_pushes(world.clone()));
    advance(&world, 0).await;
    assert_eq!(endpoint.texts(), ["left"]);
}

#[tokio::test]
async fn faults_double_a_push_make_it_late_refuse_it_or_lose_its_answer() {
    let (world, endpoint) = pushing(json!({})).await;
    fault(&world, json!({ "deliveries": 2 }));
    say(&world, "double", "k");
    advance(&world, 0).await;
    assert_eq!(endpoint.texts(), ["double", "double"]);

    fault(&world, json!({ "late_s": 300 }));
    say(&world, "late", "k");
    advance(&world, 299).await;
    assert_eq!(endpoint.texts().len(), 2);
    advance(&world, 1).await;
    assert_eq!(endpoint.texts()[2..], ["late"]);

    fault(&world, json!({ "status": 503 }));
    say(&world, "refused", "k");
    advance(&world, 0).await;
    assert_eq!(endpoint.texts().len(), 3, "it was never sent");
    advance(&world, 10).await;
    assert_eq!(endpoint.texts()[3..], ["refused"]);

    fault(&world, json!({ "cut": "after" }));
    say(&world, "lost", "k");
    advance(&world, 10).await;
    assert_eq!(endpoint.texts()[4..], ["lost", "lost"]);
    let struck = world.journal.entries();
    assert!(struck.iter().filter(|entry| entry.fault.is_some()).count() >= 4);
}
