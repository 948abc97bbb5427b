//! `/alert` and its buttons, while a tracking runs.

use super::story::both_ways;
use crate::shared::titles;

#[tokio::test]
async fn alerts_change_while_it_runs() {
    both_ways(async |story| {
        let person = story.person();
        let card = person.ask("/track shop ABC until 14:30").await;
        let card = person.press(&card, "Start").await;
        let choices = person.press(&card, "Alerts").await;
        assert_eq!(
            choices.text,
            "🔕 shop ABC: no alerts.\nWhat shall I tell you at once? For example /alert stock, /alert below 100, \
             /alert change or /alert off; with several trackings the name stands in front."
        );
        let stock = person.press(&choices, "Back in stock").await;
        assert_eq!(
            stock.text.lines().next().unwrap(),
            "🔔 shop ABC: I tell you at once about back in stock or sold out."
        );
        person.again().await;
        assert_eq!(
            titles(&person.see(&stock).await),
            ["✓ Back in stock", "Any change", "🔕 None", "✓ Done"],
            "a press that comes again switches nothing back"
        );
        let card = person.press(&stock, "Done").await;
        assert!(card.text.contains("\n🔔 back in stock or sold out\n"), "{}", card.text);
        person.told().await;
        story.shows(100, 0);
        story.minutes(1).await;
        assert_eq!(
            person.told().await,
            ["🔴 shop ABC is sold out: HK$100, sold out, 0 left\nbefore: HK$100, in stock, 5 left"]
        );

        assert_eq!(
            person.ask("/alert below HK$90").await.text,
            "🔔 shop ABC: I tell you at once about a price below 90."
        );
        story.shows(80, 4);
        story.minutes(1).await;
        assert_eq!(
            person.told().await.last().unwrap(),
            "💰 shop ABC now costs less than HK$90: HK$80, in stock, 4 left\nbefore: HK$100, sold out, 0 left"
        );
        assert_eq!(person.ask("/alert off").await.text, "🔕 shop ABC: no alerts.");
        story.shows(100, 0);
        story.minutes(1).await;
        let told = person.told().await;
        assert!(told.len() == 1 && told[0].starts_with("🔕"), "nothing but the answer: {told:?}");
        let usage = "What shall I tell you at once? For example /alert stock, /alert below 100, /alert change or \
                     /alert off; with several trackings the name stands in front.";
        assert_eq!(person.ask("/alert loudly").await.text, usage);
    })
    .await;
}
