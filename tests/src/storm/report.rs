//! What came of a storm.

use std::fmt;

use chrono::TimeDelta;

/// The figures; all but the first three are to be 0 in a storm that our way went through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Samples that fell due.
    pub due: usize,
    /// Samples that were taken.
    pub samples: usize,
    /// Rows of ours in the sheet, and the samples that they stand for.
    pub rows: usize,
    /// Samples that were taken and have no reading in the sheet or in the CSV, and those without any row.
    pub lost: Vec<String>,
    /// Samples with more than one row.
    pub twice: Vec<String>,
    /// Readings that became others, are another tracking's, or were written over what a person wrote.
    pub overwritten: Vec<String>,
    /// The longest time that a taken sample's row was missing, of those that nobody had to restore from a log.
    pub longest: TimeDelta,
    /// Rows that `signchronicle recover` wrote from the logs.
    pub restored: usize,
    /// Executions.
    pub executions: usize,
    /// Scheduler jobs that are left.
    pub jobs_left: usize,
    /// Faults by their first operation: how many calls they were considered for, and how many they struck.
    pub calls: Vec<(String, u64, u64)>,
}

impl Report {
    /// Whether nothing was lost, nothing stands twice and nothing was overwritten.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.lost.is_empty() && self.twice.is_empty() && self.overwritten.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.longest.num_seconds();
        writeln!(
            f,
            "samples {} (of {} due), rows {}, executions {}, restored from logs {}",
            self.samples, self.due, self.rows, self.executions, self.restored
        )?;
        writeln!(
            f,
            "lost {}, twice {}, overwritten {}, longest missing {} min {} s, jobs left {}",
            self.lost.len(),
            self.twice.len(),
            self.overwritten.len(),
            seconds / 60,
            seconds % 60,
            self.jobs_left
        )?;
        for (what, list) in [
            ("lost", &self.lost),
            ("twice", &self.twice),
            ("overwritten", &self.overwritten),
        ] {
            for one in list.iter().take(5) {
                writeln!(f, "  {what}: {one}")?;
            }
        }
        for (operation, calls, refused) in &self.calls {
            writeln!(f, "  {operation}: {calls} calls, {refused} struck")?;
        }
        Ok(())
    }
}
