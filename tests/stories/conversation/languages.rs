//! English and Chinese, by the person's app and by `/lang`.

use serde_json::json;

use super::person::Person;
use super::story::both_ways;
use crate::shared::titles;

#[tokio::test]
async fn a_chinese_app_is_answered_in_chinese_from_the_start() {
    both_ways(async |story| {
        let person = Person::of(story, 1, json!({ "language_code": "zh-hant" }));
        let card = person.ask("/track shop ABC until 13:32").await;
        assert_eq!(
            card.text,
            "shop ABC\n直到 2月28日（六）13:32 HKT，仲有 1 分鐘\n每分鐘讀取一次\n\n\
             “ABC 簽名會”\n👀 HK$100，有貨，剩 5。係咪呢頁？\n\n\
             /track shop ABC until 2026-02-28 13:32 HKT every 1m"
        );
        assert_eq!(titles(&card), ["▶️ 開始", "✏️ 更改", "取消"]);
        let card = person.press(&card, "開始").await;
        assert_eq!(
            card.text,
            "shop ABC\nHK$100，有貨，剩 5 · 13:30 HKT\n直到 2月28日（六）13:32 HKT，仲有 1 分鐘\n\
             運行中，每分鐘，下次 13:31 HKT\n開啟試算表"
        );
        person.told().await;
        story.minutes(3).await;
        assert_eq!(
            person.told().await,
            [
                "🏁 shop ABC：已到截止時間，追蹤結束。\n3 個讀數有 3 個讀到（100 %）\n\
              最低 HK$100（2月28日（六）13:30 HKT），最高 HK$100（2月28日（六）13:30 HKT）\n\
              最後：HK$100，有貨，剩 5 · 2月28日（六）13:32 HKT\nshop ABC：試算表分頁"
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_chosen_language_is_spoken_everywhere_and_by_what_runs() {
    both_ways(async |story| {
        let person = story.person();
        let card = person.ask("/track shop ABC until 14:30 alert stock").await;
        person.press(&card, "Start").await;
        let which = person.ask("/lang").await;
        assert_eq!(which.text, "Which language shall I speak here?");
        let set = person.press(&which, "中文").await;
        assert_eq!(set.text, "由而家起我喺呢度講中文。");
        assert_eq!(person.ask("/lang zh").await.text, "由而家起我喺呢度講中文。");
        story.shows(100, 0);
        story.minutes(1).await;
        assert_eq!(
            person.news().await.last().unwrap().text,
            "🔴 shop ABC 售罄：HK$100，售罄，剩 0\n之前：HK$100，有貨，剩 5"
        );
        let list = person.ask("/list").await;
        assert!(list.text.contains("運行中，每分鐘"), "{}", list.text);
        assert_eq!(
            person.ask("/now").await.text,
            "shop ABC\nHK$100，售罄，剩 0\n13:31 HKT 讀取"
        );
        assert_eq!(
            person.ask("/dance").await.text,
            "我唔識 /dance。/help 會列出我識做嘅嘢。"
        );
        assert_eq!(
            person.ask("/lang en").await.text,
            "I speak English here from now on."
        );
        story.shows(100, 3);
        story.minutes(1).await;
        assert_eq!(
            person.news().await.last().unwrap().text,
            "🟢 shop ABC can be bought: HK$100, in stock, 3 left\nbefore: HK$100, sold out, 0 left"
        );
    })
    .await;
}
