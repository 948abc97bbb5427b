//! What a platform has on sale, told in the log.

use std::fmt::Display;

use anyhow::Context;
use chrono::{DateTime, TimeZone};
use domain::PlatformName;

use crate::interrupt::Interrupt;
use crate::pages::Pages;

/// Tells one line for each event, and one about all of them.
pub(crate) async fn run(platform: &PlatformName, pages: &Pages) -> anyhow::Result<()> {
    let file = pages
        .platforms
        .get(platform)
        .with_context(|| format!("there is no platform file `{platform}`"))?;
    let mut interrupt = Interrupt::watch()?;
    let on_sale = interrupt
        .unless(pages.reader.discover(file))
        .await?
        .with_context(|| format!("what {platform} has on sale was not read"))?;
    for sale in &on_sale {
        tracing::info!(
            platform = platform.as_str(),
            event = sale.event.as_str(),
            title = sale.title,
            kind = sale.kind,
            start = sale.start.map(in_its_zone),
            end = sale.end.map(in_its_zone),
            "on sale"
        );
    }
    tracing::info!(platform = platform.as_str(), events = on_sale.len(), "discovered");
    Ok(())
}

/// `2026-06-26 00:00:00 KST`: a deadline read in another zone costs the event.
fn in_its_zone<Z: TimeZone<Offset: Display>>(at: DateTime<Z>) -> String {
    at.format("%Y-%m-%d %H:%M:%S %Z").to_string()
}
