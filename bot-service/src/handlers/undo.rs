//! The button Undo below what `/stop` has stopped: it goes on, in the same tab. The commands in the message say what it
//! was, the mark behind each which tracking.

use chrono::{DateTime, Duration, Utc};
use domain::command::{self, Command};
use domain::reply::{self, Listed, Reply};
use domain::{Note, Tracking, marked_job, next_job, tracking_of_job};
use scheduler::SchedulerError;
use telegram::Press;

use super::begin::{self, Begun};
use super::{HandleError, track};
use crate::bot::Bot;
use crate::crowd::Crowd;
use crate::who::Who;
use crate::{failure, rights, watch};

/// So long after `/stop` it can be undone.
const PATIENCE: Duration = Duration::minutes(10);

/// Lets everything in the message go on, each as whoever began it. What is to be said above the chat is given back.
pub(super) async fn handle(bot: &Bot, who: &Who, press: &Press) -> Result<Option<Reply>, HandleError> {
    let now = bot.clock.now().await?;
    let trackings: Vec<Tracking> = press
        .codes
        .iter()
        .filter_map(|code| tracking_in(bot, who, code, now))
        .collect();
    let told = DateTime::from_timestamp(press.message_at, 0);
    let is_late = told.is_none_or(|told| now - told > PATIENCE);
    if is_late || trackings.is_empty() {
        return Ok(Some(reply::undo_late(who.language)));
    }
    for tracking in &trackings {
        if !rights::may_change(bot, who, tracking).await? {
            bot.tell(who, &reply::no_rights(who.language)).await?;
            return Ok(None);
        }
    }
    match go_on_all(bot, trackings, now).await {
        Ok(listed) => {
            let undone = if listed.is_empty() {
                reply::already_stopped(who.language)
            } else {
                reply::undone(who.language, &listed, bot.view_at(now))
            };
            bot.replace(press.chat, press.message_id, &undone).await?;
            watch::ensure(bot).await;
        }
        Err(error) => {
            failure::log(&error, None, "what was stopped could not go on");
            bot.tell(who, &failure::not_started(who.language, &error)).await?;
        }
    }
    Ok(None)
}

async fn go_on_all(
    bot: &Bot,
    trackings: Vec<Tracking>,
    now: DateTime<Utc>,
) -> Result<Vec<Listed>, SchedulerError> {
    let mut listed = Vec::new();
    for mut tracking in trackings {
        let crowd = Crowd::with_one_more(&bot.scheduler, &tracking).await;
        tracking.turns = crowd.turns();
        let note = Note::begun(now);
        match begin::begin(bot, &crowd, &tracking, &note, None, now).await? {
            Begun::Exists { .. } => listed.push(begin::listed(tracking, note, now)),
            Begun::GoesOn(found) => listed.push(found.listed()),
            Begun::Gone => {}
        }
        crowd.tell(&bot.scheduler).await;
    }
    Ok(listed)
}

/// The tracking of a command with its mark, under its next Scheduler job: the last one may still be ending.
fn tracking_in(bot: &Bot, who: &Who, code: &str, now: DateTime<Utc>) -> Option<Tracking> {
    let (command, mark) = code.rsplit_once(" #")?;
    let (mark, owner) = match mark.split_once('.') {
        Some((mark, owner)) => (mark, Some(owner.parse().ok()?)),
        None => (mark, who.person),
    };
    let Command::Track(arguments) = command::parse(command)?.command else {
        return None;
    };
    let (draft, wrong) = track::understand(bot, &arguments, now);
    let request = draft.request().filter(|_| wrong.is_none())?;
    let job = marked_job(request.platform.as_str(), request.event.as_str(), mark)?;
    Some(Tracking {
        id: tracking_of_job(&job).to_owned(),
        scheduler_job: Some(next_job(&job)),
        owner,
        ..begin::tracking_of(bot, who, 0, &request)
    })
}
