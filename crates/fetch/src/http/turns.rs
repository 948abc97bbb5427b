//! Robots of our own: one request at a time to a host.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OwnedMutexGuard;
use url::Url;

/// Whose turn it is at each host, in the order of asking.
#[derive(Default)]
pub(super) struct Turns(Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>);

impl Turns {
    /// Waits until no other request is on its way to the URL's host; the turn lasts until the guard is dropped.
    pub(super) async fn take(&self, url: &Url) -> OwnedMutexGuard<()> {
        self.of(url).lock_owned().await
    }

    fn of(&self, url: &Url) -> Arc<tokio::sync::Mutex<()>> {
        let host = url.host_str().unwrap_or_default().trim_end_matches('.');
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(turns.entry(host.to_owned()).or_default())
    }
}
