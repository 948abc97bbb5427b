use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{JOBS, fault, figures, journal, start, statuses};

const SPREADSHEET: &str = "/v4/spreadsheets/local-spreadsheet";
const TOKEN: &str = "/computeMetadata/v1/instance/service-accounts/default/token";

#[tokio::test]
async fn a_refusal_is_written_as_the_service_writes_it() {
    let cloud = start().await;
    fault(
        &cloud,
        json!({ "operation": "*", "effect": { "status": 503, "retry_after_s": 7 } }),
    )
    .await;
    let unavailable = "The service is currently unavailable.";
    let google = json!({ "code": 503, "message": unavailable, "status": "UNAVAILABLE" });
    let (_, sheets) = cloud.call("GET", SPREADSHEET, None).await;
    assert_eq!(sheets["error"], google);
    let (_, drive) = cloud.call("GET", "/drive/v3/files", None).await;
    let errors = json!([{ "domain": "global", "reason": "backendError", "message": unavailable }]);
    assert_eq!(drive["error"]["errors"], errors);
    let (_, telegram) = cloud.call("GET", "/bot1000000001:local/getMe", None).await;
    assert_eq!(
        telegram,
        json!({ "ok": false, "error_code": 503, "description": "Service Unavailable", "parameters": { "retry_after": 7 } })
    );
    for path in [TOKEN, "/demo/ABC"] {
        let answer = cloud
            .world
            .http
            .get(format!("{}{path}", cloud.world.settings.origin));
        let answer = answer.send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["retry-after"]),
            (503, &"7".parse().unwrap())
        );
        assert!(!answer.text().await.unwrap().starts_with('{'), "{path}");
    }
}

#[tokio::test]
async fn reason_and_message_can_be_chosen() {
    let cloud = start().await;
    let effect = json!({ "status": 403, "reason": "storageQuotaExceeded", "message": "Full." });
    fault(
        &cloud,
        json!({ "operation": ["drive.*", "sheets.get"], "effect": effect }),
    )
    .await;
    let (_, drive) = cloud.call("GET", "/drive/v3/files", None).await;
    assert_eq!(
        drive["error"]["errors"],
        json!([{ "domain": "global", "reason": "storageQuotaExceeded", "message": "Full." }])
    );
    let (_, sheets) = cloud.call("GET", SPREADSHEET, None).await;
    assert_eq!(
        (
            &sheets["error"]["message"],
            &sheets["error"]["details"][0]["reason"]
        ),
        (&json!("Full."), &json!("storageQuotaExceeded"))
    );
}

#[tokio::test]
async fn a_refused_call_has_no_effect_and_is_in_the_journal() {
    let cloud = start().await;
    let id = fault(
        &cloud,
        json!({ "operation": "scheduler.jobs.create", "effect": { "status": 500 } }),
    )
    .await;
    let job = json!({ "schedule": "* * * * *", "httpTarget": { "uri": "http://127.0.0.1:1/" } });
    assert_eq!(cloud.call("POST", JOBS, Some(job)).await.0, 500);
    assert_eq!(cloud.call("GET", JOBS, None).await, (200, json!({})));
    let entries = journal(&cloud).await;
    assert_eq!(
        entries[0]["fault"],
        json!({ "id": id, "effect": { "status": 500 } })
    );
    assert_eq!(
        (&entries[0]["status"], entries[1].get("fault")),
        (&json!(500), None)
    );
}

#[tokio::test]
async fn a_delayed_call_takes_its_time_and_goes_on() {
    let cloud = start().await;
    fault(
        &cloud,
        json!({ "operation": "demo.page", "effect": { "delay_ms": [120, 180] } }),
    )
    .await;
    let began = Instant::now();
    assert_eq!(statuses(&cloud, "/demo/ABC", 1).await, [200]);
    assert!(began.elapsed() >= Duration::from_millis(120));
    let drawn = journal(&cloud).await[0]["fault"]["effect"]["delay_ms"]
        .as_f64()
        .unwrap();
    assert!((120.0..=180.0).contains(&drawn), "{drawn}");
}

#[tokio::test]
async fn a_delayed_call_takes_effect_even_if_its_caller_is_gone() {
    let cloud = start().await;
    fault(
        &cloud,
        json!({ "operation": "scheduler.jobs.create", "effect": { "delay_ms": 200 } }),
    )
    .await;
    let job = json!({ "schedule": "0 0 1 1 *", "httpTarget": { "uri": "http://127.0.0.1:1/" } });
    let call = cloud
        .world
        .http
        .post(format!("{}{JOBS}", cloud.world.settings.origin));
    let call = call
        .timeout(Duration::from_millis(50))
        .header("content-type", "application/json");
    assert!(call.body(job.to_string()).send().await.unwrap_err().is_timeout());
    cloud.advance(0).await;
    let (_, jobs) = cloud.call("GET", JOBS, None).await;
    assert_eq!(jobs["jobs"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_delay_and_a_refusal_come_together() {
    let cloud = start().await;
    fault(
        &cloud,
        json!({ "operation": "sheets.get", "effect": { "delay_ms": 60 } }),
    )
    .await;
    fault(
        &cloud,
        json!({ "operation": "sheets.get", "effect": { "status": 429 } }),
    )
    .await;
    let unasked = fault(
        &cloud,
        json!({ "operation": "sheets.*", "effect": { "status": 500 } }),
    )
    .await;
    let began = Instant::now();
    assert_eq!(statuses(&cloud, SPREADSHEET, 1).await, [429]);
    assert!(began.elapsed() >= Duration::from_millis(60));
    assert_eq!(figures(&cloud, unasked).await, (0, 0));
}

#[tokio::test]
async fn a_quota_lets_so_many_calls_through_in_each_minute() {
    let cloud = start().await;
    let writes = json!(["sheets.batchUpdate", "sheets.values.append"]);
    let id = fault(
        &cloud,
        json!({ "operation": writes, "effect": { "quota_per_minute": 2 } }),
    )
    .await;
    let path = format!("{SPREADSHEET}:batchUpdate");
    for expected in [[200, 200, 429, 429], [200, 200, 429, 429]] {
        let mut got = Vec::new();
        for _ in expected {
            got.push(cloud.call("POST", &path, Some(rename())).await.0);
        }
        assert_eq!(got, expected);
        cloud.advance(60).await;
    }
    assert_eq!(figures(&cloud, id).await, (8, 4));
    cloud.call("POST", &path, Some(rename())).await;
    cloud.call("POST", &path, Some(rename())).await;
    let (_, refused) = cloud.call("POST", &path, Some(rename())).await;
    let error = &refused["error"];
    assert_eq!(
        error["message"],
        "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute' of service \
         'sheets.googleapis.com' for consumer 'project_number:1'."
    );
    assert_eq!(
        (
            &error["status"],
            &error["details"][0]["metadata"]["quota_limit_value"]
        ),
        (&json!("RESOURCE_EXHAUSTED"), &json!("2"))
    );
}

#[tokio::test]
async fn a_quota_per_account_counts_each_account_for_itself() {
    let cloud = start().await;
    fault(
        &cloud,
        json!({ "operation": "sheets.*", "effect": { "quota_per_minute": 1, "per": "account" } }),
    )
    .await;
    for path in ["/_service/bot", "/_execution/x-1"] {
        let flavor = [("Metadata-Flavor", "Google")];
        let (_, token) = cloud
            .call_with("GET", &format!("{path}{TOKEN}"), None, &flavor)
            .await;
        let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
        for expected in [200, 429] {
            let headers = [("Authorization", bearer.as_str())];
            let (status, _) = cloud.call_with("GET", SPREADSHEET, None, &headers).await;
            assert_eq!(status, expected, "{path}");
        }
    }
}

#[tokio::test]
async fn an_outage_begins_and_ends_in_told_time() {
    let cloud = start().await;
    let outage = json!({
        "operation": "google.*",
        "effect": { "status": 503 },
        "from": "2026-02-28T05:31:00Z",
        "to": "2026-02-28T13:32:00+08:00",
    });
    fault(&cloud, outage).await;
    for expected in [200, 503, 200] {
        for path in [SPREADSHEET, "/drive/v3/files", JOBS] {
            assert_eq!(cloud.call("GET", path, None).await.0, expected, "{path}");
        }
        assert_eq!(cloud.call("GET", "/demo/ABC", None).await.0, 200);
        cloud.advance(60).await;
    }
}

#[tokio::test]
async fn the_same_seed_decides_the_same() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let cloud = start().await;
        for operation in ["demo.page", "sheets.get"] {
            fault(
                &cloud,
                json!({ "operation": operation, "probability": 0.5, "effect": { "status": 500 } }),
            )
            .await;
        }
        let page = statuses(&cloud, "/demo/ABC", 20).await;
        runs.push((page, statuses(&cloud, SPREADSHEET, 20).await));
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0].0, runs[0].1, "each fault has a chance of its own");
    assert!(runs[0].0.contains(&200) && runs[0].0.contains(&500));
}

#[tokio::test]
async fn the_control_api_and_the_page_are_never_struck() {
    let cloud = start().await;
    fault(&cloud, json!({ "operation": "*", "effect": { "cut": "before" } })).await;
    for path in ["/", "/assets/app.js", "/_local/state", "/_local/clock"] {
        assert_eq!(cloud.call("GET", path, None).await.0, 200, "{path}");
    }
}

fn rename() -> Value {
    json!({ "requests": [{ "updateSpreadsheetProperties": { "properties": { "title": "T" }, "fields": "title" } }] })
}
