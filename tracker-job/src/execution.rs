//! What everything in an execution shares.

use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::{Observation, Tracking};
use drive::Drive;
use gcp::{Clock, Google, Scopes, TokenSource};
use platforms::Platforms;
use scheduler::Scheduler;
use scrape::{Guard, Reader};
use sheets::Sheets;

use crate::config::Config;

/// One token for everything. `drive` and not `drive.file`: the folder was made by a person.
const SCOPES: Scopes = &[
    "https://www.googleapis.com/auth/cloud-platform",
    "https://www.googleapis.com/auth/drive",
    "https://www.googleapis.com/auth/spreadsheets",
];

/// The tracking, and the ways to everything outside.
pub(crate) struct Execution {
    pub(crate) tracking: Tracking,
    pub(crate) clock: Clock,
    pub(crate) sheets: Sheets,
    pub(crate) drive: Drive,
    scheduler: Scheduler,
    reader: Reader,
    platforms: Platforms,
}

impl Execution {
    /// Connects nothing yet.
    pub(crate) fn new(config: Config) -> anyhow::Result<Self> {
        let platforms =
            Platforms::load(config.platforms_dir.as_deref()).context("the platform files are wrong")?;
        if let Some(platform) = platforms.get(&config.tracking.platform) {
            scrape::check_selectors(platform).context("the platform file is wrong")?;
        }
        let google = Google::new(TokenSource::new(config.credentials, SCOPES), config.endpoints);
        Ok(Self {
            clock: Clock::new(config.clock_url, &config.execution)?,
            sheets: Sheets::new(google.clone(), config.spreadsheet_id),
            drive: Drive::new(google.clone(), config.drive_folder_id),
            scheduler: Scheduler::new(google, &config.project_id, &config.region),
            reader: Reader::new(Guard::new(config.allowed_addresses), scrape::USER_AGENT),
            platforms,
            tracking: config.tracking,
        })
    }

    /// Reads the page. Whatever goes wrong with it is an observation as well: the row says why there is no reading.
    pub(crate) async fn observe(&self) -> Observation {
        let Some(platform) = self.platforms.get(&self.tracking.platform) else {
            return Observation::Failed(format!("there is no platform file `{}`", self.tracking.platform));
        };
        match self.reader.read(platform, &self.tracking.event).await {
            Ok(reading) => Observation::Read(reading),
            Err(error) => Observation::Failed(error.to_string()),
        }
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
