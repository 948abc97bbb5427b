//! Looks at the sheet every minute: when a row came, and whether it stayed as it was.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::Tracking;

use super::cloud::State;
use super::ledger::Key;
use super::rows;

/// What has been seen.
#[derive(Default)]
pub(super) struct Watch {
    /// When each reading was seen first, and its price.
    seen: BTreeMap<Key, (DateTime<Utc>, u64)>,
    /// Readings that became others.
    pub(super) changed: BTreeSet<Key>,
}

impl Watch {
    /// Looks at all tabs.
    pub(super) fn look(&mut self, state: &State, trackings: &[Tracking]) {
        for tracking in trackings {
            let Some(tab) = state.tab_of(&tracking.id) else {
                continue;
            };
            for row in rows::of_tab(tab) {
                let Some(price) = row.price else { continue };
                let key = (tracking.id.clone(), row.at);
                let (_, first) = *self.seen.entry(key.clone()).or_insert((state.now, price));
                if first != price {
                    self.changed.insert(key);
                }
            }
        }
    }

    /// How long a reading's row was missing, to the minute in which it was looked for.
    pub(super) fn missing(&self, key: &Key) -> Option<TimeDelta> {
        self.seen.get(key).map(|(seen, _)| *seen - key.1)
    }
}
