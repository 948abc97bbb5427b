//! Reading pages as the platforms' files say.

use std::collections::BTreeSet;

use anyhow::Context;
use domain::{Counting, EventName, Observation, PlatformName, Refusal};
use platforms::Platforms;
use scrape::{Account, Guard, Reader};

use crate::config::PageSettings;

/// The platforms, and the reader that follows their files.
pub(crate) struct Pages {
    pub(crate) platforms: Platforms,
    pub(crate) reader: Reader,
}

/// An observation, and what the log says about how it came about.
pub(crate) struct Observed {
    pub(crate) observation: Observation,
    /// `price=json-ld stock=selector .left`: where the values stand that were chosen.
    pub(crate) sources: String,
    /// `fetch=212 read=3`: the steps in milliseconds.
    pub(crate) steps_ms: String,
    /// Requests that the shop refused because it is asked too much.
    pub(crate) refusals: Vec<Refusal>,
}

impl Pages {
    /// Reads the platform files; opens nothing.
    pub(crate) fn new(settings: PageSettings) -> anyhow::Result<Self> {
        let platforms =
            Platforms::load(settings.platforms_dir.as_deref()).context("the platform files are wrong")?;
        let reader = Reader::new(Guard::new(settings.allowed_addresses), &settings.user_agent);
        Ok(Self { platforms, reader })
    }

    /// Reads an event. Whatever goes wrong with it is an observation as well: the row says why there is no reading.
    pub(crate) async fn observe(&self, platform: &PlatformName, event: &EventName) -> Observed {
        let Some(platform) = self.platforms.get(platform) else {
            return Observed {
                observation: Observation::Failed(format!("there is no platform file `{platform}`")),
                sources: String::new(),
                steps_ms: String::new(),
                refusals: Vec::new(),
            };
        };
        Observed::from(self.reader.read(platform, event).await)
    }

    /// How the figures of a platform's event are counted.
    pub(crate) fn counting(&self, platform: &PlatformName, event: &EventName) -> Counting {
        let platform = self.platforms.get(platform);
        platform.map_or_else(Counting::default, |platform| Counting {
            several_items: platform.has_items_in(event),
            sold_from_stock: platform.sold_from_stock(),
        })
    }
}

impl From<Account> for Observed {
    fn from(account: Account) -> Self {
        let chosen = account.evidence.iter().filter(|evidence| evidence.chosen);
        // Items repeat their sources.
        let sources: BTreeSet<String> = chosen
            .map(|evidence| format!("{}={}", evidence.field, evidence.source))
            .collect();
        let steps: Vec<String> = account
            .steps
            .iter()
            .map(|step| format!("{}={}", step.name, step.took.as_millis()))
            .collect();
        Self {
            observation: match account.outcome {
                Ok(reading) => Observation::Read(reading),
                Err(error) => Observation::Failed(error.to_string()),
            },
            sources: sources.into_iter().collect::<Vec<_>>().join(" "),
            steps_ms: steps.join(" "),
            refusals: account.refusals,
        }
    }
}
