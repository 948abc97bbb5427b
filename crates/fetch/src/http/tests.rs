use std::io::Write;

use encoding_rs::{BIG5, EUC_KR};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::server::{Server, body, html, redirect, status};
use super::*;
use crate::address_guard::AllowedAddresses;

const HOURS: Duration = Duration::from_secs(7200);

fn limits() -> Limits {
    Limits {
        connect: HOURS,
        whole: HOURS,
        bytes: 100_000,
        redirects: 5,
    }
}

fn fetcher(server: &Server) -> Fetcher {
    within(server, limits())
}

fn within(server: &Server, limits: Limits) -> Fetcher {
    let allowed = AllowedAddresses::parse(&server.authority()).unwrap();
    Fetcher::new(Guard::new(allowed), USER_AGENT, limits)
}

async fn get(fetcher: &Fetcher, url: &str) -> Result<Page, FetchError> {
    fetcher.fetch(Url::parse(url).unwrap()).await
}

async fn refusal(fetcher: &Fetcher, url: &str) -> String {
    get(fetcher, url).await.unwrap_err().to_string()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_page_is_asked_for_honestly() {
    let server = server::start(|_| Vec::new()).await;
    let page = get(&fetcher(&server), &format!("{}/echo", server.origin()))
        .await
        .unwrap();
    let head = page.html.to_lowercase();
    assert!(
        head.contains(&format!("user-agent: {}\r\n", USER_AGENT.to_lowercase())),
        "{head}"
    );
    assert!(head.contains("accept-encoding: gzip,br\r\n"), "{head}");
    assert!(!head.contains("referer") && !head.contains("cookie"), "{head}");
}

#[tokio::test]
async fn redirects_are_followed_to_the_page() {
    let server = server::start(|path| match path {
        "/1" => redirect("/2?x=1"),
        "/2?x=1" => redirect("p/3"),
        "/p/3" => html("here"),
        _ => status(404),
    })
    .await;
    let page = get(&fetcher(&server), &format!("{}/1", server.origin()))
        .await
        .unwrap();
    assert_eq!((page.html.as_str(), page.final_url.path()), ("here", "/p/3"));
}

#[tokio::test]
async fn five_redirects_are_followed_and_no_more() {
    let server = server::start(|path| match path.trim_start_matches('/').parse::<u32>() {
        Ok(0) => html("here"),
        Ok(left) => redirect(&format!("/{}", left - 1)),
        Err(_) => status(404),
    })
    .await;
    let fetcher = fetcher(&server);
    assert!(get(&fetcher, &format!("{}/5", server.origin())).await.is_ok());
    assert_eq!(
        refusal(&fetcher, &format!("{}/6", server.origin())).await,
        "too many redirects"
    );
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
    let fetcher = fetcher(&server);
    for (path, status) in [
        ("plain", "address not allowed: 127.0.0.1"),
        ("hex", "address not allowed: 127.0.0.1"),
        ("mapped", "address not allowed: [::ffff:7f00:1]"),
        ("metadata", "address not allowed: metadata.google.internal"),
        ("file", "address not allowed: file is neither http nor https"),
        ("other", "redirected to what is no address"),
    ] {
        assert_eq!(
            refusal(&fetcher, &format!("{}/{path}", server.origin())).await,
            status,
            "{path}"
        );
    }
    let by_name = refusal(&fetcher, &format!("{}/name", server.origin())).await;
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
    let lookups = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = Arc::clone(&lookups);
    let guard = Guard::with_lookup(
        AllowedAddresses::parse(&server.authority()).unwrap(),
        Arc::new(move |_| {
            let turn = counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let ip = if turn == 0 { "127.0.0.1" } else { "169.254.169.254" };
            Box::pin(async move { Ok(vec![ip.parse().unwrap()]) })
        }),
    );
    let fetcher = Fetcher::new(guard, USER_AGENT, limits());
    let url = format!("http://rebind.example:{port}/");
    assert_eq!(get(&fetcher, &url).await.unwrap().html, "here");
    assert_eq!(lookups.load(std::sync::atomic::Ordering::SeqCst), 1);
    assert_eq!(
        refusal(&fetcher, &url).await,
        "address not allowed: 169.254.169.254"
    );
    // The exception holds for one port: the same name at another one is refused.
    assert_eq!(
        refusal(&fetcher, "http://rebind.example/").await,
        "address not allowed: 169.254.169.254"
    );
}

#[tokio::test]
async fn pages_of_every_charset_are_read() {
    let (big5, _, _) = BIG5.encode("<meta charset=big5>現貨");
    let (euc, _, _) = EUC_KR.encode("품절");
    let (big5, euc) = (big5.into_owned(), euc.into_owned());
    let server = server::start(move |path| match path {
        "/meta" => body("Content-Type: text/html\r\n", &big5),
        _ => body("Content-Type: text/html; charset=euc-kr\r\n", &euc),
    })
    .await;
    let fetcher = fetcher(&server);
    assert_eq!(
        get(&fetcher, &format!("{}/meta", server.origin()))
            .await
            .unwrap()
            .html,
        "<meta charset=big5>現貨"
    );
    assert_eq!(
        get(&fetcher, &format!("{}/header", server.origin()))
            .await
            .unwrap()
            .html,
        "품절"
    );
}

#[tokio::test]
async fn a_compressed_page_is_unpacked_but_not_without_end() {
    let (fits, bomb) = (gzip(&[b'a'; 100_000]), gzip(&vec![b'a'; 50_000_000]));
    assert!(bomb.len() < 100_000, "the bomb itself has to look harmless");
    let server = server::start(move |path| {
        let bytes = if path == "/fits" { &fits } else { &bomb };
        body("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", bytes)
    })
    .await;
    let fetcher = fetcher(&server);
    assert_eq!(
        get(&fetcher, &format!("{}/fits", server.origin()))
            .await
            .unwrap()
            .html
            .len(),
        100_000
    );
    assert_eq!(
        refusal(&fetcher, &format!("{}/bomb", server.origin())).await,
        "page larger than 0.1 MB"
    );
}

#[tokio::test]
async fn what_is_no_page_is_said_in_the_rows_words() {
    let server = server::start(|path| match path {
        "/503" => status(503),
        "/404" => status(404),
        "/302" => status(302),
        "/pdf" => body("Content-Type: application/pdf\r\n", b"%PDF"),
        "/large" => body("Content-Type: text/html\r\n", &[b'a'; 100_001]),
        "/cut" => b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".to_vec(),
        _ => b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(),
    })
    .await;
    let fetcher = fetcher(&server);
    for (path, status) in [
        ("503", "HTTP 503"),
        ("404", "HTTP 404"),
        ("302", "HTTP 302"),
        ("pdf", "not a web page (application/pdf)"),
        ("large", "page larger than 0.1 MB"),
        ("cut", "the connection broke"),
        ("ssh", "the connection broke"),
    ] {
        assert_eq!(
            refusal(&fetcher, &format!("{}/{path}", server.origin())).await,
            status,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_silent_server_is_given_up() {
    let server = server::start(|_| Vec::new()).await;
    let whole = Duration::from_millis(200);
    let fetcher = within(&server, Limits { whole, ..limits() });
    assert_eq!(refusal(&fetcher, &server.origin()).await, "timed out after 0.2 s");
    assert_eq!(
        FetchError::TimedOut(Limits::default().whole).to_string(),
        "timed out after 20 s"
    );
    assert_eq!(
        FetchError::TooLarge(Limits::default().bytes).to_string(),
        "page larger than 10 MB"
    );
}

#[tokio::test]
async fn a_closed_port_and_a_server_without_tls_are_told_apart() {
    let server = server::start(|_| status(400)).await;
    let fetcher = Fetcher::new(
        Guard::new(AllowedAddresses::parse("127.0.0.1").unwrap()),
        USER_AGENT,
        limits(),
    );
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    assert_eq!(
        refusal(&fetcher, &format!("http://{closed}/")).await,
        "cannot connect"
    );
    let plain = refusal(&fetcher, &format!("https://{}/", server.authority())).await;
    assert!(
        plain.starts_with("no secure connection: ") || plain == "cannot connect",
        "{plain}"
    );
}
