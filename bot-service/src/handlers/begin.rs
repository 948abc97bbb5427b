//! A tracking begins, or goes on: its Scheduler job is created and fired once.

use chrono::{DateTime, Utc};
use domain::command::TrackRequest;
use domain::reply::{self, Listed, Reply};
use domain::{Deadline, Note, Tracking, Turns, Zone, scheduler_job, tracking_id};
use scheduler::{Created, JobSpec, SchedulerError, Target};
use telegram::Press;

use super::guide::{Place, Step};
use super::{HandleError, guide, track};
use crate::bot::Bot;
use crate::crowd::Crowd;
use crate::patience::patiently;
use crate::trackings::Found;
use crate::who::Who;
use crate::{failure, watch};

/// What became of a tracking that was to begin.
pub(super) enum Begun {
    /// Its job exists; `first_reading` is false when it could not be fired at once.
    Exists { first_reading: bool },
    /// Its job existed, and was stopped while we looked, or it is another chat's.
    Gone,
    /// It goes on under another job than the one that was to begin.
    GoesOn(Box<Found>),
}

/// The button Start. `asked_in` is the person's message: with the chat it makes the job's id, so that a second press and a
/// repeated update meet the first one's job. What is to be said above the chat is given back.
pub(super) async fn handle(
    bot: &Bot,
    who: &Who,
    press: &Press,
    arguments: &str,
    asked_in: i32,
) -> Result<Option<Reply>, HandleError> {
    let now = bot.clock.now().await?;
    let (draft, wrong) = track::understand(bot, arguments, now);
    let Some(request) = draft.request().filter(|_| wrong.is_none()) else {
        let step = Step {
            draft,
            asked_in,
            wrong,
        };
        guide::show(bot, who, Place::Card(press.message_id), step).await?;
        return Ok(None);
    };
    if request.canonical() != format!("/track {arguments}") {
        // Not a question of ours: an example in some other message, for instance.
        return Ok(Some(reply::outdated(who.language)));
    }
    let mut tracking = tracking_of(bot, who, asked_in, &request);
    let crowd = Crowd::with_one_more(&bot.scheduler, &tracking).await;
    if crowd.in_chat() >= bot.most_trackings {
        let too_many = reply::too_many(who.language, crowd.in_chat());
        bot.tell(who, &too_many).await?;
        return Ok(None);
    }
    tracking.turns = crowd.turns();
    let note = Note::begun(now);
    let begun = match begin(bot, &crowd, &tracking, &note, Some(press.message_id), now).await {
        Ok(Begun::Exists { first_reading }) => {
            let listed = listed(tracking, note, now);
            reply::begun(&listed, bot.view_at(now), first_reading)
        }
        Ok(Begun::GoesOn(found)) => reply::begun(&found.listed(), bot.view_at(now), true),
        Ok(Begun::Gone) => reply::already_stopped(who.language),
        Err(error) => {
            failure::log(&error, Some(&tracking.id), "the tracking could not be started");
            // A message of its own: the card with its Start has to stay.
            bot.tell(who, &failure::not_started(who.language, &error)).await?;
            return Ok(None);
        }
    };
    bot.replace(press.chat, press.message_id, &begun).await?;
    watch::ensure(bot).await;
    crowd.tell(&bot.scheduler).await;
    Ok(None)
}

/// The tracking that a person asked for in a message.
pub(super) fn tracking_of(bot: &Bot, who: &Who, asked_in: i32, request: &TrackRequest) -> Tracking {
    let seed = format!("{}:{asked_in}", who.chat);
    let id = tracking_id(request.platform.as_str(), request.event.as_str(), &seed);
    Tracking {
        scheduler_job: Some(id.clone()),
        id,
        platform: request.platform.clone(),
        event: request.event.clone(),
        deadline: request.deadline.at(),
        zone: bot.zone,
        interval: request.interval.clone(),
        chat_id: Some(who.chat),
        turns: Turns::EACH_MINUTE,
        language: who.language,
        alerts: request.alerts.clone(),
        wishes: request.wishes.clone(),
        owner: who.person,
    }
}

/// What a person would have asked for, with the deadline typed in a zone.
pub(super) fn request_of(tracking: &Tracking, zone: Zone) -> TrackRequest {
    TrackRequest {
        platform: tracking.platform.clone(),
        event: tracking.event.clone(),
        deadline: Deadline::of(tracking.deadline, zone),
        interval: tracking.interval.clone(),
        alerts: tracking.alerts.clone(),
        wishes: tracking.wishes.clone(),
    }
}

/// A tracking that has just begun, or goes on.
pub(super) fn listed(tracking: Tracking, note: Note, now: DateTime<Utc>) -> Listed {
    Listed {
        tracking,
        note,
        last: None,
        next: Some(now),
        outlook: None,
    }
}

/// A job that exists but was never fired is one whose first press was cut short: it is fired now. A press that comes again
/// after the deadline was moved finds the tracking under another job, and must not make a second one.
pub(super) async fn begin(
    bot: &Bot,
    crowd: &Crowd,
    tracking: &Tracking,
    note: &Note,
    card: Option<i32>,
    now: DateTime<Utc>,
) -> Result<Begun, SchedulerError> {
    let spec = job_spec(bot, tracking, note, card, now);
    if let Some(other) = crowd.itself().filter(|found| found.job_id() != spec.id) {
        let is_here = other.tracking.chat_id == tracking.chat_id;
        return Ok(match is_here {
            true => Begun::GoesOn(Box::new(other.clone())),
            false => Begun::Gone,
        });
    }
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

/// The tracking's job. `card` is the message that the first reading completes.
pub(super) fn job_spec(
    bot: &Bot,
    tracking: &Tracking,
    note: &Note,
    card: Option<i32>,
    now: DateTime<Utc>,
) -> JobSpec {
    let card = card.map(|card| card.to_string());
    let extra: Vec<(&str, &str)> = card.iter().map(|card| ("REPLY_TO", card.as_str())).collect();
    let id = tracking.scheduler_job.as_deref().unwrap_or(&tracking.id);
    JobSpec {
        id: id.to_owned(),
        description: note.write(&scheduler_job::description(tracking)),
        schedule: scheduler_job::schedule(tracking, now),
        time_zone: tracking.zone.name().to_owned(),
        target: Target::Http {
            uri: bot.runs.run_uri(),
            body: scheduler_job::run_request(tracking, &extra)
                .to_string()
                .into_bytes(),
            service_account: bot.trigger_account.clone(),
        },
    }
}
