//! How many executions may be starting at once, so that a thousand firings do not fill the memory with processes.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// So many programs of 10 to 15 MB each.
const PLACES: usize = 64;
/// From then on an execution waits for something (a page, the next of its readings) rather than works.
const AT_MOST: Duration = Duration::from_secs(3);

/// The places.
pub(super) struct Room {
    places: Arc<Semaphore>,
}

/// A place that is taken until it is dropped.
pub(super) struct Place(#[expect(dead_code, reason = "held for its drop")] OwnedSemaphorePermit);

impl Default for Room {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(PLACES)),
        }
    }
}

impl Room {
    /// Waits for a place.
    pub(super) async fn enter(&self) -> Option<Place> {
        // It fails only where the semaphore is closed, which nobody does.
        self.places.clone().acquire_owned().await.ok().map(Place)
    }
}

/// Gives the place back after a while, or as soon as it is not polled any more.
pub(super) async fn leave_in_time(place: Option<Place>) -> Infallible {
    tokio::time::sleep(AT_MOST).await;
    drop(place);
    std::future::pending().await
}
