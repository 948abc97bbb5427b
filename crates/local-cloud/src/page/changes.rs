//! `GET /_local/changes`: server-sent events, one for each burst of changes, which name what has changed.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use tokio::sync::watch;

use crate::changes::{Area, Versions};
use crate::world::SharedWorld;

/// Changes that come closer together than this are one event.
const BURST: Duration = Duration::from_millis(100);
const HEARTBEAT: Duration = Duration::from_secs(10);

/// All areas at once, since whoever connects may have missed any, then those of each later burst.
pub(super) async fn stream(State(world): State<SharedWorld>) -> impl IntoResponse {
    let headers = HeaderMap::from_iter([(CACHE_CONTROL, HeaderValue::from_static("no-store"))]);
    (
        headers,
        Sse::new(events(world.changes())).keep_alive(KeepAlive::new().interval(HEARTBEAT)),
    )
}

/// Ends with the world. It holds only the receiver, or an open page would keep the world alive.
fn events(mut changes: watch::Receiver<Versions>) -> impl Stream<Item = Result<Event, Infallible>> {
    async_stream::stream! {
        let mut told = *changes.borrow_and_update();
        yield Ok(event(Area::ALL));
        while changes.changed().await.is_ok() {
            tokio::time::sleep(BURST).await;
            let now = *changes.borrow_and_update();
            yield Ok(event(now.changed_since(&told)));
            told = now;
        }
    }
}

fn event(areas: impl IntoIterator<Item = Area>) -> Event {
    let names: Vec<&str> = areas.into_iter().map(Area::name).collect();
    Event::default().data(names.join(" "))
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;
    use crate::changes::Changes;

    #[tokio::test]
    async fn a_burst_of_changes_is_one_event_and_the_end_of_the_world_ends_the_stream() {
        let changes = Changes::new();
        let stream = events(changes.follow());
        let reader = tokio::spawn(async move {
            let answer = Sse::new(stream).into_response();
            to_bytes(answer.into_body(), usize::MAX).await.unwrap()
        });
        tokio::task::yield_now().await;
        for _ in 0..20 {
            changes.mark(Area::Sheets);
            changes.mark(Area::Runs);
        }
        drop(changes);
        let text = String::from_utf8(reader.await.unwrap().to_vec()).unwrap();
        assert_eq!(
            text,
            "data: chats trackings sheets runs files events faults clock journal\n\ndata: sheets runs\n\n"
        );
    }
}
