//! What a program writes, bounded.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::AsyncReadExt as _;
use tokio::net::unix::pipe;

/// The newest bytes of a program's output are kept, up to this many.
const KEPT: usize = 256 << 10;

/// The kept output of one program; clones share it.
#[derive(Clone, Default)]
pub(super) struct Output {
    bytes: Arc<Mutex<Vec<u8>>>,
}

impl Output {
    /// Reads to the end; `heard` is called with each piece that came in.
    pub(super) async fn follow(self, mut from: pipe::Receiver, mut heard: impl FnMut(&Self, &[u8])) {
        let mut piece = vec![0; 16 << 10];
        loop {
            match from.read(&mut piece).await {
                Ok(0) => return,
                Ok(length) => {
                    self.push(&piece[..length]);
                    heard(&self, &piece[..length]);
                }
                Err(error) => return tracing::warn!(%error, "a program's output broke off"),
            }
        }
    }

    /// What is kept, as text.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// Whether there was any.
    pub(super) fn is_empty(&self) -> bool {
        self.bytes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_empty()
    }

    /// Adds a line of our own.
    pub(super) fn note(&self, line: &str) {
        self.push(format!("[{line}]\n").as_bytes());
    }

    fn push(&self, piece: &[u8]) {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        bytes.extend_from_slice(piece);
        let surplus = bytes.len().saturating_sub(KEPT);
        bytes.drain(..surplus);
    }
}
