use crate::running::{CHAT, press, start};

const COMMAND: &str = "/track web https://shop.example/album until 2026-02-28 14:00 HKT every 1m";

#[tokio::test]
async fn a_scheduler_that_refuses_is_told_and_the_question_stays() {
    let bot = start().await;
    bot.cloud.refuse("/v1/projects", 403);
    assert_eq!(bot.update(&press(CHAT, "start:7", COMMAND)).await, 200);
    assert!(
        bot.last_message()
            .contains("Nothing was started. Tell the operator")
    );
    assert!(bot.cloud.told("editMessageText").is_empty());
    assert_eq!(bot.write(CHAT, "/list").await, 200);
    assert!(bot.last_message().contains("Nothing was changed"));
}

#[tokio::test]
async fn a_scheduler_that_does_not_answer_is_told_and_the_update_is_done() {
    let bot = start().await;
    bot.cloud.refuse("/v1/projects", 503);
    assert_eq!(bot.update(&press(CHAT, "start:7", COMMAND)).await, 200);
    assert!(
        bot.last_message()
            .contains("I cannot tell whether the tracking was started. Press the button again")
    );
}

#[tokio::test]
async fn a_first_firing_that_fails_keeps_the_tracking() {
    let bot = start().await;
    bot.cloud.refuse(":run", 403);
    bot.update(&press(CHAT, "start:7", COMMAND)).await;
    let text = bot.cloud.told("editMessageText").remove(0)["text"].to_string();
    assert!(
        text.contains("The first reading comes with the next start."),
        "{text}"
    );
    assert_eq!(bot.cloud.jobs().len(), 1);
}

#[tokio::test]
async fn an_end_that_cannot_be_asked_for_keeps_no_job_alive() {
    let bot = start().await;
    bot.update(&press(CHAT, "start:7", COMMAND)).await;
    bot.cloud.refuse("/v2/projects", 403);
    bot.write(CHAT, "/stop https://shop.example/album").await;
    assert!(
        bot.last_message()
            .contains("the last backup could not be asked for")
    );
    assert!(bot.cloud.jobs().is_empty());
}

#[tokio::test]
async fn a_telegram_that_cannot_be_told_gets_the_update_back_and_one_that_refuses_does_not() {
    let bot = start().await;
    bot.cloud.refuse("/sendMessage", 403);
    bot.cloud.refuse("/SendMessage", 403);
    assert_eq!(bot.write(CHAT, "/help").await, 200);
    let bot = start().await;
    bot.cloud.refuse("/bot", 502);
    assert_eq!(bot.write(CHAT, "/help").await, 500);
}

#[tokio::test]
async fn a_question_that_cannot_be_edited_is_answered_below_it() {
    let bot = start().await;
    bot.cloud.refuse("/EditMessageText", 400);
    assert_eq!(bot.update(&press(CHAT, "start:7", COMMAND)).await, 200);
    assert!(bot.last_message().contains("is tracked until"));
}
