use serde_json::{Value, json};

use super::{fault, figures, start, statuses};

fn with(field: &str, value: Value) -> Value {
    let mut fault = json!({ "operation": "sheets.get", "effect": { "status": 503 } });
    fault[field] = value;
    fault
}

#[tokio::test]
async fn a_bad_fault_is_refused_by_the_name_of_its_field_and_changes_nothing() {
    let cloud = start().await;
    let run = |effect: Value| json!({ "operation": "run.jobs.run", "effect": effect });
    for (wrong, says) in [
        (json!(7), "a fault must be a JSON object"),
        (
            json!({ "effect": { "status": 503 } }),
            "operation: must be a name",
        ),
        (
            with("operation", json!("sheets.jump")),
            "operation: \"sheets.jump\" is not known; known are demo.page, drive.about.get",
        ),
        (
            with("operation", json!("google.sheets.*")),
            "operation: \"google.sheets.*\" is not known",
        ),
        (with("operation", json!([])), "operation: must be"),
        (
            with("operation", json!("run.execution")),
            "effect: \"run.execution\" takes only",
        ),
        (
            with("probability", json!(1.5)),
            "probability: must be a number from 0 to 1",
        ),
        (with("count", json!(0)), "count: must be a whole number from 1"),
        (with("from", json!("noon")), "from: must be an instant"),
        (with("to", json!(5)), "to: must be an instant"),
        (with("tracking", json!("")), "tracking: must be a text"),
        (with("execution", json!(1)), "execution: must be a text"),
        (with("often", json!(true)), "often: is not a known field"),
        (with("effect", json!(null)), "effect: must be a JSON object"),
        (
            with("effect", json!({})),
            "effect: must have exactly one of status, delay_ms",
        ),
        (
            with("effect", json!({ "status": 500, "cut": "after" })),
            "effect: must have exactly one of",
        ),
        (
            with("effect", json!({ "status": 200 })),
            "effect.status: must be a whole number from 400",
        ),
        (
            with("effect", json!({ "status": 500, "per": "account" })),
            "effect.per: is not a known field",
        ),
        (
            with("effect", json!({ "status": 500, "retry_after_s": -1 })),
            "effect.retry_after_s: must be",
        ),
        (
            with("effect", json!({ "delay_ms": [9, 1] })),
            "effect.delay_ms: must be milliseconds",
        ),
        (
            with("effect", json!({ "delay_ms": 1e9 })),
            "effect.delay_ms: must be milliseconds",
        ),
        (
            with("effect", json!({ "cut": "off" })),
            "effect.cut: must be \"before\" or \"after\"",
        ),
        (
            with("effect", json!({ "quota_per_minute": 1, "per": "user" })),
            "effect.per: must be",
        ),
        (
            with("effect", json!({ "deliveries": 2 })),
            "effect.deliveries: is an effect on the operation \"run.jobs.run\" or \"pubsub.push\" alone",
        ),
        (
            with("effect", json!({ "kill_after_ms": 2 })),
            "effect.kill_after_ms: is an effect on the operation \"run.execution\"",
        ),
        (run(json!({ "deliveries": 1 })), "effect.deliveries: must be"),
        (run(json!({ "late_s": "x" })), "effect.late_s: must be seconds"),
        (run(json!({ "overlap": false })), "effect.overlap: must be true"),
        (
            json!({ "operation": "pubsub.push", "effect": { "overlap": true } }),
            "effect.overlap: is an effect on the operation \"run.jobs.run\" alone",
        ),
        (
            json!([with("count", json!(1)), with("count", json!("x"))]),
            "[1].count: must be",
        ),
    ] {
        let (status, answer) = cloud.call("POST", "/_local/faults", Some(wrong.clone())).await;
        let message = answer["error"]["message"].as_str().unwrap();
        assert_eq!(status, 400, "{wrong}");
        assert!(message.starts_with(says), "{wrong}: {message}");
    }
    let mut both = with("count", json!(1));
    both["probability"] = json!(0.5);
    let mut backwards = with("from", json!("2026-02-28T06:00:00Z"));
    backwards["to"] = json!("2026-02-28T05:00:00Z");
    for (wrong, says) in [
        (both, "count: cannot stand beside"),
        (backwards, "to: must be later"),
    ] {
        let (_, answer) = cloud.call("POST", "/_local/faults", Some(wrong)).await;
        assert!(
            answer["error"]["message"].as_str().unwrap().starts_with(says),
            "{answer}"
        );
    }
    let (_, answer) = cloud.call("GET", "/_local/faults", None).await;
    assert_eq!(answer["faults"], json!([]));
}

#[tokio::test]
async fn faults_come_and_go_with_what_they_have_done() {
    let cloud = start().await;
    let two = json!([with("count", json!(2)), with("operation", json!("demo.page"))]);
    let (status, added) = cloud.call("POST", "/_local/faults", Some(two)).await;
    assert_eq!(
        (status, added[0]["id"].as_u64(), added[1]["id"].as_u64()),
        (200, Some(1), Some(2))
    );
    assert_eq!(
        statuses(&cloud, "/v4/spreadsheets/local-spreadsheet", 3).await,
        [503, 503, 200]
    );
    assert_eq!(figures(&cloud, 1).await, (2, 2));
    let (_, listed) = cloud.call("GET", "/_local/faults", None).await;
    assert_eq!(
        listed["faults"][0],
        json!({ "id": 1, "operation": "sheets.get", "count": 2, "effect": { "status": 503 }, "considered": 2, "struck": 2 })
    );
    assert_eq!(listed["seed"], 7);
    assert!(
        listed["operations"]
            .as_array()
            .unwrap()
            .contains(&json!("telegram.sendMessage"))
    );

    let (_, gone) = cloud.call("DELETE", "/_local/faults/2", None).await;
    assert_eq!(
        (&gone["removed"][0]["id"], &gone["unused"]),
        (&json!(2), &json!([]))
    );
    for path in ["/_local/faults/2", "/_local/faults/x"] {
        assert_eq!(cloud.call("DELETE", path, None).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn what_was_not_wholly_used_is_reported() {
    let cloud = start().await;
    let (used, half, never) = (
        fault(&cloud, with("count", json!(1))).await,
        fault(&cloud, with("count", json!(2))).await,
        fault(
            &cloud,
            json!({ "operation": "drive.*", "count": 1, "effect": { "cut": "after" } }),
        )
        .await,
    );
    fault(
        &cloud,
        json!({ "operation": "drive.*", "effect": { "status": 500 } }),
    )
    .await;
    assert_eq!(
        statuses(&cloud, "/v4/spreadsheets/local-spreadsheet", 2).await,
        [503, 503]
    );
    let ids = |faults: &Value| {
        let faults = faults.as_array().unwrap().iter();
        faults
            .map(|fault| fault["id"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&cloud.world.faults.unused().into()), [half, never]);
    let (_, gone) = cloud.call("DELETE", "/_local/faults", None).await;
    assert_eq!(
        (ids(&gone["removed"]), ids(&gone["unused"])),
        (vec![used, half, never, 4], vec![half, never])
    );
    assert_eq!(
        statuses(&cloud, "/v4/spreadsheets/local-spreadsheet", 1).await,
        [200]
    );
}

#[tokio::test]
async fn a_page_from_elsewhere_cannot_make_faults() {
    let cloud = start().await;
    for headers in [[("Origin", "http://evil.example")], [("Host", "evil.example")]] {
        for method in ["GET", "POST", "DELETE"] {
            let body = Some(with("count", json!(1)));
            let (status, _) = cloud.call_with(method, "/_local/faults", body, &headers).await;
            assert_eq!(status, 403, "{method} {headers:?}");
        }
    }
}
