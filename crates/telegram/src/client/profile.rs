//! What the bot says about itself, each in one language or in `None` for every person without a text of their own.
//! Languages are of two small letters (`zh`), as Telegram takes them.

use serde::Serialize;
use serde::de::IgnoredAny;
use teloxide::payloads::{SetMyCommandsSetters, SetMyDescriptionSetters, SetMyShortDescriptionSetters};
use teloxide::prelude::Requester;
use teloxide::requests::HasPayload;
use teloxide::types::BotCommand;

use super::Telegram;
use crate::error::TelegramError;
use crate::transport;

impl Telegram {
    /// Sets the menu of commands: pairs of a name without slash (at most 32 characters of `a-z0-9_`) and a description
    /// (at most 256 characters).
    pub async fn set_commands(
        &self,
        language: Option<&str>,
        commands: &[(&str, &str)],
    ) -> Result<(), TelegramError> {
        let commands = commands
            .iter()
            .map(|(name, description)| BotCommand::new(*name, *description));
        let mut request = self.bot.set_my_commands(commands);
        if let Some(language) = language {
            request = request.language_code(language);
        }
        self.tell(&request).await
    }

    /// Sets what an empty chat with the bot shows, at most 512 characters.
    pub async fn set_description(&self, language: Option<&str>, text: &str) -> Result<(), TelegramError> {
        let mut request = self.bot.set_my_description().description(text);
        if let Some(language) = language {
            request = request.language_code(language);
        }
        self.tell(&request).await
    }

    /// Sets what the bot's page and its shared links show, at most 120 characters.
    pub async fn set_short_description(
        &self,
        language: Option<&str>,
        text: &str,
    ) -> Result<(), TelegramError> {
        let mut request = self.bot.set_my_short_description().short_description(text);
        if let Some(language) = language {
            request = request.language_code(language);
        }
        self.tell(&request).await
    }

    async fn tell(&self, request: &impl HasPayload<Payload: Serialize>) -> Result<(), TelegramError> {
        transport::send::<_, IgnoredAny>(&self.bot, request).await?;
        Ok(())
    }
}
