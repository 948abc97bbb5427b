//! `GET /_local/changes`: server-sent events, one for each burst of changes.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use tokio::sync::watch;

use crate::world::SharedWorld;

/// Changes that come closer together than this are one event.
const BURST: Duration = Duration::from_millis(100);
const HEARTBEAT: Duration = Duration::from_secs(10);

/// The present version at once, then each later one.
pub(super) async fn stream(State(world): State<SharedWorld>) -> impl IntoResponse {
    let headers = HeaderMap::from_iter([(CACHE_CONTROL, HeaderValue::from_static("no-store"))]);
    (
        headers,
        Sse::new(events(world.changes())).keep_alive(KeepAlive::new().interval(HEARTBEAT)),
    )
}

/// Ends with the world. It holds only the receiver, or an open page would keep the world alive.
fn events(mut changes: watch::Receiver<u64>) -> impl Stream<Item = Result<Event, Infallible>> {
    async_stream::stream! {
        loop {
            let version = *changes.borrow_and_update();
            yield Ok(Event::default().data(version.to_string()));
            if changes.changed().await.is_err() {
                break;
            }
            tokio::time::sleep(BURST).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[tokio::test]
    async fn a_burst_of_changes_is_one_event_and_the_end_of_the_world_ends_the_stream() {
        let (changed, receiver) = watch::channel(7_u64);
        let reader = tokio::spawn(async move {
            let answer = Sse::new(events(receiver)).into_response();
            to_bytes(answer.into_body(), usize::MAX).await.unwrap()
        });
        tokio::task::yield_now().await;
        for _ in 0..20 {
            changed.send_modify(|version| *version += 1);
        }
        drop(changed);
        let text = String::from_utf8(reader.await.unwrap().to_vec()).unwrap();
        assert_eq!(text.replace(' ', ""), "data:7\n\ndata:27\n\n");
    }
}
