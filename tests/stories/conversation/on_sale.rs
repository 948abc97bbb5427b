//! `/events`, a link whose shop tells when it ends, reminders, and a shop that moves its end.

use serde_json::{Value, json};

use super::story::both_ways;
use crate::shared::crowd::quiet_trackings;
use crate::shared::titles;

const MEMBERS: &[(&str, i64)] = &[("REI", 5), ("LIZ", 2)];

fn ive(end: &str) -> Value {
    json!({ "id": "7", "title": "IVE", "kind": "Sign Event", "start": "2026-02-27 12:00", "end": end })
}

#[tokio::test]
async fn what_is_on_sale_is_listed_with_its_end_in_both_zones_and_tracked_by_a_press() {
    both_ways(async |story| {
        let person = story.person();
        let next =
            json!({ "id": "8", "title": "izna", "start": "2026-03-01 00:30", "end": "2026-04-01 00:00" });
        let over = json!({ "id": "9", "title": "Secret", "end": "2026-02-28 14:30" });
        story.sells_and_lists(MEMBERS, json!([next, over, ive("2026-03-01 00:00")]));
        let which = person.ask("/events").await;
        assert_eq!(which.text, "Which shop? I tell you what it has on sale.");
        person.press(&which, "Members").await;
        let list = person.news().await.remove(0);
        assert_eq!(
            list.text,
            "🛍 On sale at Members:\n\nIVE\nSign Event\nREI, LIZ\n\
             until Sun 1 Mar 00:00 KST = Sat 28 Feb 23:00 HKT, 9 h 29 min left\n\n\
             izna\nREI, LIZ\nfrom Sun 1 Mar 00:30 KST = Sat 28 Feb 23:30 HKT\n\
             until Wed 1 Apr 00:00 KST = Tue 31 Mar 23:00 HKT, 31 d 9 h left"
        );
        assert_eq!(titles(&list), ["▶️ Track IVE", "▶️ Track izna"]);
        person.press(&list, "Track IVE").await;
        let card = person.news().await.remove(0);
        assert!(
            card.text
                .starts_with("members 7\nuntil Sat 28 Feb 23:00 HKT (Sun 1 Mar 00:00 KST), in 9 h 29 min\n"),
            "{}",
            card.text
        );
        let started = person.press(&card, "Start").await;
        assert!(
            started.text.starts_with("members 7\n7 sold · 13:30 HKT"),
            "{}",
            started.text
        );
        assert_eq!(story.jobs().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_list_is_told_in_chinese_and_a_shop_that_fails_or_lists_nothing_says_so() {
    both_ways(async |story| {
        let person = story.person();
        person.say("/lang zh").await;
        story.sells_and_lists(MEMBERS, json!([ive("2026-03-01 00:00")]));
        let list = person.ask("/events members").await;
        assert_eq!(
            list.text,
            "🛍 Members 而家賣緊：\n\nIVE\nSign Event\nREI、LIZ\n\
             直到 3月1日（日）00:00 KST = 2月28日（六）23:00 HKT，仲有 9 小時 29 分鐘"
        );
        story.sells_and_lists(MEMBERS, json!([ive("2026-02-28 14:30")]));
        let none = person.ask("/events members").await;
        assert_eq!(none.text, "Members 而家冇簽名會活動。");
        story.fails();
        let failed = person.ask("/events members").await;
        assert_eq!(failed.text, "⚠️ 讀唔到 Members 賣緊咩：HTTP 503");
        let unlisted = person.ask("/events shop").await;
        assert_eq!(unlisted.text, "「shop」冇清單可以睇。呢啲有：");
        assert!(titles(&unlisted).contains(&"Members"), "{:?}", titles(&unlisted));
    })
    .await;
}

#[tokio::test]
async fn a_link_alone_is_offered_until_the_shops_end() {
    both_ways(async |story| {
        let person = story.person();
        let link = format!("{}/demo/ktown4u/eventsub?eve_no=44469917", story.system.origin);
        let said = person.say(&link).await;
        let texts: Vec<&str> = said.iter().map(|message| message.text.as_str()).collect();
        assert_eq!(said.len(), 2, "{texts:?}");
        assert!(texts[0].starts_with("Until when shall I watch"), "{texts:?}");
        assert!(texts[1].starts_with("🏁 The shop sells "), "{texts:?}");
        assert!(texts[1].contains(" KST = "), "{texts:?}");
        person.press(&said[1], "Track until then").await;
        let card = person.news().await.remove(0);
        assert!(titles(&card).contains(&"▶️ Start"), "{}", card.text);
        assert!(card.text.contains(" KST), in "), "{}", card.text);
    })
    .await;
}

#[tokio::test]
async fn the_chat_is_reminded_once_before_the_deadline() {
    both_ways(async |story| {
        let person = story.person();
        story.sells(MEMBERS);
        let card = person.ask("/track members 7 until 13:36 remind 4m, 2m").await;
        person.press(&card, "Start").await;
        person.told().await;
        story.minutes(5).await;
        assert_eq!(
            person.told().await,
            [
                "⏰ members 7 ends in 4 min, at 13:36 HKT.\n7 sold · 13:32 HKT",
                "⏰ members 7 ends in 2 min, at 13:36 HKT.\n7 sold · 13:34 HKT",
            ]
        );
        let said = story.said_in(1).await;
        assert_eq!(titles(said.last().unwrap()), ["🔄 Now", "📊 Sales", "+1 h"]);
    })
    .await;
}

#[tokio::test]
async fn a_shop_that_moves_its_end_is_told_and_followed_by_a_press() {
    both_ways(async |story| {
        let person = story.person();
        story.sells_and_lists(MEMBERS, json!([ive("2026-03-01 00:00")]));
        let card = person.ask("/track members 7 until 23:00 every 30m").await;
        person.press(&card, "Start").await;
        person.told().await;
        story.sells_and_lists(MEMBERS, json!([ive("2026-03-02 00:00")]));
        story.minutes(91).await;
        let news = person.news().await;
        assert_eq!(news.len(), 1, "{news:#?}");
        assert_eq!(news[0].text, "📅 The shop has moved its end: members 7 is sold until Mon 2 Mar 00:00 KST = Sun 1 Mar 23:00 HKT. \
             Before it was Sun 1 Mar 00:00 KST = Sat 28 Feb 23:00 HKT.\nThis tracking still ends Sat 28 Feb 23:00 HKT.");
        let card = person.press(&news[0], "Track until then").await;
        assert!(card.text.contains("until Sun 1 Mar 23:00 HKT"), "{}", card.text);
        assert_eq!(story.jobs().await.len(), 1, "the old job has gone");
    })
    .await;
}

#[tokio::test]
async fn in_a_crowd_each_end_that_the_shop_moves_to_is_told_once() {
    both_ways(async |story| {
        let person = story.person();
        quiet_trackings(&story.system, 50).await;
        story.sells_and_lists(MEMBERS, json!([ive("2026-03-01 00:00")]));
        let card = person.ask("/track members 7 until 23:00 every 10m").await;
        person.press(&card, "Start").await;
        person.told().await;
        story.minutes(30).await;
        for (end, told) in [
            (
                "2026-03-02 00:00",
                "members 7 is sold until Mon 2 Mar 00:00 KST = Sun 1 Mar 23:00 HKT. Before it was Sun 1 Mar 00:00 KST",
            ),
            (
                "2026-03-03 00:00",
                "members 7 is sold until Tue 3 Mar 00:00 KST = Mon 2 Mar 23:00 HKT. Before it was Mon 2 Mar 00:00 KST",
            ),
        ] {
            story.sells_and_lists(MEMBERS, json!([ive(end)]));
            story.minutes(75).await;
            let news = person.told().await;
            assert_eq!(news.len(), 1, "{news:#?}");
            assert!(news[0].contains(told), "{news:#?}");
        }
    })
    .await;
}
