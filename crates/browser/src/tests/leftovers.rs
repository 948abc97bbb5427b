//! However a fetch ends, no process and no file is left.

use std::time::Duration;

use fetch::FetchError;

use super::place::Place;
use super::server::{Server, page};
use crate::BrowserError;

/// A page, and something that never comes.
async fn server() -> Server {
    Server::start(|path| {
        (path == "/")
            .then(|| page("<title>shop</title><p class=price>12</p>"))
            .flatten()
    })
    .await
}

#[tokio::test]
async fn nothing_is_left_after_success() {
    let (place, server) = (Place::new(), server().await);
    let page = place
        .browser()
        .fetch(&server.url("/"), Some(".price"))
        .await
        .unwrap();
    assert_eq!(page.status, 200);
    place.assert_empty();
}

#[tokio::test]
async fn nothing_is_left_after_a_missing_selector_which_is_told_with_the_page() {
    let (place, server) = (Place::new(), server().await);
    let mut browser = place.browser();
    browser.limits.page = Duration::from_secs(5);
    let error = browser.fetch(&server.url("/"), Some(".stock")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "selector .stock did not appear within 5 s (page: shop)"
    );
    let BrowserError::NoSelector { page, .. } = error else {
        panic!("{error}")
    };
    assert!(page.text.contains("class=\"price\""));
    place.assert_empty();
}

#[tokio::test]
async fn nothing_is_left_after_a_timeout() {
    let (place, server) = (Place::new(), server().await);
    let mut browser = place.browser();
    browser.limits.page = Duration::from_secs(1);
    let error = browser.fetch(&server.url("/never"), None).await.unwrap_err();
    assert!(
        matches!(error, BrowserError::Fetch(FetchError::TimedOut(_))),
        "{error}"
    );
    place.assert_empty();
}

#[tokio::test]
async fn nothing_is_left_when_the_future_is_dropped_as_after_sigterm() {
    let (place, server) = (Place::new(), server().await);
    let (browser, url) = (place.browser(), server.url("/never"));
    let counted = async {
        server.was_asked.notified().await;
        place.processes().len()
    };
    tokio::select! {
        ended = browser.fetch(&url, None) => panic!("{ended:?}"),
        running = counted => assert!(running > 2, "{running}"),
    }
    place.assert_empty();
}

#[tokio::test]
async fn nothing_is_left_after_a_crash_which_is_told_at_once() {
    type Fits = fn(&str) -> bool;
    let crashes: [(&str, Fits); 2] = [
        ("chromedriver", |line| line.starts_with("chromedriver")),
        ("chromium", |line| {
            line.contains("chromium") && !line.contains("--type=") && !line.contains("crashpad_handler")
        }),
    ];
    for (name, fits) in crashes {
        let (place, server) = (Place::new(), server().await);
        let (browser, url) = (place.browser(), server.url("/never"));
        let killed = async {
            server.was_asked.notified().await;
            place.kill(fits);
        };
        let (ended, ()) = tokio::join!(browser.fetch(&url, None), killed);
        assert!(matches!(ended, Err(BrowserError::Crashed)), "{name}: {ended:?}");
        place.assert_empty();
    }
}
