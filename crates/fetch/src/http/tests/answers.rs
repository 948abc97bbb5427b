use encoding_rs::{BIG5, EUC_KR};

use super::super::server::{self, answer, body, status};
use super::*;

#[tokio::test]
async fn a_page_is_asked_for_honestly() {
    let server = server::start(|_| Vec::new()).await;
    let head = text(&server, "/echo").await.to_lowercase();
    let user_agent = format!("user-agent: {}\r\n", USER_AGENT.to_lowercase());
    assert!(head.contains(&user_agent), "{head}");
    assert!(head.contains("accept-encoding: gzip,br\r\n"), "{head}");
    assert!(!head.contains("referer") && !head.contains("cookie"), "{head}");
}

#[tokio::test]
async fn another_user_agent_is_sent_or_refused_in_words() {
    let server = server::start(|_| Vec::new()).await;
    let guard = || Guard::new(AllowedAddresses::parse(&server.authority()).unwrap());
    let request = Request::get(url(&server, "/echo"));
    let other = Fetcher::new(guard(), "Stock-Watch/2 (me@shop.example)", limits());
    let head = other.fetch(&request).await.unwrap().text;
    assert!(
        head.contains("user-agent: Stock-Watch/2 (me@shop.example)\r\n"),
        "{head}"
    );
    let broken = Fetcher::new(guard(), "a\r\nHost: b", limits());
    let refusal = broken.fetch(&request).await.unwrap_err();
    assert_eq!(refusal, FetchError::Request(RequestError::UserAgent));
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn any_final_status_is_a_page() {
    let server = server::start(|path| {
        let code = path.trim_start_matches('/').parse().unwrap_or(200);
        answer(code, "Connection: close\r\nContent-Type: text/html\r\n", b"said")
    })
    .await;
    for code in [200, 201, 302, 400, 403, 404, 410, 429, 500, 503, 599] {
        let page = get(&server, &format!("/{code}")).await.unwrap();
        assert_eq!((page.status, page.text.as_str()), (code, "said"));
        assert_eq!(page.is_success(), code < 300, "{code}");
        assert_eq!(page.content_type.as_deref(), Some("text/html"));
    }
}

#[tokio::test]
async fn answers_without_a_body_are_empty_pages() {
    let server = server::start(|path| {
        let code = path.trim_start_matches('/');
        let headers = "Connection: close\r\nContent-Encoding: gzip\r\nContent-Type: image/png";
        format!("HTTP/1.1 {code} X\r\n{headers}\r\n\r\n").into_bytes()
    })
    .await;
    for code in [204, 205, 304] {
        let page = get(&server, &format!("/{code}")).await.unwrap();
        assert_eq!((page.status, page.text.as_str()), (code, ""));
    }
}

#[tokio::test]
async fn what_is_no_page_is_said_in_the_rows_words() {
    let server = server::start(|path| match path {
        "/pdf" => body("Content-Type: application/pdf\r\n", b"%PDF"),
        "/zstd" => body(
            "Content-Type: text/html\r\nContent-Encoding: zstd\r\n",
            b"(\xb5/\xfd",
        ),
        "/gzip" => body(
            "Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
            b"<html>plain",
        ),
        "/br" => body(
            "Content-Type: text/html\r\nContent-Encoding: br\r\n",
            b"<html>plain",
        ),
        "/cut" => b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nhalf".to_vec(),
        "/chunks" => b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf".to_vec(),
        "/half" => b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Ty".to_vec(),
        "/lengths" => b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab".to_vec(),
        "/http09" => b"<html>in stock</html>".to_vec(),
        _ => b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(),
    })
    .await;
    for (path, words) in [
        ("/pdf", "not a web page (application/pdf)"),
        (
            "/zstd",
            "the page is packed in a way that was not asked for (zstd)",
        ),
        ("/gzip", "the page cannot be unpacked"),
        ("/br", "the page cannot be unpacked"),
        ("/cut", "the connection broke"),
        ("/chunks", "the connection broke"),
        ("/half", "the connection broke"),
        ("/lengths", "the connection broke"),
        ("/http09", "the connection broke"),
        ("/ssh", "the connection broke"),
    ] {
        assert_eq!(refusal(&server, path).await, words, "{path}");
    }
}

#[tokio::test]
async fn an_error_that_shows_a_picture_is_known_by_its_status() {
    let server =
        server::start(|_| answer(403, "Connection: close\r\nContent-Type: image/gif\r\n", b"GIF89a")).await;
    let page = get(&server, "/").await.unwrap();
    assert_eq!((page.status, page.text.as_str()), (403, ""));
}

#[tokio::test]
async fn pages_of_every_charset_are_read() {
    let (big5, _, _) = BIG5.encode("<meta charset=big5>現貨");
    let (euc, _, _) = EUC_KR.encode("품절");
    let (big5, euc) = (big5.into_owned(), euc.into_owned());
    let server = server::start(move |path| match path {
        "/meta" => body("Content-Type: text/html\r\n", &big5),
        "/header" => body("Content-Type: text/html; charset=euc-kr\r\n", &euc),
        _ => body(
            "Content-Type: application/json\r\n",
            b"\xef\xbb\xbf{\"stock\":12}",
        ),
    })
    .await;
    assert_eq!(text(&server, "/meta").await, "<meta charset=big5>現貨");
    assert_eq!(text(&server, "/header").await, "품절");
    assert_eq!(text(&server, "/json").await, "{\"stock\":12}");
}

#[tokio::test]
async fn a_server_that_wants_to_be_left_alone_is_heard() {
    let server = server::start(|path| match path {
        "/429" => answer(429, "Connection: close\r\nRetry-After: 60\r\n", b""),
        _ => status(503),
    })
    .await;
    let wait = get(&server, "/429").await.unwrap().retry_after;
    assert_eq!(wait, Some(Duration::from_secs(60)));
    assert_eq!(get(&server, "/503").await.unwrap().retry_after, None);
}
