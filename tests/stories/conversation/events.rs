//! What the bot says by itself, each thing once.

use e2e::Message;
use serde_json::json;

use super::person::Person;
use super::story::{Story, both_ways};
use crate::shared::titles;

const FAILING: &str = "⚠️ shop ABC could not be read since 13:31 HKT (3 times in a row): HTTP 503\n\
                       I keep trying every minute and tell you when it works again.";
const RECOVERED: &str = "✅ shop ABC can be read again after 4 min: HK$100, in stock, 5 left";

async fn tracked(person: &Person<'_>, arguments: &str) -> Message {
    let card = person.ask(&format!("/track {arguments}")).await;
    let started = person.press(&card, "Start").await;
    person.told().await;
    started
}

/// One minute with each price and stock, and all that is told meanwhile.
async fn walk(story: &Story, person: &Person<'_>, steps: &[(u32, i64)]) -> Vec<String> {
    let mut told = Vec::new();
    for (price, stock) in steps {
        story.shows(*price, *stock);
        story.minutes(1).await;
        told.extend(person.told().await);
    }
    told
}

/// Four minutes without a reading, and two with one.
async fn fail_and_recover(story: &Story, person: &Person<'_>) -> Vec<String> {
    story.fails();
    story.minutes(2).await;
    assert_eq!(person.told().await, [""; 0], "twice is no failure");
    story.minutes(2).await;
    let mut told = person.told().await;
    told.extend(walk(story, person, &[(100, 5), (100, 5)]).await);
    told
}

#[tokio::test]
async fn failures_and_their_end_are_told_once() {
    both_ways(async |story| {
        let person = story.person();
        tracked(&person, "shop ABC until 14:30").await;
        assert_eq!(fail_and_recover(story, &person).await, [FAILING, RECOVERED]);
        let said = story.said_in(1).await;
        assert_eq!(titles(&said[1]), ["🔄 Now"], "below {}", said[1].text);
    })
    .await;
}

#[tokio::test]
async fn alerts_are_told_once_for_each_change() {
    both_ways(async |story| {
        let person = story.person();
        let card = tracked(&person, "shop ABC until 14:30 alert stock, below 90").await;
        assert!(
            card.text
                .contains("\n🔔 back in stock or sold out, a price below 90\n"),
            "{}",
            card.text
        );
        let steps = [(100, 0), (100, 0), (100, 4), (100, 3), (80, 3), (80, 3), (95, 3)];
        assert_eq!(
            walk(story, &person, &steps).await,
            [
                "🔴 shop ABC is sold out: HK$100, sold out, 0 left\nbefore: HK$100, in stock, 5 left",
                "🟢 shop ABC can be bought: HK$100, in stock, 4 left\nbefore: HK$100, sold out, 0 left",
                "💰 shop ABC now costs less than HK$90: HK$80, in stock, 3 left\nbefore: HK$100, in stock, 3 left",
            ]
        );
        let said = story.said_in(1).await;
        assert_eq!(titles(&said[1]), ["📈 Chart"]);
    })
    .await;
}

#[tokio::test]
async fn any_change_is_told_where_that_is_wanted() {
    both_ways(async |story| {
        let person = story.person();
        tracked(&person, "shop ABC until 14:30 alert change").await;
        assert_eq!(
            walk(story, &person, &[(100, 5), (100, 4), (100, 4), (80, 4)]).await,
            [
                "🔔 shop ABC has changed: HK$100, in stock, 4 left\nbefore: HK$100, in stock, 5 left",
                "🔔 shop ABC has changed: HK$80, in stock, 4 left\nbefore: HK$100, in stock, 4 left",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn the_end_is_told_with_numbers_chart_and_link() {
    both_ways(async |story| {
        let person = story.person();
        tracked(&person, "shop ABC until 13:34").await;
        walk(story, &person, &[(80, 4)]).await;
        story.fails();
        story.minutes(1).await;
        walk(story, &person, &[(120, 3)]).await;
        story.minutes(2).await;
        let news = person.news().await;
        assert_eq!(news.len(), 1, "{news:#?}");
        assert_eq!(
            news[0].text,
            "🏁 shop ABC: the deadline is reached, the tracking has ended.\n4 of 5 readings taken (80 %), longest hole 1 min from Sat 28 Feb 13:32 HKT\n\
             lowest HK$80 (Sat 28 Feb 13:31 HKT), highest HK$120 (Sat 28 Feb 13:33 HKT)\n\
             last: HK$120, in stock, 3 left · Sat 28 Feb 13:34 HKT\nshop ABC: its tab in the sheet"
        );
        let photo = news[0].photo.as_ref().unwrap();
        assert_eq!((photo.width, photo.height), (1200, 900));
        assert!(story.jobs().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_event_that_comes_again_is_no_second_message() {
    both_ways(async |story| {
        let person = story.person();
        story
            .fault(json!({ "operation": "pubsub.push", "effect": { "deliveries": 3 } }))
            .await;
        let card = tracked(&person, "shop ABC until 14:30 alert stock").await;
        assert!(
            card.text.contains("HK$100, in stock, 5 left · 13:30 HKT"),
            "{}",
            card.text
        );
        assert_eq!(
            story.said_in(1).await.len(),
            1,
            "the first reading completes the card"
        );
        assert_eq!(fail_and_recover(story, &person).await, [FAILING, RECOVERED]);
        assert_eq!(
            walk(story, &person, &[(100, 0), (100, 0)]).await,
            ["🔴 shop ABC is sold out: HK$100, sold out, 0 left\nbefore: HK$100, in stock, 5 left"]
        );
    })
    .await;
}
