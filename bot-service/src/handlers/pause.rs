//! The buttons Pause and Resume, and chats that take no messages any more: their trackings are paused.

use domain::reply;
use scheduler::SchedulerError;

use super::HandleError;
use super::named::{self, Meant};
use crate::bot::Bot;
use crate::patience::patiently;
use crate::trackings::{self, Found};
use crate::who::Who;
use crate::{failure, note};

/// Pauses the tracking of a Scheduler job, or lets it go on.
pub(super) async fn pressed(bot: &Bot, who: &Who, job: &str, pause: bool) -> Result<(), HandleError> {
    let meant = named::of_job(bot, who, job, reply::moved_already(who.language)).await;
    let found = match named::changeable(bot, who, meant).await? {
        Meant::Say(reply) => return Ok(bot.tell(who, &reply).await?),
        Meant::These(found) => found,
    };
    let view = bot.view().await?;
    for mut one in found {
        if let Err(error) = switch(bot, &one, pause).await {
            failure::log(
                &error,
                Some(&one.tracking.id),
                "the job could not be paused or resumed",
            );
            return Ok(bot.tell(who, &failure::not_changed(who.language, &error)).await?);
        }
        if !pause {
            // What was not read meanwhile is no silence.
            one.note.hear(view.now);
            note::keep(bot, &one).await;
        }
        let card = reply::card(&one.listed_as(!pause, view.now), view);
        bot.replace(who.chat, who.message, &card).await?;
    }
    Ok(())
}

/// Pauses everything that is tracked in a chat which takes no messages.
pub(crate) async fn pause_all(bot: &Bot, chat: i64) {
    let found = match trackings::in_chat(&bot.scheduler, chat).await {
        Ok(found) => found,
        Err(error) => return failure::log(&error, None, "the chat's trackings could not be paused"),
    };
    for one in found.iter().filter(|one| !one.is_paused()) {
        match switch(bot, one, true).await {
            Ok(()) => tracing::info!(
                tracking = one.tracking.id,
                chat,
                "paused, since the chat takes nothing"
            ),
            Err(error) => failure::log(&error, Some(&one.tracking.id), "the tracking could not be paused"),
        }
    }
}

/// A group goes on under another id, and its trackings with it.
pub(super) async fn follow(bot: &Bot, from: i64, to: i64) {
    tracing::warn!(
        from,
        to,
        "a group has a new chat id: ALLOWED_CHAT_IDS has to name it"
    );
    let found = match trackings::in_chat(&bot.scheduler, from).await {
        Ok(found) => found,
        Err(error) => return failure::log(&error, None, "the group's trackings could not follow it"),
    };
    let chat = [("CHAT_ID", Some(to.to_string()))];
    for one in &found {
        if let Err(error) = one.set(&bot.scheduler, &chat).await {
            failure::log(
                &error,
                Some(&one.tracking.id),
                "the tracking could not follow its group",
            );
        }
    }
}

async fn switch(bot: &Bot, found: &Found, pause: bool) -> Result<(), SchedulerError> {
    let switched = if pause {
        patiently(bot.scheduler.pause(found.job_id())).await
    } else {
        patiently(bot.scheduler.resume(found.job_id())).await
    };
    switched.map(drop)
}
