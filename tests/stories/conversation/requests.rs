//! `/now`, `/chart` and `/sheet`, by command and by button.

use serde_json::json;

use super::story::both_ways;
use crate::shared::titles;

#[tokio::test]
async fn a_reading_a_chart_and_the_link_are_there_when_asked_for() {
    both_ways(async |story| {
        let person = story.person();
        for command in ["/now", "/chart", "/sheet"] {
            assert_eq!(
                person.ask(command).await.text,
                "Nothing is tracked in this chat. Send me a page's link or /track to begin."
            );
        }
        let card = person.ask("/track shop ABC until 14:00").await;
        let card = person.press(&card, "Start").await;
        story.shows(95, 4);

        let late = json!({ "operation": "run.execution", "count": 1, "effect": { "start_delay_s": 30 } });
        story.fault(late).await;
        let now = person.ask("/now").await;
        assert_eq!(now.text, "⏳ Reading shop ABC…");
        story.system.advance(30).await.unwrap();
        let now = person.see(&now).await;
        assert_eq!(now.text, "shop ABC\nHK$95, in stock, 4 left\nread 13:30 HKT");
        assert_eq!(titles(&now), ["🔄 Now"]);
        story.fails();
        person.press(&now, "Now").await;
        let failed = person.news().await;
        assert_eq!(
            failed[0].text,
            "⚠️ shop ABC could not be read at 13:30 HKT: HTTP 503"
        );

        person.press(&card, "Chart").await;
        for chart in [person.news().await, person.say("/chart shop ABC").await] {
            assert_eq!(chart.len(), 1, "what waited for it is gone: {chart:#?}");
            assert_eq!(chart[0].text, "shop ABC until now");
            assert_eq!(chart[0].photo.as_ref().unwrap().width, 1200);
        }
        assert_eq!(person.ask("/sheet").await.text, "shop ABC: its tab in the sheet");
        let tab = story.system.tab("shop ABC").await.unwrap();
        assert_eq!(
            tab.column("time"),
            ["2026-02-28 13:30:00"],
            "what is asked for has no row"
        );
    })
    .await;
}

#[tokio::test]
async fn a_name_says_which_one_and_without_it_one_is_chosen() {
    both_ways(async |story| {
        let person = story.person();
        for event in ["A1", "A2"] {
            let card = person.ask(&format!("/track shop {event} until 14:00")).await;
            person.press(&card, "Start").await;
        }
        let which = person.ask("/now").await;
        assert_eq!(which.text, "Which tracking do you mean?");
        person.press(&which, "shop A2").await;
        assert_eq!(
            person.news().await[0].text,
            "shop A2\nHK$100, in stock, 5 left\nread 13:30 HKT"
        );
        assert_eq!(
            person.ask("/sheet a1").await.text,
            "shop A1: its tab in the sheet"
        );
        assert_eq!(
            person.ask("/chart A3").await.text,
            "“A3” is not the name of one tracking, nothing was changed. Which one do you mean?"
        );
    })
    .await;
}
