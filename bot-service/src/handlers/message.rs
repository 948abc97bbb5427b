//! A text message: whether it is meant for the bot, and which command it is.

use domain::Command;
use domain::command::{self, Addressed};
use domain::reply;
use telegram::{ChatKind, TelegramError, Text};

use super::{HandleError, help, list, start, stop, track};
use crate::bot::Bot;

/// Handles a message. In a group only commands concern the bot, and only those that do not name another one.
pub(super) async fn handle(bot: &Bot, text: &Text) -> Result<(), HandleError> {
    let addressed = command::parse(&text.text);
    if text.chat_kind == ChatKind::Group && !concerns_us(bot, addressed.as_ref()).await? {
        return Ok(());
    }
    if !bot.allows(text.chat) {
        tracing::info!("a chat that is not in ALLOWED_CHAT_IDS");
        return Ok(bot.say(text.chat, &reply::stranger(text.chat)).await?);
    }
    match addressed.map(|addressed| addressed.command) {
        Some(Command::Start) => start::handle(bot, text).await,
        Some(Command::Help) => help::handle(bot, text).await,
        Some(Command::Track(arguments)) => track::handle(bot, text, &arguments).await,
        Some(Command::List) => list::handle(bot, text).await,
        Some(Command::Stop(name)) => stop::handle(bot, text, &name).await,
        Some(Command::Unknown(name)) => Ok(bot.say(text.chat, &reply::unknown_command(&name)).await?),
        None => Ok(bot.say(text.chat, &reply::not_a_command()).await?),
    }
}

/// A command without a name behind it may be meant for any bot of the group, so it must be one that we have.
async fn concerns_us(bot: &Bot, addressed: Option<&Addressed>) -> Result<bool, TelegramError> {
    let Some(addressed) = addressed else {
        return Ok(false);
    };
    match &addressed.bot {
        Some(name) => Ok(name.eq_ignore_ascii_case(bot.telegram.username().await?)),
        None => Ok(!matches!(addressed.command, Command::Unknown(_))),
    }
}
