//! The tracking's tab as this execution knows it.

use chrono::{DateTime, Utc};
use domain::plan::Plan;
use domain::{Entry, Schedule, TabState};
use sheets::{SheetsError, Tab, Written};

use crate::execution::Execution;
use crate::memory;

/// The tab as it was last read or written; nothing before its first row.
pub(crate) struct KnownTab {
    tab: Option<Tab>,
}

impl KnownTab {
    /// Reads it.
    pub(crate) async fn find(execution: &Execution) -> Result<Self, SheetsError> {
        let tab = execution.sheets.find(&execution.tracking.id).await?;
        Ok(Self { tab })
    }

    /// Reads it again after a conflict.
    pub(crate) async fn find_again(&mut self, execution: &Execution) -> Result<(), SheetsError> {
        self.tab = match &self.tab {
            Some(tab) => memory::read_again(execution, tab.state.revision).await?,
            None => execution.sheets.find(&execution.tracking.id).await?,
        };
        Ok(())
    }

    /// Writes rows and memory. A tab that was there is known from then on; one that was created or has got further
    /// columns is not, and most such ticks need no more of it.
    pub(crate) async fn write(
        &mut self,
        execution: &Execution,
        plan: &Plan,
        entry: Entry,
    ) -> Result<Written, SheetsError> {
        let (tracking, sheets) = (&execution.tracking, &execution.sheets);
        let Entry { rows, state, .. } = entry;
        let written = match (&self.tab, rows.as_slice()) {
            (None, rows) => {
                sheets
                    .create(&tracking.id, &tracking.title(), rows, &state)
                    .await?
            }
            (Some(tab), [row]) if plan.replaces_gap => sheets.replace_gap(tab, row, &state).await?,
            (Some(tab), rows) => sheets.append(tab, rows, &state).await?,
        };
        if written == Written::Stored {
            let known = self.tab.take();
            self.tab = known
                .filter(|tab| tab.columns_added_by(&state).is_empty())
                .map(|tab| tab.remembering(state));
        }
        Ok(written)
    }

    /// The tab, read where it is not known yet.
    pub(crate) async fn known(&mut self, execution: &Execution) -> Result<Option<&mut Tab>, SheetsError> {
        if self.tab.is_none() {
            *self = Self::find(execution).await?;
        }
        Ok(self.tab.as_mut())
    }

    /// What it remembers.
    pub(crate) fn state(&self) -> TabState {
        self.tab.as_ref().map(|tab| tab.state.clone()).unwrap_or_default()
    }

    /// What is to be done about it at an instant.
    pub(crate) fn plan(&self, execution: &Execution, schedule: &Schedule, now: DateTime<Utc>) -> Plan {
        if self.is_ended(execution) {
            Plan::nothing()
        } else {
            Plan::at(&self.state(), schedule, now)
        }
    }

    /// Whether `/stop` has ended the tracking that this execution's Scheduler job belongs to.
    pub(crate) fn is_ended(&self, execution: &Execution) -> bool {
        let ended = self.tab.as_ref().and_then(|tab| tab.state.ended.as_deref());
        ended.is_some() && ended == execution.tracking.scheduler_job.as_deref()
    }
}
