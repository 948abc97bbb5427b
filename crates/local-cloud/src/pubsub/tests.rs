use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use google_cloud_googleapis::pubsub::v1::publisher_client::PublisherClient;
use google_cloud_googleapis::pubsub::v1::{GetTopicRequest, PublishRequest, PubsubMessage, Topic};
use serde_json::{Value, json};
use tonic::Code;
use tonic::transport::Channel;

use crate::testing::Served;

const TOPIC: &str = "/v1/projects/local/topics/events";
const SUBSCRIPTION: &str = "/v1/projects/local/subscriptions/push";
const FULL_TOPIC: &str = "projects/local/topics/events";

async fn with_topic() -> Served {
    let cloud = Served::start().await;
    let (status, topic) = cloud.call("PUT", TOPIC, Some(json!({}))).await;
    assert_eq!((status, &topic["name"]), (200, &json!(FULL_TOPIC)));
    cloud
}

async fn grpc(cloud: &Served) -> PublisherClient<Channel> {
    PublisherClient::connect(cloud.world.settings.origin.clone())
        .await
        .unwrap()
}

fn request(topic: &str, data: &str, key: &str) -> PublishRequest {
    PublishRequest {
        topic: topic.to_owned(),
        messages: vec![PubsubMessage {
            data: data.as_bytes().to_vec(),
            ordering_key: key.to_owned(),
            ..PubsubMessage::default()
        }],
    }
}

#[tokio::test]
async fn a_topic_is_created_once_listed_and_deleted() {
    let cloud = with_topic().await;
    let (status, taken) = cloud.call("PUT", TOPIC, Some(json!({}))).await;
    assert_eq!(
        (status, &taken["error"]["status"]),
        (409, &json!("ALREADY_EXISTS"))
    );
    let (_, list) = cloud.call("GET", "/v1/projects/local/topics", None).await;
    assert_eq!(list["topics"][0]["name"], FULL_TOPIC);
    assert_eq!(cloud.call("DELETE", TOPIC, None).await.0, 200);
    for method in ["GET", "DELETE"] {
        let (status, gone) = cloud.call(method, TOPIC, None).await;
        assert_eq!(
            (status, &gone["error"]["message"]),
            (404, &json!("Resource not found (resource=events)."))
        );
    }
}

#[tokio::test]
async fn names_and_fields_that_pubsub_does_not_know_are_refused() {
    let cloud = with_topic().await;
    let at = |name: &str| format!("/v1/projects/local/topics/{name}");
    for (path, body, status) in [
        (at("ev"), json!({}), 400),
        (at("1events"), json!({}), 400),
        (at("google"), json!({}), 400),
        ("/v1/projects/other/topics/events".to_owned(), json!({}), 403),
        (at("more"), json!({ "colour": "red" }), 400),
    ] {
        assert_eq!(cloud.call("PUT", &path, Some(body)).await.0, status, "{path}");
    }
}

#[tokio::test]
async fn what_cannot_be_published_is_refused() {
    let cloud = with_topic().await;
    let publish = format!("{TOPIC}:publish");
    let data = STANDARD.encode("x");
    for (body, words) in [
        (json!({}), "message_count is too small"),
        (json!({ "messages": [{}] }), "is empty"),
        (json!({ "messages": [{ "data": "?" }] }), "TYPE_BYTES"),
        (
            json!({ "messages": [{ "data": data, "key": "k" }] }),
            "Cannot find field",
        ),
        (
            json!({ "messages": [{ "data": data, "orderingKey": "a" }, { "data": data }] }),
            "ordering key",
        ),
        (
            json!({ "messages": [{ "attributes": { "googone": "x" } }] }),
            "begin with",
        ),
    ] {
        let (status, answer) = cloud.call("POST", &publish, Some(body)).await;
        let message = answer["error"]["message"].as_str().unwrap_or_default().to_owned();
        assert!(
            status == 400 && message.contains(words),
            "{words}: {status} {answer}"
        );
    }
    let body = json!({ "messages": [{ "data": data }, { "attributes": { "a": "b" } }] });
    let (status, answer) = cloud.call("POST", &publish, Some(body)).await;
    assert_eq!((status, answer), (200, json!({ "messageIds": ["1", "2"] })));
}

#[tokio::test]
async fn a_publisher_speaks_grpc_on_the_same_port() {
    let cloud = Served::start().await;
    let mut client = grpc(&cloud).await;
    let missing = client.publish(request(FULL_TOPIC, "x", "k")).await.unwrap_err();
    assert_eq!(
        (missing.code(), missing.message()),
        (Code::NotFound, "Resource not found (resource=events).")
    );
    let topic = Topic {
        name: FULL_TOPIC.to_owned(),
        ..Topic::default()
    };
    client.create_topic(topic.clone()).await.unwrap();
    assert_eq!(
        client.create_topic(topic).await.unwrap_err().code(),
        Code::AlreadyExists
    );
    let found = client
        .get_topic(GetTopicRequest {
            topic: FULL_TOPIC.to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(found.into_inner().name, FULL_TOPIC);
    let ids = client
        .publish(request(FULL_TOPIC, "x", "k"))
        .await
        .unwrap()
        .into_inner()
        .message_ids;
    assert_eq!(ids, ["1"]);
    let empty = client.publish(request(FULL_TOPIC, "", "k")).await.unwrap_err();
    assert_eq!(empty.code(), Code::InvalidArgument);
    let unknown = client
        .list_topic_snapshots(google_cloud_googleapis::pubsub::v1::ListTopicSnapshotsRequest::default())
        .await
        .unwrap_err();
    assert_eq!(unknown.code(), Code::Unimplemented);
}

#[tokio::test]
async fn a_call_by_grpc_is_journaled_as_rest_would_write_it_and_faults_strike_it() {
    let cloud = with_topic().await;
    let fault = json!({
        "operation": "pubsub.projects.topics.publish", "count": 1, "effect": { "status": 503 },
    });
    assert_eq!(cloud.call("POST", "/_local/faults", Some(fault)).await.0, 200);
    let mut client = grpc(&cloud).await;
    let struck = client.publish(request(FULL_TOPIC, "x", "k")).await.unwrap_err();
    assert_eq!(struck.code(), Code::Unavailable);
    client.publish(request(FULL_TOPIC, "x", "k")).await.unwrap();
    let entries = cloud.world.journal.entries();
    let last = entries.last().unwrap();
    assert_eq!(
        (last.service, last.status, last.path.as_str()),
        ("pubsub", Some(200), "/google.pubsub.v1.Publisher/Publish")
    );
    let written: Value = serde_json::from_str(&last.request).unwrap();
    assert_eq!(
        written,
        json!({
            "topic": FULL_TOPIC,
            "messages": [{ "data": STANDARD.encode("x"), "attributes": {}, "orderingKey": "k" }],
        })
    );
    assert_eq!(entries[entries.len() - 2].status, Some(503));
}

#[tokio::test]
async fn an_answer_that_a_fault_cuts_is_lost_and_the_message_is_there() {
    let cloud = with_topic().await;
    let subscription = json!({ "topic": FULL_TOPIC });
    assert_eq!(cloud.call("PUT", SUBSCRIPTION, Some(subscription)).await.0, 200);
    let fault = json!({
        "operation": "pubsub.projects.topics.publish", "count": 1, "effect": { "cut": "after" },
    });
    cloud.call("POST", "/_local/faults", Some(fault)).await;
    let mut client = grpc(&cloud).await;
    client.publish(request(FULL_TOPIC, "x", "k")).await.unwrap_err();
    let (_, state) = cloud.call("GET", "/_local/state", None).await;
    assert_eq!(state["pubsub_subscriptions"][0]["undelivered"], 1);
}

#[tokio::test]
async fn a_subscription_is_shown_with_its_defaults_and_checked() {
    let cloud = with_topic().await;
    let good = json!({
        "topic": FULL_TOPIC,
        "pushConfig": {
            "pushEndpoint": "https://bot.example/events",
            "oidcToken": { "serviceAccountEmail": "push@local.iam.gserviceaccount.com", "audience": "a" },
        },
        "enableMessageOrdering": true,
        "retryPolicy": {},
        "deadLetterPolicy": { "deadLetterTopic": FULL_TOPIC },
    });
    for (field, value) in [
        ("topic", json!("projects/local/topics/nobody")),
        ("topic", json!("events")),
        ("ackDeadlineSeconds", json!(9)),
        ("ackDeadlineSeconds", json!(601)),
        ("messageRetentionDuration", json!("60s")),
        ("pushConfig", json!({ "pushEndpoint": "bot.example" })),
        (
            "pushConfig",
            json!({ "pushEndpoint": "https://a.b", "oidcToken": { "serviceAccountEmail": "push" } }),
        ),
        (
            "retryPolicy",
            json!({ "minimumBackoff": "20s", "maximumBackoff": "10s" }),
        ),
        (
            "deadLetterPolicy",
            json!({ "deadLetterTopic": FULL_TOPIC, "maxDeliveryAttempts": 4 }),
        ),
        ("colour", json!("red")),
    ] {
        let mut bad = good.clone();
        bad[field] = value.clone();
        let (status, answer) = cloud.call("PUT", SUBSCRIPTION, Some(bad)).await;
        assert!(matches!(status, 400 | 404), "{field} {value}: {status} {answer}");
    }
    let (status, shown) = cloud.call("PUT", SUBSCRIPTION, Some(good.clone())).await;
    assert_eq!(status, 200, "{shown}");
    assert_eq!(
        (&shown["ackDeadlineSeconds"], &shown["messageRetentionDuration"]),
        (&json!(10), &json!("604800s"))
    );
    assert_eq!(
        shown["retryPolicy"],
        json!({ "minimumBackoff": "10s", "maximumBackoff": "600s" })
    );
    assert_eq!(shown["deadLetterPolicy"]["maxDeliveryAttempts"], 5);
    assert_eq!(cloud.call("PUT", SUBSCRIPTION, Some(good)).await.0, 409);
    let change = json!({ "pushConfig": {} });
    let modify = format!("{SUBSCRIPTION}:modifyPushConfig");
    assert_eq!(cloud.call("POST", &modify, Some(change)).await.0, 200);
    assert_eq!(
        cloud.call("GET", SUBSCRIPTION, None).await.1["pushConfig"],
        json!({})
    );
    assert_eq!(
        cloud
            .call("POST", &format!("{SUBSCRIPTION}:pull"), Some(json!({})))
            .await
            .0,
        501
    );
    assert_eq!(cloud.call("DELETE", TOPIC, None).await.0, 200);
    assert_eq!(
        cloud.call("GET", SUBSCRIPTION, None).await.1["topic"],
        "_deleted-topic_"
    );
    assert_eq!(cloud.call("DELETE", SUBSCRIPTION, None).await.0, 200);
    assert_eq!(cloud.call("GET", SUBSCRIPTION, None).await.0, 404);
}

#[tokio::test]
async fn the_public_keys_may_be_kept() {
    let cloud = Served::start().await;
    let address = format!("{}/oauth2/v3/certs", cloud.world.settings.origin);
    let answer = cloud.world.http.get(address).send().await.unwrap();
    let keep = answer.headers()["cache-control"].to_str().unwrap().to_owned();
    assert!(keep.contains("max-age="), "{keep}");
    let keys: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(
        (&keys["keys"][0]["kty"], &keys["keys"][0]["alg"]),
        (&json!("RSA"), &json!("RS256"))
    );
}

#[tokio::test]
async fn what_waits_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("db");
    let cloud = Served::on_disk(&database).await;
    cloud.call("PUT", TOPIC, Some(json!({}))).await;
    cloud
        .call("PUT", SUBSCRIPTION, Some(json!({ "topic": FULL_TOPIC })))
        .await;
    let body = json!({ "messages": [{ "data": STANDARD.encode("x") }] });
    cloud.call("POST", &format!("{TOPIC}:publish"), Some(body)).await;
    // Nothing is closed or flushed: the next one opens the file as a kill would have left it.
    let next = Served::on_disk(&database).await;
    let (_, state) = next.call("GET", "/_local/state", None).await;
    assert_eq!(state["pubsub_subscriptions"][0]["undelivered"], 1);
}
