//! Samples that neither Sheets nor Drive took: one structured line in the log, from which they can be restored.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{Taken, Tracking};
use serde::{Deserialize, Serialize};

/// Everything that restoring needs: the log line's field `recover`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lost {
    /// The tracking, as an execution's overrides.
    pub overrides: BTreeMap<String, String>,
    /// The samples; none where they wait on Drive for somebody to bring them.
    pub taken: Vec<Taken>,
    /// When the tracking ended, where it has: nothing was due later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<DateTime<Utc>>,
}

impl Lost {
    /// The tracking's id.
    pub(crate) fn tracking(&self) -> &str {
        self.overrides.get("TRACKING").map_or("", String::as_str)
    }

    /// Samples of a tracking.
    pub(crate) fn of(tracking: &Tracking, taken: &[Taken]) -> Self {
        let overrides = tracking.overrides().into_iter();
        Self {
            overrides: overrides.map(|(name, value)| (name.to_owned(), value)).collect(),
            taken: taken.to_vec(),
            ended: None,
        }
    }

    /// The same of a tracking that has ended.
    pub(crate) fn of_ended(tracking: &Tracking, taken: &[Taken], ended: DateTime<Utc>) -> Self {
        Self {
            ended: Some(ended),
            ..Self::of(tracking, taken)
        }
    }
}

/// Logs samples whole.
pub(crate) fn log(lost: &Lost, what: &str, error: &anyhow::Error) {
    tracing::error!(
        tracking = lost.tracking(),
        samples = lost.taken.len(),
        recover = serde_json::to_string(lost).unwrap_or_default(),
        "{what}; `signchronicle recover` brings them back from this line: {error:#}"
    );
}
