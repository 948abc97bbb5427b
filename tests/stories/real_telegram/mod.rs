//! The bot talks with the real Telegram, everything else stays on this machine.

mod outages;
mod pairing;
mod take_over;
mod telegram;

use e2e::System;
use serde_json::json;

use crate::shared::minutes;
use telegram::{TOKEN, Telegram};

#[tokio::test]
async fn a_message_at_the_real_telegram_becomes_rows_in_the_local_sheet() {
    let telegram = Telegram::start().await;
    let (start, _lines) = telegram.bot(&[("ALLOWED_CHAT_IDS", "1")]);
    let own = System::start_as(start).await.unwrap();
    telegram.track("/track demo ABC until in 4m").await;
    own.advance(300).await.unwrap();
    let tab = own.tab("demo ABC").await.unwrap();
    assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=35));
    let said = telegram.said(1).await;
    assert!(
        said[0].text.starts_with("✅ demo ABC is tracked until"),
        "{}",
        said[0].text
    );
    let commands = telegram.call("getMyCommands", json!({})).await;
    assert_eq!(
        commands[0]["command"], "track",
        "its menu is set as a deployment sets it"
    );
}

#[tokio::test]
async fn nobody_writes_to_the_bot_on_the_page_while_it_is_at_telegram() {
    let telegram = Telegram::start().await;
    let (start, _lines) = telegram.bot(&[("ALLOWED_CHAT_IDS", "1")]);
    let own = System::start_as(start).await.unwrap();
    let url = own.url("/_local/chats/1/messages");
    let refused = own.client().post(url).json(&json!({ "text": "/list" }));
    let refused = refused.send().await.unwrap();
    assert_eq!(refused.status(), 400);
    let text = refused.text().await.unwrap();
    assert!(text.contains("write to it there. Nothing was sent."), "{text}");
}

#[tokio::test]
async fn the_token_is_an_argument_of_no_process() {
    let telegram = Telegram::start().await;
    let (start, _lines) = telegram.bot(&[("ALLOWED_CHAT_IDS", "1")]);
    let own = System::start_as(start).await.unwrap();
    telegram.write(1, "/list").await;
    telegram.until_said(1).await;
    let state = own.state().await.unwrap();
    let pid = state["services"][0]["pid"].as_u64().unwrap();
    let arguments = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap();
    assert!(arguments.contains("bot-service"), "{arguments}");
    assert!(!arguments.contains(TOKEN), "{arguments}");
}
