use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::server::{self, Asked, answer, redirect};
use super::*;

/// Sends its page in full once, and only says that it has not changed to whoever knows its mark.
fn unchanged_or_page(asked: &Asked) -> Vec<u8> {
    let mark = match asked.path() {
        "/date" => "Last-Modified: Tue, 24 Nov 2026 12:00:00 GMT",
        "/nothing" => "X-Mark: none",
        "/private" => "ETag: \"1\"\r\nCache-Control: no-store",
        _ => "ETag: \"1\"",
    };
    let knows = asked.header("if-none-match") == Some("\"1\"")
        || asked.header("if-modified-since") == Some("Tue, 24 Nov 2026 12:00:00 GMT");
    if knows {
        return b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec();
    }
    answer(
        200,
        &format!("Content-Type: application/json\r\n{mark}\r\n"),
        asked.head.as_bytes(),
    )
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let full = std::sync::Arc::new(AtomicUsize::new(0));
    let counted = full.clone();
    let server = server::answering(move |asked| {
        let answer = unchanged_or_page(asked);
        counted.fetch_add(
            usize::from(!answer.starts_with(b"HTTP/1.1 304")),
            Ordering::SeqCst,
        );
        answer
    })
    .await;
    let fetcher = fetcher(&server);
    for (path, sent) in [("/mark", 1), ("/date", 1), ("/nothing", 3), ("/private", 3)] {
        let request = Request::get(url(&server, path));
        let first = fetcher.fetch(&request).await.unwrap();
        assert_eq!(first.status, 200);
        for _ in 0..2 {
            assert_eq!(fetcher.fetch(&request).await.unwrap(), first, "{path}");
        }
        assert_eq!(full.swap(0, Ordering::SeqCst), sent, "{path}");
    }
}

#[tokio::test]
async fn a_changed_page_replaces_the_remembered_one() {
    let version = std::sync::Arc::new(AtomicUsize::new(0));
    let current = version.clone();
    let server = server::answering(move |asked| {
        let mark = format!("\"{}\"", current.load(Ordering::SeqCst));
        if asked.header("if-none-match") == Some(&mark) {
            return b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec();
        }
        answer(200, &format!("ETag: {mark}\r\n"), mark.as_bytes())
    })
    .await;
    let fetcher = fetcher(&server);
    let request = Request::get(url(&server, "/"));
    for (now, text) in [(0, "\"0\""), (0, "\"0\""), (1, "\"1\""), (1, "\"1\"")] {
        version.store(now, Ordering::SeqCst);
        assert_eq!(fetcher.fetch(&request).await.unwrap().text, text);
    }
}

#[tokio::test]
async fn other_headers_other_methods_and_other_fetchers_are_not_answered_from_memory() {
    let server = server::answering(unchanged_or_page).await;
    let fetch = fetcher(&server);
    let request = Request::get(url(&server, "/mark"));
    fetch.fetch(&request).await.unwrap();
    let mut other = request.clone();
    other.headers = vec![("X-Shop".to_owned(), "2".to_owned())];
    let mut post = request.clone();
    post.method = Method::Post;
    for request in [&other, &post] {
        let head = fetch.fetch(request).await.unwrap().text;
        assert!(!head.contains("if-none-match"), "{head}");
    }
    assert_eq!(fetcher(&server).fetch(&request).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_page_behind_a_redirect_is_remembered_at_its_own_address() {
    let server = server::answering(|asked| match asked.path() {
        "/old" => redirect("/mark"),
        _ => unchanged_or_page(asked),
    })
    .await;
    let fetcher = fetcher(&server);
    let first = fetcher.fetch(&Request::get(url(&server, "/old"))).await.unwrap();
    let direct = fetcher.fetch(&Request::get(url(&server, "/mark"))).await.unwrap();
    assert_eq!((first.final_url.path(), &first), ("/mark", &direct));
}

#[tokio::test]
async fn a_failure_between_does_not_make_the_page_forgotten() {
    let turn = AtomicUsize::new(0);
    let server = server::answering(move |asked| match turn.fetch_add(1, Ordering::SeqCst) {
        1 => server::status(503),
        _ => unchanged_or_page(asked),
    })
    .await;
    let fetcher = fetcher(&server);
    let request = Request::get(url(&server, "/mark"));
    let first = fetcher.fetch(&request).await.unwrap();
    assert_eq!(fetcher.fetch(&request).await.unwrap().status, 503);
    assert_eq!(fetcher.fetch(&request).await.unwrap(), first);
}
