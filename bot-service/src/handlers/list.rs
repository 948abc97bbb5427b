//! `/list`: answered at once from Cloud Scheduler, and completed by what the tracker reports.

use domain::reply::{self, Listed};
use futures_util::future::join_all;

use super::named::{self, Meant};
use super::{HandleError, request};
use crate::bot::Bot;
use crate::trackings::Found;
use crate::watch;
use crate::who::Who;

/// Lists what is tracked in the chat. What is long past its deadline is ended.
pub(super) async fn handle(bot: &Bot, who: &Who) -> Result<(), HandleError> {
    let view = bot.view().await?;
    let found = match named::in_chat(bot, who).await {
        Meant::Say(reply) => return Ok(bot.tell(who, &reply).await?),
        Meant::These(found) => found,
    };
    let (overdue, found): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.is_overdue(view.now));
    for one in overdue {
        watch::end(bot, &one).await?;
    }
    if found.is_empty() {
        return Ok(bot.tell(who, &reply::nothing_tracked(who.language)).await?);
    }
    let found: Vec<Listed> = found.into_iter().map(Found::listed).collect();
    let replies = reply::list(who.language, &found, view);
    let are_cards = replies.len() == found.len();
    let mut messages = Vec::new();
    for reply in replies {
        messages.extend(bot.say(who.chat, None, &reply).await?);
    }
    if are_cards && bot.hears_events() {
        complete(bot, &found, &messages).await;
    }
    Ok(())
}

/// A button of the index: the card of one.
pub(super) async fn opened(bot: &Bot, who: &Who, job: &str) -> Result<(), HandleError> {
    let reply = match named::of_job(bot, who, job, reply::moved_already(who.language)).await {
        Meant::Say(reply) => reply,
        Meant::These(found) => {
            let view = bot.view().await?;
            for one in found {
                let one = one.listed();
                let card = reply::card(&one, view);
                let message = bot.say(who.chat, None, &card).await?;
                if bot.hears_events() {
                    complete(bot, &[one], message.as_slice()).await;
                }
            }
            return Ok(());
        }
    };
    Ok(bot.tell(who, &reply).await?)
}

/// Back to a card from what it has opened.
pub(super) async fn card(bot: &Bot, who: &Who, job: &str) -> Result<(), HandleError> {
    let reply = match named::of_job(bot, who, job, reply::moved_already(who.language)).await {
        Meant::Say(reply) => reply,
        Meant::These(found) => match found.into_iter().next() {
            Some(one) => reply::card(&one.listed(), bot.view().await?),
            None => return Ok(()),
        },
    };
    Ok(bot.replace(who.chat, who.message, &reply).await.map(drop)?)
}

/// Asks the tracker to complete the cards. A card that is not completed shows what is known.
async fn complete(bot: &Bot, found: &[Listed], messages: &[i32]) {
    let asked = found.iter().zip(messages);
    join_all(asked.map(|(one, message)| async move {
        // The failure is in the log.
        let _ = request::run(bot, &one.tracking, "report", *message).await;
    }))
    .await;
}
