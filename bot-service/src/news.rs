//! What the tracker's events become in the chat.

use chrono::{DateTime, Utc};
use domain::event::{Png, Report, Told, What};
use domain::reply::{self, Listed, Reply};
use domain::{Event, Tracking, next_job};

use crate::bot::Bot;
use crate::handlers::{self, HandleError};
use crate::patience::patiently;
use crate::trackings::Found;
use crate::{failure, note, picture};

/// What an event is about.
struct News<'a> {
    bot: &'a Bot,
    event: &'a Event,
    tracking: Tracking,
    chat: i64,
    /// Its Scheduler job, where it is still there.
    found: Option<Found>,
}

/// Turns an event into a message, or into what completes one. An error lets Pub/Sub deliver it again.
pub(crate) async fn handle(bot: &Bot, event: &Event) -> Result<(), HandleError> {
    let tracking = match event.tracking() {
        Ok(tracking) => tracking,
        Err(error) => {
            tracing::error!(event = event.id, %error, "an event of a tracking that cannot be read");
            return Ok(());
        }
    };
    let Some(chat) = tracking.chat_id.filter(|chat| bot.allows(*chat, tracking.owner)) else {
        tracing::warn!(
            event = event.id,
            tracking = tracking.id,
            "an event for no chat that is allowed"
        );
        return Ok(());
    };
    if let What::Reading { sample } = &event.what
        && handlers::glimpsed(bot, event, sample).await?
    {
        return Ok(());
    }
    let found = job_of(bot, &tracking).await;
    if found.as_ref().is_some_and(|found| found.note.knows(&event.id)) {
        tracing::info!(event = event.id, tracking = tracking.id, "told before");
        return Ok(());
    }
    let mut news = News {
        bot,
        event,
        tracking,
        chat,
        found,
    };
    news.tell().await?;
    news.keep().await;
    Ok(())
}

/// That Cloud Scheduler does not answer keeps no news back.
async fn job_of(bot: &Bot, tracking: &Tracking) -> Option<Found> {
    let job = tracking.scheduler_job.as_deref()?;
    match patiently(bot.scheduler.get(job)).await {
        Ok(job) => job.and_then(Found::read),
        Err(error) => {
            failure::log(
                &error,
                Some(&tracking.id),
                "the job of an event could not be read",
            );
            None
        }
    }
}

impl News<'_> {
    async fn tell(&mut self) -> Result<(), HandleError> {
        let now = self.bot.clock.now().await?;
        let tracking = self.tracking.clone();
        match &self.event.what {
            What::Started { sample } => self.started(sample).await,
            What::Reading { sample } => self.answer(&reply::read_now(&tracking, sample, now)).await,
            What::Report(report) => self.report(report).await,
            What::Chart { chart } => self.chart(chart.as_ref()).await,
            What::Pace { sales, chart } => {
                let pace = reply::pace(&tracking, sales.as_ref(), now);
                self.pace(&pace, chart.as_ref()).await
            }
            What::Failing { since, times, reason } => {
                self.say(&reply::failing(&tracking, *since, *times, reason, now))
                    .await
            }
            What::Recovered { since, sample } => self.say(&reply::recovered(&tracking, *since, sample)).await,
            What::Alert {
                alerts,
                before,
                sample,
            } => {
                self.say(&reply::alert(&tracking, &alerts.0, before, sample))
                    .await
            }
            What::Reminder { deadline, last } => self.remind(*deadline, last.as_ref(), now).await,
            What::Moved { from, to } => {
                let shop = self.bot.shop_zone(&tracking.platform);
                self.say(&reply::moved(&tracking, (*from, *to), shop)).await
            }
            What::NearlyFull { percent } => self.say(&reply::nearly_full(&tracking, *percent)).await,
            What::Ended { .. } => self.ended().await,
        }
    }

    /// Notes what was told, for what comes next.
    async fn keep(&mut self) {
        let event = self.event;
        let Some(found) = &mut self.found else { return };
        let note = &mut found.note;
        // What a person asked for says nothing of the executions that Scheduler starts.
        if !event.is_answer() {
            note.hear(event.at);
        }
        match &event.what {
            What::Started { sample } | What::Alert { sample, .. } => note.saw(sample),
            What::Recovered { sample, .. } => {
                note.saw(sample);
                note.is_well();
            }
            What::Failing { since, reason, .. } => note.fails(*since, reason),
            What::Report(report) => note.learn(report),
            // A picture is a message of its own, which must not come twice.
            What::Moved { to, .. } => note.shop_end = Some(*to),
            What::NearlyFull { .. } | What::Chart { .. } | What::Pace { .. } | What::Reminder { .. } => {}
            // An edit may come twice, and an ended tracking has no job.
            What::Reading { .. } | What::Ended { .. } => return,
        }
        if !matches!(event.what, What::Report(_)) {
            note.remember(&event.id);
        }
        note::keep(self.bot, found).await;
    }

    /// Not of a deadline that was moved or a tracking that was stopped meanwhile.
    async fn remind(
        &self,
        deadline: DateTime<Utc>,
        last: Option<&Told>,
        now: DateTime<Utc>,
    ) -> Result<(), HandleError> {
        let is_outdated = self.found.is_none() || now >= deadline;
        if is_outdated {
            return Ok(());
        }
        self.say(&reply::reminder(&self.tracking, deadline, last, now))
            .await
    }

    /// The first reading completes the card; where that is gone it is a message.
    async fn started(&mut self, sample: &Told) -> Result<(), HandleError> {
        let first = reply::started(&self.tracking, sample);
        let (Some(card), Some(found)) = (self.event.reply_to, &self.found) else {
            return self.say(&first).await;
        };
        let mut found = found.clone();
        found.note.saw(sample);
        let card_reply = reply::card(&found.listed(), self.bot.view().await?);
        match self.bot.telegram.edit(self.chat, card, &card_reply).await {
            Err(error) if error.is_final() => self.say(&first).await,
            answer => Ok(answer?),
        }
    }

    /// A sign of life, or what completes a card.
    async fn report(&mut self, report: &Report) -> Result<(), HandleError> {
        if !self.event.is_answer() {
            self.say_that_it_is_back(report).await?;
        }
        let (Some(card), Some(found)) = (self.event.reply_to, &self.found) else {
            return Ok(());
        };
        let mut found = found.clone();
        found.note.learn(report);
        let listed = Listed {
            outlook: report.outlook.clone(),
            ..found.listed()
        };
        let card_reply = reply::card(&listed, self.bot.view().await?);
        match self.bot.telegram.edit(self.chat, card, &card_reply).await {
            // The card is gone: nobody waits.
            Err(error) if error.is_final() => Ok(()),
            answer => Ok(answer?),
        }
    }

    async fn say_that_it_is_back(&mut self, report: &Report) -> Result<(), HandleError> {
        let note = self.found.as_ref().map(|found| found.note.clone());
        let since = note.filter(|note| note.is_silent).and_then(|note| note.heard);
        // A tracker that comes back and has read nothing since does not make the page readable.
        let last = report.last.as_ref().filter(|last| Some(last.at) > since);
        match (since, last) {
            (Some(since), Some(last)) => self.say(&reply::recovered(&self.tracking, since, last)).await,
            _ => Ok(()),
        }
    }

    async fn chart(&mut self, chart: Option<&Png>) -> Result<(), HandleError> {
        let Some(png) = chart.and_then(picture::decode) else {
            return self.answer(&reply::chart_nothing(&self.tracking)).await;
        };
        let caption = reply::chart(&self.tracking);
        self.photo(png, &caption).await?;
        self.delete_what_waited().await;
        Ok(())
    }

    /// The picture with the words below it; where they are too long for that, in the place of the message that waits.
    async fn pace(&mut self, pace: &Reply, chart: Option<&Png>) -> Result<(), HandleError> {
        let Some(png) = chart.and_then(picture::decode) else {
            return self.answer(pace).await;
        };
        if telegram::fits_a_caption(&pace.html) {
            self.photo(png, pace).await?;
            self.delete_what_waited().await;
            return Ok(());
        }
        self.photo(png, &reply::chart(&self.tracking)).await?;
        self.answer(pace).await
    }

    async fn delete_what_waited(&self) {
        if let Some(message) = self.event.reply_to
            && let Err(error) = self.bot.telegram.delete(self.chat, message).await
        {
            tracing::debug!(%error, "the message that waited for the picture was not deleted");
        }
    }

    /// A tracking that goes on under another Scheduler job, because its deadline was moved or Undo was pressed, has not
    /// ended.
    async fn ended(&mut self) -> Result<(), HandleError> {
        let What::Ended {
            cause,
            summary,
            sales,
            chart,
            is_backup_missing,
        } = &self.event.what
        else {
            return Ok(());
        };
        if self.goes_on().await {
            tracing::info!(
                tracking = self.tracking.id,
                "it goes on, its last job's end is not told"
            );
            return Ok(());
        }
        let sheet = self.bot.view().await?.sheet;
        let read = (summary, sales.as_ref());
        let reply = reply::ended(&self.tracking, *cause, read, *is_backup_missing, sheet);
        match chart.as_ref().and_then(picture::decode) {
            Some(png) if telegram::fits_a_caption(&reply.html) => self.photo(png, &reply).await,
            Some(png) => {
                self.say(&reply).await?;
                self.photo(png, &reply::chart(&self.tracking)).await
            }
            None => self.say(&reply).await,
        }
    }

    async fn goes_on(&self) -> bool {
        let Some(job) = &self.tracking.scheduler_job else {
            return false;
        };
        matches!(
            patiently(self.bot.scheduler.get(&next_job(job))).await,
            Ok(Some(_))
        )
    }

    async fn say(&self, reply: &Reply) -> Result<(), HandleError> {
        Ok(self.bot.say(self.chat, None, reply).await.map(drop)?)
    }

    /// In the place of the message that waits for it.
    async fn answer(&self, reply: &Reply) -> Result<(), HandleError> {
        match self.event.reply_to {
            Some(message) => Ok(self.bot.replace(self.chat, message, reply).await.map(drop)?),
            None => self.say(reply).await,
        }
    }

    /// A chat that takes no pictures gets the words.
    async fn photo(&self, png: Vec<u8>, caption: &Reply) -> Result<(), HandleError> {
        match self.bot.telegram.send_photo(self.chat, png, caption, None).await {
            Err(error) if error.is_final() => {
                tracing::warn!(%error, "the chat does not take the picture");
                self.say(caption).await
            }
            answer => Ok(answer.map(drop)?),
        }
    }
}
