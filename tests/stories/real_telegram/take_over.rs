//! A bot answers from one place only.

use e2e::{System, signchronicle};
use serde_json::json;

use super::telegram::{TOKEN, Telegram, line_with};

const ELSEWHERE: &str = "https://bot.example/s3cret-path";

#[tokio::test]
async fn a_bot_whose_webhook_is_elsewhere_is_left_alone() {
    let telegram = Telegram::start().await;
    telegram.call("setWebhook", json!({ "url": ELSEWHERE })).await;
    let folder = tempfile::tempdir().unwrap();
    let env = [
        ("TELEGRAM_BOT_TOKEN", TOKEN),
        ("TELEGRAM_API_URL", telegram.origin()),
    ];
    let said = signchronicle(folder.path(), &env, &["--port", "0"])
        .await
        .unwrap();
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.err
            .starts_with("Nothing was started: the bot's webhook is set at bot.example")
            && said.err.contains("--take-over"),
        "{}",
        said.err
    );
    assert!(!said.err.contains("s3cret"), "a webhook's path may be a secret");
    assert_eq!(
        telegram.call("getWebhookInfo", json!({})).await["url"],
        ELSEWHERE,
        "nothing was changed"
    );
}

#[tokio::test]
async fn a_bot_that_is_taken_over_answers_what_was_sent_before() {
    let telegram = Telegram::start().await;
    telegram.write(1, "/list").await;
    telegram
        .call("setWebhook", json!({ "url": "http://127.0.0.1:1/s" }))
        .await;
    let (mut start, _lines) = telegram.bot(&[("ALLOWED_CHAT_IDS", "1")]);
    start.arguments = vec!["--take-over".to_owned()];
    let _own = System::start_as(start).await.unwrap();
    telegram.until_said(1).await;
    telegram.until_confirmed().await;
    assert_eq!(telegram.call("getWebhookInfo", json!({})).await["url"], "");
    assert_eq!(telegram.said(1).await.len(), 1);
}

#[tokio::test]
async fn a_token_that_telegram_does_not_know_starts_nothing_and_is_not_shown() {
    let telegram = Telegram::start().await;
    let folder = tempfile::tempdir().unwrap();
    let env = [
        ("TELEGRAM_BOT_TOKEN", "1000000001:other"),
        ("TELEGRAM_API_URL", telegram.origin()),
    ];
    let said = signchronicle(folder.path(), &env, &["--port", "0"])
        .await
        .unwrap();
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.err
            .contains("Telegram does not know the bot: check TELEGRAM_BOT_TOKEN"),
        "{}",
        said.err
    );
    assert!(!said.err.contains("1000000001:other"), "{}", said.err);
}

#[tokio::test]
async fn a_system_whose_bot_is_deployed_elsewhere_meanwhile_ends_and_says_why() {
    let telegram = Telegram::start().await;
    let (start, mut lines) = telegram.bot(&[("ALLOWED_CHAT_IDS", "1")]);
    let _own = System::start_as(start).await.unwrap();
    telegram.write(1, "/list").await;
    telegram.until_said(1).await;
    telegram.until_confirmed().await;
    telegram.call("setWebhook", json!({ "url": ELSEWHERE })).await;
    let said = line_with(&mut lines, |line| line.starts_with("the bot's webhook")).await;
    assert!(said.contains("is set at bot.example"), "{said}");
    assert_eq!(
        telegram.call("getWebhookInfo", json!({})).await["url"],
        ELSEWHERE,
        "the newer deployment stays"
    );
}
