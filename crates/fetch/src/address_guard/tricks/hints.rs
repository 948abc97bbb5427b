//! What an answer may hint at, and what a connection may be used for.

use std::sync::Arc;

use super::*;
use crate::http::server::{Asked, answer, html};

/// Serves an answer at the allowed address and says how often the forbidden ones were reached after two fetches.
async fn reached_after(answer: impl Fn(&Asked, &str) -> Vec<u8> + Send + Sync + 'static) -> usize {
    let field = Field::new().await;
    let forbidden = format!("127.0.0.1:{}", field.port);
    let hinting = server::answering(move |asked| answer(asked, &forbidden)).await;
    let allowed = AllowedAddresses::parse(&hinting.authority()).unwrap();
    let fetcher = Fetcher::new(Guard::new(allowed), USER_AGENT, Limits::default());
    for _ in 0..2 {
        let page = fetcher
            .fetch(&Request::get(Url::parse(&hinting.origin()).unwrap()))
            .await;
        assert!(page.is_ok());
    }
    assert!(hinting.connections() > 0);
    field.reached()
}

#[tokio::test]
async fn only_redirects_are_followed_and_no_other_hint() {
    for (code, hint) in [
        (200, "Alt-Svc: http/1.1=\"FORBIDDEN\"; ma=60"),
        (200, "Alt-Svc: h2c=\"FORBIDDEN\", h2=\"FORBIDDEN\""),
        (200, "Refresh: 0; url=http://FORBIDDEN/"),
        (
            200,
            "Link: <http://FORBIDDEN/>; rel=preload, <http://FORBIDDEN/>; rel=canonical",
        ),
        (200, "Location: http://FORBIDDEN/"),
        (200, "Content-Location: http://FORBIDDEN/"),
        (200, "X-Accel-Redirect: http://FORBIDDEN/"),
        (200, "SourceMap: http://FORBIDDEN/"),
        (
            200,
            "NEL: {\"report_to\":\"a\"}\r\nReport-To: {\"endpoints\":[{\"url\":\"http://FORBIDDEN/\"}]}",
        ),
        (201, "Location: http://FORBIDDEN/"),
        (300, "Location: http://FORBIDDEN/"),
        (304, "Location: http://FORBIDDEN/"),
        (305, "Location: http://FORBIDDEN/"),
        (306, "Location: http://FORBIDDEN/"),
        (407, "Proxy-Authenticate: Basic realm=\"http://FORBIDDEN/\""),
        (421, "Location: http://FORBIDDEN/"),
        (503, "Retry-After: 0\r\nLocation: http://FORBIDDEN/"),
    ] {
        let reached = reached_after(move |_, forbidden| {
            let page = format!("<meta http-equiv=refresh content='0;url=http://{forbidden}/'>");
            let hint = hint.replace("FORBIDDEN", forbidden);
            answer(
                code,
                &format!("{hint}\r\nContent-Type: text/html\r\n"),
                page.as_bytes(),
            )
        });
        assert_eq!(reached.await, 0, "{code} {hint}");
    }
}

#[tokio::test]
async fn every_redirecting_status_and_a_chain_end_at_the_guard() {
    for code in [301, 302, 303, 307, 308] {
        let field = Field::new().await;
        let forbidden = format!("http://127.0.0.1:{}/", field.port);
        let sending = server::answering(move |asked| {
            let to = if asked.path() == "/" { "/next" } else { &forbidden };
            answer(code, &format!("Location: {to}\r\n"), b"")
        })
        .await;
        let allowed = AllowedAddresses::parse(&sending.authority()).unwrap();
        let fetcher = Fetcher::new(Guard::new(allowed), USER_AGENT, Limits::default());
        let mut request = Request::get(Url::parse(&sending.origin()).unwrap());
        for method in [crate::Method::Get, crate::Method::Post] {
            request.method = method;
            let refusal = fetcher.fetch(&request).await.unwrap_err();
            assert_eq!(refusal.to_string(), "address not allowed: 127.0.0.1", "{code}");
        }
        assert_eq!(field.reached(), 0, "{code}");
        let naive = Client::builder().use_preconfigured_tls(tls::client_config());
        let _ = naive
            .no_proxy()
            .build()
            .unwrap()
            .get(sending.origin())
            .send()
            .await;
        assert!(field.reached() > 0, "{code}");
    }
}

#[tokio::test]
async fn a_kept_connection_serves_the_name_it_was_checked_for_and_no_other() {
    let server = server::answering(|_| answer(200, "Content-Type: text/html\r\n", b"here")).await;
    let port = server.address.port();
    let checked = Arc::new(Mutex::new(Vec::new()));
    let names = Arc::clone(&checked);
    let allowed = AllowedAddresses::parse(&server.authority()).unwrap();
    let guard = Guard::with_lookup(allowed, move |name| {
        let mut names = names.lock().unwrap_or_else(PoisonError::into_inner);
        let ip = if name == "shop.example" && names.is_empty() {
            "127.0.0.1"
        } else {
            "10.0.0.1"
        };
        names.push(name);
        async move { Ok(vec![ip.parse().unwrap()]) }
    });
    let fetcher = Fetcher::new(guard, USER_AGENT, Limits::default());
    let fetch = async |host: &str| {
        let url = Url::parse(&format!("http://{host}:{port}/")).unwrap();
        fetcher.fetch(&Request::get(url)).await
    };
    assert_eq!(fetch("shop.example").await.unwrap().text, "here");
    assert_eq!(fetch("shop.example").await.unwrap().text, "here");
    let refusal = fetch("other.example").await.unwrap_err();
    assert_eq!(refusal.to_string(), "address not allowed: 10.0.0.1");
    assert_eq!(server.connections(), 1);
    assert_eq!(*checked.lock().unwrap(), ["shop.example", "other.example"]);
}

#[tokio::test]
async fn an_allowed_host_is_reached_as_long_as_it_answers_itself() {
    assert_eq!(reached_after(|_, _| html("here")).await, 0);
    let field = Field::new().await;
    let trick = Trick::read("reach http://shop.example:{port}/ <- {public}", field.port);
    let pages = field.fetch(&trick, &trick.url).await;
    assert_eq!(pages[0].as_ref().unwrap().text, "here");
}
