//! `cargo run --release -p e2e --bin replay -- FOLDER [HOURS]`: replays each recorded event of a folder through the whole system in
//! told time, or its last HOURS, and exits with 1 where a minute has no row, another figure than the record, or the end message
//! does not say what the record says.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, ensure};
use e2e::progress;
use e2e::replay::{self, Weather};

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder: PathBuf = arguments.next().context("which FOLDER?")?.into();
    let hours: Option<i64> = arguments
        .next()
        .map(|text| text.parse().context("HOURS is a number"))
        .transpose()?;
    let mut is_whole = true;
    for record in replay::read(&folder)? {
        let record = hours.map_or_else(|| record.clone(), |hours| record.last_hours(hours));
        let bar = progress(record.minutes(), "minutes");
        let began = Instant::now();
        let report = replay::run(&record, Weather::default(), |minute| {
            bar.set_position(u64::from(minute));
        })
        .await?;
        bar.finish_and_clear();
        print!("{} {}: {report}", record.number, record.title);
        println!("{}\n{:.0?}\n", report.end, began.elapsed());
        is_whole &= report.is_whole();
    }
    ensure!(is_whole, "not everything is as it was recorded");
    Ok(())
}
