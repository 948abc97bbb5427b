//! An execution as it is kept.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

/// One run of the tracker.
#[derive(Debug, Clone)]
pub(super) struct Execution {
    /// Short: `signchronicle-tracker-x7k2p`.
    pub(super) name: String,
    /// The long-running operation that its start answered with.
    pub(super) operation: String,
    /// The job's environment with the overrides; what the operator's own settings add is not shown.
    pub(super) env: BTreeMap<String, String>,
    /// Arguments that the overrides gave, in place of none.
    pub(super) args: Vec<String>,
    pub(super) timeout: TimeDelta,
    pub(super) creator: String,
    pub(super) started: DateTime<Utc>,
    pub(super) ended: Option<DateTime<Utc>>,
    pub(super) state: State,
    pub(super) exit_code: Option<i32>,
    pub(super) log: String,
}

/// How far an execution is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Running,
    /// Exit code 0.
    Succeeded,
    /// Another exit code, a signal, or no start at all.
    Failed,
    /// Ended at its timeout.
    TimedOut,
    /// Ended on demand.
    Cancelled,
}

impl State {
    const ALL: [Self; 5] = [
        Self::Running,
        Self::Succeeded,
        Self::Failed,
        Self::TimedOut,
        Self::Cancelled,
    ];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::TimedOut => "timed out",
            Self::Cancelled => "cancelled",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}
