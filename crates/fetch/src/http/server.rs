//! A tiny HTTP server for tests: full control over every byte of an answer.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A server that counts who comes.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

/// A request as it came.
pub(crate) struct Asked {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Server {
    pub(crate) fn authority(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Asked {
    pub(crate) fn method(&self) -> &str {
        self.head.split(' ').next().unwrap_or_default()
    }

    pub(crate) fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    /// The next request on a connection.
    pub(crate) async fn read(stream: &mut BufReader<TcpStream>) -> Option<Self> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head).await.unwrap_or(0) == 0 {
                return None;
            }
        }
        let mut asked = Self {
            head,
            body: String::new(),
        };
        let length = asked.header("content-length").and_then(|text| text.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        stream.read_exact(&mut body).await.ok()?;
        asked.body = String::from_utf8(body).ok()?;
        Some(asked)
    }
}

/// Answers each path with the bytes of a function; no bytes means silence. `/echo` shows what was asked.
pub(crate) async fn start(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Server {
    answering(move |asked| match asked.path() {
        "/echo" => html(&format!("{}{}", asked.head, asked.body)),
        path => answer(path),
    })
    .await
}

/// Answers each request with the bytes of a function, on connections that stay open unless an answer closes them.
pub(crate) async fn answering(answer: impl Fn(&Asked) -> Vec<u8> + Send + Sync + 'static) -> Server {
    let answer = Arc::new(answer);
    talking(move |stream| serve(stream, Arc::clone(&answer))).await
}

/// Does with each connection what a function says.
pub(crate) async fn talking<T, F>(talk: T) -> Server
where
    T: Fn(BufReader<TcpStream>) -> F + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind((IpAddr::from(Ipv4Addr::LOCALHOST), 0))
        .await
        .unwrap();
    accepting(listener, talk)
}

/// The same at an address that was bound before.
pub(crate) fn accepting<T, F>(listener: TcpListener, talk: T) -> Server
where
    T: Fn(BufReader<TcpStream>) -> F + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(talk(BufReader::new(socket)));
        }
    });
    Server { address, connections }
}

pub(crate) async fn serve(mut stream: BufReader<TcpStream>, answer: Arc<impl Fn(&Asked) -> Vec<u8>>) {
    while let Some(asked) = Asked::read(&mut stream).await {
        let bytes = answer(&asked);
        if bytes.is_empty() {
            std::future::pending::<()>().await;
        }
        let closes = String::from_utf8_lossy(&bytes).contains("Connection: close");
        if stream.write_all(&bytes).await.is_err() || closes {
            return;
        }
    }
}

/// Writes the same bytes until the other side has had enough.
pub(crate) async fn flood(mut stream: BufReader<TcpStream>, start: &[u8], again: &[u8]) {
    Asked::read(&mut stream).await;
    let mut written = stream.write_all(start).await;
    while written.is_ok() {
        written = stream.write_all(again).await;
    }
}

pub(crate) fn html(page: &str) -> Vec<u8> {
    body("Content-Type: text/html; charset=utf-8\r\n", page.as_bytes())
}

pub(crate) fn body(headers: &str, bytes: &[u8]) -> Vec<u8> {
    answer(200, &format!("Connection: close\r\n{headers}"), bytes)
}

pub(crate) fn status(code: u16) -> Vec<u8> {
    answer(code, "Connection: close\r\n", b"")
}

pub(crate) fn redirect(location: &str) -> Vec<u8> {
    answer(
        302,
        &format!("Connection: close\r\nLocation: {location}\r\n"),
        b"",
    )
}

pub(crate) fn answer(code: u16, headers: &str, bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len();
    let head = format!("HTTP/1.1 {code} X\r\nContent-Length: {length}\r\n{headers}\r\n");
    [head.as_bytes(), bytes].concat()
}
