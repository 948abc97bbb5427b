//! The tracking's tab as this execution knows it.

use domain::plan::Plan;
use domain::{Row, Schedule, TabState};
use sheets::{SheetsError, Tab, Written};

use crate::execution::Execution;

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

    /// Reads it again after a conflict. The same revision as before means that nobody wrote: the guard itself is gone.
    pub(crate) async fn find_again(&mut self, execution: &Execution) -> Result<(), SheetsError> {
        let before = self.tab.take().map(|tab| tab.state.revision);
        *self = Self::find(execution).await?;
        if let Some(tab) = &mut self.tab {
            tab.unguarded = before == Some(tab.state.revision);
        }
        Ok(())
    }

    /// Writes rows and memory, and knows them from then on.
    pub(crate) async fn write(
        &mut self,
        execution: &Execution,
        plan: &Plan,
        rows: &[Row],
        state: TabState,
    ) -> Result<Written, SheetsError> {
        let (tracking, sheets) = (&execution.tracking, &execution.sheets);
        let written = match (&self.tab, rows) {
            (None, _) => {
                sheets
                    .create(&tracking.id, &tracking.title(), rows, &state)
                    .await?
            }
            (Some(tab), [row]) if plan.replaces_gap => sheets.replace_gap(tab, row, &state).await?,
            (Some(tab), _) => sheets.append(tab, rows, &state).await?,
        };
        if written == Written::Stored {
            self.remember(execution, plan, state).await?;
        }
        Ok(written)
    }

    /// What it remembers.
    pub(crate) fn state(&self) -> TabState {
        self.tab.as_ref().map(|tab| tab.state.clone()).unwrap_or_default()
    }

    /// What is to be done about it at an instant.
    pub(crate) fn plan(
        &self,
        execution: &Execution,
        schedule: &Schedule,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Plan {
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

    /// The tab itself.
    pub(crate) fn into_tab(self) -> Option<Tab> {
        self.tab
    }

    /// A known tab needs no reading after a write of one's own. A new one does, but most first ticks end right there.
    async fn remember(
        &mut self,
        execution: &Execution,
        plan: &Plan,
        state: TabState,
    ) -> Result<(), SheetsError> {
        match self.tab.take() {
            Some(tab) => self.tab = Some(tab.remembering(state)),
            None if plan.over
                || execution
                    .tracking
                    .schedule()
                    .below_a_minute(state.last.unwrap_or_default()) =>
            {
                *self = Self::find(execution).await?;
            }
            None => {}
        }
        Ok(())
    }
}
