//! `/track` with anything or nothing behind it, or a pasted link alone.

use chrono::{DateTime, Utc};
use domain::command::{Draft, TrackError, TrackWords};

use super::guide::{Place, Step};
use super::{HandleError, guide, link, on_sale};
use crate::bot::Bot;
use crate::who::Who;

/// Shows what was understood and asks for what is missing. Nothing is created yet.
pub(super) async fn handle(bot: &Bot, who: &Who, arguments: &str) -> Result<(), HandleError> {
    let now = bot.clock.now().await?;
    let (draft, wrong) = understand(bot, arguments, now);
    let step = Step {
        draft,
        asked_in: who.message,
        wrong,
    };
    let draft = step.draft.clone();
    guide::show(bot, who, Place::Below(who.message), step).await?;
    on_sale::ask_end(bot, who, &draft).await
}

/// Whether a text that is no command is meant to be tracked: a link alone, or a whole sentence with a deadline.
pub(super) fn is_meant(text: &str) -> bool {
    let words = TrackWords::read(text);
    let is_link = words.link().is_some() && words.platform().is_none();
    let is_sentence = text
        .split_whitespace()
        .any(|word| word.eq_ignore_ascii_case("until"));
    is_link || is_sentence
}

/// Understands what stands behind `/track`: what is there and right, and what is wrong.
pub(super) fn understand(bot: &Bot, arguments: &str, now: DateTime<Utc>) -> (Draft, Option<TrackError>) {
    let words = TrackWords::read(arguments);
    let (words, link_error) = match link::resolve(words.clone(), &bot.platforms) {
        Ok(words) => (words, None),
        Err(error) => (words, Some(error)),
    };
    let (mut draft, error) = words.draft(now, bot.zone, &bot.event_forms());
    let no_page = no_page(bot, &draft);
    if no_page.is_some() || link_error.is_some() {
        draft.event = None;
    }
    (draft, link_error.or(error).or(no_page))
}

/// The event, taken by itself, is one, but leads to no page.
fn no_page(bot: &Bot, draft: &Draft) -> Option<TrackError> {
    let (platform, event) = (draft.platform.clone()?, draft.event.clone()?);
    let products = bot.platforms.get(&platform).map(|known| known.products(&event));
    match products {
        Some(Ok(_)) => None,
        Some(Err(_)) | None => Some(TrackError::NoPage { platform, event }),
    }
}
