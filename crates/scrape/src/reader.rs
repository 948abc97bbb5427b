//! One reading of one event.

use domain::{EventName, Reading};
use fetch::{FetchError, Fetcher, Guard, Limits};
use platforms::{AddressError, Platform};
use thiserror::Error;

use crate::by_file::{self, FieldError};

/// Reads the pages of platforms; its connections are kept between readings.
pub struct Reader {
    fetcher: Fetcher,
}

/// Why there is no reading. Its text is the row's status.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The event leads to no page.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The page did not come.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The page does not say what was asked for.
    #[error(transparent)]
    Fields(#[from] FieldError),
}

impl Reader {
    /// A reader that goes only where the guard lets it. Nothing is opened or loaded before the first reading.
    pub fn new(guard: Guard, user_agent: &str) -> Self {
        Self {
            fetcher: Fetcher::new(guard, user_agent, Limits::default()),
        }
    }

    /// Fetches the event's page and reads it as the platform's file says.
    pub async fn read(&self, platform: &Platform, event: &EventName) -> Result<Reading, ReadError> {
        let page = self.fetcher.fetch(platform.page_url(event)?).await?;
        Ok(by_file::read(&page, platform.fields())?)
    }
}
