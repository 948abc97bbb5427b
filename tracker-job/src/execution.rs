//! What everything in an execution shares.

use anyhow::Context;
use chrono::{DateTime, Duration, Utc};
use domain::{Counting, Tracking};
use drive::Drive;
use events::Events;
use gcp::{Clock, Credentials, Endpoints, Google, Scopes, TokenSource};
use scheduler::Scheduler;
use scrape::ReadError;
use sheets::Sheets;

use crate::config::TrackingSettings;
use crate::pages::{Observed, Pages};
use crate::tell::Reply;

/// One token for everything. `drive` and not `drive.file`: the folder was made by a person.
const SCOPES: Scopes = &[
    "https://www.googleapis.com/auth/cloud-platform",
    "https://www.googleapis.com/auth/drive",
    "https://www.googleapis.com/auth/spreadsheets",
];

/// A beginning and an end.
pub(crate) type Times = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// The tracking, and the ways to everything outside.
pub(crate) struct Execution {
    pub(crate) tracking: Tracking,
    pub(crate) clock: Clock,
    pub(crate) sheets: Sheets,
    pub(crate) drive: Drive,
    /// Where events go; nowhere where nobody is to be told.
    pub(crate) events: Option<Events>,
    /// Who waits for an answer of this execution.
    pub(crate) reply: Reply,
    /// Its name, another one for each execution.
    pub(crate) name: String,
    scheduler: Scheduler,
    pages: Pages,
}

impl Execution {
    /// Connects nothing yet.
    pub(crate) fn new(settings: TrackingSettings, pages: Pages) -> anyhow::Result<Self> {
        let cloud = settings.cloud;
        let google = google(cloud.credentials, cloud.endpoints, cloud.clock_url.is_some());
        Ok(Self {
            clock: Clock::new(cloud.clock_url, &cloud.execution)?,
            sheets: Sheets::new(google.clone(), cloud.spreadsheet_id),
            drive: Drive::new(google.clone(), cloud.drive_folder_id),
            events: cloud.events.map(|topic| Events::new(google.clone(), topic)),
            reply: settings.reply,
            name: cloud.execution,
            scheduler: Scheduler::new(google, &cloud.project_id, &cloud.region),
            pages,
            tracking: settings.tracking,
        })
    }

    /// Reads the page.
    pub(crate) async fn observe(&self) -> Observed {
        self.pages
            .observe(&self.tracking.platform, &self.tracking.event)
            .await
    }

    /// When the shop's list says that the event begins and ends; none where the shop has no list or nobody can
    /// be told, and nothing where the event is not in it.
    pub(crate) fn listed_by_shop(
        &self,
    ) -> Option<impl Future<Output = Result<Option<Times>, ReadError>> + '_> {
        self.events.as_ref()?;
        let file = self.pages.platforms.get(&self.tracking.platform)?;
        file.discover()?;
        Some(async move {
            let on_sale = self.pages.reader.discover(file).await?;
            let ours = on_sale.into_iter().find(|sale| sale.event == self.tracking.event);
            let utc = |at: DateTime<chrono_tz::Tz>| at.to_utc();
            Ok(ours.map(|sale| (sale.start.map(utc), sale.end.map(utc))))
        })
    }

    /// Any number, by chance.
    pub(crate) fn chance(&self) -> u32 {
        fastrand::u32(..)
    }

    /// A distance, and up to as much again by chance, in whole seconds: those that were refused together do not come back
    /// together.
    pub(crate) fn scattered(&self, distance: Duration) -> Duration {
        let most = u32::try_from(distance.num_seconds()).unwrap_or(u32::MAX);
        distance + Duration::seconds(i64::from(self.chance() % most.max(1)))
    }

    /// How what is observed is counted.
    pub(crate) fn counting(&self) -> Counting {
        self.pages.counting(&self.tracking.platform, &self.tracking.event)
    }

    /// Deletes the own Scheduler job; that it is gone already is success.
    pub(crate) async fn delete_own_job(&self) -> anyhow::Result<()> {
        let Some(job) = &self.tracking.scheduler_job else {
            return Ok(());
        };
        let existed = self
            .scheduler
            .delete(job)
            .await
            .with_context(|| format!("Scheduler job {job} was not deleted"))?;
        tracing::info!(
            tracking = self.tracking.id,
            existed,
            "Scheduler job {job} is gone"
        );
        Ok(())
    }

    /// The present.
    pub(crate) async fn now(&self) -> anyhow::Result<DateTime<Utc>> {
        Ok(self.clock.now().await?)
    }
}

/// Access to Google; where time is told, retries hardly wait.
pub(crate) fn google(credentials: Credentials, endpoints: Endpoints, is_told_time: bool) -> Google {
    let google = Google::new(TokenSource::new(credentials, SCOPES), endpoints);
    if is_told_time { google.hurried() } else { google }
}
