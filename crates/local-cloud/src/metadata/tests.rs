use serde_json::{Value, json};

use super::tokens::{Caller, caller, redact};
use crate::testing::Served;

const ACCOUNTS: &str = "/computeMetadata/v1/instance/service-accounts";
const GOOGLE: &[(&str, &str)] = &[("Metadata-Flavor", "Google")];

async fn ask(cloud: &Served, path: &str) -> (u16, Value) {
    cloud.call_with("GET", path, None, GOOGLE).await
}

#[tokio::test]
async fn the_address_tells_who_asks() {
    let cloud = Served::start().await;
    for (prefix, email) in [
        ("", "signchronicle-tracker@local.iam.gserviceaccount.com"),
        (
            "/_execution/x-1",
            "signchronicle-tracker@local.iam.gserviceaccount.com",
        ),
        ("/_service/bot", "signchronicle-bot@local.iam.gserviceaccount.com"),
    ] {
        assert_eq!(
            ask(&cloud, &format!("{prefix}{ACCOUNTS}/default/email")).await,
            (200, json!(email))
        );
        let (status, account) = ask(&cloud, &format!("{prefix}{ACCOUNTS}/{email}/?recursive=true")).await;
        assert_eq!(
            (status, &account["email"], &account["aliases"]),
            (200, &json!(email), &json!(["default"]))
        );
        let (_, token) = ask(&cloud, &format!("{prefix}{ACCOUNTS}/default/token?scopes=a,b")).await;
        assert_eq!(
            (&token["token_type"], &token["expires_in"]),
            (&json!("Bearer"), &json!(3599))
        );
        let execution = prefix.strip_prefix("/_execution/").map(str::to_owned);
        let known = Caller::Account {
            email: email.to_owned(),
            execution,
        };
        assert_eq!(
            caller(&cloud.world, token["access_token"].as_str()).unwrap(),
            known
        );
    }
}

#[tokio::test]
async fn what_there_is_to_know() {
    let cloud = Served::start().await;
    for (path, answer) in [
        ("/computeMetadata/v1/project/project-id", "local"),
        (
            "/computeMetadata/v1/instance/region",
            "projects/1/regions/asia-east2",
        ),
        ("/computeMetadata/v1/universe/universe-domain", "googleapis.com"),
    ] {
        assert_eq!(ask(&cloud, path).await, (200, json!(answer)), "{path}");
    }
}

#[tokio::test]
async fn without_the_flavor_header_nothing_is_told() {
    let cloud = Served::start().await;
    let token = format!("{ACCOUNTS}/default/token");
    assert_eq!(cloud.call("GET", &token, None).await.0, 403);
    assert_eq!(
        cloud
            .call_with("GET", &token, None, &[("Metadata-Flavor", "google")])
            .await
            .0,
        403
    );
    assert_eq!(
        cloud.call("GET", "/_execution/x-1/", None).await.0,
        200,
        "the ping of Google's clients"
    );
}

#[tokio::test]
async fn a_ping_is_answered_with_the_flavor_also_where_the_page_is() {
    let cloud = Served::start().await;
    for path in ["/", "/_execution/x-1", "/_execution/x-1/", "/_service/bot/"] {
        let address = format!("{}{path}", cloud.world.settings.origin);
        let request = cloud.world.http.get(address).header("Metadata-Flavor", "Google");
        let answer = request.send().await.unwrap();
        assert_eq!(
            answer.headers().get("Metadata-Flavor").map(AsRef::as_ref),
            Some(b"Google".as_slice()),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_program_cannot_speak_for_another_account() {
    let cloud = Served::start().await;
    for account in [
        "nobody@example.com",
        "signchronicle-bot@local.iam.gserviceaccount.com",
    ] {
        let path = format!("/_execution/x-1{ACCOUNTS}/{account}/token");
        assert_eq!(ask(&cloud, &path).await.0, 404, "{account}");
    }
}

#[tokio::test]
async fn a_token_that_was_never_minted_is_refused_and_a_foreign_one_is_not() {
    let cloud = Served::start().await;
    for (token, status) in [("ya29.local-0000", 401), ("ya29.someone", 200), ("anything", 200)] {
        let authorization = format!("Bearer {token}");
        let headers = [("Authorization", authorization.as_str())];
        let path = "/v1/projects/local/locations/asia-east2/jobs";
        let (got, answer) = cloud.call_with("GET", path, None, &headers).await;
        assert_eq!(got, status, "{token}: {answer}");
        assert!(status == 200 || answer["error"]["status"] == "UNAUTHENTICATED");
    }
}

#[test]
fn tokens_are_taken_out_of_texts() {
    assert_eq!(
        redact("a ya29.local-0af1\" b ya29.local-77"),
        "a <access token>\" b <access token>"
    );
    assert_eq!(redact("nothing"), "nothing");
}
