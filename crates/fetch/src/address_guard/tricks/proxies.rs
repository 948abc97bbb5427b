//! A proxy that the environment names would connect for us, unseen by the guard.

use std::process::Command;

use super::*;

const NAMED: &[&str] = &[
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
];
const NOT_FOR: &[&str] = &["NO_PROXY", "no_proxy", "REQUEST_METHOD"];

/// A process cannot change its environment safely, so another one asks.
#[tokio::test]
async fn a_proxy_of_the_environment_is_not_used() {
    let proxy = server::start(|_| server::html("by proxy")).await;
    for (client, uses_it) in [("guarded", false), ("naive", true)] {
        for variable in NAMED {
            let before = proxy.connections();
            let scheme = if variable.to_ascii_uppercase().contains("HTTPS") {
                "https"
            } else {
                "http"
            };
            let mut child = Command::new(std::env::current_exe().unwrap());
            child.args([
                "--ignored",
                "--exact",
                "address_guard::tricks::proxies::one_request_of_another_process",
            ]);
            for other in NAMED.iter().chain(NOT_FOR) {
                child.env_remove(other);
            }
            child.env(variable, proxy.origin());
            child.env("FETCH_TEST_CLIENT", client);
            child.env("FETCH_TEST_URL", format!("{scheme}://127.0.0.1:1/"));
            let ended = tokio::task::spawn_blocking(move || child.output())
                .await
                .unwrap()
                .unwrap();
            assert!(
                String::from_utf8_lossy(&ended.stdout).contains("1 passed"),
                "{ended:?}"
            );
            assert_eq!(proxy.connections() > before, uses_it, "{client} {variable}");
        }
    }
}

#[tokio::test]
#[ignore = "run by the test above, which gives it an environment"]
async fn one_request_of_another_process() {
    let (client, url) = (
        std::env::var("FETCH_TEST_CLIENT").unwrap(),
        std::env::var("FETCH_TEST_URL").unwrap(),
    );
    if client == "naive" {
        let naive = Client::builder().use_preconfigured_tls(tls::client_config());
        let _ = naive.build().unwrap().get(url).send().await;
        return;
    }
    let guard = Guard::new(AllowedAddresses::parse("127.0.0.1").unwrap());
    let fetcher = Fetcher::new(guard, USER_AGENT, Limits::default());
    let answer = fetcher.fetch(&Request::get(Url::parse(&url).unwrap())).await;
    assert_eq!(answer, Err(FetchError::CannotConnect));
}
