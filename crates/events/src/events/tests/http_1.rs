//! A way to Pub/Sub on which only HTTP/1 is spoken.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;

/// Status line and body.
type Answer = (&'static str, &'static str);

const NO_HTTP_2: Answer = ("505 HTTP Version Not Supported", "");
const PUBLISHED: Answer = ("200 OK", "{}");
const DENIED: Answer = (
    "403 Forbidden",
    r#"{"error": {"code": 403, "message": "not you", "status": "PERMISSION_DENIED"}}"#,
);

/// What came: the first line of each request, and the body where there is one.
type Requests = Arc<Mutex<Vec<(String, String)>>>;

/// Answers a beginning of HTTP/2 as a server does that knows none, and each other request with `answer`.
async fn serve(answer: Answer) -> (String, Requests) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let requests = Requests::default();
    let seen = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            converse(stream, answer, &seen).await;
        }
    });
    (host, requests)
}

async fn converse(mut stream: TcpStream, answer: Answer, seen: &Requests) {
    let mut came = Vec::new();
    while !is_whole(&came) {
        if stream.read_buf(&mut came).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let text = String::from_utf8_lossy(&came);
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let line = head.lines().next().unwrap().to_owned();
    let (status, content) = if line.starts_with("PRI ") {
        NO_HTTP_2
    } else {
        answer
    };
    seen.lock().unwrap().push((line, body.to_owned()));
    let length = content.len();
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{content}");
    stream.write_all(answer.as_bytes()).await.unwrap();
}

/// A head, and a JSON body where it is announced.
fn is_whole(came: &[u8]) -> bool {
    let text = String::from_utf8_lossy(came);
    text.split_once("\r\n\r\n")
        .is_some_and(|(head, body)| head.starts_with("PRI ") || body.ends_with("]}"))
}

fn events_at(host: String) -> Events {
    let endpoints = Endpoints::default().with_pubsub_emulator(Some(host.clone()));
    events(host, endpoints)
}

#[tokio::test]
async fn where_only_http_1_gets_through_events_go_by_rest_and_grpc_is_not_tried_again() {
    let (host, requests) = serve(PUBLISHED).await;
    let events = events_at(host);
    for _ in 0..2 {
        events.publish("track-1", b"{}".to_vec()).await.unwrap();
    }
    let requests = requests.lock().unwrap();
    let posts: Vec<_> = requests
        .iter()
        .filter(|(line, _)| line.starts_with("POST"))
        .collect();
    let expected = (
        "POST /v1/projects/p/topics/signchronicle-events:publish HTTP/1.1".to_owned(),
        r#"{"messages":[{"data":"e30=","orderingKey":"track-1"}]}"#.to_owned(),
    );
    assert_eq!(posts, [&expected, &expected]);
    assert_eq!(
        requests.len() - posts.len(),
        1,
        "HTTP/2 is tried once: {requests:?}"
    );
}

#[tokio::test]
async fn a_refusal_by_rest_tells_the_operator_the_same() {
    let (host, _) = serve(DENIED).await;
    let denied = events_at(host).publish("k", b"{}".to_vec()).await.unwrap_err();
    assert!(matches!(denied, EventsError::Denied(_)), "{denied}");
    let cause = gcp::chain(&denied);
    assert!(cause.contains("not you"), "Google's words were expected: {cause}");
}
