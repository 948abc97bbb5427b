//! Stopping, and taking it back.

use e2e::Message;
use serde_json::json;

use super::person::Person;
use super::story::{Story, both_ways};
use crate::shared::{minutes, titles};

const STOPPED: &str = "⏹ shop ABC is stopped. Its rows stay in the sheet, the last backup is being written.\n\
                       Stopped by mistake? Undo works for 10 minutes.\n\n/track shop ABC until 2026-02-28 14:00 HKT every 1m #";

async fn track(person: &Person<'_>, arguments: &str) -> Message {
    let card = person.ask(&format!("/track {arguments}")).await;
    person.press(&card, "Start").await
}

/// The next execution, which writes the last backup, starts half a minute late.
async fn backup_comes_late(story: &Story) {
    let late = json!({ "operation": "run.execution", "count": 1, "effect": { "start_delay_s": 30 } });
    story.fault(late).await;
}

#[tokio::test]
async fn what_is_stopped_is_summed_up_and_undo_goes_on_in_the_same_tab() {
    both_ways(async |story| {
        let person = story.person();
        track(&person, "shop ABC until 14:00").await;
        story.minutes(1).await;
        let said = person.say("/stop abc").await;
        assert_eq!(said.len(), 2, "{said:#?}");
        assert!(said[0].text.starts_with(STOPPED), "{}", said[0].text);
        assert_eq!(titles(&said[0]), ["↩️ Undo"]);
        assert_eq!(
            said[1].text,
            "🏁 shop ABC: the last backup is written.\n2 of 2 readings taken (100 %)\n\
             lowest HK$100 (Sat 28 Feb 13:30 HKT), highest HK$100 (Sat 28 Feb 13:30 HKT)\n\
             last: HK$100, in stock, 5 left · Sat 28 Feb 13:31 HKT\nshop ABC: its tab in the sheet"
        );
        assert!(story.jobs().await.is_empty());
        story.minutes(1).await;

        let undone = person.press(&said[0], "Undo").await;
        assert!(
            undone
                .text
                .starts_with("▶️ It goes on, in the same tab:\nshop ABC\n"),
            "{}",
            undone.text
        );
        assert_eq!(titles(&undone).len(), 6);
        let jobs = story.jobs().await;
        assert!(jobs.len() == 1 && jobs[0].ends_with("-2"), "{jobs:?}");
        person.again().await;
        assert_eq!(story.jobs().await, jobs, "once");
        story.minutes(2).await;
        let tab = story.system.tab("shop ABC").await.unwrap();
        assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=34));
        assert!(story.system.find_tab("shop ABC (2)").await.unwrap().is_none());
        assert_eq!(person.told().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn undo_before_the_summary_leaves_nothing_to_sum_up() {
    both_ways(async |story| {
        let person = story.person();
        track(&person, "shop ABC until 14:00").await;
        backup_comes_late(story).await;
        let stopped = person.ask("/stop shop ABC").await;
        person.press(&stopped, "Undo").await;
        story.minutes(2).await;
        assert_eq!(person.told().await, [""; 0], "the end is not told");
        assert_eq!(story.jobs().await.len(), 1);
        let tab = story.system.tab("shop ABC").await.unwrap();
        assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=32));
    })
    .await;
}

#[tokio::test]
async fn undo_is_refused_after_ten_minutes() {
    both_ways(async |story| {
        let person = story.person();
        track(&person, "shop ABC until 14:00").await;
        let stopped = person.say("/stop shop ABC").await.remove(0);
        story.system.advance(11 * 60).await.unwrap();
        assert_eq!(
            person.press_only(&stopped, "Undo").await,
            "The 10 minutes for Undo are over, nothing was changed. Begin anew with the command in the message."
        );
        assert!(story.jobs().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn start_and_stop_that_come_again_act_once() {
    both_ways(async |story| {
        let person = story.person();
        let card = track(&person, "shop ABC until 14:00").await;
        person.again().await;
        assert_eq!(story.jobs().await.len(), 1);
        let stopped = person.press(&card, "Stop").await;
        assert!(stopped.text.starts_with(STOPPED), "{}", stopped.text);
        person.again().await;
        let again = person.see(&card).await;
        assert_eq!(again.text, stopped.text);
        assert_eq!(titles(&again), ["↩️ Undo"], "it can still be taken back");
        let said = story.said_in(1).await;
        assert_eq!(said.len(), 2, "one card, one summary: {said:#?}");
        assert!(story.jobs().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn all_are_stopped_at_once_and_go_on_at_once() {
    both_ways(async |story| {
        let person = story.person();
        track(&person, "shop A1 until 14:00").await;
        track(&person, "shop A2 until 14:00 every 5m alert stock").await;
        let stopped = person.say("/stop all").await.remove(0);
        let lines: Vec<&str> = stopped.text.lines().collect();
        assert_eq!(
            lines[..3],
            [
                "⏹ 2 trackings are stopped. Their rows stay in the sheet, the last backups are being written.",
                "Stopped by mistake? Undo works for 10 minutes.",
                ""
            ]
        );
        assert!(
            lines[4].starts_with("/track shop A2 until 2026-02-28 14:00 HKT every 5m alert stock #"),
            "{}",
            stopped.text
        );
        assert!(story.jobs().await.is_empty());
        let undone = person.press(&stopped, "Undo").await;
        assert_eq!(undone.text, "▶️ They go on, each in its own tab:\nshop A1\nshop A2");
        assert_eq!(story.jobs().await.len(), 2);
        let list = person.say("/list").await;
        assert!(list[1].text.contains("\n🔔 back in stock or sold out\n"), "{}", list[1].text);
    })
    .await;
}
