//! Trackings that are there and do nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use e2e::System;
use serde_json::json;

/// Where the Scheduler jobs are.
pub(crate) const PARENT: &str = "projects/local/locations/asia-east2";

/// Scheduler jobs of trackings that do not fire before next year.
pub(crate) async fn quiet_trackings(system: &System, count: usize) {
    for number in 0..count {
        let env = json!([
            { "name": "PLATFORM", "value": "demo" },
            { "name": "EVENT_ARTIST", "value": format!("E{number}") },
            { "name": "TERMINATE_TIME", "value": "20260301 14:00" },
        ]);
        let body = json!({ "overrides": { "containerOverrides": [{ "env": env }] } });
        let job = json!({
            "name": format!("{PARENT}/jobs/track-demo-{number}"),
            "schedule": "0 0 1 1 *",
            "timeZone": "Asia/Hong_Kong",
            "httpTarget": { "uri": "http://127.0.0.1:1/", "body": STANDARD.encode(body.to_string()) },
        });
        system.post(&format!("/v1/{PARENT}/jobs"), job).await.unwrap();
    }
}
