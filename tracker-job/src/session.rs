//! What an execution knows of its tracking, and the samples that it has taken and not yet written.

use anyhow::{Context, bail};
use chrono::{DateTime, Duration, Utc};
use domain::plan::Plan;
use domain::{Answer, Entry, Known, Pause, Rules, Schedule, TabState, Taken, Turns};
use sheets::{SheetsError, Tab, Written};

use crate::execution::Execution;
use crate::forgotten;
use crate::lost::{self, Lost};
use crate::memory::{self, CONFLICTS};
use crate::telling::Telling;
use crate::waiting::{self, Waiting};

/// Rows appear at the latest so long after their sample; written together they cost fewer calls.
const LONGEST_HELD: Duration = Duration::seconds(20);

/// Samples that only the log has.
const NOWHERE: &str = "samples are neither in the sheet nor on Drive";

/// One tracking in the hands of one execution.
pub(crate) struct Session<'a> {
    pub(crate) execution: &'a Execution,
    pub(crate) schedule: Schedule,
    tab: Look,
    /// Whether a person may have moved columns since the tab was read.
    is_stale: bool,
    queue: Vec<Taken>,
    /// Answers of the shop that the tab does not remember yet, where the shop is spared.
    answers: Vec<Answer>,
    /// The pause that the tab has remembered last, also where what else it remembers has to be read again.
    pause: Option<Pause>,
    /// Samples of earlier executions, from their log.
    brought: Vec<Taken>,
    /// This execution's own file of waiting samples.
    file: Option<String>,
    /// Whether the queue as it stands is in that file.
    is_kept: bool,
    /// Whether it is the turn of others to write.
    is_off_turn: bool,
    /// Whether Sheets was asked too much.
    is_out_of_quota: bool,
    /// The id of the CSV that is to be made, remembered with the next rows.
    csv: Option<String>,
    telling: Telling,
}

/// The tab as it was last read or written.
enum Look {
    /// It has to be read.
    Unknown,
    /// It was read and Sheets did not answer; the next attempt tells so without asking again.
    Failed(SheetsError),
    /// Nothing before the first row.
    Known(Option<Box<Tab>>),
}

impl<'a> Session<'a> {
    /// Knows nothing yet.
    pub(crate) fn new(execution: &'a Execution) -> Self {
        Self {
            execution,
            schedule: execution.tracking.schedule(),
            tab: Look::Unknown,
            is_stale: false,
            queue: Vec::new(),
            answers: Vec::new(),
            pause: None,
            brought: Vec::new(),
            file: None,
            is_kept: false,
            is_off_turn: false,
            is_out_of_quota: false,
            csv: None,
            telling: Telling::default(),
        }
    }

    /// Takes over what was read of the tab meanwhile.
    pub(crate) fn found(&mut self, tab: Result<Option<Tab>, SheetsError>) {
        self.tab = match tab {
            Ok(tab) => Look::Known(tab.map(Box::new)),
            Err(error) => Look::Failed(error),
        };
    }

    /// It is the turn of others: what is taken is kept on Drive.
    pub(crate) fn leave_the_turn(&mut self) {
        self.is_off_turn = true;
    }

    /// Whether it is the turn of others.
    pub(crate) fn is_off_turn(&self) -> bool {
        self.is_off_turn
    }

    /// Whether samples wait because Sheets was asked too much in this minute.
    pub(crate) fn is_out_of_quota(&self) -> bool {
        self.is_out_of_quota && self.is_kept()
    }

    /// A sample was taken.
    pub(crate) fn add(&mut self, taken: Taken) {
        self.queue.push(taken);
        self.is_kept = false;
    }

    /// The shop has answered; what it wants is remembered with the next write.
    pub(crate) fn answered(&mut self, answer: Answer) {
        self.answers.push(answer);
    }

    /// The pause that the shop wants, whether or not it is over.
    pub(crate) fn pause(&self) -> Option<Pause> {
        let remembered = self.tab().map_or(self.pause, |tab| tab.state.pause);
        self.answers.iter().fold(remembered, Pause::after)
    }

    /// The CSV gets this id unless the tab remembers one by then.
    pub(crate) fn choose_csv(&mut self, id: String) {
        self.csv = Some(id);
    }

    /// Whether the CSV has no id yet, as far as is known.
    pub(crate) fn lacks_csv(&self) -> bool {
        self.csv.is_none() && self.tab().is_some_and(|tab| tab.state.csv.is_none())
    }

    /// Samples of earlier executions are to get their rows.
    pub(crate) fn bring(&mut self, taken: Vec<Taken>) {
        self.brought = taken;
    }

    /// Whether samples have been held as long as they may be, or the next execution has to know that the shop refuses.
    pub(crate) fn must_write(&self, now: DateTime<Utc>) -> bool {
        let oldest = self.queue.first();
        oldest.is_some_and(|first| now - first.at >= LONGEST_HELD)
            || self.answers.iter().any(|answer| !answer.refusals.is_empty())
    }

    /// The tab, if it is known and there.
    pub(crate) fn tab(&self) -> Option<&Tab> {
        match &self.tab {
            Look::Known(tab) => tab.as_deref(),
            Look::Unknown | Look::Failed(_) => None,
        }
    }

    /// The execution has waited: before anything is written the tab is read anew, because rows are written by the places
    /// of columns and people move them.
    pub(crate) fn waited(&mut self) {
        self.is_stale = true;
    }

    /// The tab, read where it is not known as it is now.
    pub(crate) async fn read(&mut self) -> Result<Option<&mut Tab>, SheetsError> {
        let is_stale = std::mem::take(&mut self.is_stale);
        match std::mem::replace(&mut self.tab, Look::Unknown) {
            Look::Failed(error) => return Err(error),
            Look::Known(tab) if !is_stale => self.tab = Look::Known(tab),
            Look::Unknown | Look::Known(_) => {
                let tab = self.execution.sheets.find(&self.execution.tracking.id).await?;
                self.tab = Look::Known(tab.map(Box::new));
            }
        }
        match &mut self.tab {
            Look::Known(tab) => Ok(tab.as_deref_mut()),
            Look::Unknown | Look::Failed(_) => Ok(None),
        }
    }

    /// What the tab remembers.
    pub(crate) fn state(&self) -> TabState {
        self.tab().map(|tab| tab.state.clone()).unwrap_or_default()
    }

    /// What is to be done at an instant, as far as is known.
    pub(crate) fn plan(&self, now: DateTime<Utc>) -> Plan {
        if self.is_ended() {
            Plan::nothing()
        } else {
            Plan::at(&self.state(), &self.schedule, now)
        }
    }

    /// Whether `/stop` has ended the tracking that this execution's Scheduler job belongs to.
    pub(crate) fn is_ended(&self) -> bool {
        let ended = self.tab().and_then(|tab| tab.state.ended.as_deref());
        ended.is_some() && ended == self.execution.tracking.scheduler_job.as_deref()
    }

    /// Writes what was taken, and what waits on Drive where samples are missing. Where Sheets does not take it, it is kept
    /// on Drive; fails where neither does.
    pub(crate) async fn write_or_keep(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        if self.is_off_turn {
            match self.keep(None).await {
                Ok(()) => return Ok(()),
                // Then the sheet has to take them, turn or not.
                Err(error) => tracing::warn!(tracking = self.execution.tracking.id, "{error:#}"),
            }
        }
        let Err(error) = self.write(now, Rest::StaysOpen).await else {
            return Ok(());
        };
        self.is_out_of_quota = error.downcast_ref().is_some_and(SheetsError::is_out_of_quota);
        if self.queue.is_empty() {
            return Err(error).context("what is missing in the sheet was not brought");
        }
        self.keep(Some(error.context("the sheet did not take the samples")))
            .await
    }

    /// Keeps what was taken on Drive: because of a refusal, or until its turn.
    async fn keep(&mut self, refused: Option<anyhow::Error>) -> anyhow::Result<()> {
        if self.is_kept || self.queue.is_empty() {
            return Ok(());
        }
        if let Err(error) = waiting::keep(self.execution, &mut self.file, &self.queue).await {
            return Err(match refused {
                Some(refused) => error.context(format!("{refused:#}; Drive did not keep them either")),
                None => error.context("Drive did not keep the samples until their turn"),
            });
        }
        self.is_kept = true;
        let (tracking, samples) = (&self.execution.tracking.id, self.queue.len());
        match refused {
            Some(error) => {
                tracing::warn!(
                    tracking,
                    samples,
                    "kept on Drive until the sheet takes them: {error:#}"
                );
            }
            None => tracing::info!(tracking, samples, "kept on Drive until their turn"),
        }
        Ok(())
    }

    /// The execution ends with samples that nobody took: the log has them whole.
    pub(crate) fn log_lost(&self, error: &anyhow::Error) {
        if !self.queue.is_empty() && !self.is_kept {
            let lost = Lost::of(&self.execution.tracking, &self.queue);
            lost::log(&lost, NOWHERE, error);
        }
    }

    /// The tracking ends with samples that the sheet has not: where they wait on Drive, the log says only whose they are.
    pub(crate) fn log_left_over(&self, ended: DateTime<Utc>, error: &anyhow::Error) {
        let taken: &[Taken] = if self.is_kept { &[] } else { &self.queue };
        let what = if taken.is_empty() {
            "the tracking has ended, and samples may wait on Drive for their rows"
        } else {
            NOWHERE
        };
        lost::log(
            &Lost::of_ended(&self.execution.tracking, taken, ended),
            what,
            error,
        );
    }

    /// Whether samples are kept on Drive and nowhere else.
    pub(crate) fn is_kept(&self) -> bool {
        self.is_kept && !self.queue.is_empty()
    }

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
