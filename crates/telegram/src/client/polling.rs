//! Updates for a bot that has no address of its own: they are fetched instead of sent to a webhook.

use std::time::Duration;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use teloxide::payloads::{DeleteWebhookSetters, GetUpdatesSetters};
use teloxide::prelude::Requester;
use teloxide::types::AllowedUpdate;

use super::Telegram;
use crate::error::TelegramError;
use crate::transport;

/// How long Telegram holds a call while there is nothing.
const LONG_POLL_S: u32 = 50;
/// How long the answer may take beyond that.
const MARGIN: Duration = Duration::from_secs(15);
/// The kinds for which the webhook of a deployed bot is registered (`deploy/telegram.sh`).
const KINDS: [AllowedUpdate; 3] = [
    AllowedUpdate::Message,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::MyChatMember,
];

/// An update as Telegram wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct RawUpdate {
    /// `update_id`.
    pub id: i64,
    /// The whole object.
    pub object: Value,
}

#[derive(Deserialize)]
struct WebhookInfo {
    url: String,
}

impl Telegram {
    /// Where Telegram sends updates by itself; nothing where no webhook is set.
    pub async fn webhook(&self) -> Result<Option<String>, TelegramError> {
        let info: WebhookInfo = transport::send(&self.bot, &self.bot.get_webhook_info()).await?;
        Ok(Some(info.url).filter(|url| !url.is_empty()))
    }

    /// Takes the webhook away; updates that wait go on waiting.
    pub async fn delete_webhook(&self) -> Result<(), TelegramError> {
        let request = self.bot.delete_webhook().drop_pending_updates(false);
        transport::send::<_, IgnoredAny>(&self.bot, &request).await?;
        Ok(())
    }

    /// Waits up to 50 seconds for updates, the oldest first. All before `offset` are confirmed by that and never come again.
    /// One attempt.
    pub async fn updates(&self, offset: Option<i64>) -> Result<Vec<RawUpdate>, TelegramError> {
        let mut request = self.bot.get_updates().timeout(LONG_POLL_S).allowed_updates(KINDS);
        // An id that Telegram never gives is left out: then all that is not confirmed comes.
        if let Some(offset) = offset.and_then(|offset| i32::try_from(offset).ok()) {
            request = request.offset(offset);
        }
        let patience = Duration::from_secs(LONG_POLL_S.into()) + MARGIN;
        let objects: Vec<Value> = transport::send_once(&self.bot, &request, patience).await?;
        objects.into_iter().map(RawUpdate::of).collect()
    }
}

impl RawUpdate {
    fn of(object: Value) -> Result<Self, TelegramError> {
        let id = object["update_id"].as_i64().ok_or(TelegramError::Unreadable)?;
        Ok(Self { id, object })
    }
}
