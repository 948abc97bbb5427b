//! Giving an update to the bot, as Telegram's webhook would: again until it is taken, for at most a day.

use std::time::Duration;

use anyhow::Context;
use serde::Deserialize;
use telegram::RawUpdate;
use tokio::time::{Instant, sleep};

use super::outage::Outage;

/// The local cloud starts the bot where it does not run, and tries twice.
const PATIENCE: Duration = Duration::from_secs(150);
/// As long as Telegram itself offers an update.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// The local cloud, which knows the bot's webhook and its secret.
pub(super) struct HandOver {
    client: reqwest::Client,
    url: String,
}

#[derive(Deserialize)]
struct Answer {
    webhook_status: Option<u16>,
    #[serde(default)]
    error: String,
}

#[derive(Debug, PartialEq)]
enum Verdict {
    Taken,
    /// No repetition would change that.
    Unfit,
    NotNow(String),
}

impl HandOver {
    pub(super) fn new(origin: &str) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build();
        Ok(Self {
            client: client.context("no HTTP client")?,
            url: format!("{origin}/_local/updates"),
        })
    }

    /// Ends when the bot needs to hear no more of the update.
    pub(super) async fn until_taken(&self, update: &RawUpdate) {
        let (began, mut outage) = (Instant::now(), Outage::default());
        loop {
            let why = match self.once(update).await {
                Verdict::Taken => return,
                Verdict::Unfit => {
                    tracing::error!(
                        update = update.id,
                        "the bot cannot read an update; it is passed over"
                    );
                    return;
                }
                Verdict::NotNow(why) => why,
            };
            if began.elapsed() > LIFETIME {
                tracing::error!(
                    update = update.id,
                    why,
                    "the bot has not taken an update for a day; it is passed over"
                );
                return;
            }
            let (is_first, pause) = outage.failed(None);
            if is_first {
                tracing::warn!(
                    update = update.id,
                    why,
                    "the bot has not taken an update; it is tried again"
                );
            }
            sleep(pause).await;
        }
    }

    async fn once(&self, update: &RawUpdate) -> Verdict {
        let answer = async {
            let sent = self.client.post(&self.url).json(&update.object).send().await?;
            sent.error_for_status()?.json::<Answer>().await
        };
        match answer.await {
            Ok(answer) => verdict(answer),
            Err(error) => Verdict::NotNow(format!("the local cloud: {}", error.without_url())),
        }
    }
}

fn verdict(answer: Answer) -> Verdict {
    match answer.webhook_status {
        Some(200..=299) => Verdict::Taken,
        Some(400) => Verdict::Unfit,
        Some(status) => Verdict::NotNow(format!("HTTP {status}")),
        None => Verdict::NotNow(answer.error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_is_offered_until_the_bot_has_taken_it_or_cannot_read_it() {
        let verdict = |webhook_status| {
            verdict(Answer {
                webhook_status,
                error: "gone".to_owned(),
            })
        };
        assert_eq!(verdict(Some(200)), Verdict::Taken);
        assert_eq!(verdict(Some(400)), Verdict::Unfit, "a malformed update");
        assert_eq!(verdict(Some(500)), Verdict::NotNow("HTTP 500".to_owned()));
        assert_eq!(verdict(Some(401)), Verdict::NotNow("HTTP 401".to_owned()));
        assert_eq!(verdict(None), Verdict::NotNow("gone".to_owned()));
    }
}
