//! `cargo run --release -p e2e --bin storm -- [--seed N] [--ticks N] [--strategy append]`: trackings in all faults at once, and
//! what the sheet and the CSVs hold of what was taken. `--ticks` is the number of samples that fall due.

use std::time::Instant;

use anyhow::{Context, bail, ensure};
use e2e::progress;
use e2e::storm::{self, Plan, Strategy};

fn main() -> anyhow::Result<()> {
    let plan = plan(std::env::args().skip(1))?;
    let trackings = plan.by_minute + plan.by_ten_seconds;
    println!(
        "seed {}: {trackings} trackings, {} minutes of storm",
        plan.seed, plan.minutes
    );
    let began = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let bar = progress(plan.minutes + Plan::CALM, "minutes");
    let report = runtime.block_on(storm::run(&plan, |minute| {
        bar.set_position(u64::from(minute));
    }))?;
    bar.finish_and_clear();
    println!("{report}{:.0?}", began.elapsed());
    ensure!(
        report.is_whole() || plan.strategy == Strategy::Append,
        "something was lost, doubled or overwritten"
    );
    Ok(())
}

fn plan(mut arguments: impl Iterator<Item = String>) -> anyhow::Result<Plan> {
    let (mut seed, mut ticks, mut strategy) = (fastrand::u64(..), 10_000, Strategy::Ours);
    while let Some(name) = arguments.next() {
        let value = arguments
            .next()
            .with_context(|| format!("{name} needs a value"))?;
        match (name.as_str(), value.as_str()) {
            ("--seed", _) => seed = value.parse().context("--seed is a number")?,
            ("--ticks", _) => ticks = value.parse().context("--ticks is a number")?,
            ("--strategy", "append") => strategy = Strategy::Append,
            ("--strategy", "ours") => strategy = Strategy::Ours,
            _ => bail!("`{name} {value}` is none of --seed N, --ticks N, --strategy ours|append"),
        }
    }
    Ok(Plan {
        strategy,
        ..Plan::storm(seed, ticks)
    })
}
