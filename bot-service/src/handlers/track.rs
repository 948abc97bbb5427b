//! `/track PLATFORM EVENT until DEADLINE [every INTERVAL]`, or a link in the place of platform and event.

use chrono::{DateTime, Utc};
use domain::command::{TrackError, TrackRequest, TrackWords};
use domain::reply::{self, Reply};
use telegram::Text;

use super::{HandleError, link};
use crate::bot::Bot;

/// Shows what was understood, with Start and Cancel, or why nothing was. Nothing is created yet.
pub(super) async fn handle(bot: &Bot, text: &Text, arguments: &str) -> Result<(), HandleError> {
    let now = bot.clock.now().await?;
    let reply = match understand(bot, arguments, now) {
        Ok(request) => reply::confirm(&request, text.message_id, now, bot.zone),
        Err(refusal) => refusal,
    };
    Ok(bot.reply(text.chat, text.message_id, &reply).await?)
}

/// Understands what stands behind `/track`, or explains why that is impossible.
pub(super) fn understand(bot: &Bot, arguments: &str, now: DateTime<Utc>) -> Result<TrackRequest, Reply> {
    let request = parse(bot, arguments, now).map_err(|error| reply::refused(&error))?;
    let platform = bot.platforms.get(&request.platform);
    match platform.map(|platform| platform.products(&request.event)) {
        Some(Ok(_)) => Ok(request),
        Some(Err(_)) | None => Err(reply::no_page(&request)),
    }
}

fn parse(bot: &Bot, arguments: &str, now: DateTime<Utc>) -> Result<TrackRequest, TrackError> {
    let words = link::resolve(TrackWords::read(arguments)?, &bot.platforms)?;
    words.understand(now, bot.zone, &bot.event_forms())
}
