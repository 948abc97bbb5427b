//! One reading of one event.

use domain::{EventName, Reading};
use platforms::{AddressError, Platform};
use thiserror::Error;

use crate::address_guard::Guard;
use crate::extract::{ExtractError, extract};
use crate::fetch::{FetchError, Fetcher, Limits};

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
    Extract(#[from] ExtractError),
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
        Ok(extract(&page, platform.fields())?)
    }
}

#[cfg(test)]
mod tests {
    use domain::{Availability, EventForm, PlatformName};

    use super::*;
    use crate::address_guard::AllowedAddresses;
    use crate::fetch::{USER_AGENT, server};

    fn platform(origin: &str) -> Platform {
        let text = format!(
            "label = \"Shop\"\nzone = \"Asia/Seoul\"\nurl = \"{origin}/p/{{event}}\"\n[fields]\nprice = \".price\"\nsold = \".sold\""
        );
        Platform::parse(PlatformName::parse("shop").unwrap(), "shop.toml", &text).unwrap()
    }

    #[tokio::test]
    async fn an_event_becomes_a_reading_or_the_text_of_a_gap() {
        let server = server::start(|path| match path {
            "/p/An%20Yujin" => server::html(
                "<h1>Album</h1><p class=price>₩18,000</p><p class=sold>판매 3,021</p><b>Sold out</b>",
            ),
            "/p/bare" => server::html("<h1>Album</h1>"),
            _ => server::status(503),
        })
        .await;
        let guard = Guard::new(AllowedAddresses::parse(&server.authority()).unwrap());
        let reader = Reader::new(guard, USER_AGENT);
        let platform = platform(&server.origin());
        let event = |name| EventName::parse(name, EventForm::Name).unwrap();

        let reading = reader.read(&platform, &event("An Yujin")).await.unwrap();
        assert_eq!(reading.price, Some(18_000.into()));
        assert_eq!(reading.currency.as_deref(), Some("KRW"));
        assert_eq!(
            (reading.sold, reading.availability),
            (Some(3021), Availability::Unknown)
        );
        for (name, status) in [
            ("bare", "selector .price matched nothing"),
            ("other", "HTTP 503"),
            ("..", "no event can be called `..`"),
        ] {
            assert_eq!(
                reader
                    .read(&platform, &event(name))
                    .await
                    .unwrap_err()
                    .to_string(),
                status
            );
        }
    }
}
