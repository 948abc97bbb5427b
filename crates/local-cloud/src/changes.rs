//! What of this cloud has changed: a version for each part of it that a person can look at.

use std::sync::Arc;

use tokio::sync::watch;

/// A part of the cloud that the page shows by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    /// Chats, as people see them.
    Chats,
    /// Scheduler jobs.
    Trackings,
    Sheets,
    /// Executions and services.
    Runs,
    /// Files on Drive.
    Files,
    /// Topics and subscriptions.
    Events,
    Faults,
    /// The pace of time; the present moves without being told.
    Clock,
    /// Calls that have been answered.
    Journal,
}

impl Area {
    /// All of them, each at its own place.
    pub(crate) const ALL: [Self; 9] = [
        Self::Chats,
        Self::Trackings,
        Self::Sheets,
        Self::Runs,
        Self::Files,
        Self::Events,
        Self::Faults,
        Self::Clock,
        Self::Journal,
    ];

    /// As the stream of changes calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chats => "chats",
            Self::Trackings => "trackings",
            Self::Sheets => "sheets",
            Self::Runs => "runs",
            Self::Files => "files",
            Self::Events => "events",
            Self::Faults => "faults",
            Self::Clock => "clock",
            Self::Journal => "journal",
        }
    }
}

/// How often each area has changed, in the order of [`Area::ALL`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Versions([u64; Area::ALL.len()]);

impl Versions {
    /// The areas that have changed since `before`.
    pub(crate) fn changed_since(&self, before: &Self) -> impl Iterator<Item = Area> {
        let pairs = self.0.into_iter().zip(before.0);
        let areas = Area::ALL.into_iter().zip(pairs);
        areas.filter_map(|(area, (now, then))| (now != then).then_some(area))
    }

    fn count(&mut self, area: Area) {
        for (known, version) in Area::ALL.into_iter().zip(&mut self.0) {
            *version += u64::from(known == area);
        }
    }
}

/// Clones share one; dropping the last ends whoever follows.
#[derive(Clone)]
pub(crate) struct Changes(Arc<watch::Sender<Versions>>);

impl Changes {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Versions::default())))
    }

    /// Tells whoever watches (the page) that something visible has changed.
    pub(crate) fn mark(&self, area: Area) {
        self.0.send_modify(|versions| versions.count(area));
    }

    pub(crate) fn follow(&self) -> watch::Receiver<Versions> {
        self.0.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_areas_that_changed_are_named() {
        let changes = Changes::new();
        let before = *changes.follow().borrow();
        changes.mark(Area::Sheets);
        changes.mark(Area::Chats);
        changes.mark(Area::Sheets);
        let now = *changes.follow().borrow();
        let changed: Vec<Area> = now.changed_since(&before).collect();
        assert_eq!(changed, [Area::Chats, Area::Sheets]);
        assert_eq!(now.changed_since(&now).count(), 0);
    }
}
