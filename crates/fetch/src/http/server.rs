//! A tiny HTTP server for tests: full control over every byte of an answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A server that answers each path with the bytes of a function; no bytes means silence.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicUsize>,
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

pub(crate) async fn start(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let (counted, answer) = (Arc::clone(&connections), Arc::new(answer));
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(serve(socket, Arc::clone(&answer)));
        }
    });
    Server { address, connections }
}

/// The request's lines go to the function as its path; a path of `/echo` gets the head as its page.
async fn serve(socket: TcpStream, answer: Arc<impl Fn(&str) -> Vec<u8>>) {
    let mut stream = BufReader::new(socket);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let path = head.split(' ').nth(1).unwrap_or_default();
    let bytes = if path == "/echo" {
        html(&head)
    } else {
        answer(path)
    };
    if bytes.is_empty() {
        std::future::pending::<()>().await;
    }
    let _ = stream.write_all(&bytes).await;
}

pub(crate) fn html(page: &str) -> Vec<u8> {
    body("Content-Type: text/html; charset=utf-8\r\n", page.as_bytes())
}

pub(crate) fn body(headers: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
        bytes.len()
    );
    [head.as_bytes(), bytes].concat()
}

pub(crate) fn status(code: u16) -> Vec<u8> {
    format!("HTTP/1.1 {code} X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

pub(crate) fn redirect(location: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: {location}\r\n\r\n")
        .into_bytes()
}
