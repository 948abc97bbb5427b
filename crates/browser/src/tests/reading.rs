//! What a page is read as.

use fetch::{AllowedAddresses, Guard};
use tokio::net::TcpListener;

use super::place::Place;
use super::server::{Answer, Server, page};

const SHOP: &str = "<!doctype html><title>shop</title><body><img src=/a.png>\
    <style>@font-face{font-family:f;src:url(/f.woff2)} body{font-family:f}</style>\
    <script>setTimeout(() => document.body.insertAdjacentHTML('beforeend', '<p class=price>12</p>'), 300)</script>";

fn shop(path: &str) -> Answer {
    match path {
        "/moved" => Some(("302 Found", "location: /".to_owned(), String::new())),
        "/blocked" => Some((
            "503 Unavailable",
            "content-type: text/html".to_owned(),
            "wait".to_owned(),
        )),
        "/again" => page("<p>wait</p><script>setTimeout(() => location = '/', 300)</script>"),
        "/alert" => page("<p class=price>12</p><script>alert('cookies?')</script>"),
        _ => page(SHOP),
    }
}

#[tokio::test]
async fn a_page_is_read_as_its_scripts_have_made_it() {
    let (place, server) = (Place::new(), Server::start(shop).await);
    for (path, wait_for, end) in [
        ("/moved", Some(".price"), "/"),
        ("/again", Some(".price"), "/"),
        ("/alert", Some(".price"), "/alert"),
    ] {
        let page = place.browser().fetch(&server.url(path), wait_for).await;
        let page = page.unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!((page.status, page.final_url.path()), (200, end));
        assert!(
            page.text.contains("<p class=\"price\">12</p>"),
            "{path}: {}",
            page.text
        );
    }
    let asked = server.asked.lock().unwrap().join("\n");
    assert!(!asked.contains("a.png") && !asked.contains("f.woff2"), "{asked}");
    assert!(asked.contains("SignChronicle/test"), "{asked}");
}

#[tokio::test]
async fn the_page_of_an_error_comes_with_its_status_and_is_not_waited_for() {
    let (place, server) = (Place::new(), Server::start(shop).await);
    let page = place
        .browser()
        .fetch(&server.url("/blocked"), Some(".price"))
        .await
        .unwrap();
    assert_eq!(page.status, 503);
    assert!(page.text.contains("wait"));
}

#[tokio::test]
async fn several_browsers_at_once_do_not_disturb_each_other() {
    let (place, server) = (Place::new(), Server::start(shop).await);
    let (browser, url) = (place.browser(), server.url("/"));
    let (one, two) = tokio::join!(browser.fetch(&url, Some(".price")), browser.fetch(&url, None));
    assert!(one.unwrap().text.contains("price") && two.unwrap().text.contains("price"));
    place.assert_empty();
}

#[tokio::test]
async fn a_mistake_is_told_in_words() {
    let (place, server) = (Place::new(), Server::start(shop).await);
    let told = place.browser().fetch(&server.url("/"), Some("p[")).await;
    assert_eq!(told.unwrap_err().to_string(), "`p[` is no CSS selector");
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let nobody = format!("http://{closed}/").parse().unwrap();
    let told = place.browser().fetch(&nobody, None).await;
    assert_eq!(told.unwrap_err().to_string(), "cannot connect");
    let guard = Guard::with_lookup(AllowedAddresses::default(), |_| async {
        Ok(vec![[127, 0, 0, 1].into()])
    });
    let told = place
        .guarded(guard)
        .fetch(&"https://inside.example/".parse().unwrap(), None)
        .await;
    assert_eq!(told.unwrap_err().to_string(), "address not allowed: 127.0.0.1");
}
