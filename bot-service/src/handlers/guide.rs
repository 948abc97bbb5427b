//! The guided `/track`: one card that asks for what is missing, and before Start one reading of the page. The card holds
//! all that is known, so that any instance of the bot can go on with it.

use chrono::{DateTime, Utc};
use domain::command::{Draft, Field, Part, Prompt, TrackError, TrackRequest};
use domain::reply::{self, Glimpse, Question, Reply};
use domain::{Event, Zone, event::Told, scheduler_job, tracking_id};
use telegram::Action;

use super::{HandleError, begin};
use crate::bot::Bot;
use crate::failure;
use crate::patience::patiently;
use crate::trackings;
use crate::who::Who;

/// What the tracker hands back with the reading for a card before Start.
const CONFIRM: &str = "confirm";

/// Where the card is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// Nowhere yet; it becomes the answer to a message.
    Below(i32),
    /// In a message of ours.
    Card(i32),
}

/// A step of the conversation.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) draft: Draft,
    /// The person's message that began it.
    pub(super) asked_in: i32,
    pub(super) wrong: Option<TrackError>,
}

impl Step {
    pub(super) fn question(&self) -> Question<'_> {
        Question {
            draft: &self.draft,
            asked_in: self.asked_in,
            wrong: self.wrong.as_ref(),
        }
    }
}

/// Shows the next question, or what was understood once nothing is missing.
pub(super) async fn show(bot: &Bot, who: &Who, place: Place, step: Step) -> Result<(), HandleError> {
    let whole = step.draft.request().filter(|_| step.wrong.is_none());
    match (step.draft.missing(), whole) {
        (None, Some(request)) => confirm(bot, who, place, step.asked_in, &request).await,
        // Only how often, the alerts or a wish were typed wrong: the first two have their own choices.
        (None, None) => {
            let card = match step.wrong {
                Some(TrackError::Alerts(_)) => reply::ask_alerts(who.language, step.question()),
                Some(TrackError::Wish(_)) => reply::edit(who.language, step.question()),
                _ => reply::intervals(who.language, step.question()),
            };
            put(bot, who, place, &card).await.map(drop)
        }
        (Some(part), _) => ask(bot, who, place, &step, part).await,
    }
}

async fn ask(bot: &Bot, who: &Who, place: Place, step: &Step, part: Part) -> Result<(), HandleError> {
    let takes_url = bot.takes_url(step.draft.platform.as_ref());
    let card = reply::ask(
        who.language,
        step.question(),
        part,
        &bot.platform_labels(),
        takes_url,
    );
    let card = put(bot, who, place, &card).await?;
    match (part, card) {
        (Part::Event, Some(card)) => prompt(bot, who, card, step, Field::Event).await,
        _ => Ok(()),
    }
}

/// Opens the person's keyboard for words. The prompt replies to the person's message, so that in a group only their
/// keyboard opens.
pub(super) async fn prompt(
    bot: &Bot,
    who: &Who,
    card: i32,
    step: &Step,
    field: Field,
) -> Result<(), HandleError> {
    let arguments = step.draft.canonical();
    let prompt = Prompt {
        card,
        asked_in: step.asked_in,
        person: who.person.unwrap_or_default(),
        field,
        arguments: arguments.strip_prefix("/track ").unwrap_or_default().to_owned(),
    };
    let platform = step.draft.platform.as_ref();
    let name = platform.map(ToString::to_string).unwrap_or_default();
    let reply = reply::prompt(who.language, &prompt, &name, bot.takes_url(platform));
    Ok(bot.say(who.chat, Some(step.asked_in), &reply).await.map(drop)?)
}

async fn confirm(
    bot: &Bot,
    who: &Who,
    place: Place,
    asked_in: i32,
    request: &TrackRequest,
) -> Result<(), HandleError> {
    let now = bot.clock.now().await?;
    let tracked = tracked_until(bot, who.chat, request).await;
    let card = |glimpse| reply::confirm(who.language, request, asked_in, (now, bot.zone), glimpse, tracked);
    if !bot.hears_events() {
        return put(bot, who, place, &card(Glimpse::None)).await.map(drop);
    }
    let Some(message) = put(bot, who, place, &card(Glimpse::Pending)).await? else {
        return Ok(());
    };
    let (_, asked) = tokio::join!(
        typing(bot, who.chat),
        ask_reading(bot, who, request, asked_in, message)
    );
    if !asked {
        bot.replace(who.chat, message, &card(Glimpse::None)).await?;
    }
    Ok(())
}

/// The deadline of a tracking of the same event in the chat. That it is not known keeps nobody from starting.
async fn tracked_until(bot: &Bot, chat: i64, request: &TrackRequest) -> Option<DateTime<Utc>> {
    let found = trackings::in_chat(&bot.scheduler, chat).await;
    let found = found.inspect_err(|error| failure::log(error, None, "the trackings could not be listed"));
    let mut same = found
        .ok()?
        .into_iter()
        .map(|found| found.tracking)
        .filter(|tracking| (&tracking.platform, &tracking.event) == (&request.platform, &request.event));
    same.next().map(|tracking| tracking.deadline)
}

/// Asks the tracker to read the page once for the card, without a row.
async fn ask_reading(bot: &Bot, who: &Who, request: &TrackRequest, asked_in: i32, card: i32) -> bool {
    let mut tracking = begin::tracking_of(bot, who, asked_in, request);
    tracking.scheduler_job = None;
    // The overrides have the deadline in our zone; the card names the one that was typed, too.
    let word = format!("{CONFIRM}:{asked_in}:{}", request.deadline.typed_in());
    let card = card.to_string();
    let extra = [("ACTION", "now"), ("REPLY_TO", &card), ("REPLY_AS", &word)];
    let body = scheduler_job::run_request(&tracking, &extra);
    let asked = patiently(bot.runs.run(&body)).await;
    if let Err(error) = &asked {
        failure::log(
            error,
            Some(&tracking.id),
            "the page could not be read for the card",
        );
    }
    asked.is_ok()
}

/// The reading for a card before Start has come. The card is left alone once its tracking exists; false where the reading
/// is not for such a card.
pub(crate) async fn glimpsed(bot: &Bot, event: &Event, told: &Told) -> Result<bool, HandleError> {
    let word = event
        .reply_as
        .as_deref()
        .and_then(|word| word.strip_prefix(CONFIRM)?.strip_prefix(':'));
    let word = word.and_then(|word| word.split_once(':'));
    let word = word.and_then(|(asked_in, zone)| Some((asked_in.parse::<i32>().ok()?, Zone::parse(zone)?)));
    let Some(((asked_in, zone), card)) = word.zip(event.reply_to) else {
        return Ok(false);
    };
    let Ok(tracking) = event.tracking() else {
        return Ok(true);
    };
    let Some(chat) = tracking.chat_id else {
        return Ok(true);
    };
    let seed = format!("{chat}:{asked_in}");
    let id = tracking_id(tracking.platform.as_str(), tracking.event.as_str(), &seed);
    if !matches!(patiently(bot.scheduler.get(&id)).await, Ok(None)) {
        return Ok(true);
    }
    let request = begin::request_of(&tracking, zone);
    let tracked = tracked_until(bot, chat, &request).await;
    let now = (bot.clock.now().await?, bot.zone);
    let reply = reply::confirm(
        tracking.language,
        &request,
        asked_in,
        now,
        Glimpse::Seen(told),
        tracked,
    );
    // A card that is gone was cancelled: nothing is said anew.
    match bot.telegram.edit(chat, card, &reply).await {
        Err(error) if !error.is_final() => Err(error.into()),
        _ => Ok(true),
    }
}

/// Puts a card where it belongs and gives its id; nothing where the chat does not take it.
pub(super) async fn put(
    bot: &Bot,
    who: &Who,
    place: Place,
    card: &Reply,
) -> Result<Option<i32>, HandleError> {
    Ok(match place {
        Place::Below(message) => bot.say(who.chat, Some(message), card).await?,
        Place::Card(message) => bot.replace(who.chat, message, card).await?,
    })
}

/// Shows that something is being done; that it cannot be shown harms nothing.
pub(super) async fn typing(bot: &Bot, chat: i64) {
    if let Err(error) = bot.telegram.chat_action(chat, Action::Typing).await {
        tracing::debug!(%error, "typing was not shown");
    }
}
