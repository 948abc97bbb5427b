//! `/list`: one tracking, a few and many, and how each is.

use e2e::Message;
use serde_json::json;

use super::person::Person;
use super::story::{Story, both_ways};
use crate::shared::titles;

const BUTTONS: [&str; 6] = ["🔄 Now", "📈 Chart", "⏹ Stop", "+1 h", "⏸ Pause", "🔔 Alerts"];

async fn track(person: &Person<'_>, arguments: &str) -> Message {
    let card = person.ask(&format!("/track {arguments}")).await;
    person.press(&card, "Start").await
}

fn texts(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.text.as_str()).collect()
}

#[tokio::test]
async fn a_card_is_there_at_once_and_completed_by_the_tracker() {
    both_ways(async |story| {
        let person = story.person();
        let nothing = "Nothing is tracked in this chat. Send me a page's link or /track to begin.";
        assert_eq!(person.ask("/list").await.text, nothing);
        track(&person, "shop ABC until 14:00").await;
        story.shows(95, 4);
        story.minutes(1).await;
        let late = json!({ "operation": "run.execution", "count": 1, "effect": { "start_delay_s": 30 } });
        story.fault(late).await;
        let card = person.ask("/list").await;
        assert_eq!(
            card.text,
            "shop ABC\nHK$100, in stock, 5 left · 13:30 HKT\nuntil Sat 28 Feb 14:00 HKT, 28 min left\n\
             running, every minute, next reading 13:32 HKT\nopen the sheet"
        );
        story.system.advance(32).await.unwrap();
        let card = person.see(&card).await;
        assert_eq!(
            card.text,
            "shop ABC\nHK$95, in stock, 4 left · 13:31 HKT\nuntil Sat 28 Feb 14:00 HKT, 28 min left\n\
             running, every minute, next reading 13:32 HKT\nopen the sheet"
        );
        assert_eq!(titles(&card), BUTTONS);
    })
    .await;
}

#[tokio::test]
async fn a_few_are_cards_and_each_says_how_it_is() {
    both_ways(async |story| {
        let person = story.person();
        track(&person, "shop A1 until 14:00").await;
        let second = track(&person, "shop A2 until 14:10 every 5m").await;
        let paused = person.press(&second, "Pause").await;
        assert_eq!(
            paused.text,
            "shop A2\nHK$100, in stock, 5 left · 13:30 HKT\nuntil Sat 28 Feb 14:10 HKT, 39 min left\n\
             ⏸ paused, every 5 minutes\nopen the sheet"
        );
        assert_eq!(titles(&paused)[4], "▶️ Resume");
        story.fails();
        track(&person, "shop A3 until 14:20").await;
        story.minutes(3).await;
        let list = person.say("/list").await;
        assert_eq!(
            texts(&list),
            [
                "shop A1\nHK$100, in stock, 5 left · 13:30 HKT\nuntil Sat 28 Feb 14:00 HKT, 26 min left\n\
                 running, every minute, next reading 13:34 HKT\n\
                 ⚠️ no reading since 13:31 HKT: HTTP 503\nopen the sheet",
                "shop A2\nHK$100, in stock, 5 left · 13:30 HKT\nuntil Sat 28 Feb 14:10 HKT, 36 min left\n\
                 ⏸ paused, every 5 minutes\nopen the sheet",
                "shop A3\nno reading yet\nuntil Sat 28 Feb 14:20 HKT, 46 min left\n\
                 running, every minute, next reading 13:34 HKT\n\
                 ⚠️ no reading since 13:30 HKT: HTTP 503\nopen the sheet",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn many_are_an_index_that_opens_cards() {
    both_ways(async |story| {
        let person = story.person();
        for n in 1..=7 {
            track(&person, &format!("shop A{n} until 14:0{n}")).await;
        }
        let index = person.ask("/list").await;
        let lines: Vec<&str> = index.text.lines().collect();
        assert_eq!(
            lines[..4],
            [
                "7 trackings. Press one to see it and change it.",
                "",
                "▶️ shop A1 · 30 min",
                "HK$100, in stock, 5 left · 13:30 HKT",
            ]
        );
        assert_eq!(lines.len(), 16, "{}", index.text);
        assert_eq!(titles(&index)[6], "shop A7");
        person.press(&index, "shop A7").await;
        let opened = person.news().await;
        assert_eq!(
            texts(&opened),
            [
                "shop A7\nHK$100, in stock, 5 left · 13:30 HKT\nuntil Sat 28 Feb 14:07 HKT, 36 min left\n\
              running, every minute, next reading 13:31 HKT\nopen the sheet"
            ]
        );
        assert_eq!(titles(&opened[0]), BUTTONS);
    })
    .await;
}

/// Cloud Run starts nothing any more.
async fn refuse_executions(story: &Story) {
    let refused = json!({ "operation": "run.jobs.run", "effect": { "status": 403, "message": "no role" } });
    story.fault(refused).await;
}

#[tokio::test]
async fn what_nobody_ended_is_ended_a_quarter_of_an_hour_after_its_deadline_and_told_once() {
    both_ways(async |story| {
        let person = story.person();
        track(&person, "shop ABC until 13:35").await;
        refuse_executions(story).await;
        story.minutes(19).await;
        assert_eq!(story.jobs().await.len(), 1, "not yet");
        person.told().await;
        story.minutes(8).await;
        assert_eq!(
            person.told().await,
            ["🏁 shop ABC: its deadline Sat 28 Feb 13:35 HKT has passed and no summary came, so I ended it. \
              Its rows stay in the sheet; tell the operator if rows or the CSV are missing."]
        );
        assert!(story.all_jobs().await.is_empty(), "the watch rests, too");
    })
    .await;
}
