//! A web server of a few lines, which tells who asked for what.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use url::Url;

/// A path's answer: the status line's end, header lines, the body. None: the server never answers.
pub(super) type Answer = Option<(&'static str, String, String)>;

/// A page with a status of 200.
pub(super) fn page(body: impl Into<String>) -> Answer {
    Some((
        "200 OK",
        "content-type: text/html; charset=utf-8".to_owned(),
        body.into(),
    ))
}

#[derive(Clone)]
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) asked: Arc<Mutex<Vec<String>>>,
    pub(super) was_asked: Arc<Notify>,
}

impl Server {
    pub(super) async fn start(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
            was_asked: Arc::default(),
        };
        let (own, answer) = (server.clone(), Arc::new(answer));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (own, answer) = (own.clone(), Arc::clone(&answer));
                tokio::spawn(async move { own.serve(stream, answer.as_ref()).await });
            }
        });
        server
    }

    pub(super) fn url(&self, path: &str) -> Url {
        format!("http://{}{path}", self.address).parse().unwrap()
    }

    async fn serve(&self, stream: TcpStream, answer: &(impl Fn(&str) -> Answer + Sync)) -> io::Result<()> {
        let mut stream = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head).await? == 0 {
                return Ok(());
            }
        }
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        self.asked.lock().unwrap().push(head);
        self.was_asked.notify_one();
        let Some((status, headers, body)) = answer(&path) else {
            return std::future::pending().await;
        };
        let length = body.len();
        let text = format!(
            "HTTP/1.1 {status}\r\n{headers}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(text.as_bytes()).await
    }
}
