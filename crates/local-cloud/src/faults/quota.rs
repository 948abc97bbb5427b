//! How many calls went through in the current minute.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

/// Who shares a quota.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Per {
    /// All matching calls together.
    All,
    /// Those of one project's accounts.
    Project,
    /// Those of one account.
    Account,
}

impl Per {
    /// Under which name a call is counted; calls without a token are one account's.
    pub(super) fn whose(self, account: Option<&str>) -> &str {
        let account = account.unwrap_or_default();
        match self {
            Self::All => "",
            Self::Account => account,
            Self::Project => account
                .split_once('@')
                .and_then(|(_, host)| host.strip_suffix(".iam.gserviceaccount.com"))
                .unwrap_or_default(),
        }
    }
}

/// The calls of one minute of told time, by who made them.
#[derive(Default)]
pub(super) struct Used {
    minute: i64,
    calls: HashMap<String, u64>,
}

impl Used {
    /// Whether there was room for one more, which is then taken.
    pub(super) fn take(&mut self, now: DateTime<Utc>, whose: &str, per_minute: u64) -> bool {
        let minute = now.timestamp().div_euclid(60);
        if self.minute != minute {
            self.minute = minute;
            self.calls.clear();
        }
        let calls = self.calls.entry(whose.to_owned()).or_default();
        let has_room = *calls < per_minute;
        *calls += u64::from(has_room);
        has_room
    }
}
