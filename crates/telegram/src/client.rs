//! One bot at Telegram. Messages are in `messages`, what the bot says about itself in `profile`, getting updates without a
//! webhook in `polling`.

mod markup;
mod messages;
mod polling;
mod profile;

pub use polling::RawUpdate;

use reqwest::Url;
use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide::Bot;
use teloxide::payloads::AnswerCallbackQuerySetters;
use teloxide::prelude::Requester;
use teloxide::types::{CallbackQueryId, ChatAction, ChatId, UserId};
use tokio::sync::OnceCell;

use crate::error::TelegramError;
use crate::token::Token;
use crate::transport;

/// One bot at Telegram. Has no `Debug`: teloxide's shows the token.
pub struct Telegram {
    bot: Bot,
    username: OnceCell<String>,
}

/// What the bot is shown to be doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Writing a message.
    Typing,
    /// Sending a picture.
    UploadPhoto,
}

#[derive(Deserialize)]
struct Me {
    username: String,
}

#[derive(Deserialize)]
struct Member {
    status: String,
}

impl Telegram {
    /// The bot of a token at a Bot API server. Nothing is connected before the first call.
    pub fn new(token: Token, api_url: Url) -> Result<Self, TelegramError> {
        let bot = Bot::with_client(token.into_secret(), transport::client()?).set_api_url(api_url);
        Ok(Self {
            bot,
            username: OnceCell::new(),
        })
    }

    /// Shows for five seconds, or until the next message, what the bot is doing.
    pub async fn chat_action(&self, chat: i64, action: Action) -> Result<(), TelegramError> {
        let action = match action {
            Action::Typing => ChatAction::Typing,
            Action::UploadPhoto => ChatAction::UploadPhoto,
        };
        let request = self.bot.send_chat_action(ChatId(chat), action);
        transport::send::<_, IgnoredAny>(&self.bot, &request).await?;
        Ok(())
    }

    /// Ends the waiting of a pressed button, where wanted with a notice of at most 200 characters. A press that is too
    /// old to be answered needs no answer.
    pub async fn answer(&self, press: &str, notice: Option<String>) -> Result<(), TelegramError> {
        let mut request = self.bot.answer_callback_query(CallbackQueryId(press.to_owned()));
        if let Some(notice) = notice {
            request = request.text(notice).show_alert(true);
        }
        match transport::send::<_, IgnoredAny>(&self.bot, &request).await {
            Err(error) if error.is_old_query() => {
                tracing::info!(%error, "a press was too old to be answered");
                Ok(())
            }
            answer => answer.map(|_| ()),
        }
    }

    /// Whether a person is the owner or an administrator of a group; false of somebody who was never in it. An
    /// administrator who is anonymous writes as the user 1087968824 (`GroupAnonymousBot`), of whom this is false.
    pub async fn is_administrator(&self, chat: i64, user: i64) -> Result<bool, TelegramError> {
        let Ok(user) = u64::try_from(user) else {
            return Ok(false);
        };
        let request = self.bot.get_chat_member(ChatId(chat), UserId(user));
        match transport::send::<_, Member>(&self.bot, &request).await {
            Ok(member) => Ok(matches!(member.status.as_str(), "creator" | "administrator")),
            Err(error) if error.is_no_member() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The bot's name, as it stands behind the `@` of a command. Asked for once.
    pub async fn username(&self) -> Result<&str, TelegramError> {
        let ask = || async {
            let me: Me = transport::send(&self.bot, &self.bot.get_me()).await?;
            Ok(me.username)
        };
        self.username.get_or_try_init(ask).await.map(String::as_str)
    }
}

#[cfg(test)]
mod tests;
