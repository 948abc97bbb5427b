//! The buttons +1 h and "until then", where the shop has moved its end. An execution that runs carries the old deadline, so a moved deadline is a new Scheduler job; then the
//! old one goes.

use chrono::{DateTime, Duration, Utc};
use domain::reply::{self, Reply};
use domain::{LONGEST_DAYS, Tracking, next_job};
use scheduler::{Created, SchedulerError};

use super::HandleError;
use super::begin;
use super::named::{self, Meant};
use crate::bot::Bot;
use crate::failure;
use crate::patience::patiently;
use crate::trackings::Found;
use crate::who::Who;

const LATER: Duration = Duration::hours(1);

/// Where a deadline goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// An hour later.
    Hour,
    /// To the shop's end.
    ShopsEnd,
}

impl Move {
    /// None where the shop has not said, or its end has passed.
    fn deadline(self, found: &Found, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let own = found.tracking.deadline;
        match self {
            Self::Hour => Some(own + LATER),
            Self::ShopsEnd => found.note.shop_end.filter(|end| *end > now && *end != own),
        }
    }
}

/// Moves the deadline of a Scheduler job's tracking. A repeated press meets a job that is gone and changes nothing.
pub(super) async fn pressed(bot: &Bot, who: &Who, job: &str, to: Move) -> Result<(), HandleError> {
    let meant = named::of_job(bot, who, job, reply::moved_already(who.language)).await;
    let found = match named::changeable(bot, who, meant).await? {
        Meant::Say(reply) => return Ok(bot.tell(who, &reply).await?),
        Meant::These(found) => found,
    };
    let now = bot.clock.now().await?;
    for one in &found {
        match reply_after_move(bot, who, one, (to, now)).await {
            Ok(card) => bot.replace(who.chat, who.message, &card).await.map(drop)?,
            Err(reply) => bot.tell(who, &reply).await?,
        }
    }
    Ok(())
}

/// The card as it is afterwards, or what is said below it.
async fn reply_after_move(
    bot: &Bot,
    who: &Who,
    found: &Found,
    (to, now): (Move, DateTime<Utc>),
) -> Result<Reply, Reply> {
    let deadline = to.deadline(found, now).filter(|_| found.tracking.deadline > now);
    let Some(deadline) = deadline else {
        return Err(reply::moved_already(who.language));
    };
    if deadline - now > Duration::days(LONGEST_DAYS) {
        return Err(reply::later_too_far(who.language));
    }
    let later = Tracking {
        deadline,
        scheduler_job: Some(next_job(found.job_id())),
        ..found.tracking.clone()
    };
    match replace_job(bot, found, &later, now).await {
        Ok(true) => {
            let mut listed = found.clone().listed();
            listed.tracking = later;
            Ok(reply::card(&listed, bot.view_at(now)))
        }
        Ok(false) => Err(reply::moved_already(who.language)),
        Err(error) => {
            failure::log(
                &error,
                Some(&found.tracking.id),
                "the deadline could not be moved",
            );
            Err(failure::not_moved(who.language, &error))
        }
    }
}

/// False where the new job was there and has gone since: somebody else moved on.
async fn replace_job(
    bot: &Bot,
    found: &Found,
    later: &Tracking,
    now: DateTime<Utc>,
) -> Result<bool, SchedulerError> {
    let mut note = found.note.clone();
    note.hear(now);
    let spec = begin::job_spec(bot, later, &note, None, now);
    let created = patiently(bot.scheduler.create(&spec)).await?;
    if created == Created::AlreadyExists && patiently(bot.scheduler.get(&spec.id)).await?.is_none() {
        return Ok(false);
    }
    if found.is_paused() {
        patiently(bot.scheduler.pause(&spec.id)).await?;
    }
    patiently(bot.scheduler.delete(found.job_id())).await?;
    tracing::info!(tracking = later.id, deadline = %later.deadline, "the deadline was moved");
    Ok(true)
}
