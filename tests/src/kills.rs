//! Everything is killed at random moments of many writes at once, and started again on the same data folder: what was
//! acknowledged before is there, and nothing twice.

mod ledger;
mod work;

use std::fmt;

use anyhow::Context;

use crate::System;

use ledger::Ledger;
use work::Work;

/// Fewer acknowledged writes than these lie between two kills.
const MOST_WRITES: u32 = 40;

/// How often, and by which chance.
#[derive(Debug, Clone, Copy)]
pub struct Kills {
    /// How many kills.
    pub moments: u32,
    /// The beginning of all chance but the machine's.
    pub seed: u64,
}

/// What was acknowledged, all of which is there, and what was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Rows, those that a client appended and the tracker's own.
    pub rows: usize,
    /// Scheduler jobs.
    pub jobs: usize,
    /// Messages of a person.
    pub messages: usize,
    /// Files on Drive.
    pub files: usize,
    /// A client's writes that were under way at a kill: nobody knows of them whether they are there.
    pub under_way: usize,
    /// Those of them that are.
    pub under_way_there: usize,
}

/// Kills so often and looks each time; an error says what is missing or there twice, and after which kill.
pub async fn run(kills: Kills, mut progress: impl FnMut(u32)) -> anyhow::Result<Report> {
    let mut chance = fastrand::Rng::with_seed(kills.seed);
    let mut system = System::start().await?;
    system.track("demo ABC until in 12h").await?;
    work::prepare(&system).await?;
    let ledger = Ledger::default();
    for moment in 1..=kills.moments {
        let writes = chance.u32(1..MOST_WRITES);
        Work::new(&system, &ledger, moment).until_killed(writes).await?;
        system.restart().await?;
        ledger.compare(&system).await.with_context(|| {
            format!(
                "after kill {moment} of the seed {}, {writes} writes after the one before",
                kills.seed
            )
        })?;
        progress(moment);
    }
    Ok(ledger.report())
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            rows,
            jobs,
            messages,
            files,
            under_way,
            under_way_there,
        } = self;
        writeln!(
            f,
            "acknowledged and there, none twice: {rows} rows, {jobs} Scheduler jobs, {messages} messages, {files} files\n\
             under way at a kill: {under_way} writes, of which {under_way_there} are there"
        )
    }
}
