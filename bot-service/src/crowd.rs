//! Many trackings: how often each may write its rows stands in the bodies of their Scheduler jobs.

use domain::{Tracking, Turns, scheduler_job};
use futures_util::{StreamExt, TryStreamExt, stream};
use scheduler::{Job, Scheduler, SchedulerError};

use crate::failure;
use crate::patience::patiently;
use crate::trackings::Found;

/// So many jobs are told at once.
const AT_ONCE: usize = 8;

/// All trackings, those of other chats as well.
pub(crate) struct Crowd {
    turns: Turns,
    /// The tracking itself, where it has a job already.
    itself: Option<Found>,
    /// How many others the same chat has.
    in_chat: usize,
    /// Those whose turns will not do.
    others: Vec<Job>,
}

impl Crowd {
    /// The crowd once a tracking has joined it. Where Cloud Scheduler does not tell, nobody takes turns: rows come late
    /// then, and none is lost.
    pub(crate) async fn with_one_more(scheduler: &Scheduler, tracking: &Tracking) -> Self {
        match patiently(scheduler.list()).await {
            Ok(jobs) => Self::of(jobs, tracking),
            Err(error) => {
                failure::log(
                    &error,
                    Some(&tracking.id),
                    "how many trackings there are is not known",
                );
                Self {
                    turns: Turns::EACH_MINUTE,
                    itself: None,
                    in_chat: 0,
                    others: Vec::new(),
                }
            }
        }
    }

    fn of(jobs: Vec<Job>, tracking: &Tracking) -> Self {
        let found = jobs.into_iter().filter_map(Found::read);
        let (itself, others): (Vec<_>, Vec<_>) = found.partition(|found| found.tracking.id == tracking.id);
        let in_chat = others
            .iter()
            .filter(|found| found.tracking.chat_id == tracking.chat_id)
            .count();
        let turns = Turns::among(others.len() + 1);
        Self {
            turns,
            // Of two, while a deadline is being moved, the last.
            itself: itself.into_iter().max_by_key(|found| found.tracking.deadline),
            in_chat,
            others: others
                .into_iter()
                .filter(|found| !found.tracking.turns.will_do(turns))
                .map(Found::into_job)
                .collect(),
        }
    }

    /// How many trackings the same chat has beside this one.
    pub(crate) fn in_chat(&self) -> usize {
        self.in_chat
    }

    /// The tracking itself, where it has a job already.
    pub(crate) fn itself(&self) -> Option<&Found> {
        self.itself.as_ref()
    }

    /// What everyone needs.
    pub(crate) fn turns(&self) -> Turns {
        self.turns
    }

    /// Tells the others. Who is not told now is told when the next tracking starts.
    pub(crate) async fn tell(self, scheduler: &Scheduler) {
        let jobs = stream::iter(self.others).map(Ok);
        let told = jobs.try_for_each_concurrent(AT_ONCE, |job| tell(scheduler.clone(), job, self.turns));
        if let Err(error) = patiently(told).await {
            failure::log(&error, None, "not every tracking knows its turns");
        }
    }
}

async fn tell(scheduler: Scheduler, job: Job, turns: Turns) -> Result<(), SchedulerError> {
    // Its body has been read as a tracking's.
    let Ok(body) = scheduler_job::with_turns(&job.body, turns) else {
        return Ok(());
    };
    scheduler.update_body(&job.id, body.to_string().as_bytes()).await
}
