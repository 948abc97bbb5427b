//! The first chat that knows the code on the terminal owns the bot.

use e2e::System;

use super::telegram::{Telegram, line_with, printed};

#[tokio::test]
async fn the_chat_with_the_code_owns_the_bot_and_everybody_else_gets_nothing() {
    let telegram = Telegram::start().await;
    let (start, mut lines) = telegram.bot(&[]);
    let starting = tokio::spawn(System::start_as(start));
    let code = line_with(&mut lines, is_code).await;
    telegram.write(2, "/start").await;
    telegram.write(2, "WRONGCODE2").await;
    telegram.write(1, "hello").await;
    telegram.write(1, &format!("/start {}", code.trim())).await;
    telegram.write(2, code.trim()).await;
    let mut own = starting.await.unwrap().unwrap();
    let welcome = telegram.until_said(1).await;
    assert!(
        welcome[0].text.contains("This chat owns the bot now"),
        "{}",
        welcome[0].text
    );

    telegram.write(2, "/list").await;
    telegram.write(1, "/list").await;
    let said = telegram.until_said(2).await;
    assert!(said[1].text.contains("Nothing is tracked"), "{}", said[1].text);
    telegram.until_confirmed().await;
    assert!(
        telegram.said(2).await.is_empty(),
        "the code is worth nothing to a second chat"
    );

    printed(&mut lines);
    own.restart().await.unwrap();
    telegram.write(1, "/list").await;
    telegram.until_said(3).await;
    let printed = printed(&mut lines);
    assert!(
        !printed.iter().any(|line| is_code(line)),
        "an owner is one after a restart as well: {printed:?}"
    );
}

#[tokio::test]
async fn a_code_that_is_guessed_at_ten_times_is_replaced() {
    let telegram = Telegram::start().await;
    let (start, mut lines) = telegram.bot(&[]);
    let starting = tokio::spawn(System::start_as(start));
    let first = line_with(&mut lines, is_code).await;
    for _ in 0..10 {
        telegram.write(2, "WRONGCODE2").await;
    }
    let second = line_with(&mut lines, is_code).await;
    assert_ne!(first, second);
    telegram.write(2, first.trim()).await;
    telegram.write(1, second.trim()).await;
    let _own = starting.await.unwrap().unwrap();
    telegram.until_said(1).await;
    assert!(telegram.said(2).await.is_empty(), "the old code is worth nothing");
}

/// Ten letters on a line of their own.
fn is_code(line: &str) -> bool {
    let letters = line.trim();
    line.starts_with("    ") && letters.len() == 10 && letters.bytes().all(|b| b.is_ascii_alphanumeric())
}
