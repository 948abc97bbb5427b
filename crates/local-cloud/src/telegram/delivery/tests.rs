use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::telegram::{person, view};

/// A bot that notes what it gets and answers as it was told; 200 when it was told nothing.
#[derive(Clone, Default)]
struct Bot(Arc<Mutex<Told>>);

#[derive(Default)]
struct Told {
    answers: VecDeque<(u16, &'static str)>,
    got: Vec<(Value, Option<String>)>,
}

impl Bot {
    fn answers(&self, answers: &[(u16, &'static str)]) {
        self.0.lock().unwrap().answers.extend(answers);
    }

    fn texts(&self) -> Vec<String> {
        let told = self.0.lock().unwrap();
        told.got
            .iter()
            .map(|(update, _)| update["message"]["text"].as_str().unwrap().to_owned())
            .collect()
    }
}

async fn hear(State(bot): State<Bot>, headers: HeaderMap, body: Bytes) -> (StatusCode, &'static str) {
    let mut told = bot.0.lock().unwrap();
    let secret = headers
        .get("x-telegram-bot-api-secret-token")
        .map(|value| value.to_str().unwrap().to_owned());
    told.got
        .push((serde_json::from_slice(&body).unwrap_or_default(), secret));
    let (status, answer) = told.answers.pop_front().unwrap_or((200, ""));
    (StatusCode::from_u16(status).unwrap(), answer)
}

async fn bot_with_webhook(world: &SharedWorld) -> Bot {
    let bot = Bot::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let router = Router::new().fallback(hear).with_state(bot.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let params = Params::from([("url", url.as_str()), ("secret_token", "s3cret")]);
    methods::call(world, "setWebhook", &params).await.ok().unwrap();
    tokio::spawn(deliver_updates(world.clone()));
    bot
}

async fn say(world: &World, text: &str) -> FirstAnswer {
    let _busy = world.clock.busy("test");
    let writing = serde_json::from_value(json!({ "text": text })).unwrap();
    let written = person::write(world, 1, writing).unwrap();
    first_answer(world, written.update_id).await.unwrap()
}

async fn advance(world: &World, seconds: i64) {
    world
        .clock
        .advance(TimeDelta::seconds(seconds), Duration::from_secs(20))
        .await
        .unwrap();
}

#[tokio::test]
async fn updates_arrive_in_order_with_the_secret_and_are_journaled() {
    let world = World::for_tests();
    let bot = bot_with_webhook(&world).await;
    for text in ["one", "two", "three"] {
        assert_eq!(
            say(&world, text).await,
            FirstAnswer {
                status: Some(200),
                error: None
            }
        );
    }
    assert_eq!(bot.texts(), ["one", "two", "three"]);
    let got = bot.0.lock().unwrap().got.clone();
    assert_eq!(
        got.iter()
            .map(|(update, _)| update["update_id"].as_i64().unwrap())
            .collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert!(got.iter().all(|(_, secret)| secret.as_deref() == Some("s3cret")));
    let entries = world.journal.entries();
    assert_eq!(
        entries
            .iter()
            .map(|entry| (entry.service, entry.status))
            .collect::<Vec<_>>(),
        [("webhook", Some(200)); 3]
    );
}

#[tokio::test]
async fn a_failed_delivery_is_repeated_at_once_then_slower_and_blocks_those_behind_it() {
    let world = World::for_tests();
    let bot = bot_with_webhook(&world).await;
    bot.answers(&[(500, ""), (500, ""), (503, ""), (500, "")]);
    assert_eq!(say(&world, "one").await.status, Some(500));
    advance(&world, 0).await;
    assert_eq!(bot.texts(), ["one", "one"], "the second attempt needs no time");
    let behind = say(&world, "two").await;
    assert_eq!(behind.status, None);
    assert_eq!(
        behind.error.as_deref(),
        Some(
            "update 1 comes before it and has not been taken: Wrong response from the webhook: 500 Internal Server Error"
        )
    );
    advance(&world, 1).await;
    assert_eq!(bot.texts().len(), 3);
    advance(&world, 1).await;
    assert_eq!(bot.texts().len(), 3, "the pause has doubled");
    advance(&world, 1).await;
    assert_eq!(bot.texts().len(), 4);
    advance(&world, 4).await;
    assert_eq!(bot.texts(), ["one", "one", "one", "one", "one", "two"]);
}

#[tokio::test]
async fn an_update_that_nobody_takes_is_dropped_after_a_day() {
    let world = World::for_tests();
    let bot = bot_with_webhook(&world).await;
    bot.answers(&[(500, ""); 1000]);
    say(&world, "one").await;
    advance(&world, 24 * 3600 + 1).await;
    let tries = bot.texts().len();
    assert!((150..400).contains(&tries), "{tries} attempts in a day");
    bot.0.lock().unwrap().answers.clear();
    assert_eq!(say(&world, "two").await.status, Some(200));
    assert_eq!(bot.texts().len(), tries + 1);
}

#[tokio::test]
async fn a_bot_that_cannot_be_reached_is_named_as_such_and_gets_the_update_later() {
    let world = World::for_tests();
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", gone.local_addr().unwrap());
    drop(gone);
    let bot = bot_with_webhook(&world).await;
    methods::call(&world, "setWebhook", &Params::from([("url", url.as_str())]))
        .await
        .ok()
        .unwrap();
    let first = say(&world, "one").await;
    assert_eq!(first.status, None);
    assert!(
        first
            .error
            .as_deref()
            .is_some_and(|error| error.contains("onnection refused")),
        "{first:?}"
    );
    let info = methods::call(&world, "getWebhookInfo", &Params::default())
        .await
        .ok()
        .unwrap()
        .result;
    assert_eq!(
        (&info["url"], &info["pending_update_count"]),
        (&json!(url), &json!(1))
    );
    assert!(info["last_error_message"].is_string());
    drop(bot);
}

#[tokio::test]
async fn what_a_stopped_cloud_has_left_is_delivered_by_the_next() {
    let world = World::for_tests();
    let writing = serde_json::from_value(json!({ "text": "left" })).unwrap();
    let written = person::write(&world, 1, writing).unwrap();
    let bot = bot_with_webhook(&world).await;
    assert_eq!(
        first_answer(&world, written.update_id).await.unwrap().status,
        Some(200)
    );
    assert_eq!(bot.texts(), ["left"]);
}

#[tokio::test]
async fn a_webhook_may_answer_with_a_method() {
    let world = World::for_tests();
    let bot = bot_with_webhook(&world).await;
    bot.answers(&[(200, r#"{"method":"sendMessage","chat_id":1,"text":"pong"}"#)]);
    say(&world, "ping").await;
    let chat = view::chat(&world, 1, None).unwrap();
    assert_eq!(
        (&chat["messages"][1]["from"], &chat["messages"][1]["text"]),
        (&json!("bot"), &json!("pong"))
    );
}

#[tokio::test]
async fn kinds_the_bot_does_not_want_are_not_delivered() {
    let world = World::for_tests();
    let bot = bot_with_webhook(&world).await;
    let url = "http://127.0.0.1:1/";
    let params = Params::from([("url", url), ("allowed_updates", r#"["callback_query"]"#)]);
    methods::call(&world, "setWebhook", &params).await.ok().unwrap();
    let first = say(&world, "one").await;
    assert_eq!(
        first.error.as_deref(),
        Some("the bot does not want updates of this kind (allowed_updates)")
    );
    assert_eq!(bot.texts(), [""; 0]);
}
