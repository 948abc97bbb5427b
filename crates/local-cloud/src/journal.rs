//! What has passed between the programs and this cloud: the newest calls, without secrets.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::changes::{Area, Changes};

/// How many calls are kept.
const ENTRIES: usize = 5000;
/// How much of their bodies is kept altogether.
const BYTES: usize = 64 << 20;
/// How much of one body is kept.
const BODY_BYTES: usize = 64 << 10;

/// One call as it is shown at `/_local/journal`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    pub(crate) at: DateTime<Utc>,
    /// `scheduler`, `run`, `pubsub`, `metadata`, `oauth2`, `sheets`, `drive`, `telegram`, `demo` or `unknown`; for calls
    /// that the cloud makes itself `webhook` (a delivery to the bot), `push` (of a message) and `scheduler firing` (of a
    /// target elsewhere, or to a topic).
    pub(crate) service: &'static str,
    pub(crate) method: String,
    /// With the query.
    pub(crate) path: String,
    /// Absent when there was no answer, or none that was heard.
    pub(crate) status: Option<u16>,
    pub(crate) request: String,
    pub(crate) response: String,
    /// The execution on whose behalf the call was made.
    pub(crate) execution: Option<String>,
    /// The service account whose token came along.
    pub(crate) caller: Option<String>,
    pub(crate) took_ms: u64,
    /// The fault that struck it, `{"id", "effect"}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fault: Option<Value>,
}

impl Entry {
    /// Time taken, in whole milliseconds.
    pub(crate) fn took(elapsed: Duration) -> u64 {
        u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
    }
}

/// The newest entries, oldest first.
pub(crate) struct Journal {
    /// Values that must not be kept, and what stands in their place.
    secrets: Vec<(String, &'static str)>,
    changes: Changes,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    entries: VecDeque<Entry>,
    /// How many older ones have been let go: an entry's number is this, its place and 1.
    gone: u64,
    bytes: usize,
}

impl Journal {
    /// `secrets` are replaced by the text beside them wherever they turn up.
    pub(crate) fn new(secrets: Vec<(String, &'static str)>, changes: Changes) -> Self {
        Self {
            secrets,
            changes,
            kept: Mutex::default(),
        }
    }

    /// Keeps a call; its texts are cleaned of secrets and cut first.
    pub(crate) fn record(&self, mut entry: Entry) {
        for text in [&mut entry.path, &mut entry.request, &mut entry.response] {
            *text = cut(self.without_secrets(text));
        }
        let mut kept = self.lock();
        kept.bytes += entry.bytes();
        kept.entries.push_back(entry);
        while kept.entries.len() > ENTRIES || kept.bytes > BYTES {
            let Some(oldest) = kept.entries.pop_front() else {
                break;
            };
            kept.bytes -= oldest.bytes();
            kept.gone += 1;
        }
        drop(kept);
        self.changes.mark(Area::Journal);
    }

    /// The newest `limit` entries that are `wanted`, the newest first, each with its number; only those `before` a number.
    pub(crate) fn newest(
        &self,
        limit: usize,
        before: Option<u64>,
        wanted: impl Fn(&Entry) -> bool,
    ) -> Vec<(u64, Entry)> {
        let kept = self.lock();
        let numbered = (kept.gone + 1..).zip(&kept.entries).collect::<Vec<_>>();
        let earlier = numbered
            .into_iter()
            .rev()
            .skip_while(|(number, _)| before.is_some_and(|before| *number >= before));
        earlier
            .filter(|(_, entry)| wanted(entry))
            .take(limit)
            .map(|(number, entry)| (number, entry.clone()))
            .collect()
    }

    /// One entry, while it is kept.
    pub(crate) fn entry(&self, number: u64) -> Option<Entry> {
        let kept = self.lock();
        let place = number.checked_sub(kept.gone + 1)?;
        kept.entries.get(usize::try_from(place).ok()?).cloned()
    }

    /// All entries, the newest last.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.lock().entries.iter().cloned().collect()
    }

    fn without_secrets(&self, text: &str) -> String {
        let known = self
            .secrets
            .iter()
            .fold(text.to_owned(), |text, (secret, label)| {
                text.replace(secret, label)
            });
        crate::metadata::tokens::redact(&known)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    /// Whether there was no good answer.
    pub(crate) fn has_failed(&self) -> bool {
        self.status.is_none_or(|status| status >= 400)
    }

    /// Whether a text is somewhere in it.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        [&self.path, &self.request, &self.response]
            .into_iter()
            .any(|part| part.contains(text))
            || self.execution.as_ref().is_some_and(|name| name.contains(text))
    }

    fn bytes(&self) -> usize {
        self.path.len() + self.request.len() + self.response.len()
    }
}

/// A body as text: binary content is only named.
pub(crate) fn body_text(body: &[u8]) -> String {
    match std::str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("({} bytes of binary content)", body.len()),
    }
}

fn cut(mut text: String) -> String {
    if text.len() > BODY_BYTES {
        let whole = text.len();
        text.truncate(text.floor_char_boundary(BODY_BYTES));
        text.push_str(&format!(" ... ({whole} bytes in all)"));
    }
    text
}
