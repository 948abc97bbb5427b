//! What the bot says in a chat.

use domain::reply::{Button, Reply};
use reqwest::Url;
use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide::Bot;
use teloxide::payloads::{AnswerCallbackQuerySetters, EditMessageTextSetters, SendMessageSetters};
use teloxide::prelude::Requester;
use teloxide::types::{
    CallbackQueryId, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageId,
    ParseMode, ReplyParameters,
};
use tokio::sync::OnceCell;

use crate::error::TelegramError;
use crate::token::Token;
use crate::transport;

/// One bot at Telegram. Has no `Debug`: teloxide's shows the token.
pub struct Telegram {
    bot: Bot,
    username: OnceCell<String>,
}

#[derive(Deserialize)]
struct Me {
    username: String,
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

    /// Sends a message, where wanted as a reply to another.
    pub async fn send(&self, chat: i64, reply: &Reply, reply_to: Option<i32>) -> Result<(), TelegramError> {
        let mut request = self
            .bot
            .send_message(ChatId(chat), &reply.html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        if !reply.buttons.is_empty() {
            request = request.reply_markup(keyboard(&reply.buttons));
        }
        if let Some(message) = reply_to {
            let parameters = ReplyParameters::new(MessageId(message)).allow_sending_without_reply();
            request = request.reply_parameters(parameters);
        }
        transport::send::<_, IgnoredAny>(&self.bot, &request).await?;
        Ok(())
    }

    /// Replaces text and buttons of a message of ours. That nothing would change is success.
    pub async fn edit(&self, chat: i64, message: i32, reply: &Reply) -> Result<(), TelegramError> {
        let mut request = self
            .bot
            .edit_message_text(ChatId(chat), MessageId(message), &reply.html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        if !reply.buttons.is_empty() {
            request = request.reply_markup(keyboard(&reply.buttons));
        }
        match transport::send::<_, IgnoredAny>(&self.bot, &request).await {
            Err(error) if error.is_not_modified() => Ok(()),
            answer => answer.map(|_| ()),
        }
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

    /// The bot's name, as it stands behind the `@` of a command. Asked for once.
    pub async fn username(&self) -> Result<&str, TelegramError> {
        let ask = || async {
            let me: Me = transport::send(&self.bot, &self.bot.get_me()).await?;
            Ok(me.username)
        };
        self.username.get_or_try_init(ask).await.map(String::as_str)
    }
}

fn keyboard(rows: &[Vec<Button>]) -> InlineKeyboardMarkup {
    let button = |button: &Button| InlineKeyboardButton::callback(&button.text, &button.data);
    InlineKeyboardMarkup::new(rows.iter().map(|row| row.iter().map(button).collect::<Vec<_>>()))
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

#[cfg(test)]
mod tests;
