//! The button Start: the question in the message becomes a Scheduler job.

use chrono::{DateTime, Utc};
use domain::command::TrackRequest;
use domain::{Tracking, Turns, reply, scheduler_job, tracking_id};
use scheduler::{Created, JobSpec, SchedulerError, Target};
use telegram::Press;

use super::{HandleError, track};
use crate::bot::Bot;
use crate::crowd::Crowd;
use crate::failure;
use crate::patience::patiently;

/// What became of a tracking that was to begin.
enum Begun {
    /// Its job exists; `first_reading` is false when it could not be fired at once.
    Exists { first_reading: bool },
    /// Its job existed, and was stopped while we looked.
    Gone,
}

/// Creates the Scheduler job and fires it once. `asked_in` is the person's message: with the chat it makes the job's
/// id, so that a second press and a repeated update meet the first one's job.
pub(super) async fn handle(
    bot: &Bot,
    press: &Press,
    arguments: &str,
    asked_in: i32,
) -> Result<(), HandleError> {
    let now = bot.clock.now().await?;
    let request = match track::understand(bot, arguments, now) {
        Ok(request) => request,
        Err(refusal) => return Ok(bot.replace(press, &refusal).await?),
    };
    if request.canonical() != format!("/track {arguments}") {
        // Not a question of ours: the example below a refusal, for instance.
        return Ok(bot.notify(press, &reply::outdated()).await?);
    }
    let mut tracking = tracking_of(bot, press.chat, asked_in, &request);
    let crowd = Crowd::with_one_more(&bot.scheduler, &tracking.id).await;
    tracking.turns = crowd.turns();
    let reply = match begin(bot, &tracking, now).await {
        Ok(Begun::Exists { first_reading }) => {
            reply::started(&tracking, &request.deadline, now, first_reading)
        }
        Ok(Begun::Gone) => reply::already_stopped(),
        Err(error) => {
            failure::log(&error, Some(&tracking.id), "the tracking could not be started");
            // A message of its own: the question with its Start has to stay.
            return Ok(bot.say(press.chat, &failure::not_started(&error)).await?);
        }
    };
    bot.replace(press, &reply).await?;
    crowd.tell(&bot.scheduler).await;
    Ok(())
}

fn tracking_of(bot: &Bot, chat: i64, asked_in: i32, request: &TrackRequest) -> Tracking {
    let seed = format!("{chat}:{asked_in}");
    let id = tracking_id(request.platform.as_str(), request.event.as_str(), &seed);
    Tracking {
        scheduler_job: Some(id.clone()),
        id,
        platform: request.platform.clone(),
        event: request.event.clone(),
        deadline: request.deadline.at(),
        zone: bot.zone,
        interval: request.interval.clone(),
        chat_id: Some(chat),
        turns: Turns::EACH_MINUTE,
        language: domain::Language::English,
        alerts: domain::Alerts::default(),
        owner: None,
    }
}

/// A job that exists but was never fired is one whose first press was cut short: it is fired now.
async fn begin(bot: &Bot, tracking: &Tracking, now: DateTime<Utc>) -> Result<Begun, SchedulerError> {
    let spec = job_spec(bot, tracking, now);
    if patiently(bot.scheduler.create(&spec)).await? == Created::AlreadyExists {
        match patiently(bot.scheduler.get(&spec.id)).await? {
            None => return Ok(Begun::Gone),
            Some(job) if job.last_attempt.is_some() => return Ok(Begun::Exists { first_reading: true }),
            Some(_) => {}
        }
    }
    tracing::info!(tracking = tracking.id, schedule = spec.schedule, "started");
    let first_reading = fire(bot, &spec.id).await;
    Ok(Begun::Exists { first_reading })
}

/// Fires the job so that the first row does not wait; where that fails the next minute brings it.
async fn fire(bot: &Bot, id: &str) -> bool {
    match patiently(bot.scheduler.run(id)).await {
        Ok(()) => true,
        Err(error) => {
            failure::log(&error, Some(id), "the first firing failed");
            false
        }
    }
}

fn job_spec(bot: &Bot, tracking: &Tracking, now: DateTime<Utc>) -> JobSpec {
    JobSpec {
        id: tracking.id.clone(),
        description: scheduler_job::description(tracking),
        schedule: scheduler_job::schedule(tracking, now),
        time_zone: tracking.zone.name().to_owned(),
        target: Target::Http {
            uri: bot.runs.run_uri(),
            body: scheduler_job::run_request(tracking, &[]).to_string().into_bytes(),
            service_account: bot.trigger_account.clone(),
        },
    }
}
