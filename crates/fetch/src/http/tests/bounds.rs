use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::AsyncWriteExt;

use super::super::server::{self, Asked, body, flood};
use super::*;

const MOMENT: Duration = Duration::from_millis(200);
/// 100,000 and 50,000,000 times the letter a.
const BROTLI: &[u8] = b"\x5b\x9f\x86\x81\x5f\x22\x2c\x1e\x0b\x04\xb2\xfc\x02\x00";
const BROTLI_BOMB: &[u8] = b"\
    \xcb\xff\xff\x3f\xf8\x25\xc2\xe2\xb1\x40\x20\xf7\xfe\x8f\xff\xff\x7f\xf0\x4b\x00\xc4\x61\x11\x80\xee\
    \xfd\x1f\xff\xff\xff\xe0\x97\x00\x88\xc3\x02\x00\xdd\xfb\x3f\xfe\xff\xff\xc1\x2f\x01\x10\x87\x05\x00\
    \xba\xf7\x7f\xfc\xff\xff\x83\x5f\x02\x20\x0e\x0b\x00\x74\xef\xff\xf2\x0f\x5e\x0f\xbf\x04\x40\x1c\x16\
    \x00\xe8\xa0\xeb\x01";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The start of a page that unpacks to the letter a for ever, and what comes again and again.
fn endless_gzip() -> (Vec<u8>, Vec<u8>) {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let mut block = || {
        encoder.write_all(&[b'a'; 50_000]).unwrap();
        encoder.flush().unwrap();
        std::mem::take(encoder.get_mut())
    };
    (block(), block())
}

fn packed(how: &str, bytes: &[u8]) -> Vec<u8> {
    body(
        &format!("Content-Type: text/html\r\nContent-Encoding: {how}\r\n"),
        bytes,
    )
}

#[tokio::test]
async fn a_packed_page_is_unpacked_but_not_without_end() {
    let (fits, bomb) = (gzip(&[b'a'; 100_000]), gzip(&vec![b'a'; 5_000_000]));
    assert!(bomb.len() < 100_000, "the bomb itself has to look harmless");
    let server = server::start(move |path| match path {
        "/gzip" => packed("gzip", &fits),
        "/brotli" => packed("br", BROTLI),
        "/gzip-bomb" => packed("gzip", &bomb),
        "/brotli-bomb" => packed("br", BROTLI_BOMB),
        "/gzip-cut" => packed("gzip", &fits[..fits.len() / 2]),
        _ => packed("br", &BROTLI[..8]),
    })
    .await;
    assert_eq!(text(&server, "/gzip").await.len(), 100_000);
    assert_eq!(text(&server, "/brotli").await.len(), 100_000);
    for (path, words) in [
        ("/gzip-bomb", "page larger than 0.1 MB"),
        ("/brotli-bomb", "page larger than 0.1 MB"),
        ("/gzip-cut", "the page cannot be unpacked"),
        ("/brotli-cut", "the page cannot be unpacked"),
    ] {
        assert_eq!(refusal(&server, path).await, words, "{path}");
    }
}

/// What never ends would fill memory, or be read for hours.
#[tokio::test]
async fn endless_answers_end_at_the_bound() {
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    let page = [HEAD, b"\r\n"].concat();
    let (gzip_start, gzip_again) = endless_gzip();
    let gzip_page = [HEAD, b"Content-Encoding: gzip\r\n\r\n", &gzip_start].concat();
    let chunked = [HEAD, b"Transfer-Encoding: chunked\r\n\r\n"].concat();
    for (start, again, words) in [
        (page, b"more".to_vec(), "page larger than 0.1 MB"),
        (chunked, b"4\r\nmore\r\n".to_vec(), "page larger than 0.1 MB"),
        (gzip_page, gzip_again, "page larger than 0.1 MB"),
        (
            HEAD.to_vec(),
            b"X-More: more\r\n".to_vec(),
            "the connection broke",
        ),
        (HEAD.to_vec(), b"more".to_vec(), "the connection broke"),
        (
            b"HTTP/1.1 200 ".to_vec(),
            b"more".to_vec(),
            "the connection broke",
        ),
    ] {
        let told = String::from_utf8_lossy(&start).into_owned();
        let (start, again) = (
            std::sync::Arc::new(start),
            std::sync::Arc::new(again.repeat(1000)),
        );
        let server = server::talking(move |stream| {
            let (start, again) = (start.clone(), again.clone());
            async move { flood(stream, &start, &again).await }
        })
        .await;
        assert_eq!(refusal(&server, "/").await, words, "{told}");
    }
}

#[tokio::test]
async fn a_flood_of_interim_answers_is_given_up() {
    let server = server::talking(|stream| flood(stream, b"", b"HTTP/1.1 103 Early Hints\r\n\r\n")).await;
    let fetcher = within(
        &server,
        Limits {
            whole: MOMENT,
            ..limits()
        },
    );
    let refusal = fetcher.fetch(&Request::get(url(&server, "/"))).await.unwrap_err();
    assert_eq!(refusal, FetchError::TimedOut(MOMENT));
}

#[tokio::test]
async fn an_interim_answer_is_not_taken_for_the_page() {
    let server = server::start(|_| {
        let interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
        [interim, server::html("here").as_slice()].concat()
    })
    .await;
    assert_eq!(text(&server, "/").await, "here");
}

#[tokio::test]
async fn a_length_is_not_believed_beyond_the_bound() {
    let server = server::start(|path| match path {
        "/fits" => body("", &[b'a'; 100_000]),
        "/large" => body("", &[b'a'; 100_001]),
        "/huge" => b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\nx".to_vec(),
        _ => b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nhere and more".to_vec(),
    })
    .await;
    assert_eq!(text(&server, "/fits").await.len(), 100_000);
    assert_eq!(text(&server, "/short").await, "here");
    for path in ["/large", "/huge"] {
        assert_eq!(refusal(&server, path).await, "page larger than 0.1 MB", "{path}");
    }
}

#[tokio::test]
async fn silent_and_dripping_servers_are_given_up() {
    let silent = server::start(|_| Vec::new()).await;
    let dripping = server::talking(|mut stream| async move {
        Asked::read(&mut stream).await;
        let mut tick = tokio::time::interval(MOMENT / 20);
        let mut written = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        while written.is_ok() {
            tick.tick().await;
            written = stream.write_all(b"x").await;
        }
    })
    .await;
    let circling = server::start(|_| server::redirect("/")).await;
    for server in [silent, dripping] {
        let fetcher = within(
            &server,
            Limits {
                whole: MOMENT,
                ..limits()
            },
        );
        let refusal = fetcher.fetch(&Request::get(url(&server, "/"))).await.unwrap_err();
        assert_eq!(refusal.to_string(), "timed out after 0.2 s");
    }
    assert_eq!(refusal(&circling, "/").await, "too many redirects");
}

#[test]
fn the_bounds_are_told_in_round_figures() {
    let limits = Limits::default();
    assert_eq!(
        FetchError::TimedOut(limits.whole).to_string(),
        "timed out after 20 s"
    );
    assert_eq!(
        FetchError::TooLarge(limits.bytes).to_string(),
        "page larger than 10 MB"
    );
    assert_eq!(limits.redirects, 5);
}
