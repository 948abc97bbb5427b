//! A button below `/stop`.

use domain::reply;
use scheduler::SchedulerError;
use telegram::Press;

use super::{HandleError, ending};
use crate::bot::Bot;
use crate::failure;
use crate::patience::patiently;
use crate::trackings::Found;

/// Stops the tracking of a Scheduler job. One of another chat is, for this chat, not there.
pub(super) async fn handle(bot: &Bot, press: &Press, job: &str) -> Result<(), HandleError> {
    let reply = match patiently(bot.scheduler.get(job)).await {
        Ok(None) => reply::already_stopped(),
        Ok(Some(job)) => match Found::read(job) {
            None => failure::unreadable(),
            Some(found) if !found.is_in(press.chat) => reply::already_stopped(),
            Some(found) => ending::stop(bot, &found).await,
        },
        Err(error) => return unread(bot, press, job, &error).await,
    };
    Ok(bot.replace(press, &reply).await?)
}

/// A message of its own: the buttons have to stay.
async fn unread(bot: &Bot, press: &Press, job: &str, error: &SchedulerError) -> Result<(), HandleError> {
    tracing::error!(
        scheduler_job = job,
        error = error as &(dyn std::error::Error + 'static),
        "a job could not be read"
    );
    Ok(bot.say(press.chat, &failure::not_read(error)).await?)
}
