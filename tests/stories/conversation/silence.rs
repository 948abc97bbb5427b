//! A tracking of which nothing is heard any more.

use serde_json::json;

use super::story::both_ways;

#[tokio::test]
async fn the_chat_hears_of_silence_once_and_when_it_is_over() {
    both_ways(async |story| {
        let person = story.person();
        let card = person.ask("/track shop ABC until 16:00").await;
        let card = person.press(&card, "Start").await;
        assert!(story.all_jobs().await.contains(&"signchronicle-watch".to_owned()));
        let refused = json!({ "operation": "run.jobs.run", "effect": { "status": 403, "message": "no role" } });
        story.fault(refused).await;
        person.told().await;
        story.system.advance(14 * 60 + 40).await.unwrap();
        assert_eq!(
            person.told().await,
            ["⚠️ I have heard nothing of shop ABC since 13:30 HKT, although it should be read every minute. \
              Nothing was changed and I keep listening; tell the operator."]
        );
        story.system.advance(30 * 60).await.unwrap();
        assert_eq!(person.told().await, [""; 0], "once");
        let list = person.ask("/list").await;
        assert!(
            list.text.contains("\n⚠️ nothing heard of it since 13:30 HKT\n"),
            "{}",
            list.text
        );
        person.told().await;
        story.no_faults().await;
        story.minutes(7).await;
        assert_eq!(
            person.told().await,
            ["✅ shop ABC can be read again after 45 min: HK$100, in stock, 5 left"]
        );
        person.press(&card, "Stop").await;
        story.minutes(4).await;
        assert!(story.all_jobs().await.is_empty(), "nothing is tracked, nothing is watched");
    })
    .await;
}
