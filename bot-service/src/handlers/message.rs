//! A text message: whether it is meant for the bot, and which command it is.

use domain::Command;
use domain::command::{self, Addressed};
use domain::reply;
use telegram::{ChatKind, TelegramError, Text};

use super::{HandleError, alert, answer, lang, list, request, sheet, stop, track};
use crate::bot::Bot;
use crate::who::Who;

/// Handles a message. In a group only commands and answers to our questions concern the bot, and only commands that do not
/// name another one.
pub(super) async fn handle(bot: &Bot, text: &Text) -> Result<(), HandleError> {
    let addressed = command::parse(&text.text);
    let prompt = answer::prompt_of(text);
    if text.chat_kind == ChatKind::Group && prompt.is_none() && !concerns_us(bot, addressed.as_ref()).await? {
        return Ok(());
    }
    let person = text.from.as_ref().map(|person| person.id);
    if !bot.allows(text.chat, person) {
        tracing::info!("neither the chat nor the person is on an allow-list");
        let language = crate::who::spoken_by(text.from.as_ref());
        let stranger = reply::stranger(language, text.chat, person);
        return Ok(bot.say(text.chat, None, &stranger).await.map(drop)?);
    }
    let who = bot.writer(text).await;
    match (addressed, prompt) {
        (Some(addressed), _) => obey(bot, &who, addressed.command).await,
        (None, Some(prompt)) => answer::handle(bot, &who, prompt, &text.text).await,
        (None, None) if track::is_meant(&text.text) => track::handle(bot, &who, &text.text).await,
        (None, None) => Ok(bot.tell(&who, &reply::not_a_command(who.language)).await?),
    }
}

async fn obey(bot: &Bot, who: &Who, command: Command) -> Result<(), HandleError> {
    match command {
        Command::Start => Ok(bot.tell(who, &reply::start(who.language)).await?),
        Command::Help => {
            let platforms: Vec<String> = bot.platforms.iter().map(|one| one.name().to_string()).collect();
            Ok(bot.tell(who, &reply::help(who.language, &platforms)).await?)
        }
        Command::Track(arguments) => track::handle(bot, who, &arguments).await,
        Command::List => list::handle(bot, who).await,
        Command::Stop(name) => stop::handle(bot, who, &name).await,
        Command::Now(name) => request::handle(bot, who, request::What::Reading, &name).await,
        Command::Chart(name) => request::handle(bot, who, request::What::Chart, &name).await,
        Command::Pace(name) => request::handle(bot, who, request::What::Sales, &name).await,
        Command::Sheet(name) => sheet::handle(bot, who, &name).await,
        Command::Alert(arguments) => alert::handle(bot, who, &arguments).await,
        Command::Lang(code) => lang::handle(bot, who, &code).await,
        Command::Unknown(name) => Ok(bot
            .tell(who, &reply::unknown_command(who.language, &name))
            .await?),
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
