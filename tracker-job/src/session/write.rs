//! Rows and memory in one write, and what is told with it.

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use domain::{Entry, Known, Rules, TabState, Taken, Turns};
use sheets::{SheetsError, Written};

use super::{Look, Session};
use crate::forgotten;
use crate::lost::{self, Lost};
use crate::memory::{self, CONFLICTS};
use crate::telling::Telling;
use crate::waiting::Waiting;

/// What becomes of samples that nobody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Somebody may still bring them.
    StaysOpen,
    /// The tracking ends: what is not on Drive either gets its gap row.
    IsSettled,
    /// The same, also where Drive does not say what it has.
    IsGivenUp,
}

impl Session<'_> {
    /// Writes rows and memory, and says how many rows. Whoever loses a race reads again and settles anew: then the rows
    /// are there already.
    pub(crate) async fn write(&mut self, now: DateTime<Utc>, rest: Rest) -> anyhow::Result<usize> {
        let mut waiting: Option<(Waiting, Known)> = None;
        for _ in 0..CONFLICTS {
            self.read().await?;
            if self.is_ended() && rest == Rest::StaysOpen {
                self.queue.clear();
                return Ok(0);
            }
            if waiting.is_none() {
                waiting = Some(self.ask_drive(now, rest).await?);
            }
            let (waiting, known) = waiting.get_or_insert_with(|| (Waiting::default(), Known::Nothing));
            let old = [waiting.taken.as_slice(), &self.brought].concat();
            self.open_forgotten(&old).await?;
            match self.settle(now, &old, *known, rest).await? {
                Some(rows) => {
                    self.queue.clear();
                    self.answers.clear();
                    self.brought.clear();
                    waiting.add_own(self.file.take());
                    waiting.discard(self.execution).await;
                    return Ok(rows);
                }
                None => self.read_again().await?,
            }
        }
        bail!("the tab changed {CONFLICTS} times while rows were being written")
    }

    /// The tab forgets what was published. Failing that it is told again, under the same id. In a crowd, where Sheets has no
    /// room for a write of its own, it forgets with the next rows, and the chat's bot knows the id.
    pub(crate) async fn confirm_told(&mut self) {
        if self.execution.tracking.turns != Turns::EACH_MINUTE {
            return;
        }
        if !self.tab().is_none_or(|tab| self.telling.is_known_to(&tab.state)) {
            return;
        }
        if let Err(error) = self.forget_told().await {
            tracing::warn!(
                tracking = self.execution.tracking.id,
                "what was told is told again: {error:#}"
            );
        }
    }

    async fn forget_told(&mut self) -> anyhow::Result<()> {
        if self.telling.is_empty() {
            return Ok(());
        }
        self.read().await?;
        let (execution, telling) = (self.execution, &self.telling);
        let Look::Known(Some(tab)) = &mut self.tab else {
            return Ok(());
        };
        if telling.is_known_to(&tab.state) {
            memory::change(execution, tab, |state| telling.take_off(state)).await?;
        }
        Ok(())
    }

    async fn open_forgotten(&mut self, old: &[Taken]) -> Result<(), SheetsError> {
        match &mut self.tab {
            Look::Known(Some(tab)) => forgotten::open(self.execution, tab, old).await,
            Look::Known(None) | Look::Unknown | Look::Failed(_) => Ok(()),
        }
    }

    /// What waits on Drive, asked for only where samples are missing. That Drive does not answer keeps no row back.
    async fn ask_drive(&self, now: DateTime<Utc>, rest: Rest) -> anyhow::Result<(Waiting, Known)> {
        let is_last = rest != Rest::StaysOpen;
        // In a crowd the first samples may have been taken before there was a tab.
        let may_be_first = self.tab().is_none() && self.execution.tracking.turns != Turns::EACH_MINUTE;
        if !is_last && !may_be_first && !self.plan(now).asks_drive {
            return Ok((Waiting::default(), Known::Nothing));
        }
        match Waiting::read(self.execution).await {
            Ok(waiting) if is_last => Ok((waiting, Known::AllForGood)),
            Ok(waiting) => Ok((waiting, Known::All)),
            Err(error) if rest == Rest::IsGivenUp => {
                let error = anyhow::Error::from(error);
                let lost = Lost::of_ended(&self.execution.tracking, &[], now);
                lost::log(&lost, "samples may still wait on Drive", &error);
                Ok((Waiting::default(), Known::AllForGood))
            }
            Err(error) if is_last => Err(error).context("what waits on Drive was not read"),
            Err(error) => {
                tracing::warn!(
                    tracking = self.execution.tracking.id,
                    error = &error as &dyn std::error::Error,
                    "what waits on Drive was not read and is looked for again"
                );
                Ok((Waiting::default(), Known::Nothing))
            }
        }
    }

    /// How many rows were written; none where somebody else was faster.
    async fn settle(
        &mut self,
        now: DateTime<Utc>,
        old: &[Taken],
        known: Known,
        rest: Rest,
    ) -> anyhow::Result<Option<usize>> {
        let known_so_far = self.state();
        let mut before = TabState {
            pause: self.pause(),
            shop: self.shop(),
            ..known_so_far.clone()
        };
        self.telling.publish_left(self.execution, &before, now).await;
        self.telling.take_off(&mut before);
        let rules = Rules {
            schedule: &self.schedule,
            zone: self.execution.tracking.zone,
            counting: self.execution.counting(),
        };
        let taken = [old, &self.queue].concat();
        let mut entry = Entry::settle(&before, rules, now, &taken, known);
        entry.state.csv = entry.state.csv.or_else(|| self.csv.clone());
        if !entry.changes(&known_so_far) {
            return Ok(Some(0));
        }
        let news = Telling::hear(self.execution, &before, &mut entry, now);
        if self.store(&entry).await? == Written::Conflict {
            return Ok(None);
        }
        self.log_stored(&entry);
        let rows = entry.rows.len() + entry.replaced.len();
        let is_last = rest != Rest::StaysOpen;
        self.remember(entry.state.clone());
        self.telling
            .publish(self.execution, &entry.state, news, now, is_last)
            .await;
        Ok(Some(rows))
    }

    async fn store(&self, entry: &Entry) -> Result<Written, SheetsError> {
        let (tracking, sheets) = (&self.execution.tracking, &self.execution.sheets);
        match self.tab() {
            Some(tab) => sheets.write(tab, entry).await,
            None => {
                let title = tracking.title();
                sheets
                    .create(&tracking.id, &title, &entry.rows, &entry.state)
                    .await
            }
        }
    }

    /// A tab that was there is known from now on; one that was created or has got further columns is not, and most such
    /// ticks need no more of it.
    fn remember(&mut self, state: TabState) {
        self.pause = state.pause;
        self.tab = match std::mem::replace(&mut self.tab, Look::Unknown) {
            Look::Known(Some(tab)) if tab.columns_added_by(&state).is_empty() => {
                Look::Known(Some(Box::new(tab.remembering(state))))
            }
            _ => Look::Unknown,
        };
    }

    async fn read_again(&mut self) -> Result<(), SheetsError> {
        let known = self.tab().map(|tab| tab.state.revision);
        let tab = match known {
            Some(revision) => memory::read_again(self.execution, revision).await?,
            None => self.execution.sheets.find(&self.execution.tracking.id).await?,
        };
        self.tab = Look::Known(tab.map(Box::new));
        Ok(())
    }

    fn log_stored(&self, entry: &Entry) {
        let last = entry.samples.last();
        let (sample, status) = (
            last.map(|last| last.at.to_rfc3339()),
            last.map_or("", |last| last.status.as_str()),
        );
        tracing::info!(
            tracking = self.execution.tracking.id,
            sample,
            status,
            rows = entry.rows.len(),
            replaced = entry.replaced.len(),
            "stored"
        );
    }
}
