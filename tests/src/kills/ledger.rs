//! What was tried and what was acknowledged, beside what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, ensure};

use super::Report;
use super::work::TAB;
use crate::System;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Row,
    Job,
    Message,
    File,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Job => "job",
            Self::Message => "message",
            Self::File => "file",
        }
    }
}

/// Everything that a client wrote, and how many minutes have passed.
#[derive(Default)]
pub(super) struct Ledger(Mutex<Written>);

#[derive(Default)]
struct Written {
    tried: BTreeMap<Kind, BTreeSet<String>>,
    acknowledged: BTreeMap<Kind, BTreeSet<String>>,
    /// What was there last time.
    found: BTreeMap<Kind, BTreeSet<String>>,
    minutes: usize,
    /// The tracker's rows, as they were last time.
    rows: Vec<Vec<String>>,
}

impl Ledger {
    pub(super) fn tried(&self, kind: Kind, name: &str) {
        self.lock().tried.entry(kind).or_default().insert(name.to_owned());
    }

    pub(super) fn acknowledged(&self, kind: Kind, name: &str) {
        let mut written = self.lock();
        written
            .acknowledged
            .entry(kind)
            .or_default()
            .insert(name.to_owned());
    }

    /// A minute has passed and everything in it has happened.
    pub(super) fn minute(&self) {
        self.lock().minutes += 1;
    }

    /// Everything that was acknowledged is there, nothing is there twice, and nothing that nobody tried to write.
    pub(super) async fn compare(&self, system: &System) -> anyhow::Result<()> {
        for (kind, found) in [
            (Kind::Row, rows(system).await?),
            (Kind::Job, jobs(system).await?),
            (Kind::Message, messages(system).await?),
            (Kind::File, files(system).await?),
        ] {
            self.compare_names(kind, &found)?;
        }
        self.compare_tracking(system).await
    }

    fn compare_names(&self, kind: Kind, found: &[String]) -> anyhow::Result<()> {
        let mut written = self.lock();
        let empty = BTreeSet::new();
        let of = |names: &'_ BTreeMap<Kind, BTreeSet<String>>| names.get(&kind).unwrap_or(&empty).clone();
        let there: BTreeSet<String> = found.iter().cloned().collect();
        let missing: Vec<_> = of(&written.acknowledged).difference(&there).cloned().collect();
        ensure!(
            missing.is_empty(),
            "{kind:?}: acknowledged and not there: {missing:?}"
        );
        ensure!(there.len() == found.len(), "{kind:?}: there twice: {found:?}");
        let strange: Vec<_> = there.difference(&of(&written.tried)).cloned().collect();
        ensure!(strange.is_empty(), "{kind:?}: nobody wrote {strange:?}");
        written.found.insert(kind, there);
        Ok(())
    }

    /// The tracker's rows only become more, one for each sample.
    async fn compare_tracking(&self, system: &System) -> anyhow::Result<()> {
        let tab = system.tab("demo ABC").await?;
        let (rows, times) = (tab.rows(), tab.column("time"));
        let mut written = self.lock();
        ensure!(
            rows.starts_with(&written.rows),
            "the tracker's rows were {:?} and are {rows:?}",
            written.rows
        );
        let different: BTreeSet<&String> = times.iter().collect();
        ensure!(different.len() == times.len(), "a sample has two rows: {times:?}");
        ensure!(
            rows.len() > written.minutes,
            "{} minutes have passed, the rows are {times:?}",
            written.minutes
        );
        written.rows = rows.to_vec();
        Ok(())
    }

    pub(super) fn report(&self) -> Report {
        let written = self.lock();
        let count = |kind| written.acknowledged.get(&kind).map_or(0, BTreeSet::len);
        let all = |names: &BTreeMap<Kind, BTreeSet<String>>| names.values().map(BTreeSet::len).sum::<usize>();
        let acknowledged = all(&written.acknowledged);
        Report {
            rows: count(Kind::Row) + written.rows.len(),
            jobs: count(Kind::Job),
            messages: count(Kind::Message),
            files: count(Kind::File),
            under_way: all(&written.tried) - acknowledged,
            // Everything acknowledged is there.
            under_way_there: all(&written.found) - acknowledged,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Written> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn rows(system: &System) -> anyhow::Result<Vec<String>> {
    let tab = system.tab(TAB).await?;
    Ok(tab
        .values
        .into_iter()
        .filter_map(|row| row.into_iter().next())
        .collect())
}

async fn jobs(system: &System) -> anyhow::Result<Vec<String>> {
    let jobs = system.scheduler_jobs().await?;
    let ids = jobs
        .iter()
        .map(|job| job["name"].as_str().and_then(|name| name.rsplit('/').next()));
    let ids: Vec<&str> = ids.collect::<Option<_>>().context("a job has no name")?;
    let ours = ids.into_iter().filter(|id| id.starts_with(Kind::Job.word()));
    Ok(ours.map(str::to_owned).collect())
}

async fn messages(system: &System) -> anyhow::Result<Vec<String>> {
    let messages = system.messages(1).await?.into_iter();
    let ours =
        messages.filter(|message| message.from == "person" && message.text.starts_with(Kind::Message.word()));
    Ok(ours.map(|message| message.text).collect())
}

async fn files(system: &System) -> anyhow::Result<Vec<String>> {
    let files = system.csv_files().await?;
    let names = files
        .into_iter()
        .filter(|(name, content)| name.trim_end_matches(".csv") == content);
    Ok(names.map(|(_, content)| content).collect())
}
