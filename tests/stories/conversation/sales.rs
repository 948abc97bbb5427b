//! `/pace`, and what is told of an event's sales at its end.

use super::person::Person;
use super::story::{Story, both_ways};
use crate::shared::titles;

const PACE: &str = "\
📊 members 7 · 13:35 HKT

REI: 60 sold, 66 %
+60 since 13:30 HKT, now 720/h
🔮 may end at 68 (60 to 160)
largest: +46 (in 2 min until 13:35 HKT), +12 (13:32 HKT)

LIZ: 31 sold, 34 %
+31 since 13:30 HKT, now 372/h
🔮 may end at 36 (31 to 91)
largest: +29 (13:33 HKT)

Total: 91 sold
+91 since 13:30 HKT, now 1,092/h
🔮 may end at 104 (91 to 250)
largest: +47 (in 2 min until 13:35 HKT), +28 (13:33 HKT), +13 (13:32 HKT)

🔮 is my estimate. The range in brackets should hold 4 times out of 5; sales come in bursts.";

const END: &str = "\
🏁 members 7：已到截止時間，追蹤結束。
9 個讀數有 8 個讀到（88.8 %），最長空白 1 分鐘（由 2月28日（六）13:34 HKT 起）
最後：已售 122 · 2月28日（六）13:38 HKT

REI：已售 82，佔 67 %
最大單：+46 (13:35 HKT 前 2 分鐘內)、+20 (13:36 HKT)、+12 (13:32 HKT)
最旺一小時：13:00–14:00 HKT，+82
🎟 以 10 個名額計，平均每人 8.2；粉絲估計要 4.5 至 6.1 先中

LIZ：已售 40，佔 33 %
最大單：+29 (13:33 HKT)
最旺一小時：13:00–14:00 HKT，+40
🎟 以 10 個名額計，平均每人 4.0；粉絲估計要 2.2 至 3.0 先中

總數：已售 122
最大單：+47 (13:35 HKT 前 2 分鐘內)、+29 (13:36 HKT)、+28 (13:33 HKT)
最旺一小時：13:00–14:00 HKT，+122

members 7：試算表分頁";

/// A minute with each pair of figures.
async fn walk(story: &Story, steps: &[(i64, i64)]) {
    for (rei, liz) in steps {
        story.sells(&[("REI", *rei), ("LIZ", *liz)]);
        story.minutes(1).await;
    }
}

async fn tracked(story: &Story, person: &Person<'_>, arguments: &str) {
    story.sells(&[("REI", 0), ("LIZ", 0)]);
    let card = person.ask(&format!("/track {arguments}")).await;
    person.press(&card, "Start").await;
    person.told().await;
}

#[tokio::test]
async fn the_sales_of_each_member_are_told_with_speed_orders_and_where_they_may_end() {
    both_ways(async |story| {
        let person = story.person();
        tracked(story, &person, "members 7 until 13:38 slots 10").await;
        walk(story, &[(3, 0), (15, 1), (14, 30)]).await;
        story.fails();
        story.minutes(1).await;
        walk(story, &[(60, 31)]).await;
        let pace = person.say("/pace").await;
        assert_eq!(pace.len(), 1, "what waited for it is gone: {pace:#?}");
        assert_eq!(pace[0].text, PACE);
        assert!(pace[0].photo.is_some(), "the text stands below a chart");
        assert_eq!(titles(&pace[0]), ["📊 Sales"]);
        person.say("/lang zh").await;
        let card = person.ask("/list").await;
        let outlook = "🔮 估計最後：REI 68（60 至 160）、LIZ 36（31 至 91）、總數 104（91 至 250）";
        assert!(card.text.contains(outlook), "{}", card.text);
        assert!(titles(&card).contains(&"📊 銷量"), "{:?}", titles(&card));
        person.told().await;
        walk(story, &[(80, 40), (80, 40), (82, 40)]).await;
        let news = person.news().await;
        let end = news.last().expect("the end is told");
        assert_eq!(end.text, END);
        assert!(end.photo.is_some(), "the curve stands above the text");
    })
    .await;
}

#[tokio::test]
async fn a_page_that_tells_no_sales_has_no_pace_to_tell() {
    both_ways(async |story| {
        let person = story.person();
        let card = person.ask("/track shop ABC until 14:00").await;
        person.press(&card, "Start").await;
        let pace = person.ask("/pace").await;
        assert_eq!(
            pace.text,
            "The page of shop ABC tells no sales, so I cannot say how they go. /chart draws what it tells."
        );
        let card = person.ask("/list").await;
        assert!(!titles(&card).contains(&"📊 Sales"), "{:?}", titles(&card));
    })
    .await;
}
