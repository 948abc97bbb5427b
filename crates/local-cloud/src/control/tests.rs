use chrono::TimeDelta;
use serde_json::json;

use crate::testing::Served;

#[tokio::test]
async fn the_clock_is_read_and_told() {
    let cloud = Served::start().await;
    let (status, read) = cloud.call("GET", "/_local/clock", None).await;
    assert_eq!((status, &read["now"]), (200, &json!("2026-02-28T05:30:00Z")));
    assert_eq!(read["manual"], true);
    let told = cloud
        .call("POST", "/_local/clock", Some(json!({ "advance_s": 60 })))
        .await;
    assert_eq!(told, (200, json!({ "now": "2026-02-28T05:31:00Z" })));
    for wrong in [
        json!({ "advance_s": -1 }),
        json!({ "advance_s": "x" }),
        json!({}),
        json!({ "advance": 1 }),
    ] {
        let (status, answer) = cloud.call("POST", "/_local/clock", Some(wrong)).await;
        assert_eq!(
            (status, &answer["error"]["status"]),
            (400, &json!("INVALID_ARGUMENT")),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn a_program_that_waits_by_the_clock_is_woken_at_its_instant() {
    let cloud = Served::start().await;
    let program = cloud.world.clock.process("x-1");
    let address = format!(
        "{}/_local/clock?until=2026-02-28T05:30:40Z&process=x-1",
        cloud.world.settings.origin
    );
    let waiting = tokio::spawn(cloud.world.http.get(address).send());
    let advancing = tokio::spawn({
        let clock = cloud.world.clock.clone();
        async move {
            clock
                .advance(TimeDelta::seconds(60), std::time::Duration::from_secs(20))
                .await
        }
    });
    let answer = waiting.await.unwrap().unwrap().text().await.unwrap();
    assert!(answer.contains(r#""now":"2026-02-28T05:30:40Z""#), "{answer}");
    assert!(!advancing.is_finished(), "the woken program is busy");
    drop(program);
    assert_eq!(
        advancing.await.unwrap().unwrap().to_rfc3339(),
        "2026-02-28T05:31:00+00:00"
    );
}

#[tokio::test]
async fn the_state_has_a_list_of_everything() {
    let cloud = Served::start().await;
    let (status, state) = cloud.call("GET", "/_local/state", None).await;
    assert_eq!(status, 200);
    for list in [
        "scheduler_jobs",
        "executions",
        "services",
        "spreadsheets",
        "files",
    ] {
        assert!(state[list].is_array(), "{list}: {state}");
    }
}
