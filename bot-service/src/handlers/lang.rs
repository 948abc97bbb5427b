//! `/lang`: the language of a chat and of all that is tracked in it.

use domain::{Language, reply};

use super::HandleError;
use crate::bot::Bot;
use crate::failure;
use crate::trackings;
use crate::who::Who;

/// With a language's code it is spoken from now on, otherwise they are offered.
pub(super) async fn handle(bot: &Bot, who: &Who, code: &str) -> Result<(), HandleError> {
    match language_of(code) {
        Some(language) => {
            choose(bot, who, language).await?;
            Ok(bot.tell(who, &reply::language_set(language)).await?)
        }
        None => Ok(bot.tell(who, &reply::language_choices(who.language)).await?),
    }
}

/// The button.
pub(super) async fn chosen(bot: &Bot, who: &Who, code: &str) -> Result<(), HandleError> {
    let Some(language) = language_of(code) else {
        return Ok(());
    };
    choose(bot, who, language).await?;
    let set = reply::language_set(language);
    Ok(bot.replace(who.chat, who.message, &set).await.map(drop)?)
}

fn language_of(code: &str) -> Option<Language> {
    let primary = code.split(['-', '_']).next().unwrap_or(code);
    match primary.to_lowercase().as_str() {
        "english" => Some(Language::English),
        "中文" | "chinese" => Some(Language::Chinese),
        code => Language::parse(code),
    }
}

async fn choose(bot: &Bot, who: &Who, language: Language) -> Result<(), HandleError> {
    bot.speak(who.chat, language).await?;
    let found = match trackings::in_chat(&bot.scheduler, who.chat).await {
        Ok(found) => found,
        Err(error) => {
            failure::log(&error, None, "the trackings do not know the new language");
            return Ok(());
        }
    };
    let variable = [("LANGUAGE", Some(language.to_string()))];
    for one in found.iter().filter(|one| one.tracking.language != language) {
        if let Err(error) = one.set(&bot.scheduler, &variable).await {
            failure::log(
                &error,
                Some(&one.tracking.id),
                "the tracking does not know the new language",
            );
        }
    }
    Ok(())
}
