use serde_json::{Value, json};

use crate::running::{CHAT, SECRET, message, start};

#[tokio::test]
async fn the_health_route_answers_without_a_secret() {
    let bot = start().await;
    let answer = bot
        .client
        .get(format!("{}/healthz", bot.url))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let other = bot.client.get(format!("{}/", bot.url)).send().await.unwrap();
    assert_eq!(other.status(), 404);
}

#[tokio::test]
async fn without_the_secret_nothing_is_read() {
    let bot = start().await;
    for secret in [None, Some(""), Some("wrong"), Some("s3cret2")] {
        for body in [message(CHAT, "/help").to_string(), "{".to_owned()] {
            assert_eq!(bot.post(body.into_bytes(), secret).await, 401);
        }
    }
    assert_eq!(bot.cloud.told("sendMessage"), [] as [Value; 0]);
}

#[tokio::test]
async fn a_malformed_update_is_400_and_an_oversized_one_413() {
    let bot = start().await;
    for body in ["", "{", "[]", "{}", r#"{"update_id":1,"message":{}}"#] {
        assert_eq!(bot.post(body.into(), Some(SECRET)).await, 400, "{body}");
    }
    let padded = |length: usize| {
        let mut body = json!({ "update_id": 1 }).to_string().into_bytes();
        body.resize(length, b' ');
        body
    };
    assert_eq!(bot.post(padded(1024 * 1024), Some(SECRET)).await, 200);
    assert_eq!(bot.post(padded(1024 * 1024 + 1), Some(SECRET)).await, 413);
    assert_eq!(bot.post(padded(6 * 1024 * 1024), Some(SECRET)).await, 413);
}

#[tokio::test]
async fn what_does_not_concern_the_bot_is_taken_and_left_alone() {
    let bot = start().await;
    let edited = json!({ "update_id": 1, "edited_message": message(CHAT, "/help")["message"] });
    for update in [json!({ "update_id": 1, "kind_of_tomorrow": {} }), edited] {
        assert_eq!(bot.update(&update).await, 200);
    }
    assert_eq!(bot.cloud.told("sendMessage"), [] as [Value; 0]);
}

#[tokio::test]
async fn an_update_at_work_is_finished_before_the_end() {
    let bot = start().await;
    bot.cloud.messages.forget_permits(1_000);
    let arrived = bot.cloud.message_arrived.clone();
    let free = bot.cloud.messages.clone();
    let (shutdown, served) = (bot.shutdown, bot.served);
    let request = bot
        .client
        .post(format!("{}/telegram", bot.url))
        .header("X-Telegram-Bot-Api-Secret-Token", SECRET)
        .body(message(CHAT, "/help").to_string());
    let update = tokio::spawn(async move { request.send().await.unwrap().status() });
    arrived.notified().await;
    shutdown.send(()).unwrap();
    free.add_permits(1);
    assert_eq!(update.await.unwrap(), 200);
    served.await.unwrap();
}
