//! What an execution knows of its tracking, and the samples that it has taken and not yet written.

mod keep;
mod write;

use chrono::{DateTime, Duration, Utc};
use domain::plan::Plan;
use domain::{Answer, Pause, Schedule, ShopTimes, TabState, Taken};
use sheets::{SheetsError, Tab};

use crate::execution::Execution;
use crate::telling::Telling;

pub(crate) use write::Rest;

/// Rows appear at the latest so long after their sample; written together they cost fewer calls.
const LONGEST_HELD: Duration = Duration::seconds(20);

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
    /// When the shop says that the event begins and ends, as long as the tab does not remember it.
    listed: Option<ShopTimes>,
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
            listed: None,
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

    /// The tracking's turn has come.
    pub(crate) fn take_the_turn(&mut self) {
        self.is_off_turn = false;
        self.waited();
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

    /// The shop's list was looked up; what it says is remembered with the next rows.
    pub(crate) fn listed(&mut self, shop: ShopTimes) {
        self.listed = Some(shop);
    }

    /// When the shop says that the event begins and ends, as it was last looked up.
    pub(crate) fn shop(&self) -> Option<ShopTimes> {
        self.listed.or_else(|| self.tab().and_then(|tab| tab.state.shop))
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
}
