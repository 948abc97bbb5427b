use fetch::AllowedAddresses;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

/// Sends text to a proxy and reads until the other side has finished; a request closes what it came by.
async fn say(proxy: &Proxy, text: &str) -> String {
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    if text.contains("ping") {
        stream.shutdown().await.unwrap();
    }
    let mut answer = Vec::new();
    // A connection that was cut has said what it had to say.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

async fn proxy(allowed: &str, bytes: u64) -> Proxy {
    let guard = Guard::new(AllowedAddresses::parse(allowed).unwrap());
    let limits = Limits {
        bytes,
        ..Limits::default()
    };
    Proxy::start(guard, limits).await.unwrap()
}

/// Sends every visitor the same text, and hands out what the visitors said.
async fn host(answer: &'static str) -> (SocketAddr, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (heard, said) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = vec![0; 4096];
            let count = stream.read(&mut buffer).await.unwrap();
            heard
                .send(String::from_utf8_lossy(&buffer[..count]).into_owned())
                .unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (address, said)
}

#[tokio::test]
async fn a_refused_host_is_not_connected_to() {
    let (address, mut said) = host("").await;
    let proxy = proxy("", 1000).await;
    let port = address.port();
    for request in [
        format!("GET http://127.0.0.1:{port}/ HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"),
        format!("GET http://2130706433:{port}/ HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"),
        format!(
            "GET http://[::ffff:127.0.0.1]:{port}/ HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"
        ),
        format!("GET http://a@127.0.0.1:{port}/ HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"),
        format!("GET ftp://127.0.0.1:{port}/ HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"),
        format!("CONNECT 127.0.0.1:{port} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"),
        format!("CONNECT 0x7f.1:{port} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"),
        format!("CONNECT [::1]:{port} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"),
        "CONNECT a.example HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n".to_owned(),
    ] {
        let answer = say(&proxy, &request).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{request}{answer}");
    }
    assert!(said.try_recv().is_err());
}

#[tokio::test]
async fn a_request_goes_on_without_what_is_the_proxys_and_under_the_checked_name() {
    let (address, mut said) = host("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").await;
    let proxy = proxy("127.0.0.1", 1000).await;
    let request = format!(
        "GET http://{address}/a?b HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\nProxy-Connection: keep-alive\r\n\r\n"
    );
    assert!(say(&proxy, &request).await.ends_with("\r\n\r\nhi"));
    let heard = said.recv().await.unwrap().to_lowercase();
    assert!(heard.starts_with("get /a?b http/1.1\r\n"), "{heard}");
    assert!(
        heard.contains(&format!("host: {address}\r\n")) && !heard.contains("proxy-connection"),
        "{heard}"
    );
}

#[tokio::test]
async fn a_tunnel_carries_what_both_sides_say() {
    let (address, mut said) = host("pong").await;
    let proxy = proxy("127.0.0.1", 1000).await;
    let answer = say(
        &proxy,
        &format!("CONNECT {address} HTTP/1.1\r\nHost: {address}\r\n\r\nping"),
    )
    .await;
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("pong"),
        "{answer}"
    );
    assert_eq!(said.recv().await.unwrap(), "ping");
}

#[tokio::test]
async fn nothing_passes_once_too_much_has() {
    let (address, _said) = host("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").await;
    let proxy = proxy("127.0.0.1", 10).await;
    let answer = say(
        &proxy,
        &format!("GET http://{address}/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 502 "), "{answer}");
}

#[tokio::test]
async fn the_proxy_itself_is_no_host() {
    let proxy = proxy("127.0.0.1", 1000).await;
    let own = proxy.address();
    let answer = say(
        &proxy,
        &format!("GET http://{own}/ HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n"),
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
}
