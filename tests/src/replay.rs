//! A recorded event replayed through the whole system in told time: what its tab has beside what the record says.

mod expected;
mod slice;

use std::fmt;
use std::path::Path;

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{Start, System};
use expected::Expected;

pub use slice::{Record, read};

/// When told time begins; the record begins with it.
const BEGIN: &str = "2026-02-28T05:30:00Z";

/// How a record is replayed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weather {
    /// Which share of all calls to Google's stores, to Pub/Sub, to the metadata server and to Telegram fails.
    pub failing: f64,
    /// How often everything is killed and started again, at even distances.
    pub restarts: u32,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Samples that were due.
    pub due: usize,
    /// Those without a row, or whose row has no reading.
    pub missed: Vec<String>,
    /// Those with another figure than the record has at their time.
    pub wrong: Vec<String>,
    /// What the end message should say and does not.
    pub untold: Vec<String>,
    /// The end message.
    pub end: String,
}

/// Replays a record to its end and looks. `progress` is told each minute.
pub async fn run(record: &Record, weather: Weather, mut progress: impl FnMut(u32)) -> anyhow::Result<Report> {
    let folder = tempfile::tempdir()?;
    let file = record.write(folder.path())?;
    let begin: DateTime<Utc> = BEGIN.parse()?;
    let minutes = record.minutes();
    let mut system = System::start_as(start(&file)).await?;
    let link = format!("{}/demo/ktown4u/eventsub?eve_no={}", system.origin, record.number);
    let end = begin + chrono::Duration::minutes(i64::from(minutes));
    system
        .track(&format!("{link} until {}", end.format("%Y-%m-%d %H:%M UTC")))
        .await?;
    if weather.failing > 0.0 {
        let fault = json!({ "operation": ["sheets.*", "drive.*", "pubsub.*", "metadata.*", "telegram.*"],
                            "probability": weather.failing, "effect": { "status": 503 } });
        system.post("/_local/faults", fault).await?;
    }
    for minute in 1..=minutes {
        if weather.restarts > 0 && minute.is_multiple_of(minutes / (weather.restarts + 1)) && minute < minutes
        {
            system.kill_everything().await?;
            system.restart().await?;
        }
        system.advance(60).await?;
        progress(minute);
    }
    heal(&system).await?;
    look(&system, &Expected::of(record, begin, minutes)).await
}

fn start(file: &Path) -> Start {
    Start {
        clock: Some(BEGIN.to_owned()),
        arguments: vec!["--replay".to_owned(), file.display().to_string()],
        hears_events: true,
        ..Start::default()
    }
}

/// Nothing fails any more, and what waited is brought.
async fn heal(system: &System) -> anyhow::Result<()> {
    let faults = system.client().delete(system.url("/_local/faults"));
    faults.send().await?.error_for_status()?;
    for _ in 0..20 {
        system.advance(60).await?;
    }
    Ok(())
}

async fn look(system: &System, expected: &Expected) -> anyhow::Result<Report> {
    let state = system.state().await?;
    let tabs = state["spreadsheets"][0]["tabs"].as_array().context("no tabs")?;
    let mut titles = tabs.iter().filter_map(|tab| tab["title"].as_str());
    let title = titles.find(|title| title.starts_with("demo-ktown4u"));
    let tab = system.tab(title.context("the event has no tab")?).await?;
    let told = system.messages(1).await?;
    let end = told
        .into_iter()
        .rev()
        .find(|message| message.text.starts_with('🏁'));
    let mut report = expected.compare(&tab);
    report.end = end.context("the end was not told")?.text;
    report.untold = expected.untold(&report.end);
    ensure!(report.due > 0, "nothing was due");
    Ok(report)
}

impl Report {
    /// Whether the tab has everything and nothing else.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missed.is_empty() && self.wrong.is_empty() && self.untold.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = 100.0 * self.missed.len() as f64 / self.due as f64;
        writeln!(
            f,
            "{} minutes due, {} missed ({percent:.1} %), {} with another figure",
            self.due,
            self.missed.len(),
            self.wrong.len()
        )?;
        for line in self.missed.iter().chain(&self.wrong).chain(&self.untold).take(20) {
            writeln!(f, "  {line}")?;
        }
        Ok(())
    }
}
