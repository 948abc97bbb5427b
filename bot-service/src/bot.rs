//! What the handlers work with.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::reply::{Reply, View};
use domain::{EventForm, PlatformName};
use gcp::{Clock, ClockError, Google, Scopes, SettingError, TokenSource, Topic};
use platforms::Platforms;
use scheduler::{Runs, Scheduler};
use telegram::{Person, Press, Telegram, TelegramError, Text};

use crate::config::{ChangesInGroups, Config};
use crate::languages::Languages;
use crate::start::StartError;
use crate::who::Who;

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
    /// More trackings than this a chat may not have.
    pub(crate) most_trackings: usize,
    pub(crate) changes_in_groups: ChangesInGroups,
    /// The topic of the tracker's events, to be woken by it.
    pub(crate) events_topic: Option<Topic>,
    hears_events: bool,
    languages: Languages,
    /// The spreadsheet's address.
    sheet: Option<String>,
    allowed_chats: HashSet<i64>,
    allowed_users: HashSet<i64>,
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
            most_trackings: config.most_trackings,
            changes_in_groups: config.changes_in_groups,
            events_topic: config.events_topic,
            hears_events: config.push_account.is_some(),
            languages: Languages::default(),
            sheet: config.sheet,
            allowed_chats: config.allowed_chats,
            allowed_users: config.allowed_users,
        })
    }

    /// Whether a person in a chat may do anything at all.
    pub(crate) fn allows(&self, chat: i64, person: Option<i64>) -> bool {
        self.allowed_chats.contains(&chat)
            || person.is_some_and(|person| self.allowed_users.contains(&person))
    }

    /// Who wrote.
    pub(crate) async fn writer(&self, text: &Text) -> Who {
        let language = self.language(text.chat, text.from.as_ref()).await;
        Who::wrote(text, language)
    }

    /// Who pressed.
    pub(crate) async fn presser(&self, press: &Press) -> Who {
        let language = self.language(press.chat, Some(&press.from)).await;
        Who::pressed(press, language)
    }

    async fn language(&self, chat: i64, person: Option<&Person>) -> domain::Language {
        self.languages.of(&self.telegram, chat, person).await
    }

    /// Speaks another language in a chat from now on.
    pub(crate) async fn speak(&self, chat: i64, language: domain::Language) -> Result<(), TelegramError> {
        self.languages.choose(&self.telegram, chat, language).await
    }

    /// What cards need, at the present.
    pub(crate) async fn view(&self) -> Result<View<'_>, ClockError> {
        Ok(self.view_at(self.clock.now().await?))
    }

    /// What cards need, at an instant.
    pub(crate) fn view_at(&self, now: DateTime<Utc>) -> View<'_> {
        View {
            now,
            sheet: self.sheet.as_deref(),
        }
    }

    /// Whether the tracker's answers arrive here.
    pub(crate) fn hears_events(&self) -> bool {
        self.hears_events
    }

    /// Every platform with the form of its events.
    pub(crate) fn event_forms(&self) -> Vec<(PlatformName, EventForm)> {
        let platforms = self.platforms.iter();
        platforms
            .map(|platform| (platform.name().clone(), platform.event_form()))
            .collect()
    }

    /// Every platform with what people read.
    pub(crate) fn platform_labels(&self) -> Vec<(PlatformName, String)> {
        let platforms = self.platforms.iter();
        platforms
            .map(|platform| (platform.name().clone(), platform.label().to_owned()))
            .collect()
    }

    /// The zone in which a shop tells its times.
    pub(crate) fn shop_zone(&self, platform: &PlatformName) -> Tz {
        let discover = self
            .platforms
            .get(platform)
            .and_then(platforms::Platform::discover);
        discover.map_or(self.zone, |discover| discover.zone)
    }

    /// Whether the events of a platform are links.
    pub(crate) fn takes_url(&self, platform: Option<&PlatformName>) -> bool {
        platform
            .and_then(|name| self.platforms.get(name))
            .is_some_and(platforms::Platform::takes_url)
    }

    /// Says something in a chat, below a message where one is named. Nothing is the answer of a chat that refuses for
    /// good, such as one that blocked the bot; its trackings are paused.
    pub(crate) async fn say(
        &self,
        chat: i64,
        to: Option<i32>,
        reply: &Reply,
    ) -> Result<Option<i32>, TelegramError> {
        self.bear_refusal(chat, self.telegram.send(chat, reply, to).await)
            .await
    }

    /// Says something to whoever wrote or pressed.
    pub(crate) async fn tell(&self, who: &Who, reply: &Reply) -> Result<(), TelegramError> {
        self.say(who.chat, None, reply).await.map(drop)
    }

    /// Puts a reply in the place of a message of ours, or says it anew where that cannot be changed. Gives the id of the
    /// message that has it.
    pub(crate) async fn replace(
        &self,
        chat: i64,
        message: i32,
        reply: &Reply,
    ) -> Result<Option<i32>, TelegramError> {
        match self.telegram.edit(chat, message, reply).await {
            Err(error) if error.is_final() && !error.is_gone() => {
                tracing::warn!(%error, "a message could not be edited, a new one is sent");
                self.say(chat, None, reply).await
            }
            answer => self.bear_refusal(chat, answer.map(|()| message)).await,
        }
    }

    /// Answers a press with a notice and nothing else.
    pub(crate) async fn notify(&self, press: &Press, reply: &Reply) -> Result<(), TelegramError> {
        let answer = self.telegram.answer(&press.id, Some(reply.notice())).await;
        self.bear_refusal(press.chat, answer).await.map(drop)
    }

    /// Ends the waiting of a pressed button. It is no reason to do the rest again, so a failure is only logged.
    pub(crate) async fn acknowledge(&self, press: &Press) {
        if let Err(error) = self.telegram.answer(&press.id, None).await {
            tracing::warn!(%error, "a press could not be answered");
        }
    }

    async fn bear_refusal<T>(
        &self,
        chat: i64,
        answer: Result<T, TelegramError>,
    ) -> Result<Option<T>, TelegramError> {
        match answer {
            Err(error) if error.is_final() => {
                tracing::warn!(chat, %error, "the chat does not take the answer");
                if error.is_gone() {
                    crate::handlers::pause_all(self, chat).await;
                }
                Ok(None)
            }
            answer => answer.map(Some),
        }
    }
}
