//! The present outlives a run: what was written at a time that ran faster, or was told, never lies in the next run's future.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::timeout;

use super::{Clock, SPEEDS};
use crate::config::TimeMode;
use crate::start_error::StartError;
use crate::store::Store;

/// Under this name the database keeps the present.
const PRESENT: &str = "told_time";
/// How often it is kept while time runs on the wall clock, which goes on by itself; real time.
const ON_THE_WALL: Duration = Duration::from_secs(60);
/// How often otherwise.
const FASTER: Duration = Duration::from_millis(500);
/// So much real time is kept in advance, so that a kill between two times of keeping sets nothing back.
const LEAD: Duration = Duration::from_secs(2);

/// A clock that goes on from where the data folder's stood, if that is later than the wall clock or time is told.
pub(crate) fn start(time: TimeMode, store: &Arc<Store>, wall: DateTime<Utc>) -> Result<Clock, StartError> {
    let kept = present(store)?;
    match time {
        TimeMode::Running { speed } if !SPEEDS.contains(&speed) => Err(StartError::Speed(speed)),
        TimeMode::Running { speed } => Ok(Clock::running(kept.map_or(wall, |kept| kept.max(wall)), speed)),
        TimeMode::Manual { start } => {
            let now: DateTime<Utc> = kept.or(start).unwrap_or(wall);
            store.keep(PRESENT, &now.to_rfc3339())?;
            let store = store.clone();
            Ok(Clock::manual(now, move |now| keep(&store, now)))
        }
    }
}

/// The last present that a folder has kept.
pub(crate) fn present(store: &Store) -> rusqlite::Result<Option<DateTime<Utc>>> {
    let kept = store.kept(PRESENT)?;
    Ok(kept.and_then(|text| text.parse().ok()))
}

/// Keeps the present of time that runs by itself, for as long as it is polled; told time is kept as it is told.
pub(crate) async fn follow(clock: Clock, store: Arc<Store>) {
    let mut paces = clock.inner.paced.subscribe();
    while !clock.is_manual() {
        let pause = if clock.is_on_the_wall() {
            keep(&store, clock.now());
            ON_THE_WALL
        } else {
            keep(&store, clock.after(LEAD));
            FASTER
        };
        // It ends early where the speed has changed; the sender lives as long as the clock.
        let _ = timeout(pause, paces.changed()).await;
    }
}

/// Keeps where time stands at the end.
pub(crate) fn finish(clock: &Clock, store: &Store) {
    keep(store, clock.now());
}

fn keep(store: &Store, now: DateTime<Utc>) {
    if let Err(error) = store.keep(PRESENT, &now.to_rfc3339()) {
        tracing::error!(%error, "the time is not stored and would be lost at a restart");
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    const RUNNING: TimeMode = TimeMode::Running { speed: 1.0 };

    fn folder(kept: Option<&str>) -> Arc<Store> {
        let store = Arc::new(Store::in_memory().unwrap());
        if let Some(kept) = kept {
            store.keep(PRESENT, kept).unwrap();
        }
        store
    }

    fn began(time: TimeMode, kept: Option<&str>) -> Clock {
        start(time, &folder(kept), Utc::now()).unwrap()
    }

    #[test]
    fn time_that_runs_goes_on_from_where_it_stood_and_never_before_the_wall_clock() {
        let ahead = Utc::now() + TimeDelta::days(3);
        let clock = began(RUNNING, Some(&ahead.to_rfc3339()));
        assert!((ahead..ahead + TimeDelta::minutes(1)).contains(&clock.now()));
        for kept in [None, Some("2026-02-28T05:30:00Z")] {
            let clock = began(RUNNING, kept);
            assert!(
                (clock.now() - Utc::now()).abs() < TimeDelta::minutes(1),
                "{kept:?}"
            );
            assert!(clock.is_on_the_wall(), "{kept:?}");
        }
    }

    #[test]
    fn told_time_stands_where_it_stood() {
        let start = TimeMode::Manual {
            start: "2026-02-28T05:00:00Z".parse().ok(),
        };
        let stood = "2026-02-28T05:30:00Z";
        assert_eq!(
            began(start, Some(stood)).now(),
            stood.parse::<DateTime<Utc>>().unwrap()
        );
        let clock = began(start, None);
        assert_eq!(
            clock.now(),
            "2026-02-28T05:00:00Z".parse::<DateTime<Utc>>().unwrap()
        );
    }

    #[tokio::test]
    async fn what_is_kept_of_time_that_runs_faster_lies_ahead_of_all_that_was_written() {
        let store = folder(None);
        let clock = start(TimeMode::Running { speed: 60.0 }, &store, Utc::now()).unwrap();
        let written = clock.now();
        // Its first step, as far as the first pause.
        let _ = timeout(Duration::ZERO, follow(clock.clone(), store.clone())).await;
        let kept = present(&store).unwrap().unwrap();
        let lead = kept - written;
        assert!(
            (TimeDelta::minutes(2)..TimeDelta::minutes(10)).contains(&lead),
            "two seconds at 60 times the speed: {lead}"
        );
        finish(&clock, &store);
        assert!(present(&store).unwrap().unwrap() < kept, "in the end it is exact");
    }
}
