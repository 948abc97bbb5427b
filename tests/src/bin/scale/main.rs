//! `cargo run --release -p e2e --bin scale -- [TRACKINGS [MINUTES]]`: what many trackings of a page every minute cost on one
//! machine, in real time and with real processes, and how late they fire. Without arguments 1,000 trackings for ten minutes and
//! then 500 more every two minutes until a firing is more than 5 s late or a row is missing: the limit.
//!
//! The first tracking is begun by the bot; the others are its Scheduler job under other names.

mod jobs;
mod process;
mod watch;

use anyhow::{Context, ensure};
use e2e::{Start, System};

use jobs::Jobs;
use process::Process;
use watch::{Minute, Watch};

const TRACKINGS: usize = 1_000;
const MINUTES: usize = 10;
/// How many more are tried at a time, and for how long.
const STEP: (usize, usize) = (500, 2);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let numbers: Vec<usize> = std::env::args()
        .skip(1)
        .map(|argument| argument.parse().context("TRACKINGS and MINUTES are numbers"))
        .collect::<Result<_, _>>()?;
    let start = Start {
        clock: None,
        hears_events: true,
        ..Start::default()
    };
    let system = System::start_as(start).await?;
    let mut scale = Scale::begin(&system).await?;
    match numbers.as_slice() {
        [] => {
            let is_good = scale.run(TRACKINGS, MINUTES).await?;
            ensure!(is_good, "{TRACKINGS} trackings are more than this machine takes");
            println!("the limit here: {} trackings", scale.limit(TRACKINGS).await?);
            Ok(())
        }
        [trackings, rest @ ..] => {
            let minutes = rest.first().copied().unwrap_or(MINUTES);
            ensure!(
                scale.run(*trackings, minutes).await?,
                "something was late or missing"
            );
            Ok(())
        }
    }
}

struct Scale<'a> {
    jobs: Jobs<'a>,
    watch: Watch<'a>,
    process: Process,
}

impl<'a> Scale<'a> {
    async fn begin(system: &'a System) -> anyhow::Result<Self> {
        let process = Process::of(system.process_id().context("the local cloud has ended")?);
        Ok(Self {
            jobs: Jobs::begin(system).await?,
            watch: Watch::new(system),
            process,
        })
    }

    /// So many trackings for so many minutes; whether all fired in time and have their rows.
    async fn run(&mut self, trackings: usize, minutes: usize) -> anyhow::Result<bool> {
        self.jobs.grow(trackings).await?;
        println!("{trackings} trackings, a page every minute, {minutes} minutes");
        println!("minute  fired   median     latest  rows    memory   CPU per tick");
        // The minute in which the last ones were made is not a whole one.
        let mut before = self.watch.next_minute().await?;
        let mut usage = self.process.usage()?;
        let mut is_good = true;
        for number in 1..=minutes {
            let minute = self.watch.next_minute().await?;
            let now = self.process.usage()?;
            is_good &= minute.is_good(trackings, &before);
            let rows = minute.rows - before.rows;
            let cpu = (now.cpu - usage.cpu).as_secs_f64() * 1_000.0 / trackings as f64;
            let Minute {
                fired,
                median,
                latest,
                ..
            } = &minute;
            println!(
                "{number:>6}  {fired:>5}  {median:>5.2} s  {latest:>7.2} s  {rows:>5}  {:>5} MB  {cpu:>6.1} ms",
                now.memory_mb
            );
            (before, usage) = (minute, now);
        }
        println!("memory of the local cloud at its highest: {} MB", usage.peak_mb);
        Ok(is_good)
    }

    /// The most trackings for which two minutes were good.
    async fn limit(&mut self, mut good: usize) -> anyhow::Result<usize> {
        let (step, minutes) = STEP;
        while self.run(good + step, minutes).await? {
            good += step;
        }
        Ok(good)
    }
}
