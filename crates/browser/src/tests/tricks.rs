//! A page tries all that a page can to reach a server of this machine. The same page where that is allowed shows that it would.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fetch::{AllowedAddresses, Guard};
use tokio::net::{TcpListener, UdpSocket};
use url::Url;

use super::place::Place;
use super::server::{Server, page};

const PAGE: &str = include_str!("tricks.html");

/// A server that nobody may reach, by TCP or UDP, and how often it was reached.
struct Canary {
    port: u16,
    reached: Arc<AtomicUsize>,
}

impl Canary {
    async fn start() -> Self {
        let listener = TcpListener::bind("[::]:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let socket = UdpSocket::bind(("::", port)).await.unwrap();
        let reached = Arc::<AtomicUsize>::default();
        let (tcp, udp) = (Arc::clone(&reached), Arc::clone(&reached));
        tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                tcp.fetch_add(1, Ordering::SeqCst);
            }
        });
        tokio::spawn(async move {
            while socket.recv(&mut [0; 2000]).await.is_ok() {
                udp.fetch_add(1, Ordering::SeqCst);
            }
        });
        Self { port, reached }
    }

    fn reached(&self) -> usize {
        self.reached.load(Ordering::SeqCst)
    }
}

async fn server(canary: u16) -> Server {
    Server::start(move |path| {
        let target = format!("http://127.0.0.1:{canary}/");
        let moved = |to: String| Some(("302 Found", format!("location: {to}"), String::new()));
        match path {
            "/moved" => moved(target),
            "/moved-to-tls" => moved(format!("https://127.0.0.1:{canary}/")),
            "/moved-to-file" => moved("file:///etc/passwd".to_owned()),
            "/refresh" => page(format!(
                "<meta http-equiv=refresh content='0;url={target}'><p>off"
            )),
            "/worker.js" => script(format!(
                "try {{ importScripts('{target}') }} catch {{}} fetch('{target}', {{mode:'no-cors'}})"
            )),
            "/service.js" => script(format!(
                "self.oninstall = event => event.waitUntil(fetch('{target}', {{mode:'no-cors'}}))"
            )),
            "/policy" => Some((
                "200 OK",
                format!(
                    "content-type: text/html\r\ncontent-security-policy: img-src 'none'; report-uri {target}"
                ),
                "<img src=/x>".to_owned(),
            )),
            _ => page(PAGE.replace("CANARY", &canary.to_string())),
        }
    })
    .await
}

fn script(text: String) -> super::server::Answer {
    Some(("200 OK", "content-type: text/javascript".to_owned(), text))
}

/// Every name is one of this machine.
fn guard(allowed: &str) -> Guard {
    let allowed = AllowedAddresses::parse(allowed).unwrap();
    Guard::with_lookup(allowed, |_| async { Ok(vec![[127, 0, 0, 1].into()]) })
}

async fn tried(browser: &crate::Browser, url: &Url) -> usize {
    let page = browser.fetch(url, Some("#tried")).await.unwrap();
    let (_, rest) = page.text.split_once("<p id=\"tried\">").expect("the page counts");
    rest.split('<').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn no_trick_of_a_page_reaches_a_forbidden_server() {
    let (place, canary) = (Place::new(), Canary::start().await);
    let server = server(canary.port).await;
    let browser = place.guarded(guard(&server.address.to_string()));
    assert!(tried(&browser, &server.url("/")).await >= 100);
    assert_eq!(canary.reached(), 0);
}

#[tokio::test]
async fn the_same_tricks_do_reach_a_server_that_is_allowed() {
    let (place, canary) = (Place::new(), Canary::start().await);
    let server = server(canary.port).await;
    let browser = place.guarded(guard("127.0.0.1"));
    tried(&browser, &server.url("/")).await;
    assert!(canary.reached() >= 20, "{}", canary.reached());
}

#[tokio::test]
async fn a_page_that_moves_to_a_forbidden_server_is_refused_in_the_guards_words() {
    let (place, canary) = (Place::new(), Canary::start().await);
    let server = server(canary.port).await;
    let browser = place.guarded(guard(&server.address.to_string()));
    for path in ["/moved", "/moved-to-tls", "/refresh"] {
        let told = browser
            .fetch(&server.url(path), Some("#tried"))
            .await
            .unwrap_err();
        assert_eq!(told.to_string(), "address not allowed: 127.0.0.1", "{path}");
    }
    let told = browser
        .fetch(&server.url("/moved-to-file"), None)
        .await
        .unwrap_err();
    assert_eq!(
        told.to_string(),
        "the page cannot be opened (net::ERR_UNSAFE_REDIRECT)"
    );
    assert_eq!(canary.reached(), 0);
}

#[tokio::test]
async fn what_is_no_public_web_page_is_refused_before_anything_starts() {
    let place = Place::new();
    for url in [
        "file:///etc/passwd",
        "data:text/html,x",
        "javascript:alert(1)",
        "blob:http://a.example/1",
        "view-source:http://a.example/",
        "chrome://settings/",
        "about:blank",
        "ftp://a.example/",
        "ws://a.example/",
        "filesystem:http://a.example/temporary/",
        "http://user@a.example/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://10.0.0.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/",
        "http://[fd20:ce::254]/",
        "http://metadata.google.internal./",
    ] {
        let told = place
            .guarded(guard(""))
            .fetch(&url.parse().unwrap(), None)
            .await
            .unwrap_err();
        assert!(
            told.to_string().starts_with("address not allowed: "),
            "{url}: {told}"
        );
    }
}
