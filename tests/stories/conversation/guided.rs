//! `/track` that asks for what is missing.

use serde_json::json;

use super::person::Person;
use super::story::{Story, both_ways};
use crate::shared::titles;

/// The next execution starts half a minute late.
async fn reading_comes_late(story: &Story) {
    let late = json!({ "operation": "run.execution", "count": 1, "effect": { "start_delay_s": 30 } });
    story.fault(late).await;
}

/// How many messages of the bot's stand in the chat.
async fn count(story: &Story) -> usize {
    story.said_in(1).await.len()
}

/// From `/track` to the question for the deadline.
async fn until_deadline(story: &Story, person: &Person<'_>) -> e2e::Message {
    let card = person.ask("/track").await;
    assert_eq!(
        card.text,
        "What shall I watch?\nChoose a shop, or any page by its link.\n\n/track every 1m"
    );
    let asked = person.press(&card, "Album shop").await;
    assert_eq!(
        asked.text,
        "Which event on shop? Answer my question below.\n\n/track shop every 1m"
    );
    let prompt = person.news().await.remove(0);
    assert!(
        prompt.text.starts_with(
            "✏️ What is the event called on shop? Reply to this message with its name, number or link."
        ),
        "{}",
        prompt.text
    );
    let said = person.reply(&prompt, "ABC").await;
    assert!(said.is_empty(), "the card is edited: {said:#?}");
    assert!(
        person.find(&prompt).await.is_none(),
        "the prompt has done its part"
    );
    let card = person.see(&card).await;
    assert_eq!(
        card.text,
        "Until when shall I watch shop ABC?\n\n/track shop ABC every 1m"
    );
    assert_eq!(
        titles(&card),
        ["In 1 h", "Tonight 23:59", "Tomorrow 14:00", "✏️ Other", "Cancel"]
    );
    assert_eq!(count(story).await, 1, "each step edits one message");
    card
}

#[tokio::test]
async fn it_asks_for_shop_event_and_deadline_and_reads_the_page_before_start() {
    both_ways(async |story| {
        let person = story.person();
        let card = until_deadline(story, &person).await;
        let card = person.press(&card, "In 1 h").await;
        assert_eq!(
            card.text,
            "shop ABC\nuntil Sat 28 Feb 14:31 HKT, in 1 h\na reading every minute\n\n\
             “ABC 簽名會”\n👀 HK$100, in stock, 5 left. The right page?\n\n\
             /track shop ABC until 2026-02-28 14:31 HKT every 1m"
        );
        assert_eq!(titles(&card), ["▶️ Start", "✏️ Edit", "Cancel"]);
        let started = person.press(&card, "Start").await;
        assert_eq!(
            started.text,
            "shop ABC\nHK$100, in stock, 5 left · 13:30 HKT\nuntil Sat 28 Feb 14:31 HKT, 1 h left\n\
             running, every minute, next reading 13:31 HKT\nopen the sheet"
        );
        assert_eq!(
            titles(&started),
            ["🔄 Now", "📈 Chart", "⏹ Stop", "+1 h", "⏸ Pause", "🔔 Alerts"]
        );
        assert_eq!(count(story).await, 1);
        assert_eq!(story.jobs().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn each_deadline_can_be_chosen_or_typed() {
    both_ways(async |story| {
        let person = story.person();
        for (button, deadline) in [
            ("Tonight", "Sat 28 Feb 23:59 HKT, in 10 h 28 min"),
            ("Tomorrow", "Sun 1 Mar 14:00 HKT, in 1 d"),
        ] {
            let card = person.ask("/track shop ABC").await;
            let card = person.press(&card, button).await;
            assert!(card.text.contains(deadline), "{}", card.text);
        }
        let card = person.ask("/track shop ABC").await;
        let asked = person.press(&card, "Other").await;
        assert_eq!(asked.text, card.text, "the card goes on asking");
        let prompt = person.news().await.remove(0);
        person.reply(&prompt, "when it is over").await;
        let wrong = person.see(&card).await;
        assert_eq!(
            wrong.text,
            "⚠️ I cannot read the deadline “when it is over”.\n\n\
             Until when shall I watch shop ABC?\n\n/track shop ABC every 1m"
        );
        person.press(&wrong, "Other").await;
        let prompt = person.news().await.remove(0);
        person.reply(&prompt, "28 Feb 16:00 KST").await;
        let card = person.see(&card).await;
        assert!(
            card.text
                .contains("until Sat 28 Feb 15:00 HKT (Sat 28 Feb 16:00 KST), in 1 h 29 min"),
            "{}",
            card.text
        );
        assert_eq!(count(story).await, 3, "three cards");
    })
    .await;
}

#[tokio::test]
async fn start_before_the_reading_came_is_not_undone_by_it() {
    both_ways(async |story| {
        let person = story.person();
        reading_comes_late(story).await;
        let card = person.ask("/track shop ABC until 14:00").await;
        assert_eq!(
            card.text,
            "shop ABC\nuntil Sat 28 Feb 14:00 HKT, in 29 min\na reading every minute\n\n\
             ⏳ Reading the page once, you need not wait…\n\n\
             /track shop ABC until 2026-02-28 14:00 HKT every 1m"
        );
        let started = person.press(&card, "Start").await;
        assert!(
            started
                .text
                .starts_with("shop ABC\nHK$100, in stock, 5 left · 13:30 HKT\n"),
            "{}",
            started.text
        );
        story.system.advance(35).await.unwrap();
        assert_eq!(
            person.see(&card).await.text,
            started.text,
            "a late reading changes nothing"
        );
        assert_eq!(titles(&person.see(&card).await).len(), 6);
        assert_eq!(count(story).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_late_reading_does_not_throw_away_what_is_being_chosen_anew() {
    both_ways(async |story| {
        let person = story.person();
        reading_comes_late(story).await;
        let card = person.ask("/track shop ABC until 14:00").await;
        person.press_only(&card, "Edit").await;
        story.system.settle().await.unwrap();
        assert!(
            person.find(&card).await.is_none(),
            "the card that the reading looks for is gone"
        );
        let menu = person.news().await.remove(0);
        let asked = person.press(&menu, "Deadline").await;
        let chosen = person.press(&asked, "Tonight").await;
        assert!(
            chosen.text.contains("until Sat 28 Feb 23:59 HKT"),
            "{}",
            chosen.text
        );
        story.system.advance(60).await.unwrap();
        let after = person.see(&menu).await;
        assert!(
            after.text.contains("/track shop ABC until 2026-02-28 23:59 HKT"),
            "{}",
            after.text
        );
        assert_eq!(count(story).await, 1);
        let started = person.press(&after, "Start").await;
        assert!(
            started.text.contains("until Sat 28 Feb 23:59 HKT"),
            "{}",
            started.text
        );
    })
    .await;
}

#[tokio::test]
async fn a_reading_does_not_bring_a_cancelled_card_back() {
    both_ways(async |story| {
        let person = story.person();
        reading_comes_late(story).await;
        let card = person.ask("/track shop ABC until 14:00").await;
        assert_eq!(person.press_only(&card, "Cancel").await, "");
        let said = |messages: Vec<e2e::Message>| -> Vec<String> {
            messages.into_iter().map(|message| message.text).collect()
        };
        let cancelled = ["Cancelled, nothing was started."];
        assert_eq!(said(story.said_in(1).await), cancelled);
        story.system.advance(60).await.unwrap();
        assert_eq!(
            said(story.said_in(1).await),
            cancelled,
            "nothing comes of the reading"
        );
        assert!(story.all_jobs().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_link_alone_or_a_part_begins_and_the_rest_is_asked_for() {
    both_ways(async |story| {
        let person = story.person();
        for (typed, asked) in [
            (
                "https://www.ktown4u.com/eventsub?eve_no=44469917",
                "Until when shall I watch ktown4u 44469917?\n\n/track ktown4u 44469917 every 1m",
            ),
            (
                "https://shop.example/album",
                "Until when shall I watch web shop.example album?\n\n\
                 /track web https://shop.example/album every 1m",
            ),
            (
                "/track shop ABC every 5m alert stock",
                "Until when shall I watch shop ABC?\n\n/track shop ABC every 5m alert stock",
            ),
            (
                "/track shop ABC until 25 Feb 14:00",
                "⚠️ Wed 25 Feb 14:00 HKT has passed.\n\nUntil when shall I watch shop ABC?\n\n\
                 /track shop ABC every 1m",
            ),
        ] {
            assert_eq!(person.ask(typed).await.text, asked);
        }
        let said = person.say("/track shop").await;
        let texts: Vec<&str> = said.iter().map(|message| message.text.as_str()).collect();
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert_eq!(
            texts[0],
            "Which event on shop? Answer my question below.\n\n/track shop every 1m"
        );
        assert!(
            texts[1].starts_with("✏️ What is the event called on shop?"),
            "{texts:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn every_part_can_be_edited() {
    both_ways(async |story| {
        let person = story.person();
        let card = person.ask("/track shop ABC until 14:00").await;
        let menu = person.press(&card, "Edit").await;
        assert_eq!(
            menu.text,
            "What shall be different?\n\n/track shop ABC until 2026-02-28 14:00 HKT every 1m"
        );
        assert_eq!(
            titles(&menu),
            ["Shop", "Event", "Deadline", "How often", "🔔 Alerts", "‹ Back"]
        );
        let back = person.press(&menu, "Back").await;
        assert_eq!(back.text, card.text);

        let menu = person.press(&back, "Edit").await;
        let choices = person.press(&menu, "How often").await;
        assert_eq!(
            titles(&choices),
            ["10s", "30s", "✓ 1m", "5m", "15m", "1h", "auto", "‹ Back"]
        );
        let five = person.press(&choices, "5m").await;
        assert!(
            five.text.contains("\na reading every 5 minutes\n"),
            "{}",
            five.text
        );

        let menu = person.press(&five, "Edit").await;
        let choices = person.press(&menu, "Alerts").await;
        let choices = person.press(&choices, "Back in stock").await;
        let choices = person.press(&choices, "Price below").await;
        let prompt = person.news().await.remove(0);
        person.reply(&prompt, "cheap").await;
        let wrong = person.see(&choices).await;
        assert!(
            wrong.text.starts_with(
                "⚠️ I do not know the alert “below cheap”: I know stock, change and below with an amount."
            ),
            "{}",
            wrong.text
        );
        person.press(&wrong, "Price below").await;
        let prompt = person.news().await.remove(0);
        person.reply(&prompt, "HK$90").await;
        let choices = person.see(&choices).await;
        assert_eq!(
            titles(&choices),
            [
                "✓ Back in stock",
                "Any change",
                "✓ Price below…",
                "🔕 None",
                "✓ Done"
            ]
        );
        let done = person.press(&choices, "Done").await;
        assert!(
            done.text
                .contains("\n🔔 back in stock or sold out, a price below 90\n"),
            "{}",
            done.text
        );

        let menu = person.press(&done, "Edit").await;
        person.press(&menu, "Event").await;
        let prompt = person.news().await.remove(0);
        person.reply(&prompt, "XYZ").await;
        let card = person.see(&card).await;
        let menu = person.press(&card, "Edit").await;
        let deadline = person.press(&menu, "Deadline").await;
        let card = person.press(&deadline, "Tonight").await;
        assert_eq!(
            card.text,
            "shop XYZ\nuntil Sat 28 Feb 23:59 HKT, in 10 h 28 min\na reading every 5 minutes\n\
             🔔 back in stock or sold out, a price below 90\n\n\
             “ABC 簽名會”\n👀 HK$100, in stock, 5 left. The right page?\n\n\
             /track shop XYZ until 2026-02-28 23:59 HKT every 5m alert stock, below 90"
        );
        let menu = person.press(&card, "Edit").await;
        let platforms = person.press(&menu, "Shop").await;
        assert!(
            platforms.text.starts_with("What shall I watch?"),
            "{}",
            platforms.text
        );
        assert_eq!(count(story).await, 1, "each step edits one message");
        let cancelled = person.press_only(&platforms, "Cancel").await;
        assert_eq!(cancelled, "");
        assert!(story.all_jobs().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn old_cards_and_prompts_are_answered_and_what_is_tracked_is_said() {
    both_ways(async |story| {
        let person = story.person();
        let card = person.ask("/track").await;
        person.press(&card, "Album shop").await;
        let prompt = person.news().await.remove(0);
        let first = person.ask("/track shop ABC until 14:00").await;
        person.press(&first, "Start").await;
        let second = person.ask("/track shop ABC until 15:00").await;
        assert!(
            second
                .text
                .contains("\nℹ️ This chat tracks it already, until Sat 28 Feb 14:00 HKT.\n"),
            "{}",
            second.text
        );
        // After a day the old prompt still knows what it asked.
        story.system.advance(24 * 3600).await.unwrap();
        person.reply(&prompt, "XYZ").await;
        assert_eq!(
            person.see(&card).await.text,
            "Until when shall I watch shop XYZ?\n\n/track shop XYZ every 1m"
        );
        let late = person.press(&second, "Start").await;
        assert_eq!(
            late.text,
            "⚠️ Sat 28 Feb 15:00 HKT has passed.\n\nUntil when shall I watch shop ABC?\n\n/track shop ABC every 1m"
        );
    })
    .await;
}
