//! Pause, Resume and +1 h.

use serde_json::json;

use super::story::both_ways;
use crate::shared::{minutes, titles};

#[tokio::test]
async fn a_paused_tracking_reads_nothing_until_it_goes_on() {
    both_ways(async |story| {
        let person = story.person();
        let card = person.ask("/track shop ABC until 14:30").await;
        let card = person.press(&card, "Start").await;
        let paused = person.press(&card, "Pause").await;
        assert_eq!(
            paused.text,
            "shop ABC\nHK$100, in stock, 5 left · 13:30 HKT\nuntil Sat 28 Feb 14:30 HKT, 59 min left\n\
             ⏸ paused, every minute\nopen the sheet"
        );
        person.again().await;
        story.system.advance(20 * 60).await.unwrap();
        assert_eq!(person.told().await, [""; 0], "a pause is no silence");
        let rows = story.system.tab("shop ABC").await.unwrap().rows().len();
        assert_eq!(rows, 1);
        let running = person.press(&paused, "Resume").await;
        assert_eq!(
            running.text,
            "shop ABC\nHK$100, in stock, 5 left · 13:30 HKT\nuntil Sat 28 Feb 14:30 HKT, 39 min left\n\
             running, every minute, next reading 13:51 HKT\nopen the sheet"
        );
        assert_eq!(titles(&running), titles(&card));
        story.minutes(4).await;
        assert_eq!(person.told().await, [""; 0]);
        let tab = story.system.tab("shop ABC").await.unwrap();
        assert_eq!(tab.column("time").last().unwrap(), "2026-02-28 13:54:00");
    })
    .await;
}

#[tokio::test]
async fn an_hour_more_is_a_new_job_for_the_same_tab() {
    both_ways(async |story| {
        let person = story.person();
        let card = person
            .ask("/track shop ABC until 13:33 every 1m remind off")
            .await;
        let card = person.press(&card, "Start").await;
        let old = story.jobs().await.remove(0);
        story.minutes(2).await;
        let later = person.press(&card, "+1 h").await;
        assert!(
            later.text.contains("\nuntil Sat 28 Feb 14:33 HKT, 1 h left\n"),
            "{}",
            later.text
        );
        assert_eq!(story.jobs().await, [format!("{old}-2")]);
        person.again().await;
        assert_eq!(story.jobs().await, [format!("{old}-2")], "one hour, once");
        person.told().await;
        story.minutes(3).await;
        assert_eq!(person.told().await, [""; 0], "the old deadline ends nothing");
        let tab = story.system.tab("shop ABC").await.unwrap();
        assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=35));
    })
    .await;
}

#[tokio::test]
async fn a_moved_deadline_ends_the_tracking() {
    both_ways(async |story| {
        let person = story.person();
        let card = person.ask("/track shop ABC until 14:05 every 30m remind off").await;
        let card = person.press(&card, "Start").await;
        person.press(&card, "+1 h").await;
        person.told().await;
        story.system.advance(95 * 60).await.unwrap();
        let told = person.told().await;
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(
            told[0].starts_with(
                "🏁 shop ABC: the deadline is reached, the tracking has ended.\n4 of 4 readings taken (100 %)\n"
            ),
            "{told:#?}"
        );
        assert!(story.jobs().await.is_empty());
        assert!(story.system.find_tab("shop ABC (2)").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn an_hour_more_that_google_refuses_or_leaves_unanswered_says_what_became_of_the_deadline() {
    both_ways(async |story| {
        let person = story.person();
        let card = person.ask("/track shop ABC until 14:30").await;
        let card = person.press(&card, "Start").await;
        let jobs = story.jobs().await;
        for (effect, said) in [
            (
                json!({ "status": 403 }),
                "⚠️ Cloud Scheduler refused. The deadline stays as it was. Tell the operator of this bot: the log says what to do.",
            ),
            (
                json!({ "status": 503 }),
                "⚠️ Cloud Scheduler does not answer. I cannot tell whether the deadline was moved. \
                 Press the button again: one press never moves it by more than one hour.",
            ),
        ] {
            let fault = json!({ "operation": "scheduler.jobs.create", "effect": effect, "count": 100 });
            story.fault(fault).await;
            person.press(&card, "+1 h").await;
            assert_eq!(person.told().await, [said]);
            assert_eq!(story.jobs().await, jobs);
            story.no_faults().await;
        }
        let later = person.press(&card, "+1 h").await;
        assert!(later.text.contains("until Sat 28 Feb 15:30 HKT"), "{}", later.text);
        assert_eq!(story.jobs().await, [format!("{}-2", jobs[0])]);
    })
    .await;
}
