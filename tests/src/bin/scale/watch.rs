//! How the firings of a minute went, looked at shortly before the next.

use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use e2e::System;

use crate::jobs;

/// When in a minute it is looked at.
const LOOK_AT: TimeDelta = TimeDelta::seconds(45);
/// From then on a firing is late.
const LATE: f64 = 5.0;
const SPREADSHEET: &str = "/v4/spreadsheets/local-spreadsheet";

pub(crate) struct Watch<'a> {
    system: &'a System,
}

/// What was found in one.
pub(crate) struct Minute {
    /// How many Scheduler jobs fired in it.
    pub(crate) fired: usize,
    /// Seconds after its beginning.
    pub(crate) median: f64,
    pub(crate) latest: f64,
    /// In the whole sheet.
    pub(crate) rows: usize,
}

impl Minute {
    /// Whether everything fired in time and wrote its row.
    pub(crate) fn is_good(&self, trackings: usize, before: &Self) -> bool {
        self.fired == trackings && self.latest <= LATE && self.rows - before.rows == trackings
    }
}

impl<'a> Watch<'a> {
    pub(crate) fn new(system: &'a System) -> Self {
        Self { system }
    }

    /// Waits until three quarters of the next whole minute are over.
    pub(crate) async fn next_minute(&self) -> anyhow::Result<Minute> {
        let now = Utc::now();
        let begins = now.duration_trunc(TimeDelta::minutes(1))? + TimeDelta::minutes(1);
        let wait = (begins + LOOK_AT - now).to_std().unwrap_or(Duration::ZERO);
        tokio::time::sleep(wait).await;
        let mut after: Vec<f64> = jobs::every(self.system)
            .await?
            .iter()
            .filter(|job| jobs::is_tracking(job))
            .filter_map(|job| job["lastAttemptTime"].as_str()?.parse::<DateTime<Utc>>().ok())
            .filter(|fired| *fired >= begins)
            .map(|fired| (fired - begins).as_seconds_f64())
            .collect();
        after.sort_by(f64::total_cmp);
        Ok(Minute {
            fired: after.len(),
            median: after.get(after.len() / 2).copied().unwrap_or_default(),
            latest: after.last().copied().unwrap_or_default(),
            rows: self.rows().await?,
        })
    }

    /// Tabs have a row of headings each.
    async fn rows(&self) -> anyhow::Result<usize> {
        let fields = "fields=sheets.properties.title";
        let sheet = self.system.get(&format!("{SPREADSHEET}?{fields}")).await?;
        let titles = sheet["sheets"]
            .as_array()
            .context("the spreadsheet has no tabs")?;
        let titles = titles
            .iter()
            .filter_map(|tab| tab["properties"]["title"].as_str());
        let mut rows = 0;
        // A URL has its limits.
        for titles in titles.collect::<Vec<_>>().chunks(50) {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            for title in titles {
                query.append_pair("ranges", &format!("'{title}'!A2:A"));
            }
            let path = format!("{SPREADSHEET}/values:batchGet?{}", query.finish());
            let ranges = self.system.get(&path).await?;
            for range in ranges["valueRanges"].as_array().into_iter().flatten() {
                rows += range["values"].as_array().map_or(0, Vec::len);
            }
        }
        Ok(rows)
    }
}
