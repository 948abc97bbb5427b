//! Trackings of which nothing is heard, and those that nobody ended. One Scheduler job wakes the bot every few minutes as
//! long as anything is tracked; it publishes to the topic of the events, whose pushes the bot knows how to verify.

use chrono::{DateTime, Duration, Utc};
use domain::reply;
use scheduler::{JobSpec, SchedulerError, Target};
use telegram::TelegramError;

use crate::bot::Bot;
use crate::patience::patiently;
use crate::trackings::{self, Found};
use crate::{failure, note};

/// The id of the job; not one of a tracking's.
const JOB: &str = "signchronicle-watch";
/// What it publishes.
const MESSAGE: &str = r#"{"kind":"watch"}"#;
/// How often it does.
const SCHEDULE: &str = "*/3 * * * *";
/// The tracker reports at least so often, or with each sample of a longer interval.
const REPORTS: Duration = Duration::minutes(5);
/// An execution may start late, wait for a slow page and be delivered late.
const GRACE: Duration = Duration::minutes(6);

/// Sees to it that the job is there. Where that fails the next start of a tracking tries again.
pub(crate) async fn ensure(bot: &Bot) {
    let Some(topic) = bot.events_topic.as_ref().filter(|_| bot.hears_events()) else {
        return;
    };
    let spec = JobSpec {
        id: JOB.to_owned(),
        description:
            "Wakes the bot to notice trackings of which nothing is heard; gone while nothing is tracked"
                .to_owned(),
        schedule: SCHEDULE.to_owned(),
        time_zone: bot.zone.name().to_owned(),
        target: Target::PubSub {
            topic: topic.to_string(),
            data: MESSAGE.as_bytes().to_vec(),
        },
    };
    if let Err(error) = patiently(bot.scheduler.create(&spec)).await {
        failure::log(&error, None, "nobody watches for silent trackings");
    }
}

/// Looks at everything that is tracked. Once nothing is, the job goes.
pub(crate) async fn look(bot: &Bot) -> Result<(), TelegramError> {
    let found = match trackings::all(&bot.scheduler).await {
        Ok(found) => found,
        Err(error) => {
            failure::log(&error, None, "the trackings could not be looked at");
            return Ok(());
        }
    };
    if found.is_empty() {
        rest(bot).await;
        return Ok(());
    }
    let Ok(now) = bot.clock.now().await else {
        return Ok(());
    };
    for one in found {
        if one.is_overdue(now) {
            end(bot, &one).await?;
        } else if is_silent(&one, now) {
            tell_silence(bot, one, now).await?;
        }
    }
    Ok(())
}

/// Ends a tracking whose deadline is long past, and says so: nobody else did.
pub(crate) async fn end(bot: &Bot, found: &Found) -> Result<(), TelegramError> {
    if let Err(error) = patiently(bot.scheduler.delete(found.job_id())).await {
        failure::log(
            &error,
            Some(&found.tracking.id),
            "an overdue tracking could not be ended",
        );
        return Ok(());
    }
    tracing::warn!(tracking = found.tracking.id, "overdue, ended by the bot");
    if let Some(chat) = found.tracking.chat_id {
        bot.say(chat, None, &reply::overdue(&found.tracking)).await?;
    }
    Ok(())
}

async fn tell_silence(bot: &Bot, mut found: Found, now: DateTime<Utc>) -> Result<(), TelegramError> {
    let (Some(chat), Some(heard)) = (found.tracking.chat_id, found.note.heard) else {
        return Ok(());
    };
    tracing::error!(tracking = found.tracking.id, since = %heard, "nothing is heard of the tracking");
    bot.say(chat, None, &reply::silent(&found.tracking, heard, now))
        .await?;
    found.note.is_silent = true;
    note::keep(bot, &found).await;
    Ok(())
}

/// Whether a report is missing that was due.
fn is_silent(found: &Found, now: DateTime<Utc>) -> bool {
    let Some(heard) = found
        .note
        .heard
        .filter(|_| !found.is_paused() && !found.note.is_silent)
    else {
        return false;
    };
    let schedule = found.tracking.schedule();
    let expected = schedule.next(heard + REPORTS - Duration::minutes(1));
    expected.is_some_and(|expected| now > expected + GRACE)
}

/// Nothing is tracked: the job goes. A tracking that began at the same moment found it still there and made none.
async fn rest(bot: &Bot) {
    let gone = patiently(bot.scheduler.delete(JOB)).await;
    let left: Result<Vec<Found>, SchedulerError> = match gone {
        Ok(_) => trackings::all(&bot.scheduler).await,
        Err(error) => Err(error),
    };
    match left {
        Ok(left) if left.is_empty() => tracing::info!("nothing is tracked, the watch rests"),
        Ok(_) => ensure(bot).await,
        Err(error) => failure::log(&error, None, "the watch could not rest"),
    }
}
