use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{JOBS, fault, journal, start};

/// Creates a job by a call that is cut, and gives how many jobs there are then.
async fn jobs_after_a_cut(side: &str) -> usize {
    let cloud = start().await;
    let id = fault(
        &cloud,
        json!({ "operation": "scheduler.jobs.create", "count": 1, "effect": { "cut": side } }),
    )
    .await;
    let job = json!({ "schedule": "* * * * *", "httpTarget": { "uri": "http://127.0.0.1:1/" } });
    let call = cloud
        .world
        .http
        .post(format!("{}{JOBS}", cloud.world.settings.origin));
    let call = call
        .header("content-type", "application/json")
        .body(job.to_string());
    let error = call.send().await.unwrap_err();
    assert!(error.is_request() && error.status().is_none(), "{error:?}");
    let entry = &journal(&cloud).await[0];
    assert_eq!(
        (&entry["status"], &entry["fault"]["id"]),
        (&json!(null), &json!(id))
    );
    let (_, jobs) = cloud.call("GET", JOBS, None).await;
    jobs["jobs"].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn a_call_that_is_cut_before_has_no_effect() {
    assert_eq!(jobs_after_a_cut("before").await, 0);
}

#[tokio::test]
async fn a_call_that_is_cut_after_has_its_effect_and_no_answer() {
    assert_eq!(jobs_after_a_cut("after").await, 1);
}

#[tokio::test]
async fn not_one_byte_of_an_answer_comes_through_a_cut() {
    for side in ["before", "after"] {
        let cloud = start().await;
        fault(
            &cloud,
            json!({ "operation": "demo.page", "effect": { "cut": side } }),
        )
        .await;
        let mut connection = TcpStream::connect(cloud.world.settings.authority())
            .await
            .unwrap();
        let request = format!(
            "GET /demo/ABC HTTP/1.1\r\nHost: {}\r\n\r\n",
            cloud.world.settings.authority()
        );
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut heard = Vec::new();
        // Some systems say "reset" where others say "end".
        let _ = connection.read_to_end(&mut heard).await;
        assert!(heard.is_empty(), "{}", String::from_utf8_lossy(&heard));
    }
}
