use serde_json::{Value, json};

use crate::testing::Served;

async fn journal(cloud: &Served) -> Vec<Value> {
    cloud.call("GET", "/_local/journal", None).await.1["entries"]
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn the_control_api_answers_only_its_own_host_and_origin() {
    let cloud = Served::start().await;
    let port = cloud
        .world
        .settings
        .authority()
        .rsplit_once(':')
        .unwrap()
        .1
        .to_owned();
    let own = format!("http://127.0.0.1:{port}");
    let (localhost, six) = (format!("localhost:{port}"), format!("[::1]:{port}"));
    for (headers, status) in [
        (vec![], 200),
        (vec![("Origin", own.as_str())], 200),
        (vec![("Host", localhost.as_str())], 200),
        (vec![("Host", six.as_str())], 200),
        (vec![("Origin", "http://evil.example")], 403),
        (vec![("Origin", "null")], 403),
        (vec![("Origin", "https://127.0.0.1")], 403),
        (vec![("Host", "evil.example")], 403),
        (vec![("Host", "localhost:1")], 403),
        (vec![("Host", "localhost")], 403),
    ] {
        let (got, _) = cloud.call_with("GET", "/_local/clock", None, &headers).await;
        assert_eq!(got, status, "{headers:?}");
    }
}

#[tokio::test]
async fn a_page_from_elsewhere_cannot_use_the_stand_ins_either() {
    let cloud = Served::start().await;
    let run = "/v2/projects/local/locations/asia-east2/jobs/signchronicle-tracker:run";
    let (status, _) = cloud
        .call_with("POST", run, None, &[("Origin", "http://evil.example")])
        .await;
    assert_eq!(status, 403);
    assert_eq!(
        cloud.call("GET", "/_local/state", None).await.1["executions"],
        json!([])
    );
}

#[tokio::test]
async fn what_nobody_knows_is_said_loudly() {
    let cloud = Served::start().await;
    for (method, path) in [
        ("GET", "/v1/projects/local/snapshots"),
        ("PUT", "/v1/projects/local/locations/asia-east2/jobs"),
        ("POST", "/v2/projects/local/locations/asia-east2/jobs"),
        ("GET", "/nowhere"),
    ] {
        let (status, answer) = cloud.call(method, path, None).await;
        assert_eq!(
            (status, &answer["error"]["status"]),
            (501, &json!("UNIMPLEMENTED")),
            "{method} {path}"
        );
    }
    assert_eq!(journal(&cloud).await.len(), 4);
}

#[tokio::test]
async fn the_journal_names_the_execution_behind_a_call_and_keeps_no_token() {
    let cloud = Served::start().await;
    let path = "/_execution/x-1/computeMetadata/v1/instance/service-accounts/default/token";
    let (_, token) = cloud
        .call_with("GET", path, None, &[("Metadata-Flavor", "Google")])
        .await;
    let token = token["access_token"].as_str().unwrap();
    let authorization = format!("Bearer {token}");
    let headers = [("Authorization", authorization.as_str())];
    cloud
        .call_with(
            "GET",
            "/v1/projects/local/locations/asia-east2/jobs?pageSize=2",
            None,
            &headers,
        )
        .await;
    cloud
        .call(
            "GET",
            &format!("/v1/projects/local/locations?access_token={token}&key=k"),
            None,
        )
        .await;
    let bot = cloud.world.settings.bot_token.clone();
    cloud
        .call(
            "POST",
            &format!("/bot{bot}/noSuchMethod"),
            Some(json!({ "text": bot })),
        )
        .await;

    let entries = journal(&cloud).await;
    let shown: Vec<_> = entries
        .iter()
        .map(|entry| (&entry["service"], &entry["path"], &entry["execution"]))
        .collect();
    let (x1, none) = (json!("x-1"), Value::Null);
    assert_eq!(
        shown,
        [
            (
                &json!("metadata"),
                &json!("/computeMetadata/v1/instance/service-accounts/default/token"),
                &x1
            ),
            (
                &json!("scheduler"),
                &json!("/v1/projects/local/locations/asia-east2/jobs?pageSize=2"),
                &x1
            ),
            (
                &json!("scheduler"),
                &json!("/v1/projects/local/locations?access_token=<secret>&key=<secret>"),
                &x1
            ),
            (&json!("telegram"), &json!("/bot<token>/noSuchMethod"), &none),
        ]
    );
    let text = Value::from(entries.clone()).to_string();
    assert!(!text.contains(token) && !text.contains(&bot), "{text}");
    assert_eq!(
        entries[1]["caller"],
        "signchronicle-tracker@local.iam.gserviceaccount.com"
    );
    assert_eq!(
        (&entries[1]["status"], &entries[1]["at"]),
        (&json!(200), &json!("2026-02-28T05:30:00Z"))
    );
}

#[tokio::test]
async fn the_page_and_the_control_api_are_not_journaled() {
    let cloud = Served::start().await;
    for path in ["/", "/_local/state", "/_local/clock"] {
        assert_eq!(cloud.call("GET", path, None).await.0, 200, "{path}");
    }
    assert!(journal(&cloud).await.is_empty());
}
