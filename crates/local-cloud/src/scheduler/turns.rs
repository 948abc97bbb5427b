//! Whose turn it is where many jobs are due at the same instant.

use chrono::{DateTime, TimeDelta, Utc};

/// Firings come no closer together than this while there are few.
const STEP: TimeDelta = TimeDelta::milliseconds(4);
/// Within which all jobs that are due at one instant have fired.
const SPREAD: TimeDelta = TimeDelta::milliseconds(4_500);

/// Gives each firing its instant.
#[derive(Debug, Default)]
pub(super) struct Turns {
    last: Option<DateTime<Utc>>,
}

impl Turns {
    /// When a firing goes off that is due at `at`, where there are so many jobs: one that is alone at once, the others one
    /// after another.
    pub(super) fn next(&mut self, at: DateTime<Utc>, jobs: usize) -> DateTime<Utc> {
        let jobs = i32::try_from(jobs.max(1)).unwrap_or(i32::MAX);
        let step = STEP.min(SPREAD / jobs);
        let turn = self.last.map_or(at, |last| at.max(last + step));
        self.last = Some(turn);
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns_of(jobs: usize) -> Vec<TimeDelta> {
        let at = DateTime::from_timestamp(1_772_256_600, 0).unwrap();
        let mut turns = Turns::default();
        turns.next(at - TimeDelta::minutes(1), jobs);
        (0..jobs).map(|_| turns.next(at, jobs) - at).collect()
    }

    #[test]
    fn a_job_that_is_due_alone_fires_at_once() {
        assert_eq!(turns_of(1), [TimeDelta::zero()]);
    }

    #[test]
    fn however_many_jobs_are_due_at_once_each_fires_at_an_instant_of_its_own_within_five_seconds() {
        for jobs in [20, 1_000, 10_000] {
            let turns = turns_of(jobs);
            assert!(
                turns.is_sorted_by(|one, next| one < next),
                "{jobs} jobs share instants"
            );
            let latest = turns[jobs - 1];
            assert!(
                latest < TimeDelta::seconds(5),
                "the last of {jobs} fires after {latest}"
            );
        }
    }
}
