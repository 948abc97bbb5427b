//! `cargo run --release -p e2e --bin kills -- [MOMENTS [SEED]]`: kills every process at 50 random moments of many writes at once,
//! starts again on the same data folder, and exits with 1 where something acknowledged is missing or anything is there twice.

use std::time::Instant;

use anyhow::Context;
use e2e::kills::{self, Kills};
use e2e::progress;

const MOMENTS: u32 = 50;

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let moments = arguments
        .next()
        .map_or(Ok(MOMENTS), |text| text.parse().context("MOMENTS is a number"))?;
    let seed = arguments.next().map_or(Ok(fastrand::u64(..)), |text| {
        text.parse().context("SEED is a number")
    })?;
    println!("seed {seed}: {moments} kills");
    let began = Instant::now();
    let bar = progress(moments, "kills");
    let report = kills::run(Kills { moments, seed }, |moment| {
        bar.set_position(u64::from(moment));
    })
    .await?;
    bar.finish_and_clear();
    println!("{report}{:.0?}", began.elapsed());
    Ok(())
}
