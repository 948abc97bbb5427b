//! What the bot says in a chat.

use domain::reply::Reply;
use reqwest::multipart::{Form, Part};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use teloxide::payloads::{EditMessageTextSetters, SendMessageSetters};
use teloxide::prelude::Requester;
use teloxide::types::{ChatId, MessageId, ParseMode};

use super::Telegram;
use super::markup::{below, keyboard, markup, no_preview};
use crate::error::TelegramError;
use crate::fit::{self, fit};
use crate::transport;

#[derive(Deserialize)]
struct Sent {
    message_id: i32,
}

impl Telegram {
    /// Sends a message, where wanted as a reply to another, and gives its id. A text of more than 4096 UTF-16 units
    /// (without markup) is cut.
    pub async fn send(&self, chat: i64, reply: &Reply, reply_to: Option<i32>) -> Result<i32, TelegramError> {
        let mut request = self
            .bot
            .send_message(ChatId(chat), fit(&reply.html, fit::TEXT))
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        if let Some(markup) = markup(reply) {
            request = request.reply_markup(markup);
        }
        if let Some(message) = reply_to {
            request = request.reply_parameters(below(message));
        }
        let sent: Sent = transport::send(&self.bot, &request).await?;
        Ok(sent.message_id)
    }

    /// Sends a PNG picture with a caption, where wanted as a reply to another message, and gives the message's id. A
    /// caption of more than 1024 UTF-16 units (without markup) is cut.
    pub async fn send_photo(
        &self,
        chat: i64,
        png: Vec<u8>,
        caption: &Reply,
        reply_to: Option<i32>,
    ) -> Result<i32, TelegramError> {
        // teloxide tells of an upload only to its own transport, so this request is written here.
        let html = fit(&caption.html, fit::CAPTION);
        let markup = markup(caption).map(|markup| json(&markup)).transpose()?;
        let below = reply_to.map(|message| json(&below(message))).transpose()?;
        let form = || {
            let photo = Part::bytes(png.clone())
                .file_name("chart.png")
                .mime_str("image/png")?;
            let mut form = Form::new().text("chat_id", chat.to_string()).part("photo", photo);
            if !html.is_empty() {
                form = form
                    .text("caption", html.clone().into_owned())
                    .text("parse_mode", "HTML");
            }
            for (name, value) in [("reply_markup", &markup), ("reply_parameters", &below)] {
                if let Some(value) = value {
                    form = form.text(name, value.clone());
                }
            }
            Ok(form)
        };
        let sent: Sent = transport::send_form(&self.bot, "SendPhoto", form).await?;
        Ok(sent.message_id)
    }

    /// Replaces text and buttons of a message of ours. That nothing would change is success. An edited message cannot
    /// ask, so [`Reply::asks`] is left out.
    pub async fn edit(&self, chat: i64, message: i32, reply: &Reply) -> Result<(), TelegramError> {
        let mut request = self
            .bot
            .edit_message_text(ChatId(chat), MessageId(message), fit(&reply.html, fit::TEXT))
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        if let Some(keyboard) = keyboard(reply) {
            request = request.reply_markup(keyboard);
        }
        match transport::send::<_, IgnoredAny>(&self.bot, &request).await {
            Err(error) if error.is_not_modified() => Ok(()),
            answer => answer.map(|_| ()),
        }
    }

    /// Deletes a message of ours. That it is gone already is success. Telegram refuses for a message of more than 48
    /// hours.
    pub async fn delete(&self, chat: i64, message: i32) -> Result<(), TelegramError> {
        let request = self.bot.delete_message(ChatId(chat), MessageId(message));
        match transport::send::<_, IgnoredAny>(&self.bot, &request).await {
            Err(error) if error.is_deleted() => Ok(()),
            answer => answer.map(|_| ()),
        }
    }
}

fn json(value: &impl Serialize) -> Result<String, TelegramError> {
    serde_json::to_string(value).map_err(|error| transport::unwritten(&error))
}
