//! What an execution has to do at an instant, given what the tab remembers.

use chrono::{DateTime, Duration, Utc};

use crate::Schedule;
use crate::state::TabState;

/// A CSV is stored at most so often before the end.
const BACKUP_DISTANCE: Duration = Duration::hours(1);

/// After a failure it is tried again so much later.
const BACKUP_AGAIN: Duration = Duration::minutes(10);

/// What is to be done about a tracking's samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The sample that is due and has no reading.
    pub sample: Option<DateTime<Utc>>,
    /// Whether samples are missing that may be waiting on Drive.
    pub asks_drive: bool,
    /// Whether nothing more is due once this is done.
    pub over: bool,
}

impl Plan {
    /// Plans for the present.
    pub fn at(state: &TabState, schedule: &Schedule, now: DateTime<Utc>) -> Self {
        let latest = schedule.latest(now);
        let in_time = latest.filter(|latest| *latest <= schedule.deadline());
        let is_missing = |last| schedule.between(last, latest.unwrap_or(last)).next().is_some();
        let reached = latest.into_iter().chain(state.last).max();
        Self {
            sample: in_time.filter(|sample| state.lacks(*sample)),
            asks_drive: !state.holes.is_empty()
                || state.ask_again.is_some_and(|at| now >= at)
                || state.last.is_some_and(is_missing),
            over: now >= schedule.deadline()
                || reached.is_some_and(|reached| schedule.next(reached).is_none()),
        }
    }

    /// There is nothing to do, and there will not be.
    pub fn nothing() -> Self {
        Self {
            sample: None,
            asks_drive: false,
            over: true,
        }
    }
}

/// Whether the CSV is due before the end.
pub fn backup_due(state: &TabState, now: DateTime<Utc>) -> bool {
    if state
        .backup_failed
        .is_some_and(|failed| now - failed < BACKUP_AGAIN)
    {
        return false;
    }
    state
        .backed_up
        .or(state.first)
        .is_some_and(|since| now - since >= BACKUP_DISTANCE)
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use chrono_tz::Tz;

    use super::*;
    use crate::Interval;
    use crate::state::{Gap, Hole};

    fn at(hour: u32, minute: u32, second: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 28, hour, minute, second).unwrap()
    }

    fn schedule(interval: Interval) -> Schedule {
        Schedule::new(interval, Tz::Asia__Hong_Kong, at(6, 0, 0))
    }

    fn remembering(last: DateTime<Utc>) -> TabState {
        TabState {
            first: Some(last),
            last: Some(last),
            ..TabState::default()
        }
    }

    fn every_minute(state: &TabState, now: DateTime<Utc>) -> Plan {
        Plan::at(state, &schedule(Interval::Minutes(1)), now)
    }

    #[test]
    fn the_first_sample_is_that_of_the_present_minute() {
        let plan = every_minute(&TabState::default(), at(5, 30, 20));
        assert_eq!(
            plan,
            Plan {
                sample: Some(at(5, 30, 0)),
                asks_drive: false,
                over: false
            }
        );
    }

    #[test]
    fn a_sample_that_has_a_row_is_not_taken_again() {
        let plan = every_minute(&remembering(at(5, 30, 0)), at(5, 30, 50));
        assert_eq!((plan.sample, plan.asks_drive, plan.over), (None, false, false));
    }

    #[test]
    fn the_sample_of_the_deadline_is_taken_and_is_the_last() {
        let plan = every_minute(&remembering(at(5, 59, 0)), at(6, 0, 10));
        assert_eq!((plan.sample, plan.over), (Some(at(6, 0, 0)), true));
    }

    #[test]
    fn when_no_sample_falls_on_the_deadline_the_last_one_before_it_ends_the_tracking() {
        let eleven = schedule(Interval::Minutes(11));
        // 13:56 in Hong Kong is the last multiple of 11 minutes before 14:00.
        let plan = Plan::at(&remembering(at(5, 45, 0)), &eleven, at(5, 56, 3));
        assert_eq!((plan.sample, plan.over), (Some(at(5, 56, 0)), true));
    }

    #[test]
    fn after_the_deadline_nothing_is_taken_and_what_is_missing_may_be_on_drive() {
        let plan = every_minute(&remembering(at(5, 58, 0)), at(6, 1, 5));
        assert_eq!((plan.sample, plan.asks_drive, plan.over), (None, true, true));
    }

    #[test]
    fn drive_is_asked_where_samples_are_missing_and_once_more_later() {
        assert!(every_minute(&remembering(at(5, 0, 0)), at(5, 2, 1)).asks_drive);
        assert!(!every_minute(&remembering(at(5, 0, 0)), at(5, 1, 1)).asks_drive);
        let mut state = remembering(at(5, 30, 0));
        state.ask_again = Some(at(5, 31, 0));
        assert!(!every_minute(&state, at(5, 30, 59)).asks_drive);
        assert!(every_minute(&state, at(5, 31, 0)).asks_drive);
    }

    #[test]
    fn a_late_execution_takes_a_sample_that_has_a_gap_row_or_none() {
        let mut state = remembering(at(5, 31, 0));
        assert_eq!(every_minute(&state, at(5, 30, 59)).sample, None);
        state.gaps = vec![Gap {
            at: at(5, 30, 0),
            until: None,
            count: 1,
        }];
        assert_eq!(every_minute(&state, at(5, 30, 59)).sample, Some(at(5, 30, 0)));
        state.gaps.clear();
        state.holes = vec![Hole {
            from: at(5, 29, 0),
            to: at(5, 30, 0),
        }];
        assert_eq!(every_minute(&state, at(5, 30, 59)).sample, Some(at(5, 30, 0)));
    }

    #[test]
    fn the_csv_is_due_an_hour_after_the_first_row_or_the_last_csv() {
        let mut state = remembering(at(4, 0, 0));
        assert!(!backup_due(&TabState::default(), at(5, 0, 0)));
        assert!(!backup_due(&state, at(4, 59, 59)));
        assert!(backup_due(&state, at(5, 0, 0)));
        state.backed_up = Some(at(5, 0, 0));
        assert!(!backup_due(&state, at(5, 59, 0)));
        state.backup_failed = Some(at(6, 0, 0));
        assert!(!backup_due(&state, at(6, 9, 59)));
        assert!(backup_due(&state, at(6, 10, 0)));
    }
}
