//! Whatever the network does, an update is handled once.

use e2e::System;

use crate::shared::serve_as;

use super::telegram::{TOKEN, Telegram, printed};

#[tokio::test]
async fn an_hour_without_network_loses_and_doubles_nothing() {
    let telegram = Telegram::start().await;
    let (start, mut lines) = telegram.bot(&[("ALLOWED_CHAT_IDS", "1")]);
    let own = System::start_as(start).await.unwrap();
    telegram.track("/track demo ABC until in 2h every 10m").await;

    telegram.cut("telegram.*").await;
    own.advance(3_500).await.unwrap();
    telegram.write(1, "/list").await;
    telegram.write(1, "/help").await;
    telegram.until_missed(2).await;
    own.advance(100).await.unwrap();
    assert_eq!(telegram.said(1).await.len(), 1, "nothing comes through");
    assert_eq!(
        own.tab("demo ABC").await.unwrap().rows().len(),
        7,
        "rows come without Telegram"
    );

    telegram.mend().await;
    let said = telegram.until_said(3).await;
    telegram.until_confirmed().await;
    assert_eq!(telegram.said(1).await.len(), 3, "each is answered once");
    assert!(said[1].text.starts_with("demo ABC"), "{}", said[1].text);
    assert!(
        said[2].text.starts_with("Track a page"),
        "in order: {}",
        said[2].text
    );

    let printed = printed(&mut lines);
    let told = |words: &str| printed.iter().filter(|line| line.contains(words)).count();
    assert_eq!(
        told("the bot has not taken an update; it is tried again"),
        1,
        "{printed:?}"
    );
    assert_eq!(told(TOKEN), 0, "the token is in no log: {printed:?}");
    let calls = own.calls().await.unwrap();
    assert!(calls.iter().all(|call| !format!("{call:?}").contains(TOKEN)));
}

#[tokio::test]
async fn a_system_that_is_killed_before_telegram_knows_of_its_answer_does_not_answer_again() {
    let telegram = Telegram::start().await;
    let (start, mut lines) = telegram.bot(&[("ALLOWED_CHAT_IDS", "1")]);
    let mut own = System::start_as(start).await.unwrap();
    telegram.write(1, "/list").await;
    telegram.until_said(1).await;
    telegram.until_confirmed().await;

    telegram.cut("telegram.getUpdates").await;
    telegram.write(1, "/help").await;
    telegram.until_said(2).await;
    telegram.until_missed(1).await;
    assert_eq!(
        telegram.waiting().await,
        1,
        "the answer is given, and not confirmed"
    );
    own.restart().await.unwrap();
    telegram.until_missed(telegram.missed().await + 1).await;
    telegram.mend().await;
    telegram.write(1, "/list").await;
    telegram.until_said(3).await;
    telegram.until_confirmed().await;
    let said = telegram.said(1).await;
    let helps = said
        .iter()
        .filter(|message| message.text.starts_with("Track a page"));
    assert_eq!((said.len(), helps.count()), (3, 1), "{said:?}");

    let printed = printed(&mut lines);
    let told = |words: &str| printed.iter().filter(|line| line.contains(words)).count();
    assert_eq!(
        (told("Telegram cannot be reached"), told("Telegram answers again")),
        (2, 1),
        "each run says once that it lost Telegram, the second that it is back: {printed:?}"
    );
    assert_eq!(told(TOKEN), 0, "the token is in no log: {printed:?}");
}

#[tokio::test]
async fn a_token_that_has_worked_and_is_refused_for_a_while_ends_nothing() {
    let telegram = Telegram::start().await;
    let (start, mut lines) = telegram.bot(&[("ALLOWED_CHAT_IDS", "1")]);
    let own = System::start_as(start).await.unwrap();
    telegram.track("/track demo ABC until in 2h").await;

    telegram.refuse("telegram.getUpdates", 401).await;
    telegram.write(1, "/list").await;
    telegram.until_missed(2).await;
    own.advance(120).await.unwrap();
    assert_eq!(
        own.tab("demo ABC").await.unwrap().rows().len(),
        3,
        "rows come as before"
    );
    telegram.mend().await;
    let said = telegram.until_said(2).await;
    assert!(said[1].text.starts_with("demo ABC"), "{}", said[1].text);
    let printed = printed(&mut lines);
    let told = |words: &str| printed.iter().filter(|line| line.contains(words)).count();
    assert_eq!(told("does not know the bot's token any more"), 1, "{printed:?}");
}

#[tokio::test]
async fn a_network_that_answers_in_telegrams_place_does_not_keep_the_system_from_starting() {
    let telegram = Telegram::start().await;
    let (mut start, mut lines) = telegram.bot(&[("ALLOWED_CHAT_IDS", "1")]);
    let portal = serve_as("401 Unauthorized", "<html>Sign in to the hotel's network</html>").await;
    start.env.retain(|(name, _)| name != "TELEGRAM_API_URL");
    let url = format!("http://{}", portal.address);
    start.env.push(("TELEGRAM_API_URL".to_owned(), url));
    let _own = System::start_as(start).await.unwrap();
    let printed = printed(&mut lines);
    let told = |words: &str| printed.iter().any(|line| line.contains(words));
    assert!(
        told("Telegram cannot be reached; it is tried again"),
        "{printed:?}"
    );
    assert!(told("a wrong TELEGRAM_API_URL"), "{printed:?}");
}
