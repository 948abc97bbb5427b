use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::AsyncWriteExt;
use tokio::sync::Barrier;

use super::super::server::{self, Asked, html, redirect};
use super::*;

/// How many requests are under way at once, and the most that ever were.
#[derive(Default)]
struct Count {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Count {
    fn come(&self) {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
    }

    fn go(&self) {
        self.now.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Answers slowly enough for others to come meanwhile if anything lets them.
async fn counting(count: Arc<Count>) -> Server {
    server::talking(move |mut stream| {
        let count = Arc::clone(&count);
        async move {
            let Some(asked) = Asked::read(&mut stream).await else {
                return;
            };
            count.come();
            for byte in html(asked.path()) {
                for _ in 0..100 {
                    tokio::task::yield_now().await;
                }
                let _ = stream.write_all(&[byte]).await;
            }
            count.go();
        }
    })
    .await
}

async fn three(fetcher: &Fetcher, urls: [String; 3]) {
    let fetch = async |url: &str| {
        fetcher
            .fetch(&Request::get(Url::parse(url).unwrap()))
            .await
            .unwrap()
    };
    let [a, b, c] = &urls;
    let pages = tokio::join!(fetch(a), fetch(b), fetch(c));
    assert_eq!((pages.0.status, pages.1.status, pages.2.status), (200, 200, 200));
}

#[tokio::test]
async fn a_host_is_asked_one_request_at_a_time() {
    let count = Arc::new(Count::default());
    let server = counting(Arc::clone(&count)).await;
    let port = server.address.port();
    // Other hosts need not wait for it: this shows that the server would have met several at once.
    let others = ["a", "b", "c"].map(|name| format!("http://{name}.example:{port}/"));
    three(&by_any_name(), others).await;
    assert_eq!(count.most.swap(0, Ordering::SeqCst), 3);
    let same = [
        "http://shop.example",
        "http://SHOP.example.",
        "http://shop.example",
    ];
    three(&by_any_name(), same.map(|host| format!("{host}:{port}/"))).await;
    assert_eq!(count.most.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_turn_ends_with_a_failure_and_with_a_fetch_that_is_given_up() {
    let server = server::start(|path| match path {
        "/silent" => Vec::new(),
        "/broken" => b"nonsense".to_vec(),
        _ => html("here"),
    })
    .await;
    let fetcher = fetcher(&server);
    let request = |path| Request::get(url(&server, path));
    assert!(fetcher.fetch(&request("/broken")).await.is_err());
    let moment = Duration::from_millis(50);
    assert!(
        tokio::time::timeout(moment, fetcher.fetch(&request("/silent")))
            .await
            .is_err()
    );
    assert_eq!(fetcher.fetch(&request("/")).await.unwrap().text, "here");
}

#[tokio::test]
async fn hosts_that_send_to_each_other_do_not_wait_for_each_other_for_ever() {
    let both = Arc::new(Barrier::new(2));
    let server = server::talking(move |mut stream| {
        let both = Arc::clone(&both);
        async move {
            let Some(asked) = Asked::read(&mut stream).await else {
                return;
            };
            let host = asked.header("host").unwrap_or_default().to_owned();
            let (name, port) = host.split_once(':').unwrap_or_default();
            let other = if name == "a.example" { "b" } else { "a" };
            let answer = match asked.path() {
                "/go" => {
                    both.wait().await;
                    redirect(&format!("http://{other}.example:{port}/here"))
                }
                _ => html("here"),
            };
            let _ = stream.write_all(&answer).await;
        }
    })
    .await;
    let port = server.address.port();
    let fetcher = by_any_name();
    let request = |name| Request::get(Url::parse(&format!("http://{name}.example:{port}/go")).unwrap());
    let (to_a, to_b) = (request("a"), request("b"));
    let (a, b) = tokio::join!(fetcher.fetch(&to_a), fetcher.fetch(&to_b));
    assert_eq!(
        (a.unwrap().text, b.unwrap().text),
        ("here".to_owned(), "here".to_owned())
    );
}

#[tokio::test]
async fn waiting_for_ones_turn_is_no_part_of_the_time_allowed() {
    let server = server::start(|path| match path {
        "/silent" => Vec::new(),
        _ => html("here"),
    })
    .await;
    let whole = Duration::from_millis(300);
    let fetcher = within(&server, Limits { whole, ..limits() });
    let (silent, page) = (
        Request::get(url(&server, "/silent")),
        Request::get(url(&server, "/")),
    );
    let (first, second, third) = tokio::join!(
        fetcher.fetch(&silent),
        fetcher.fetch(&silent),
        fetcher.fetch(&page)
    );
    assert_eq!(
        (first, second),
        (Err(FetchError::TimedOut(whole)), Err(FetchError::TimedOut(whole)))
    );
    assert_eq!(third.unwrap().text, "here");
}
