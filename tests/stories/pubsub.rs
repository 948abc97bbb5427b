//! What the tracker's adapter publishes reaches the bot, and Google's own emulator takes it as well.

use e2e::System;
use events::{Events, EventsError};
use gcp::Topic;
use gcp::{Credentials, Endpoints, Google, TokenSource};
use serde_json::{Value, json};

use crate::shared::emulator::Emulator;

#[tokio::test]
async fn an_event_is_pushed_to_the_bot_which_believes_its_token() {
    let system = System::start_hearing().await.unwrap();
    let events = events(
        &system.origin,
        Endpoints::new(Some(&system.origin)),
        "signchronicle-events",
    );
    events.publish("track-1", b"{}".to_vec()).await.unwrap();
    system.settle().await.unwrap();
    assert_eq!(pushes(&system).await, [Some(204)]);
    assert_eq!(undelivered(&system).await, 0);
}

#[tokio::test]
async fn an_event_comes_again_until_a_bot_that_was_killed_takes_it() {
    let mut system = System::start_hearing().await.unwrap();
    let fault = json!({ "operation": "pubsub.push", "count": 2, "effect": { "status": 503 } });
    system.post("/_local/faults", fault).await.unwrap();
    let events = events(
        &system.origin,
        Endpoints::new(Some(&system.origin)),
        "signchronicle-events",
    );
    for data in [b"1".to_vec(), b"2".to_vec()] {
        events.publish("track-1", data).await.unwrap();
    }
    system.settle().await.unwrap();
    assert_eq!(
        undelivered(&system).await,
        2,
        "the second one waits for the first one"
    );
    system.kill_bot().await.unwrap();
    system.restart().await.unwrap();
    assert_eq!(undelivered(&system).await, 2, "the cloud may be killed meanwhile");
    system.advance(40).await.unwrap();
    assert_eq!(pushes(&system).await, [Some(204), Some(204)]);
    assert_eq!(undelivered(&system).await, 0);
}

#[tokio::test]
async fn a_topic_that_is_not_there_is_named() {
    let system = System::start_hearing().await.unwrap();
    let events = events(
        &system.origin,
        Endpoints::new(Some(&system.origin)),
        "nobodys-events",
    );
    let error = events.publish("track-1", b"{}".to_vec()).await.unwrap_err();
    assert!(matches!(error, EventsError::NotFound(_)), "{error}");
}

#[tokio::test]
async fn googles_emulator_takes_what_the_tracker_publishes() {
    let Some(emulator) = Emulator::start().await else {
        println!("skipped: Google's Pub/Sub emulator is not installed (google-cloud-cli-pubsub-emulator)");
        return;
    };
    let topic = "/v1/projects/local/topics/events";
    emulator.call("PUT", topic, json!({})).await;
    let pull = "/v1/projects/local/subscriptions/pull";
    emulator
        .call("PUT", pull, json!({ "topic": "projects/local/topics/events" }))
        .await;
    let endpoints = Endpoints::default().with_pubsub_emulator(Some(emulator.host.clone()));
    let nowhere = "http://127.0.0.1:1";
    events(nowhere, endpoints.clone(), "events")
        .publish("track-1", b"hello".to_vec())
        .await
        .unwrap();
    let pulled = emulator
        .call("POST", &format!("{pull}:pull"), json!({ "maxMessages": 1 }))
        .await;
    let message = &pulled["receivedMessages"][0]["message"];
    assert_eq!(
        (&message["data"], &message["orderingKey"]),
        (&json!("aGVsbG8="), &json!("track-1"))
    );
    let missing = events(nowhere, endpoints, "nobodys-events");
    let error = missing.publish("k", b"x".to_vec()).await.unwrap_err();
    assert!(matches!(error, EventsError::NotFound(_)), "{error}");
}

fn events(metadata: &str, endpoints: Endpoints, topic: &str) -> Events {
    let host = metadata.trim_start_matches("http://").to_owned();
    let tokens = TokenSource::new(
        Credentials::Metadata { host },
        &["https://www.googleapis.com/auth/pubsub"],
    );
    let topic = Topic::parse(topic, "local").unwrap();
    Events::new(Google::new(tokens, endpoints).hurried(), topic)
}

/// How the bot has answered pushes.
async fn pushes(system: &System) -> Vec<Option<u64>> {
    let journal = system.get("/_local/journal").await.unwrap();
    let entries = journal["entries"].as_array().unwrap();
    let pushes = entries
        .iter()
        .filter(|entry| entry["service"] == "push" && entry["fault"].is_null());
    pushes.map(|entry| entry["status"].as_u64()).collect()
}

async fn undelivered(system: &System) -> u64 {
    let state: Value = system.state().await.unwrap();
    state["pubsub_subscriptions"][0]["undelivered"].as_u64().unwrap()
}
