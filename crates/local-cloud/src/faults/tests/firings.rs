use serde_json::{Value, json};

use super::{executions, fault, figures, journal, start, track};
use crate::testing::Served;

async fn starts(cloud: &Served) -> Vec<String> {
    let executions = executions(cloud).await;
    let start = |execution: &Value| execution["started"].as_str().unwrap()[11..19].to_owned();
    executions.iter().map(start).collect()
}

#[tokio::test]
async fn a_firing_is_delivered_twice() {
    let cloud = start().await;
    track(&cloud, "x").await;
    let id = fault(
        &cloud,
        json!({ "operation": "run.jobs.run", "count": 1, "effect": { "deliveries": 2 } }),
    )
    .await;
    cloud.advance(120).await;
    assert_eq!(starts(&cloud).await, ["05:31:00", "05:31:00", "05:32:00"]);
    let entries = journal(&cloud).await;
    let marked: Vec<_> = entries
        .iter()
        .filter(|entry| entry.get("fault").is_some())
        .collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(
        (&marked[0]["service"], &marked[0]["fault"]),
        (
            &json!("scheduler firing"),
            &json!({ "id": id, "effect": { "deliveries": 2 } })
        )
    );
}

#[tokio::test]
async fn a_firing_is_delivered_late() {
    let cloud = start().await;
    track(&cloud, "x").await;
    fault(
        &cloud,
        json!({ "operation": "run.jobs.run", "count": 1, "effect": { "late_s": 20 } }),
    )
    .await;
    cloud.advance(79).await;
    assert_eq!(starts(&cloud).await, [""; 0]);
    cloud.advance(41).await;
    assert_eq!(starts(&cloud).await, ["05:31:20", "05:32:00"]);
    fault(
        &cloud,
        json!({ "operation": "run.jobs.run", "count": 1, "effect": { "late_s": [2, 30] } }),
    )
    .await;
    cloud.advance(90).await;
    let third = starts(&cloud).await[2].clone();
    assert!(("05:33:02".."05:33:31").contains(&third.as_str()), "{third}");
}

#[tokio::test]
async fn a_firing_is_delivered_together_with_the_next() {
    let cloud = start().await;
    track(&cloud, "x").await;
    fault(
        &cloud,
        json!({ "operation": "run.jobs.run", "count": 1, "effect": { "overlap": true } }),
    )
    .await;
    cloud.advance(119).await;
    assert_eq!(starts(&cloud).await, [""; 0]);
    cloud.advance(1).await;
    assert_eq!(starts(&cloud).await, ["05:32:00", "05:32:00"]);
}

#[tokio::test]
async fn only_the_named_trackings_firings_that_run_a_job_are_struck() {
    let cloud = start().await;
    track(&cloud, "one").await;
    track(&cloud, "two").await;
    let elsewhere = json!({ "schedule": "* * * * *", "httpTarget": { "uri": "http://127.0.0.1:1/" } });
    cloud.call("POST", super::JOBS, Some(elsewhere)).await;
    let one = json!({ "operation": "run.jobs.run", "tracking": "one", "effect": { "deliveries": 3 } });
    let (one, all) = (
        fault(&cloud, one).await,
        fault(
            &cloud,
            json!({ "operation": "run.jobs.run", "effect": { "deliveries": 2 } }),
        )
        .await,
    );
    cloud.advance(60).await;
    assert_eq!(starts(&cloud).await.len(), 3 + 2);
    assert_eq!(
        (figures(&cloud, one).await, figures(&cloud, all).await),
        ((1, 1), (2, 2))
    );
}

#[tokio::test]
async fn a_firing_whose_call_is_refused_starts_nothing() {
    let cloud = start().await;
    track(&cloud, "x").await;
    fault(
        &cloud,
        json!({ "operation": "run.*", "count": 1, "effect": { "status": 503 } }),
    )
    .await;
    cloud.advance(120).await;
    assert_eq!(starts(&cloud).await, ["05:32:00"]);
}
