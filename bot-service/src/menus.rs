//! `bot-service menus`: what Telegram shows of the bot before anybody writes, in each language. It is set when the bot is
//! deployed and never by a bot that serves, which would do it at every cold start.

use domain::{Language, reply};
use gcp::Environment;
use telegram::{Telegram, TelegramError};

use crate::config;
use crate::start::StartError;

/// Sets menus and descriptions of the bot whose token is in the environment.
pub(crate) async fn set(environment: &Environment<'_>) -> Result<(), StartError> {
    set_all(&of(environment)?).await?;
    tracing::info!("the menus are set");
    Ok(())
}

/// The bot whose token is among the variables of a lookup.
pub fn telegram(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Telegram, StartError> {
    of(&Environment::new(lookup))
}

fn of(environment: &Environment<'_>) -> Result<Telegram, StartError> {
    let (token, url) = config::telegram(environment)?;
    Ok(Telegram::new(token, url)?)
}

/// Sets menus and descriptions in every language. The default language is for everybody who has no other.
pub async fn set_all(telegram: &Telegram) -> Result<(), TelegramError> {
    for language in Language::ALL {
        let code = (language != Language::default()).then(|| language.code());
        telegram.set_commands(code, &reply::commands(language)).await?;
        telegram
            .set_short_description(code, reply::about(language))
            .await?;
        telegram
            .set_description(code, reply::description(language))
            .await?;
    }
    Ok(())
}
