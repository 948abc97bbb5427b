//! The obvious way, to show what a storm does to it: one `values.append` for each sample, retried.

use std::time::Duration;

use anyhow::{Context, bail};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

/// Real time between attempts.
const WAITS_MS: [u64; 3] = [50, 150, 400];

/// One execution; the result is the exit code.
pub(super) async fn execution(lookup: &dyn Fn(&str) -> Option<String>) -> u8 {
    match tick(lookup).await {
        Ok(()) => 0,
        Err(error) => {
            tracing::error!("{error:#}");
            1
        }
    }
}

async fn tick(lookup: &dyn Fn(&str) -> Option<String>) -> anyhow::Result<()> {
    let variable = |name: &str| lookup(name).with_context(|| format!("{name} is not set"));
    let client = reqwest::Client::builder().no_proxy().build()?;
    let now: Value = client.get(variable("CLOCK_URL")?).send().await?.json().await?;
    let now: DateTime<Utc> = now["now"].as_str().context("no time")?.parse()?;
    let at = now.duration_trunc(TimeDelta::minutes(1))?;
    let page = client.get(variable("EVENT_ARTIST")?).send().await?.text().await?;
    let price = page
        .split("\"price\": \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let price: u64 = price.context("no price")?.parse()?;
    let tracking = variable("TRACKING")?;
    tracing::info!(tracking, sample = at.to_rfc3339(), "taken");
    let time = at
        .with_timezone(&Tz::Asia__Hong_Kong)
        .format("%Y-%m-%d %H:%M:%S")
        .to_string();
    let address = format!(
        "{}/v4/spreadsheets/{}/values/{tracking}!A1:append?valueInputOption=RAW",
        variable("GOOGLE_API_ENDPOINT")?,
        variable("SPREADSHEET_ID")?,
    );
    let row = json!({ "values": [[time, "ok", price]] });
    for wait in WAITS_MS.into_iter().map(Some).chain([None]) {
        let answer = client.post(&address).json(&row).send().await;
        match (answer.and_then(reqwest::Response::error_for_status), wait) {
            (Ok(_), _) => return Ok(()),
            (Err(_), Some(wait)) => tokio::time::sleep(Duration::from_millis(wait)).await,
            (Err(error), None) => bail!(error),
        }
    }
    Ok(())
}
