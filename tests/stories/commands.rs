//! `/start`, `/help`, `/list`, `/stop` as a conversation.

use e2e::System;
use serde_json::json;

use crate::shared::titles;

#[tokio::test]
async fn start_and_help_show_a_command_that_works() {
    let system = System::start().await.unwrap();
    let start = system.say("/start").await.unwrap();
    assert!(
        start[0].text.contains("/track demo ABC until in 4m"),
        "{}",
        start[0].text
    );
    let help = system.say("/help").await.unwrap();
    assert!(
        help[0].text.contains("demo, ") && help[0].text.contains("ktown4u, ") && help[0].text.contains("web"),
        "{}",
        help[0].text
    );
    let unknown = system.say("/dance").await.unwrap();
    assert_eq!(
        unknown[0].text,
        "I do not know /dance. /help shows what I can do."
    );
}

#[tokio::test]
async fn list_shows_a_card_for_each_tracking_with_deadline_time_left_and_next_reading() {
    let system = System::start().await.unwrap();
    assert!(
        system.say("/list").await.unwrap()[0]
            .text
            .starts_with("Nothing is tracked in this chat.")
    );
    system.track("demo ABC until 14:00").await.unwrap();
    system
        .track("demo XYZ until 28 Feb 15:30 KST every 5m alert stock")
        .await
        .unwrap();
    system.advance(100).await.unwrap();
    let list = system.say("/list").await.unwrap();
    let texts: Vec<&str> = list.iter().map(|card| card.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "demo ABC\nno reading yet\nuntil Sat 28 Feb 14:00 HKT, 28 min left\n\
             running, every minute, next reading 13:33 HKT\nopen the sheet",
            "demo XYZ\nno reading yet\nuntil Sat 28 Feb 14:30 HKT, 58 min left\n\
             running, every 5 minutes, next reading 13:35 HKT\n🔔 back in stock or sold out\nopen the sheet",
        ]
    );
    assert_eq!(
        titles(&list[0]),
        ["🔄 Now", "📈 Chart", "⏹ Stop", "+1 h", "⏸ Pause", "🔔 Alerts"]
    );
}

#[tokio::test]
async fn stop_offers_the_trackings_and_a_press_ends_one() {
    let system = System::start().await.unwrap();
    assert!(
        system.say("/stop").await.unwrap()[0]
            .text
            .starts_with("Nothing is tracked in this chat.")
    );
    system.track("demo ABC until 14:00").await.unwrap();
    system.track("demo XYZ until 14:00").await.unwrap();

    let choices = system.say("/stop").await.unwrap();
    assert_eq!(titles(&choices[0]), ["demo ABC", "demo XYZ"]);
    let stopped = system.press(&choices[0], "demo XYZ").await.unwrap();
    assert!(
        stopped.text.starts_with("⏹ demo XYZ is stopped."),
        "{}",
        stopped.text
    );
    system.settle().await.unwrap();

    let jobs = system.scheduler_jobs().await.unwrap();
    assert_eq!(jobs.len(), 1);
    assert!(
        jobs[0]["name"].as_str().unwrap().contains("demo-abc"),
        "the other one goes on"
    );
    let names: Vec<_> = system
        .csv_files()
        .await
        .unwrap()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["demo XYZ.csv"], "the last CSV is stored");

    system.advance(120).await.unwrap();
    assert_eq!(
        system.tab("demo XYZ").await.unwrap().rows().len(),
        1,
        "nothing is read after the stop"
    );
    assert_eq!(system.tab("demo ABC").await.unwrap().rows().len(), 3);
}

#[tokio::test]
async fn stop_with_a_name_needs_no_button_and_a_wrong_name_stops_nothing() {
    let system = System::start().await.unwrap();
    system.track("demo An Yujin until 14:00").await.unwrap();
    let wrong = system.say("/stop nobody").await.unwrap();
    assert!(
        wrong[0]
            .text
            .starts_with("“nobody” is not the name of one tracking, nothing was changed."),
        "{}",
        wrong[0].text
    );
    assert_eq!(system.scheduler_jobs().await.unwrap().len(), 1);
    let stopped = system.say("/stop an yujin").await.unwrap();
    assert!(
        stopped[0].text.starts_with("⏹ demo An Yujin is stopped."),
        "{}",
        stopped[0].text
    );
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn cancel_starts_nothing() {
    let system = System::start().await.unwrap();
    let card = system.say("/track demo ABC until 14:00").await.unwrap();
    let gone = system.press(&card[0], "Cancel").await.unwrap_err();
    assert_eq!(gone.to_string(), "the message is gone");
    let last = system.messages(1).await.unwrap().pop().unwrap();
    assert_eq!(last.text, "Cancelled, nothing was started.");
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn start_after_the_deadline_starts_nothing_and_says_so() {
    let system = System::start().await.unwrap();
    let card = system.say("/track demo ABC until in 4m").await.unwrap();
    system.advance(600).await.unwrap();
    let late = system.press(&card[0], "Start").await.unwrap();
    assert!(late.text.contains("has passed"), "{}", late.text);
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn two_presses_of_start_and_a_repeated_update_make_one_tracking() {
    let system = System::start().await.unwrap();
    let card = &system.say("/track demo ABC until 14:00").await.unwrap()[0];
    let button = card.button("Start").unwrap();
    let press = json!({ "message_id": card.message_id, "data": button.data });
    let first = system.post("/_local/chats/1/presses", press).await.unwrap();
    system.settle().await.unwrap();
    let again = format!("/_local/updates/{}/redeliver", first["update_id"]);
    assert_eq!(
        system.post(&again, json!({})).await.unwrap()["webhook_status"],
        200
    );
    system.settle().await.unwrap();
    assert_eq!(system.scheduler_jobs().await.unwrap().len(), 1);
    assert_eq!(
        system.executions().await.unwrap().len(),
        1,
        "the first reading is not asked for twice"
    );
    assert_eq!(system.tab("demo ABC").await.unwrap().rows().len(), 1);
}
