//! `/events`, and when the shop ends what a person has sent a link of: the tracker asks the shop, and its answer completes a
//! message. The bot itself opens no page.

use domain::command::{Draft, Part};
use domain::reply::{self, Reply};
use domain::{Deadline, EventName, Interval, OnSale, PlatformName, Zone, scheduler_job};

use super::guide::{Place, Step};
use super::{HandleError, guide};
use crate::bot::Bot;
use crate::failure;
use crate::patience::patiently;
use crate::who::Who;

/// The command, with a platform's name or without.
pub(super) async fn handle(bot: &Bot, who: &Who, typed: &str) -> Result<(), HandleError> {
    let listing = listing(bot);
    let found = PlatformName::parse(typed).filter(|name| listing.iter().any(|(known, _)| known == name));
    match (found, listing.as_slice()) {
        (Some(platform), _) => ask(bot, who, &platform).await,
        (None, [(only, _)]) if typed.is_empty() => ask(bot, who, &only.clone()).await,
        (None, listing) => {
            let reply = if typed.is_empty() {
                reply::events_of_which(who.language, listing)
            } else {
                reply::events_unlisted(who.language, typed, listing)
            };
            Ok(bot.tell(who, &reply).await?)
        }
    }
}

/// The button of a shop.
pub(super) async fn chosen(bot: &Bot, who: &Who, platform: &str) -> Result<(), HandleError> {
    handle(bot, who, platform).await
}

/// The button of an event: the conversation goes on as if it had been typed.
pub(super) async fn picked(bot: &Bot, who: &Who, data: &str) -> Result<(), HandleError> {
    let Some((platform, event, end)) = reply::picked(data) else {
        return Ok(bot.tell(who, &reply::outdated(who.language)).await?);
    };
    let known = bot.platforms.get(&platform);
    if known.is_none_or(|file| file.products(&event).is_err()) {
        return Ok(bot.tell(who, &reply::outdated(who.language)).await?);
    }
    let now = bot.clock.now().await?;
    let zone = Zone::Named(bot.shop_zone(&platform));
    let deadline = end.filter(|end| *end > now).map(|end| Deadline::of(end, zone));
    let draft = Draft {
        platform: Some(platform),
        event: Some(event),
        deadline,
        interval: Interval::Minutes(1),
        alerts: domain::Alerts::default(),
        wishes: domain::Wishes::default(),
    };
    // A card of its own, whose id no other tracking begins with, however often the button is pressed.
    let Some(card) = bot
        .say(who.chat, None, &reply::understanding(who.language))
        .await?
    else {
        return Ok(());
    };
    let step = Step {
        draft,
        asked_in: card,
        wrong: None,
    };
    guide::show(bot, who, Place::Card(card), step).await
}

/// The shop is asked when an event ends whose deadline a person has not said, where it tells that in a list.
pub(super) async fn ask_end(bot: &Bot, who: &Who, draft: &Draft) -> Result<(), HandleError> {
    let (Some(platform), Some(event)) = (&draft.platform, &draft.event) else {
        return Ok(());
    };
    let lists = listing(bot).iter().any(|(name, _)| name == platform);
    if draft.missing() != Some(Part::Deadline) || !lists || !bot.hears_events() {
        return Ok(());
    }
    let asking = reply::end_asking(who.language, &label(bot, platform));
    run(bot, who, &asking, platform, Some(event)).await
}

/// The tracker's answer.
pub(crate) async fn told(bot: &Bot, found: &OnSale) -> Result<(), HandleError> {
    let asked = &found.asked;
    let now = bot.clock.now().await?;
    let reply = match &found.only {
        None => Some(reply::on_sale(found, &label(bot, &found.platform), bot.zone, now)),
        Some(_) => reply::shops_end(found, bot.zone, now),
    };
    let answer = match reply {
        Some(reply) => bot.telegram.edit(asked.chat_id, asked.reply_to, &reply).await,
        None => bot.telegram.delete(asked.chat_id, asked.reply_to).await,
    };
    match answer {
        // The message is gone: nobody waits.
        Err(error) if error.is_final() => Ok(()),
        answer => Ok(answer?),
    }
}

async fn ask(bot: &Bot, who: &Who, platform: &PlatformName) -> Result<(), HandleError> {
    if !bot.hears_events() {
        return Ok(bot.tell(who, &reply::events_off(who.language)).await?);
    }
    let asking = reply::events_asking(who.language, &label(bot, platform));
    run(bot, who, &asking, platform, None).await
}

/// Starts the execution whose answer completes a message of ours.
async fn run(
    bot: &Bot,
    who: &Who,
    asking: &Reply,
    platform: &PlatformName,
    only: Option<&EventName>,
) -> Result<(), HandleError> {
    let Some(message) = bot.say(who.chat, None, asking).await? else {
        return Ok(());
    };
    let (chat, to, language) = (
        who.chat.to_string(),
        message.to_string(),
        who.language.to_string(),
    );
    let mut variables = vec![
        ("ACTION", "discover"),
        ("PLATFORM", platform.as_str()),
        ("CHAT_ID", &chat),
        ("REPLY_TO", &to),
        ("LANGUAGE", &language),
    ];
    variables.extend(only.map(|event| ("EVENT_ARTIST", event.as_str())));
    let body = scheduler_job::run_with(&variables);
    let (_, asked) = tokio::join!(guide::typing(bot, who.chat), patiently(bot.runs.run(&body)));
    if let Err(error) = asked {
        failure::log(&error, None, "the tracker could not be asked what is on sale");
        bot.replace(who.chat, message, &failure::not_run(who.language, &error))
            .await?;
    }
    Ok(())
}

/// The platforms that list what they have on sale, with what people read.
fn listing(bot: &Bot) -> Vec<(PlatformName, String)> {
    let listing = bot.platforms.iter().filter(|file| file.discover().is_some());
    listing
        .map(|file| (file.name().clone(), file.label().to_owned()))
        .collect()
}

fn label(bot: &Bot, platform: &PlatformName) -> String {
    let file = bot.platforms.get(platform);
    file.map_or_else(|| platform.to_string(), |file| file.label().to_owned())
}
