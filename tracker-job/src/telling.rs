//! What one execution has stored and published of the events that its tab remembers.
//!
//! An event is stored in the write that stores the row, published after it, and taken off by the next write. So whoever is
//! killed between loses nothing: the next execution publishes it under the same id.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::event::What;
use domain::{Entry, Heard, Hearing, TabState};

use crate::execution::Execution;

/// Ids of events.
#[derive(Default)]
pub(crate) struct Telling {
    /// Stored by this execution, which therefore publishes them.
    own: BTreeSet<String>,
    /// Published by it; the tab may still remember them.
    published: BTreeSet<String>,
}

/// What is to be told once an entry is stored.
#[derive(Default)]
pub(crate) struct News {
    own: BTreeSet<String>,
    is_report_due: bool,
}

impl Telling {
    /// Adds to an entry what is to be told of its samples.
    pub(crate) fn hear(
        execution: &Execution,
        before: &TabState,
        entry: &mut Entry,
        now: DateTime<Utc>,
    ) -> News {
        if execution.events.is_none() {
            return News::default();
        }
        let tracking = &execution.tracking;
        let schedule = tracking.schedule();
        let hearing = Hearing {
            alerts: &tracking.alerts,
            reminders: &tracking.wishes.reminders,
            schedule: &schedule,
            now,
        };
        entry.hear(before, hearing);
        let ids =
            |state: &TabState| -> BTreeSet<String> { state.heard.iter().flat_map(Heard::waiting).collect() };
        News {
            own: ids(&entry.state).difference(&ids(before)).cloned().collect(),
            is_report_due: entry.state.note_report(&tracking.id),
        }
    }

    /// Publishes what executions have left that have given up, so that the next write takes it off.
    pub(crate) async fn publish_left(&mut self, execution: &Execution, state: &TabState, now: DateTime<Utc>) {
        if execution.events.is_some() {
            self.publish_all(execution, state.untold(now, |_| false)).await;
        }
    }

    /// The entry is stored: publishes what it brought, and what others have left; at the end of the tracking all that
    /// is left. What Pub/Sub does not take stays in the tab for the next execution, and the rows are what they are.
    pub(crate) async fn publish(
        &mut self,
        execution: &Execution,
        state: &TabState,
        news: News,
        now: DateTime<Utc>,
        is_last: bool,
    ) {
        self.own.extend(news.own);
        let waiting = state.untold(now, |id| is_last || self.own.contains(id));
        if !self.publish_all(execution, waiting).await {
            return;
        }
        // The tab does not remember a sign of life: the next one says more.
        if let Some(last) = state.last.filter(|_| news.is_report_due) {
            let id = format!("report@{}", last.timestamp());
            tell(execution, &id, What::Report(state.report())).await;
        }
    }

    /// Whether all were published, those before included: those behind one that was not would come before it.
    async fn publish_all(&mut self, execution: &Execution, waiting: Vec<(String, What)>) -> bool {
        for (id, what) in waiting {
            if self.published.contains(&id) {
                continue;
            }
            if !tell(execution, &id, what).await {
                return false;
            }
            self.published.insert(id);
        }
        true
    }

    /// Takes off a memory what was published.
    pub(crate) fn take_off(&self, state: &mut TabState) {
        if let Some(heard) = &mut state.heard {
            self.published.iter().for_each(|id| heard.is_told(id));
        }
    }

    /// Whether nothing was published.
    pub(crate) fn is_empty(&self) -> bool {
        self.published.is_empty()
    }

    /// Whether a memory still has something that was published.
    pub(crate) fn is_known_to(&self, state: &TabState) -> bool {
        let mut waiting = state.heard.iter().flat_map(Heard::waiting);
        waiting.any(|id| self.published.contains(&id))
    }
}

/// Whether an event was published; that it was not is logged.
async fn tell(execution: &Execution, id: &str, what: What) -> bool {
    let told = execution.tell(id, what).await;
    if let Err(error) = &told {
        tracing::error!(
            tracking = execution.tracking.id,
            event = id,
            "the rows are stored, the chat was not told: {error:#}"
        );
    }
    told.is_ok()
}
