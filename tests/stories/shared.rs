//! Small things that several stories need.

pub(crate) mod crowd;
pub(crate) mod emulator;

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use e2e::Message;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// `2026-02-28 13:30:00` and so on, for each minute of a range.
pub(crate) fn minutes(hour: &str, range: RangeInclusive<u32>) -> Vec<String> {
    range.map(|minute| format!("{hour}{minute:02}:00")).collect()
}

/// The texts of a message's buttons.
pub(crate) fn titles(message: &Message) -> Vec<&str> {
    message
        .buttons
        .iter()
        .flatten()
        .map(|button| button.text.as_str())
        .collect()
}

/// The rows of a CSV, header included, empty cells at the end of a row left out as the Sheets API leaves them out.
pub(crate) fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let text = text
        .strip_prefix('\u{FEFF}')
        .expect("a CSV begins with a byte order mark");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|record| {
        record
            .expect("a CSV is a table")
            .iter()
            .map(str::to_owned)
            .collect()
    });
    rows.map(|mut row: Vec<String>| {
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
        row
    })
    .collect()
}

/// A shop of one page on a port of its own.
pub(crate) struct Shop {
    /// `127.0.0.1:PORT`.
    pub(crate) address: String,
    requests: Arc<AtomicUsize>,
}

impl Shop {
    /// How often it was asked.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// Serves a page under every path until the test ends.
pub(crate) async fn serve(html: &str) -> Shop {
    serve_as("200 OK", html).await
}

/// The same with another status.
pub(crate) async fn serve_as(status: &str, html: &str) -> Shop {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    let requests = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&requests);
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{html}",
        html.len()
    );
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(answer.as_bytes()).await;
            });
        }
    });
    Shop { address, requests }
}
