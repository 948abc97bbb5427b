//! `cargo run --release -p e2e --bin crowd -- [TRACKINGS [MINUTES]]`: what many trackings cost and how late their rows come, against
//! Sheets' quotas of 60 reads and 60 writes a minute; without arguments 50 and 200 trackings for half an hour, and one that
//! reads every 10 s for an hour in containers that start late.

use anyhow::{Context, ensure};
use chrono::TimeDelta;
use e2e::storm::{self, Plan};

/// From then on a row of so many trackings is late.
const LATE: [(u32, TimeDelta); 2] = [(50, TimeDelta::minutes(1)), (u32::MAX, TimeDelta::minutes(10))];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let numbers: Vec<u32> = std::env::args()
        .skip(1)
        .map(|argument| argument.parse().context("TRACKINGS and MINUTES are numbers"))
        .collect::<Result<_, _>>()?;
    match numbers.as_slice() {
        [] => {
            crowd(50, 30).await?;
            crowd(200, 30).await?;
            late_starts().await
        }
        [trackings] => crowd(*trackings, 30).await,
        [trackings, minutes, ..] => crowd(*trackings, *minutes).await,
    }
}

async fn crowd(trackings: u32, minutes: u32) -> anyhow::Result<()> {
    let report = storm::run(&Plan::crowd(trackings, minutes), |_| {}).await?;
    println!("{trackings} trackings, {minutes} minutes\n{report}");
    let late = LATE
        .iter()
        .find(|(most, _)| trackings <= *most)
        .map_or(TimeDelta::MAX, |(_, late)| *late);
    ensure!(report.is_whole(), "something was lost, doubled or overwritten");
    ensure!(report.longest <= late, "a row came later than {late}");
    Ok(())
}

async fn late_starts() -> anyhow::Result<()> {
    let report = storm::run(&Plan::late_starts(1, 60), |_| {}).await?;
    println!("every 10 s for an hour, containers start 2 to 30 s late\n{report}");
    ensure!(report.is_whole(), "something was lost, doubled or overwritten");
    Ok(())
}
