use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::server::{self, answer, html, redirect, status};
use super::*;

#[tokio::test]
async fn redirects_are_followed_to_the_page() {
    let server = server::start(|path| match path {
        "/1" => redirect("/2?x=1"),
        "/2?x=1" => redirect("p/3"),
        "/p/3" => html("here"),
        _ => status(404),
    })
    .await;
    let page = get(&server, "/1").await.unwrap();
    assert_eq!((page.text.as_str(), page.final_url.path()), ("here", "/p/3"));
}

#[tokio::test]
async fn five_redirects_are_followed_and_no_more() {
    let server = server::start(|path| match path.trim_start_matches('/').parse::<u32>() {
        Ok(0) => html("here"),
        Ok(left) => redirect(&format!("/{}", left - 1)),
        Err(_) => redirect(path),
    })
    .await;
    assert!(get(&server, "/5").await.is_ok());
    assert_eq!(refusal(&server, "/6").await, "too many redirects");
    let before = server.connections();
    assert_eq!(refusal(&server, "/loop").await, "too many redirects");
    assert_eq!(server.connections() - before, 6);
}

#[tokio::test]
async fn only_redirects_with_a_place_to_go_are_followed() {
    let server = server::start(|path| match path.trim_start_matches('/').parse() {
        Ok(code) => answer(code, "Connection: close\r\nLocation: /there\r\n", b"here"),
        Err(_) if path == "/there" => html("there"),
        Err(_) => status(302),
    })
    .await;
    for (path, status, said) in [
        ("/301", 200, "there"),
        ("/302", 200, "there"),
        ("/303", 200, "there"),
        ("/307", 200, "there"),
        ("/308", 200, "there"),
        ("/300", 300, "here"),
        ("/305", 305, "here"),
        ("/306", 306, "here"),
        ("/201", 201, "here"),
        ("/nowhere", 302, ""),
    ] {
        let page = get(&server, path).await.unwrap();
        assert_eq!((page.status, page.text.as_str()), (status, said), "{path}");
    }
}

#[tokio::test]
async fn a_redirect_to_a_forbidden_address_is_refused_before_it_is_reached() {
    let forbidden = server::start(|_| html("secret")).await;
    let target = forbidden.origin();
    let port = forbidden.address.port();
    let server = server::start(move |path| match path {
        "/plain" => redirect(&target),
        "/hex" => redirect(&format!("http://0x7f.1:{port}/")),
        "/mapped" => redirect(&format!("//[::ffff:127.0.0.1]:{port}/")),
        "/name" => redirect(&format!("http://localhost:{port}/")),
        "/metadata" => redirect("http://metadata.google.internal/computeMetadata/v1/"),
        "/file" => redirect("file:///etc/passwd"),
        _ => redirect("http://[nonsense"),
    })
    .await;
    for (path, words) in [
        ("/plain", "address not allowed: 127.0.0.1"),
        ("/hex", "address not allowed: 127.0.0.1"),
        ("/mapped", "address not allowed: ::ffff:127.0.0.1"),
        ("/metadata", "address not allowed: metadata.google.internal"),
        ("/file", "address not allowed: file is neither http nor https"),
        ("/other", "redirected to what is no address"),
    ] {
        assert_eq!(refusal(&server, path).await, words, "{path}");
    }
    let by_name = refusal(&server, "/name").await;
    assert!(
        ["address not allowed: 127.0.0.1", "address not allowed: ::1"].contains(&by_name.as_str()),
        "{by_name}"
    );
    assert_eq!(forbidden.connections(), 0);
}

#[tokio::test]
async fn a_name_is_resolved_once_and_connected_to_where_that_answer_was_checked() {
    let server = server::start(|_| html("here")).await;
    let port = server.address.port();
    let lookups = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&lookups);
    let guard = Guard::with_lookup(AllowedAddresses::parse(&server.authority()).unwrap(), move |_| {
        let turn = counted.fetch_add(1, Ordering::SeqCst);
        let ip = if turn == 0 { "127.0.0.1" } else { "169.254.169.254" };
        async move { Ok(vec![ip.parse().unwrap()]) }
    });
    let fetcher = Fetcher::new(guard, USER_AGENT, limits());
    let fetch = async |url: &str| fetcher.fetch(&Request::get(Url::parse(url).unwrap())).await;
    let url = format!("http://rebind.example:{port}/");
    assert_eq!(fetch(&url).await.unwrap().text, "here");
    assert_eq!(lookups.load(Ordering::SeqCst), 1);
    // The exception holds for one port: the same name at another one is refused.
    for url in [url.as_str(), "http://rebind.example/"] {
        let refusal = fetch(url).await.unwrap_err();
        assert_eq!(refusal.to_string(), "address not allowed: 169.254.169.254");
    }
}
