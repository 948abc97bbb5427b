//! What executions say that they have taken: the tracker's own log lines, of tasks and of processes alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};
use std::sync::{Mutex, Once, PoisonError};

use chrono::{DateTime, Utc};
use serde_json::Value;
use tracker_job::Lost;

use crate::Execution;

/// A tracking's sample.
pub(super) type Key = (String, DateTime<Utc>);

/// The lines of tasks, by the ledger that they belong to: logging is installed once for a process, storms may be many.
static LINES: Mutex<BTreeMap<String, Vec<(String, Value)>>> = Mutex::new(BTreeMap::new());

/// All that executions have said.
#[derive(Default)]
pub(super) struct Ledger {
    name: String,
    /// What each execution has taken.
    taken: HashMap<String, Vec<Key>>,
    /// Lines from which samples are restored.
    lost: Vec<Lost>,
    /// Executions that ended well.
    succeeded: BTreeSet<String>,
    /// Executions whose end has been noted.
    noted: BTreeSet<String>,
}

impl Ledger {
    /// An empty ledger; the name is no other's.
    pub(super) fn open(name: String) -> Self {
        static LOGGING: Once = Once::new();
        LOGGING.call_once(|| logging::init_to(|| Lines));
        Self {
            name,
            ..Self::default()
        }
    }

    /// A span in which an execution's lines are its own.
    pub(super) fn span(ledger: &str, execution: &str) -> tracing::Span {
        tracing::info_span!("execution", run = format!("{ledger}/{execution}"))
    }

    /// Notes what has been said and how executions have ended.
    pub(super) fn note(&mut self, executions: &[Execution]) -> anyhow::Result<()> {
        let lines = lock().remove(&self.name).unwrap_or_default();
        for (execution, line) in &lines {
            self.line(execution, line)?;
        }
        for execution in executions.iter().filter(|one| one.exit_code.is_some()) {
            if !self.noted.insert(execution.name.clone()) {
                continue;
            }
            if execution.exit_code == Some(0) {
                self.succeeded.insert(execution.name.clone());
            }
            for line in execution.log.lines() {
                if let Ok(line) = serde_json::from_str(line) {
                    self.line(&execution.name, &line)?;
                }
            }
        }
        Ok(())
    }

    /// Every sample that was taken for good: its execution ended well, or a line restores it.
    pub(super) fn acknowledged(&self) -> BTreeSet<Key> {
        let taken = self
            .taken
            .iter()
            .filter(|(name, _)| self.succeeded.contains(*name));
        let stored = taken.flat_map(|(_, keys)| keys.iter().cloned());
        stored.chain(self.logged()).collect()
    }

    /// The samples that a line restores.
    pub(super) fn logged(&self) -> BTreeSet<Key> {
        let keys = |lost: &Lost| {
            let id = lost.overrides.get("TRACKING").cloned().unwrap_or_default();
            lost.taken
                .iter()
                .map(move |taken| (id.clone(), taken.at))
                .collect::<Vec<_>>()
        };
        self.lost.iter().flat_map(keys).collect()
    }

    /// The lines from which samples are restored.
    pub(super) fn lost(&self) -> Vec<Lost> {
        self.lost.clone()
    }

    /// How many executions have ended.
    pub(super) fn executions(&self) -> usize {
        self.noted.len()
    }

    fn line(&mut self, execution: &str, line: &Value) -> anyhow::Result<()> {
        if let Some(lost) = line["recover"].as_str() {
            self.lost.push(serde_json::from_str(lost)?);
        }
        if let ("taken", Some(tracking), Some(at)) = (
            line["message"].as_str().unwrap_or_default(),
            line["tracking"].as_str(),
            line["sample"].as_str(),
        ) {
            let key = (tracking.to_owned(), at.parse()?);
            self.taken.entry(execution.to_owned()).or_default().push(key);
        }
        Ok(())
    }
}

/// Where the lines of this process go; those of no execution are dropped.
struct Lines;

impl Write for Lines {
    /// One whole line.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if let Ok(value) = serde_json::from_slice::<Value>(line)
            && let Some((ledger, execution)) = value["run"].as_str().and_then(|of| of.split_once('/'))
        {
            let (ledger, execution) = (ledger.to_owned(), execution.to_owned());
            lock().entry(ledger).or_default().push((execution, value));
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn lock() -> std::sync::MutexGuard<'static, BTreeMap<String, Vec<(String, Value)>>> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner)
}
