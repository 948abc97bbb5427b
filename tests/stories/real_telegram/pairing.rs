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
    let others = telegram.said(2).await;
    assert_eq!(
        others.len(),
        1,
        "a greeting is not answered, nor is a code that is used: {others:?}"
    );
    assert!(
        others[0]
            .text
            .starts_with("🔑 That is not the code. It stands in the window"),
        "whoever mistypes it is told so: {}",
        others[0].text
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
    for greeting in ["hello", "/start", "is this the bot of the shop?"] {
        telegram.write(2, greeting).await;
    }
    for _ in 0..10 {
        telegram.write(2, "WRONGCODE2").await;
    }
    let second = line_with(&mut lines, is_code).await;
    assert_ne!(first, second);
    telegram.write(2, first.trim()).await;
    telegram.write(1, second.trim()).await;
    let _own = starting.await.unwrap().unwrap();
    telegram.until_said(1).await;
    let others = telegram.said(2).await;
    assert_eq!(
        others.len(),
        10,
        "nine guesses at the old code, and that one: {others:?}"
    );
    assert!(
        others
            .iter()
            .all(|said| said.text.starts_with("🔑 That is not the code")),
        "the old code is worth nothing: {others:?}"
    );
}

/// Ten letters on a line of their own.
fn is_code(line: &str) -> bool {
    let letters = line.trim();
    line.starts_with("    ") && letters.len() == 10 && letters.bytes().all(|b| b.is_ascii_alphanumeric())
}
