//! What the bot says about itself, each in one language or in `None` for every person without a text of their own.
//! Languages are of two small letters (`zh`), as Telegram takes them.

use serde::Serialize;
use serde::de::IgnoredAny;
use teloxide::payloads::{
    GetMyCommandsSetters, SetMyCommandsSetters, SetMyDescriptionSetters, SetMyShortDescriptionSetters,
};
use teloxide::prelude::Requester;
use teloxide::requests::HasPayload;
use teloxide::types::{BotCommand, BotCommandScope, ChatId, Recipient};

use super::Telegram;
use crate::error::TelegramError;
use crate::transport;

fn scope_of(chat: i64) -> BotCommandScope {
    BotCommandScope::Chat {
        chat_id: Recipient::Id(ChatId(chat)),
    }
}

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

    /// Sets the menu of one chat.
    pub async fn set_chat_commands(&self, chat: i64, commands: &[(&str, &str)]) -> Result<(), TelegramError> {
        let commands = commands
            .iter()
            .map(|(name, description)| BotCommand::new(*name, *description));
        let request = self.bot.set_my_commands(commands).scope(scope_of(chat));
        self.tell(&request).await
    }

    /// The menu that was set for one chat, name and description each; empty where none was.
    pub async fn chat_commands(&self, chat: i64) -> Result<Vec<(String, String)>, TelegramError> {
        let request = self.bot.get_my_commands().scope(scope_of(chat));
        let commands: Vec<BotCommand> = transport::send(&self.bot, &request).await?;
        let pairs = commands
            .into_iter()
            .map(|command| (command.command, command.description));
        Ok(pairs.collect())
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
