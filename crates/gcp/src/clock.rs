//! The present, and waiting for an instant: the system's own, or one that a local cloud tells (`CLOCK_URL`).

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use thiserror::Error;

/// Where the present comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that is asked: `GET URL` answers `{"now"}`; with `?until=INSTANT&process=NAME` it answers only then.
    Told {
        /// The clock's URL.
        url: String,
        /// Who waits: the name of the execution, so that the clock knows whom it may stop waiting for.
        process: String,
        /// Talks to the clock.
        client: reqwest::Client,
    },
}

/// The told clock cannot be asked.
#[derive(Debug, Error)]
#[error("the clock at CLOCK_URL does not answer")]
pub struct ClockError(#[from] reqwest::Error);

#[derive(Deserialize)]
struct Told {
    now: DateTime<Utc>,
}

impl Clock {
    /// The system's clock, or the one at `url`.
    pub fn new(url: Option<String>, process: &str) -> Result<Self, ClockError> {
        let Some(url) = url else { return Ok(Self::System) };
        let client = reqwest::Client::builder()
            .use_preconfigured_tls(tls::client_config())
            .no_proxy()
            .build()?;
        Ok(Self::Told {
            url,
            process: process.to_owned(),
            client,
        })
    }

    /// The present.
    pub async fn now(&self) -> Result<DateTime<Utc>, ClockError> {
        match self {
            Self::System => Ok(Utc::now()),
            Self::Told { url, client, .. } => ask(client.get(url)).await,
        }
    }

    /// Waits until `at` and answers the present.
    pub async fn wait_until(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, ClockError> {
        match self {
            Self::System => {
                let span = (at - Utc::now()).to_std().unwrap_or(Duration::ZERO);
                tokio::time::sleep(span).await;
                Ok(Utc::now())
            }
            Self::Told { url, process, client } => {
                let until = at.to_rfc3339();
                ask(client
                    .get(url)
                    .query(&[("until", until.as_str()), ("process", process)]))
                .await
            }
        }
    }
}

async fn ask(request: reqwest::RequestBuilder) -> Result<DateTime<Utc>, ClockError> {
    let told: Told = request.send().await?.error_for_status()?.json().await?;
    Ok(told.now)
}
