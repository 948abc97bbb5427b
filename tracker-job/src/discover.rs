//! What a platform has on sale: told in the log, and to the chat where somebody asked.

use std::fmt::Display;

use anyhow::Context;
use chrono::{DateTime, TimeZone, Utc};
use domain::event::Signal;
use domain::{Asked, EventName, OnSale, PlatformName, Sale};
use events::Events;
use gcp::Clock;
use platforms::Platform;

use crate::config::{DiscoverSettings, TellSettings};
use crate::execution;
use crate::interrupt::Interrupt;
use crate::pages::Pages;

/// So many are told in one message, each with its members, which a page of its own tells.
const TOLD: usize = 8;

/// A platform is asked what it has on sale.
pub(crate) struct Discovery {
    platform: PlatformName,
    /// The one event that is asked for.
    only: Option<EventName>,
    pages: Pages,
    waiting: Option<Waiting>,
}

/// Who waits for the answer, and the way to them.
struct Waiting {
    asked: Asked,
    events: Events,
    clock: Clock,
    execution: String,
}

impl Discovery {
    /// Connects nothing yet.
    pub(crate) fn new(settings: DiscoverSettings, pages: Pages) -> anyhow::Result<Self> {
        Ok(Self {
            platform: settings.platform,
            only: settings.only,
            waiting: settings.tell.map(Waiting::new).transpose()?,
            pages,
        })
    }

    /// Tells one line for each event and one about all of them, and whoever waits.
    pub(crate) async fn run(&self) -> anyhow::Result<()> {
        let mut interrupt = Interrupt::watch()?;
        let found = interrupt.unless(self.found()).await?;
        let Some(waiting) = &self.waiting else {
            return found.map(drop);
        };
        let now = waiting.clock.now().await?;
        let answer = match &found {
            Ok(sales) => interrupt.unless(self.answer(sales, waiting, now)).await?,
            Err(error) => OnSale {
                failure: Some(format!("{:#}", error.root_cause())),
                ..self.empty(waiting, now)
            },
        };
        waiting
            .tell(answer)
            .await
            .context("what is on sale was not told")?;
        found.map(drop)
    }

    async fn found(&self) -> anyhow::Result<Vec<Sale>> {
        let name = &self.platform;
        let file = self.file()?;
        let on_sale = self.pages.reader.discover(file).await;
        let on_sale = on_sale.with_context(|| format!("what {name} has on sale was not read"))?;
        for sale in &on_sale {
            tracing::info!(
                platform = name.as_str(),
                event = sale.event.as_str(),
                title = sale.title,
                kind = sale.kind,
                start = sale.start.map(in_its_zone),
                end = sale.end.map(in_its_zone),
                "on sale"
            );
        }
        tracing::info!(platform = name.as_str(), events = on_sale.len(), "discovered");
        let zone = file
            .discover()
            .map_or(chrono_tz::Tz::UTC, |discover| discover.zone);
        let sale = |sale: scrape::OnSale| Sale {
            event: sale.event,
            title: sale.title,
            kind: sale.kind,
            members: Vec::new(),
            start: sale.start.map(|start| start.to_utc()),
            end: sale.end.map(|end| end.to_utc()),
            zone,
        };
        Ok(on_sale.into_iter().map(sale).collect())
    }

    /// Those that are not over, what ends first in front, with the members of those that are told.
    async fn answer(&self, sales: &[Sale], waiting: &Waiting, now: DateTime<Utc>) -> OnSale {
        let is_asked_for = |sale: &&Sale| match &self.only {
            Some(only) => sale.event == *only,
            None => !sale.is_over(now),
        };
        let mut wanted: Vec<Sale> = sales.iter().filter(is_asked_for).cloned().collect();
        wanted.sort_by_key(|sale| (sale.end.is_none(), sale.end));
        let more = wanted.len().saturating_sub(TOLD);
        wanted.truncate(TOLD);
        if self.only.is_none() {
            for sale in &mut wanted {
                sale.members = self.members(&sale.event).await;
            }
        }
        OnSale {
            sales: wanted.into_iter().map(Sale::short).collect(),
            more,
            ..self.empty(waiting, now)
        }
    }

    /// None where the event's page does not tell them: the list is worth telling without.
    async fn members(&self, event: &EventName) -> Vec<String> {
        let Ok(file) = self.file() else {
            return Vec::new();
        };
        match self.pages.reader.read(file, event).await.outcome {
            Ok(reading) => reading.items.into_iter().map(|item| item.label).collect(),
            Err(error) => {
                tracing::info!(event = event.as_str(), %error, "its members are not known");
                Vec::new()
            }
        }
    }

    fn file(&self) -> anyhow::Result<&Platform> {
        let name = &self.platform;
        let file = self.pages.platforms.get(name);
        file.with_context(|| format!("there is no platform file `{name}`"))
    }

    fn empty(&self, waiting: &Waiting, now: DateTime<Utc>) -> OnSale {
        OnSale {
            at: now,
            execution: waiting.execution.clone(),
            platform: self.platform.clone(),
            only: self.only.clone(),
            asked: waiting.asked.clone(),
            sales: Vec::new(),
            more: 0,
            failure: None,
        }
    }
}

impl Waiting {
    fn new(settings: TellSettings) -> anyhow::Result<Self> {
        let google = execution::google(
            settings.credentials,
            settings.endpoints,
            settings.clock_url.is_some(),
        );
        Ok(Self {
            asked: settings.asked,
            events: Events::new(google, settings.topic),
            clock: Clock::new(settings.clock_url, &settings.execution)?,
            execution: settings.execution,
        })
    }

    async fn tell(&self, found: OnSale) -> anyhow::Result<()> {
        let data = serde_json::to_vec(&Signal::OnSale(Box::new(found)))?;
        Ok(self.events.publish("", data).await?)
    }
}

/// `2026-06-26 00:00:00 KST`: a deadline read in another zone costs the event.
fn in_its_zone<Z: TimeZone<Offset: Display>>(at: DateTime<Z>) -> String {
    at.format("%Y-%m-%d %H:%M:%S %Z").to_string()
}
