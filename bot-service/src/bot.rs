//! What the handlers work with.

use std::collections::HashSet;

use chrono_tz::Tz;
use domain::reply::Reply;
use domain::{EventForm, PlatformName};
use gcp::{Clock, Google, Scopes, SettingError, TokenSource};
use platforms::Platforms;
use scheduler::{Runs, Scheduler};
use telegram::{Press, Telegram, TelegramError};

use crate::config::Config;
use crate::start::StartError;

/// Cloud Scheduler and Cloud Run know no narrower scope.
const SCOPES: Scopes = &["https://www.googleapis.com/auth/cloud-platform"];

/// One bot, its services and its settings. It keeps nothing of what happens.
pub(crate) struct Bot {
    pub(crate) telegram: Telegram,
    pub(crate) scheduler: Scheduler,
    pub(crate) runs: Runs,
    pub(crate) platforms: Platforms,
    pub(crate) clock: Clock,
    pub(crate) zone: Tz,
    pub(crate) trigger_account: String,
    allowed_chats: HashSet<i64>,
}

impl Bot {
    /// Builds the bot. Nothing is connected before the first update needs it.
    pub(crate) fn new(config: Config) -> Result<Self, StartError> {
        let platforms =
            Platforms::load(config.platforms_dir.as_deref()).map_err(|error| SettingError::Malformed {
                name: "PLATFORMS_DIR",
                reason: error.to_string(),
            })?;
        let google = Google::new(TokenSource::new(config.credentials, SCOPES), config.endpoints);
        let (project, region) = (&config.project, &config.region);
        Ok(Self {
            telegram: Telegram::new(config.token, config.telegram_api)?,
            scheduler: Scheduler::new(google.clone(), project, region),
            runs: Runs::new(google, project, region, &config.tracker_job),
            platforms,
            clock: Clock::new(config.clock_url, "bot-service")?,
            zone: config.zone,
            trigger_account: config.trigger_account,
            allowed_chats: config.allowed_chats,
        })
    }

    /// Whether a chat may do anything at all.
    pub(crate) fn allows(&self, chat: i64) -> bool {
        self.allowed_chats.contains(&chat)
    }

    /// Every platform with the form of its events.
    pub(crate) fn event_forms(&self) -> Vec<(PlatformName, EventForm)> {
        let platforms = self.platforms.iter();
        platforms
            .map(|platform| (platform.name().clone(), platform.event_form()))
            .collect()
    }

    /// Says something in a chat. A chat that refuses for good, such as one that blocked the bot, is only logged.
    pub(crate) async fn say(&self, chat: i64, reply: &Reply) -> Result<(), TelegramError> {
        bear_refusal(self.telegram.send(chat, reply, None).await.map(drop))
    }

    /// Says something below a message of the person.
    pub(crate) async fn reply(&self, chat: i64, to: i32, reply: &Reply) -> Result<(), TelegramError> {
        bear_refusal(self.telegram.send(chat, reply, Some(to)).await.map(drop))
    }

    /// Puts a reply in the place of the message whose button was pressed, or below it where that cannot be changed.
    pub(crate) async fn replace(&self, press: &Press, reply: &Reply) -> Result<(), TelegramError> {
        match self.telegram.edit(press.chat, press.message_id, reply).await {
            Err(error) if error.is_final() => {
                tracing::warn!(%error, "a message could not be edited, a new one is sent");
                self.say(press.chat, reply).await
            }
            answer => answer,
        }
    }

    /// Answers a press with a notice and nothing else.
    pub(crate) async fn notify(&self, press: &Press, reply: &Reply) -> Result<(), TelegramError> {
        bear_refusal(self.telegram.answer(&press.id, Some(reply.notice())).await)
    }

    /// Ends the waiting of a pressed button. It is no reason to do the rest again, so a failure is only logged.
    pub(crate) async fn acknowledge(&self, press: &Press) {
        if let Err(error) = self.telegram.answer(&press.id, None).await {
            tracing::warn!(%error, "a press could not be answered");
        }
    }
}

fn bear_refusal(answer: Result<(), TelegramError>) -> Result<(), TelegramError> {
    match answer {
        Err(error) if error.is_final() => {
            tracing::warn!(%error, "the chat does not take the answer");
            Ok(())
        }
        answer => answer,
    }
}
