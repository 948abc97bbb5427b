//! `/stop`, `/stop NAME` and `/stop all`, and the button.

use domain::reply::{self, Reply};
use domain::{Tracking, scheduler_job};
use scheduler::SchedulerError;

use super::HandleError;
use super::named::{self, Meant};
use crate::bot::Bot;
use crate::failure;
use crate::patience::patiently;
use crate::trackings::Found;
use crate::who::Who;

/// Stops the tracking of a name or all of them, or offers those of the chat as buttons.
pub(super) async fn handle(bot: &Bot, who: &Who, name: &str) -> Result<(), HandleError> {
    let meant = match named::in_chat(bot, who).await {
        Meant::These(found) if !name.eq_ignore_ascii_case("all") => named::choose(who, "stop", name, found),
        meant => meant,
    };
    let replies = match named::changeable(bot, who, meant).await? {
        Meant::Say(reply) => vec![reply],
        Meant::These(found) => stop_all(bot, who, &found).await,
    };
    for reply in replies {
        bot.tell(who, &reply).await?;
    }
    Ok(())
}

/// Stops the tracking of a Scheduler job. What is to be said above the chat is given back: that it was stopped before must
/// not replace the message, which may have its Undo.
pub(super) async fn pressed(bot: &Bot, who: &Who, job: &str) -> Result<Option<Reply>, HandleError> {
    let meant = named::of_job(bot, who, job, reply::already_stopped(who.language)).await;
    match named::changeable(bot, who, meant).await? {
        Meant::Say(reply) if reply == reply::already_stopped(who.language) => return Ok(Some(reply)),
        // A message of its own: the buttons have to stay.
        Meant::Say(reply) => bot.tell(who, &reply).await?,
        Meant::These(found) => {
            for reply in stop_all(bot, who, &found).await {
                bot.replace(who.chat, who.message, &reply).await?;
            }
        }
    }
    Ok(None)
}

async fn stop_all(bot: &Bot, who: &Who, found: &[Found]) -> Vec<Reply> {
    let mut stopped: Vec<Tracking> = Vec::new();
    let mut has_backups = true;
    for one in found {
        match stop(bot, one).await {
            Ok(backup) => {
                has_backups &= backup;
                stopped.push(one.tracking.clone());
            }
            Err(error) => {
                let tracking = Some(one.tracking.id.as_str());
                failure::log(&error, tracking, "the Scheduler job could not be deleted");
                if stopped.is_empty() {
                    return vec![failure::not_stopped(who.language, &error)];
                }
                // What is stopped is told with its Undo; the rest is still in the list.
                break;
            }
        }
    }
    reply::stopped(who.language, &stopped, has_backups)
}

/// Asks for the last CSV and deletes the Scheduler job, in this order: after a kill between the two the job is still
/// there, and the same update does the rest. Two last CSVs are one. Tells whether the last CSV was asked for.
async fn stop(bot: &Bot, found: &Found) -> Result<bool, SchedulerError> {
    let backup = ask_for_end(bot, found).await;
    let was_there = patiently(bot.scheduler.delete(found.job_id())).await?;
    tracing::info!(tracking = found.tracking.id, was_there, backup, "stopped");
    Ok(backup)
}

/// Starts the execution that ends the tracking; that it cannot be started keeps nothing alive.
async fn ask_for_end(bot: &Bot, found: &Found) -> bool {
    let body = scheduler_job::run_request(&found.tracking, &[("ACTION", "end")]);
    match patiently(bot.runs.run(&body)).await {
        Ok(()) => true,
        Err(error) => {
            failure::log(
                &error,
                Some(&found.tracking.id),
                "the last backup could not be asked for",
            );
            false
        }
    }
}
