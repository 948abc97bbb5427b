//! Samples that neither Sheets nor Drive took: one structured line in the log, from which they can be restored.

use std::collections::BTreeMap;

use domain::{Taken, Tracking};
use serde::{Deserialize, Serialize};

use crate::execution::Execution;

/// Everything that restoring needs: the log line's field `recover`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lost {
    /// The tracking, as an execution's overrides.
    pub overrides: BTreeMap<String, String>,
    /// The samples; none where they wait on Drive for somebody to bring them.
    pub taken: Vec<Taken>,
}

impl Lost {
    /// Samples of a tracking.
    pub(crate) fn of(tracking: &Tracking, taken: &[Taken]) -> Self {
        let overrides = tracking.overrides().into_iter();
        Self {
            overrides: overrides.map(|(name, value)| (name.to_owned(), value)).collect(),
            taken: taken.to_vec(),
        }
    }
}

/// Logs samples whole.
pub(crate) fn log(execution: &Execution, taken: &[Taken], what: &str, error: &anyhow::Error) {
    let lost = Lost::of(&execution.tracking, taken);
    tracing::error!(
        tracking = execution.tracking.id,
        samples = taken.len(),
        recover = serde_json::to_string(&lost).unwrap_or_default(),
        "{what}; `signchronicle recover` brings them back from this line: {error:#}"
    );
}
