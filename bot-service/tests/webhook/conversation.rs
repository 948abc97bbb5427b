use serde_json::{Value, json};

use crate::running::{CHAT, Running, press, start};

const LINK: &str = "https://shop.example/album";

/// The command that the bot wrote into its question.
fn canonical() -> String {
    format!("/track web {LINK} until 2026-02-28 14:00 HKT every 1m")
}

async fn press_start(bot: &Running) -> String {
    assert_eq!(bot.update(&press(CHAT, "start:7", &canonical())).await, 200);
    let edits = bot.cloud.told("editMessageText");
    edits.last().unwrap()["text"].as_str().unwrap().to_owned()
}

fn firings(bot: &Running) -> usize {
    let run = |call: &str| call.starts_with("POST /v1/") && call.ends_with(":run");
    bot.cloud.google().iter().filter(|(call, _)| run(call)).count()
}

#[tokio::test]
async fn track_asks_before_anything_is_created() {
    let bot = start().await;
    bot.write(CHAT, &format!("/track web {LINK} until 14:00")).await;
    let question = bot.cloud.told("sendMessage").remove(0);
    let text = question["text"].as_str().unwrap();
    assert!(
        text.contains("<b>Sat 28 Feb 14:00 HKT</b>, in 3 h 11 min"),
        "{text}"
    );
    assert!(text.contains(&format!("<code>{}</code>", canonical())), "{text}");
    let buttons = &question["reply_markup"]["inline_keyboard"][0];
    let data: Vec<_> = (0..3)
        .map(|n| buttons[n]["callback_data"].as_str().unwrap())
        .collect();
    assert_eq!(data, ["start:7", "edit:7:awaited", "cancel:7"]);
    assert_eq!(question["reply_parameters"]["message_id"], 7);
    assert!(bot.cloud.jobs().is_empty());
}

#[tokio::test]
async fn a_pasted_link_is_confirmed_as_its_platform_and_event() {
    for (typed, understood) in [
        (
            "https://www.ktown4u.com/eventsub?eve_no=44469917",
            "ktown4u 44469917",
        ),
        (
            "ktown4u https://kr.ktown4u.com/eventsub?eve_no=44469917",
            "ktown4u 44469917",
        ),
        (LINK, "web https://shop.example/album"),
    ] {
        let bot = start().await;
        bot.write(CHAT, &format!("/track {typed} until 14:00")).await;
        let text = bot.last_message();
        assert!(text.contains(&format!("<b>{understood}</b>")), "{text}");
        let command = format!("/track {understood} until 2026-02-28 14:00 HKT every 1m");
        assert!(text.contains(&format!("<code>{command}</code>")), "{text}");
        assert_eq!(bot.update(&press(CHAT, "start:7", &command)).await, 200);
        assert_eq!(bot.cloud.jobs().len(), 1);
    }
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_asked_for_and_the_rest_is_kept() {
    let bot = start().await;
    for (arguments, question, kept) in [
        ("", "What shall I watch?", "/track every 1m"),
        (
            "nope ABC until 14:00",
            "I do not know the platform “nope”.",
            "/track until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "makestar https://www.ktown4u.com/eventsub?eve_no=1 until 14:00",
            "That link is of the platform <b>ktown4u</b>, not of <b>makestar</b>",
            "/track makestar until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "ktown4u ABC until 14:00",
            "leads to no page of the platform <b>ktown4u</b>",
            "/track ktown4u until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "web ABC until 14:00",
            "wants the page's whole link",
            "/track web until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "web https://shop.example/a until 25 Feb 14:00",
            "has passed",
            "/track web https://shop.example/a every 1m",
        ),
        (
            "web https://shop.example/a every 5m alert stock",
            "Until when shall I watch",
            "/track web https://shop.example/a every 5m alert stock",
        ),
    ] {
        bot.write(CHAT, &format!("/track {arguments}")).await;
        let told = bot.cloud.told("sendMessage");
        let is_prompt = |text: &str| text.starts_with("✏️");
        let texts = told.iter().map(|message| message["text"].as_str().unwrap());
        let text = texts.rev().find(|text| !is_prompt(text)).unwrap();
        assert!(text.contains(question), "{text}");
        assert!(text.ends_with(&format!("<code>{kept}</code>")), "{text}");
    }
    assert!(bot.cloud.jobs().is_empty());
}

#[tokio::test]
async fn start_creates_the_job_and_fires_it_once_however_often_it_is_pressed() {
    let bot = start().await;
    for _ in 0..2 {
        let text = press_start(&bot).await;
        assert!(
            text.contains("is tracked until <b>Sat 28 Feb 14:00 HKT</b>"),
            "{text}"
        );
    }
    let jobs = bot.cloud.jobs();
    assert_eq!((jobs.len(), firings(&bot)), (1, 1));
    let (id, job) = jobs.first_key_value().unwrap();
    assert!(id.starts_with("track-web-https-shop-example-album-"), "{id}");
    assert_eq!(
        (&job["timeZone"], &job["retryConfig"]["retryCount"]),
        (&json!("Asia/Hong_Kong"), &json!(0))
    );
    let uri = job["httpTarget"]["uri"].as_str().unwrap();
    assert!(
        uri.ends_with("/v2/projects/p/locations/asia-east2/jobs/tracker:run"),
        "{uri}"
    );
    assert_eq!(bot.cloud.told("answerCallbackQuery").len(), 2);
}

#[tokio::test]
async fn a_start_that_was_cut_short_is_finished_by_its_repetition() {
    let bot = start().await;
    press_start(&bot).await;
    let (id, mut job) = bot.cloud.jobs().pop_first().unwrap();
    job.as_object_mut().unwrap().remove("lastAttemptTime");
    bot.cloud.put_job(&id, job);
    press_start(&bot).await;
    assert_eq!((bot.cloud.jobs().len(), firings(&bot)), (1, 2));
}

#[tokio::test]
async fn a_deadline_that_passed_before_start_was_pressed_creates_nothing() {
    let bot = start().await;
    let late = format!("/track web {LINK} until 2026-02-28 10:00 HKT every 1m");
    bot.update(&press(CHAT, "start:7", &late)).await;
    let text = bot.cloud.told("editMessageText")[0]["text"].to_string();
    assert!(
        text.contains("has passed.") && text.contains("Until when"),
        "{text}"
    );
    assert_eq!(bot.cloud.google(), []);
}

#[tokio::test]
async fn cancel_ends_the_question_and_an_answered_question_is_left_as_it_is() {
    let bot = start().await;
    bot.update(&press(CHAT, "cancel:7", &canonical())).await;
    assert_eq!(bot.cloud.told("deleteMessage").len(), 1);
    assert_eq!(bot.last_message(), "Cancelled, nothing was started.");
    for data in ["start:7", "cancel:7", "dance"] {
        bot.update(&press(CHAT, data, "")).await;
        let notice = bot.cloud.told("answerCallbackQuery").pop().unwrap();
        assert!(
            notice["text"]
                .as_str()
                .unwrap()
                .starts_with("This question is too old"),
            "{notice}"
        );
    }
    assert!(bot.cloud.told("editMessageText").is_empty());
}

#[tokio::test]
async fn list_shows_this_chats_trackings_and_skips_what_it_cannot_read() {
    let bot = start().await;
    bot.write(CHAT, "/list").await;
    assert!(bot.last_message().starts_with("Nothing is tracked in this chat."));
    press_start(&bot).await;
    bot.cloud.put_job(
        "track-broken",
        json!({ "name": "x/jobs/track-broken", "httpTarget": { "body": "e30=" } }),
    );
    bot.cloud
        .put_job("track-bare", json!({ "name": "x/jobs/track-bare" }));
    bot.write(CHAT, "/list").await;
    let text = bot.last_message();
    assert!(
        text.starts_with(
            "<b>web shop.example album</b>\nno reading yet\nuntil Sat 28 Feb 14:00 HKT, 3 h 11 min left\n"
        ),
        "{text}"
    );
    bot.write(-5, "/list").await;
    assert!(bot.last_message().starts_with("Nothing is tracked in this chat."));
}

#[tokio::test]
async fn stop_offers_buttons_and_a_press_asks_for_the_end_before_it_deletes() {
    let bot = start().await;
    press_start(&bot).await;
    bot.write(CHAT, "/stop").await;
    let buttons = bot.cloud.told("sendMessage").pop().unwrap()["reply_markup"]["inline_keyboard"].clone();
    let data = buttons[0][0]["callback_data"].as_str().unwrap();
    bot.update(&press(CHAT, data, "")).await;
    bot.update(&press(CHAT, data, "")).await;
    let edits = bot.cloud.told("editMessageText");
    let text = edits.last().unwrap()["text"].to_string();
    assert!(text.contains("is stopped. Its rows stay in the sheet"), "{text}");
    let notice = bot.cloud.told("answerCallbackQuery").pop().unwrap()["text"].to_string();
    assert!(notice.contains("is stopped already"), "beside its Undo: {notice}");
    let google = bot.cloud.google();
    let end = google
        .iter()
        .position(|(call, _)| call.starts_with("POST /v2/"))
        .unwrap();
    assert!(google[end + 1].0.starts_with("DELETE /v1/"), "{google:?}");
    let env = &google[end].1["overrides"]["containerOverrides"][0]["env"];
    assert_eq!(
        env.as_array().unwrap().last().unwrap(),
        &json!({ "name": "ACTION", "value": "end" })
    );
    assert!(bot.cloud.jobs().is_empty());
}

#[tokio::test]
async fn stop_takes_a_name_in_any_case_and_nothing_else() {
    let bot = start().await;
    bot.write(CHAT, "/stop album").await;
    assert!(bot.last_message().starts_with("Nothing is tracked"));
    press_start(&bot).await;
    bot.write(CHAT, "/stop album").await;
    assert!(
        bot.last_message()
            .starts_with("“album” is not the name of one tracking")
    );
    assert_eq!(bot.cloud.jobs().len(), 1);
    bot.write(CHAT, "/stop WEB Shop.Example Album").await;
    assert!(bot.last_message().contains("is stopped."));
    assert!(bot.cloud.jobs().is_empty());
}

#[tokio::test]
async fn a_tracking_of_another_chat_is_not_there() {
    let bot = start().await;
    press_start(&bot).await;
    let (id, _) = bot.cloud.jobs().pop_first().unwrap();
    bot.update(&press(-5, &format!("stop:{id}"), "")).await;
    let text = bot.cloud.told("answerCallbackQuery").pop().unwrap()["text"].to_string();
    assert!(text.contains("is stopped already"), "{text}");
    assert_eq!(bot.cloud.jobs().len(), 1);
}

#[tokio::test]
async fn a_stranger_gets_one_line_with_the_id_and_nothing_else_happens() {
    let bot = start().await;
    for text in ["/list", "/stop", "hello"] {
        bot.write(2, text).await;
        assert!(bot.last_message().contains("let you in by the id <code>2</code>"));
    }
    bot.update(&press(2, "start:7", &canonical())).await;
    let notice = bot.cloud.told("answerCallbackQuery").remove(0);
    assert!(
        notice["text"]
            .as_str()
            .unwrap()
            .contains("let you in by the id 2"),
        "{notice}"
    );
    assert_eq!(bot.cloud.told("sendMessage").len(), 3);
    assert_eq!(bot.cloud.told("editMessageText"), [] as [Value; 0]);
    assert_eq!(bot.cloud.google(), []);
}

#[tokio::test]
async fn in_a_group_only_commands_for_this_bot_are_answered() {
    let bot = start().await;
    for text in ["hello", "/list@OtherBot", "/dance"] {
        for chat in [-5, -6] {
            bot.write(chat, text).await;
        }
    }
    assert_eq!(bot.cloud.told("sendMessage"), [] as [Value; 0]);
    for text in ["/help", "/help@signbot", "/dance@SignBot"] {
        bot.write(-5, text).await;
    }
    assert_eq!(bot.cloud.told("sendMessage").len(), 3);
    assert_eq!(bot.cloud.told("getMe").len(), 1);
    bot.write(CHAT, "hello").await;
    assert!(
        bot.last_message()
            .starts_with("I do not know what to do with that.")
    );
}

fn text_of(message: &Value) -> String {
    message["text"].as_str().unwrap().to_owned()
}

/// The command with its mark in the message that the last `/stop` was answered with.
fn marked(bot: &Running) -> String {
    let text = bot.last_message();
    let code = text
        .split_once("<code>")
        .and_then(|(_, rest)| rest.split_once("</code>"));
    code.unwrap().0.to_owned()
}

#[tokio::test]
async fn a_start_that_comes_again_after_the_deadline_was_moved_makes_no_second_job() {
    let bot = start().await;
    press_start(&bot).await;
    let first = bot.cloud.jobs().into_keys().next().unwrap();
    bot.update(&press(CHAT, &format!("later:{first}"), "")).await;
    let moved: Vec<_> = bot.cloud.jobs().into_keys().collect();
    assert_eq!(moved, [format!("{first}-2")]);
    let text = press_start(&bot).await;
    assert!(
        text.contains("is tracked until <b>Sat 28 Feb 15:00 HKT</b>"),
        "{text}"
    );
    assert_eq!(bot.cloud.jobs().into_keys().collect::<Vec<_>>(), moved);
}

#[tokio::test]
async fn an_undo_that_comes_again_after_the_deadline_was_moved_makes_no_second_job() {
    let bot = start().await;
    press_start(&bot).await;
    bot.write(CHAT, "/stop https://shop.example/album").await;
    let code = marked(&bot);
    bot.update(&press(CHAT, "undo", &code)).await;
    let undone = bot.cloud.jobs().into_keys().next().unwrap();
    bot.update(&press(CHAT, &format!("later:{undone}"), "")).await;
    let moved: Vec<_> = bot.cloud.jobs().into_keys().collect();
    bot.update(&press(CHAT, "undo", &code)).await;
    assert_eq!(bot.cloud.jobs().into_keys().collect::<Vec<_>>(), moved);
    let text = text_of(&bot.cloud.told("editMessageText").pop().unwrap());
    assert!(text.contains("until Sat 28 Feb 15:00 HKT"), "{text}");
}
