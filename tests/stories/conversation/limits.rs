//! What Telegram and the operator do not allow.

use e2e::Message;
use serde_json::{Value, json};

use super::person::Person;
use super::story::{both_ways, both_ways_as};
use crate::shared::titles;

async fn track(person: &Person<'_>, arguments: &str) -> Message {
    let card = person.ask(&format!("/track {arguments}")).await;
    person.press(&card, "Start").await
}

#[tokio::test]
async fn a_chat_has_no_more_trackings_than_the_operator_allows() {
    both_ways_as(&[("MAX_TRACKINGS_PER_CHAT", "2")], async |story| {
        let person = story.person();
        track(&person, "shop A1 until 14:00").await;
        track(&person, "shop A2 until 14:00").await;
        person.again().await;
        let card = track(&person, "shop A3 until 14:00").await;
        assert_eq!(titles(&card), ["▶️ Start", "✏️ Edit", "Cancel"], "it can be pressed later");
        assert_eq!(
            person.told().await,
            ["This chat tracks 2 pages already, more are not allowed. Nothing was started. End one with /stop, or ask \
              the operator (MAX_TRACKINGS_PER_CHAT)."]
        );
        person.say("/stop A1").await;
        let started = person.press(&card, "Start").await;
        assert!(started.text.contains("running, every minute"), "{}", started.text);
        assert_eq!(story.jobs().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_blocked_bot_pauses_what_is_tracked_for_the_chat() {
    both_ways(async |story| {
        let person = story.person();
        track(&person, "shop ABC until 16:00").await;
        story.kill_bot().await;
        let blocked = json!({ "status": "kicked" });
        story.system.post("/_local/chats/1/bot", blocked).await.unwrap();
        let rows = story.system.tab("shop ABC").await.unwrap().rows().len();
        story.minutes(3).await;
        let tab = story.system.tab("shop ABC").await.unwrap();
        assert_eq!(tab.rows().len(), rows, "nobody would read it");
        let back = json!({ "status": "member" });
        story.system.post("/_local/chats/1/bot", back).await.unwrap();
        let list = person.ask("/list").await;
        assert!(list.text.contains("\n⏸ paused, every minute\n"), "{}", list.text);
        assert!(titles(&list).contains(&"▶️ Resume"));
    })
    .await;
}

#[tokio::test]
async fn too_many_messages_are_told_as_a_notice() {
    both_ways(async |story| {
        let person = story.person();
        let card = person.ask("/track shop ABC until 14:00").await;
        let flood = json!({
            "operation": "telegram.editMessageText", "effect": { "status": 429, "retry_after_s": 30 }
        });
        story.fault(flood).await;
        assert_eq!(
            person.press_only(&card, "Edit").await,
            "Telegram asks me to be quiet for 30 s. What you pressed was not done yet: press again then."
        );
        story.no_faults().await;
        let menu = person.press(&card, "Edit").await;
        assert!(menu.text.starts_with("What shall be different?"), "{}", menu.text);
    })
    .await;
}

/// The links of a few trackings are longer than a message.
#[tokio::test]
async fn what_is_longer_than_a_message_is_cut_and_can_still_be_undone() {
    both_ways(async |story| {
        let person = story.person();
        let long = "x".repeat(900);
        for n in 1..=4 {
            track(
                &person,
                &format!("web https://shop.example/{n}/{long} until 14:00"),
            )
            .await;
        }
        let stopped: Vec<Message> = person
            .say("/stop all")
            .await
            .into_iter()
            .filter(|message| message.button("Undo").is_some())
            .collect();
        assert!(
            stopped
                .iter()
                .all(|message| message.text.encode_utf16().count() <= 4_096)
        );
        assert!(story.jobs().await.is_empty());
        for message in &stopped {
            person.press(message, "Undo").await;
        }
        assert_eq!(story.jobs().await.len(), 4, "all of them go on");
    })
    .await;
}

/// A press on a button that the message no longer means.
#[tokio::test]
async fn a_forged_press_and_a_foreign_tracking_do_nothing() {
    both_ways(async |story| {
        let person = story.person();
        track(&person, "shop ABC until 14:00").await;
        let job = story.jobs().await.remove(0);
        for data in [format!("stop:{job}/../x"), "dance:7".to_owned(), "start:99".to_owned()] {
            story.kill_bot().await;
            let update: Value = json!({
                "update_id": 900_000, "callback_query": {
                    "id": "1", "from": { "id": 1, "is_bot": false, "first_name": "A" }, "chat_instance": "1",
                    "message": { "message_id": 2, "date": 1_772_256_620, "chat": { "id": 1, "type": "private" },
                        "text": "x" },
                    "data": data,
                }
            });
            let answer = story.system.post("/_local/updates", update).await.unwrap();
            assert_eq!(answer["webhook_status"], 200, "{data}: {answer}");
        }
        assert_eq!(story.jobs().await, [job]);
    })
    .await;
}
