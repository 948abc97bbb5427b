//! A bot answers from one place only.

use std::path::Path;

use e2e::{System, signchronicle};
use serde_json::json;

use crate::shared::minutes;

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
async fn a_bot_is_not_taken_over_by_a_system_that_cannot_start() {
    let telegram = Telegram::start().await;
    telegram.call("setWebhook", json!({ "url": ELSEWHERE })).await;
    let running = System::start().await.unwrap();
    let port = running.origin.rsplit(':').next().unwrap();
    let (used, free, broken) = (
        running.data(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    std::fs::write(
        broken.path().join("local-cloud.sqlite3"),
        "no database at all, nor part of one",
    )
    .unwrap();
    for (folder, port, why) in [
        (used, "0", "is in use by process"),
        (free.path(), port, "is taken"),
        (broken.path(), "0", "cannot use the database"),
    ] {
        let env = [
            ("TELEGRAM_BOT_TOKEN", TOKEN),
            ("TELEGRAM_API_URL", telegram.origin()),
        ];
        let arguments = ["--take-over", "--port", port, "--data", folder.to_str().unwrap()];
        let said = signchronicle(Path::new("."), &env, &arguments).await.unwrap();
        assert_eq!(said.code, 1, "{said:?}");
        assert!(
            said.err.starts_with("Nothing was started: ") && said.err.contains(why),
            "{}",
            said.err
        );
        assert_eq!(
            telegram.call("getWebhookInfo", json!({})).await["url"],
            ELSEWHERE,
            "{why}: the webhook stays"
        );
    }
}

#[tokio::test]
async fn a_system_whose_bot_is_deployed_elsewhere_meanwhile_goes_on_with_its_trackings_and_says_why_it_is_deaf()
 {
    let telegram = Telegram::start().await;
    let (start, mut lines) = telegram.bot(&[("ALLOWED_CHAT_IDS", "1")]);
    let own = System::start_as(start).await.unwrap();
    telegram.track("/track demo ABC until in 2h").await;

    telegram.call("setWebhook", json!({ "url": ELSEWHERE })).await;
    let said = line_with(&mut lines, |line| {
        line.contains("the bot hears nothing here for now")
    })
    .await;
    assert!(
        said.contains("is set at bot.example") && !said.contains("s3cret"),
        "{said}"
    );
    own.advance(120).await.unwrap();
    let tab = own.tab("demo ABC").await.unwrap();
    assert_eq!(
        tab.column("time"),
        minutes("2026-02-28 13:", 30..=32),
        "rows come as before"
    );
    assert_eq!(
        telegram.call("getWebhookInfo", json!({})).await["url"],
        ELSEWHERE,
        "the newer deployment stays"
    );

    telegram.call("deleteWebhook", json!({})).await;
    telegram.write(1, "/list").await;
    let said = telegram.until_said(2).await;
    assert!(
        said[1].text.starts_with("demo ABC"),
        "it hears again: {}",
        said[1].text
    );
}

#[tokio::test]
async fn trackings_of_the_page_are_not_told_to_people_at_telegram() {
    let mut page = System::start().await.unwrap();
    page.track("demo ABC until in 2h").await.unwrap();
    page.end().await.unwrap();
    let telegram = Telegram::start().await;
    let env = [
        ("TELEGRAM_BOT_TOKEN", TOKEN),
        ("TELEGRAM_API_URL", telegram.origin()),
    ];
    let arguments = ["--port", "0", "--data", page.data().to_str().unwrap()];
    let said = signchronicle(Path::new("."), &env, &arguments).await.unwrap();
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(
        said.err,
        "Nothing was started: the data folder has 1 tracking of the page's chat, whose news would go to strangers at Telegram. \
         Choose another folder, such as `--data telegram`, or start without TELEGRAM_BOT_TOKEN and stop them first.\n"
    );
}
