//! A shop that refuses is left alone for a while, longer with each refusal in a row.

use std::time::Duration;

use chrono::serde::ts_seconds;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::zone::Zone;

/// `Retry-After` is obeyed within these bounds.
const SHORTEST: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// Where a shop does not say how long, after the first refusal.
const FIRST: Duration = Duration::from_secs(60);
/// It doubles so often: up to 8 minutes.
const MOST_DOUBLINGS: u32 = 3;

/// A shop says that it is asked too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP 429 or 503.
    pub status: u16,
    /// For how long it wants to be left alone (`Retry-After`).
    pub retry_after: Option<Duration>,
}

/// How a shop answered to one reading, which may be several requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// When.
    pub at: DateTime<Utc>,
    /// The requests that it refused.
    pub refusals: Vec<Refusal>,
}

/// The time in which a shop is not asked because it refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// From then on it may be asked.
    #[serde(with = "ts_seconds")]
    pub until: DateTime<Utc>,
    /// The HTTP status of its refusal.
    status: u16,
    /// How many refusals in a row there were.
    #[serde(rename = "n")]
    count: u32,
}

impl Refusal {
    /// What an answer's status says, if it is a refusal.
    pub fn of(status: u16, retry_after: Option<Duration>) -> Option<Self> {
        matches!(status, 429 | 503).then_some(Self { status, retry_after })
    }

    fn wait(&self, count: u32) -> Duration {
        match self.retry_after {
            Some(asked_for) => asked_for.clamp(SHORTEST, LONGEST),
            None => FIRST * 2_u32.pow(count.saturating_sub(1).min(MOST_DOUBLINGS)),
        }
    }
}

impl Pause {
    /// The pause after an answer. Of several refusals the longest wait counts. A pause that is in force is never shortened,
    /// and a refusal within it is not another one in a row: two executions may have asked at once.
    pub fn after(before: Option<Self>, answer: &Answer) -> Option<Self> {
        let in_force = before.filter(|pause| pause.is_in_force(answer.at));
        let count = match in_force {
            Some(pause) => pause.count,
            None => before.map_or(1, |pause| pause.count.saturating_add(1)),
        };
        let waits = answer.refusals.iter();
        let Some((wait, status)) = waits.map(|refusal| (refusal.wait(count), refusal.status)).max() else {
            return in_force;
        };
        let until = ceiling(answer.at + TimeDelta::from_std(wait).unwrap_or_default());
        let longer = in_force.filter(|pause| pause.until >= until);
        Some(longer.unwrap_or(Self { until, status, count }))
    }

    /// Whether the shop must not be asked at an instant.
    pub fn is_in_force(&self, now: DateTime<Utc>) -> bool {
        now < self.until
    }

    /// Why a sample was not taken, as its row says it.
    pub fn reason(&self, zone: Tz) -> String {
        let until = Zone::Named(zone).wall_clock(self.until).format("%H:%M:%S");
        format!("paused until {until}, the shop answered HTTP {}", self.status)
    }
}

/// Memory has whole seconds, and none of them is asked for too early.
fn ceiling(at: DateTime<Utc>) -> DateTime<Utc> {
    let whole = at.trunc_subsecs(0);
    if whole < at {
        whole + TimeDelta::seconds(1)
    } else {
        whole
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap() + TimeDelta::seconds(seconds)
    }

    fn refusal(status: u16, retry_after: Option<u64>) -> Refusal {
        Refusal::of(status, retry_after.map(Duration::from_secs)).unwrap()
    }

    fn refused(at: DateTime<Utc>, retry_after: Option<u64>) -> Answer {
        Answer {
            at,
            refusals: vec![refusal(429, retry_after)],
        }
    }

    fn good(at: DateTime<Utc>) -> Answer {
        Answer { at, refusals: vec![] }
    }

    fn after(answers: &[Answer]) -> Option<Pause> {
        answers.iter().fold(None, Pause::after)
    }

    fn until(answers: &[Answer]) -> Option<DateTime<Utc>> {
        after(answers).map(|pause| pause.until)
    }

    #[test]
    fn too_many_requests_and_unavailable_are_refusals_and_nothing_else_is() {
        for status in 100..600 {
            assert_eq!(
                Refusal::of(status, None).is_some(),
                [429, 503].contains(&status),
                "{status}"
            );
        }
    }

    #[test]
    fn retry_after_is_obeyed_from_ten_seconds_to_fifteen_minutes() {
        for (asked_for, wait) in [
            (0, 10),
            (10, 10),
            (90, 90),
            (900, 900),
            (86_400, 900),
            (u64::MAX, 900),
        ] {
            assert_eq!(
                until(&[refused(at(0), Some(asked_for))]),
                Some(at(wait)),
                "{asked_for}"
            );
        }
    }

    #[test]
    fn without_retry_after_a_pause_is_a_minute_and_doubles_up_to_eight() {
        let mut now = at(0);
        let mut pause = None;
        for minutes in [1, 2, 4, 8, 8, 8] {
            pause = Pause::after(pause, &refused(now, None));
            let until = pause.unwrap().until;
            assert_eq!(until - now, TimeDelta::minutes(minutes));
            now = until;
        }
    }

    #[test]
    fn a_good_answer_after_the_pause_ends_the_row_of_refusals() {
        let refused_first = refused(at(0), None);
        assert_eq!(after(&[refused_first.clone(), good(at(60))]), None);
        let again = [refused_first.clone(), good(at(60)), refused(at(70), None)];
        assert_eq!(until(&again), Some(at(130)));
        assert_eq!(
            until(&[refused_first, good(at(59))]),
            Some(at(60)),
            "who asked at the same time and was answered does not end a pause that is in force"
        );
    }

    #[test]
    fn two_refusals_at_once_are_one_of_the_row_and_the_longer_pause_stays() {
        let both = [refused(at(0), Some(90)), refused(at(1), Some(20))];
        assert_eq!(until(&both), Some(at(90)));
        let both = [refused(at(0), None), refused(at(1), None)];
        assert_eq!(until(&both), Some(at(61)));
    }

    #[test]
    fn of_the_refusals_of_one_reading_the_longest_wait_wins() {
        let answer = Answer {
            at: at(0),
            refusals: vec![refusal(429, Some(20)), refusal(503, None), refusal(429, Some(30))],
        };
        let pause = Pause::after(None, &answer).unwrap();
        assert_eq!(pause.until, at(60));
        assert_eq!(
            pause.reason(Tz::Asia__Hong_Kong),
            "paused until 14:01:00, the shop answered HTTP 503"
        );
    }

    #[test]
    fn a_pause_is_remembered_in_whole_seconds_and_not_a_moment_too_short() {
        let begun = at(0) + TimeDelta::milliseconds(1);
        let pause = after(&[refused(begun, Some(90))]).unwrap();
        assert_eq!(pause.until, at(91));
        let json = serde_json::to_string(&pause).unwrap();
        assert_eq!(json, r#"{"until":1772258491,"status":429,"n":1}"#);
        assert_eq!(serde_json::from_str::<Pause>(&json).unwrap(), pause);
    }

    proptest! {
        /// Whatever a shop answers: it is not asked before it wants that, and no pause lasts longer than it may.
        #[test]
        fn no_refusal_is_forgotten_before_its_time(
            answers in prop::collection::btree_map(0_i64..3_000, prop::option::of(0_u64..2_000), 1..30)
        ) {
            let mut pause = None;
            let mut wanted = at(0);
            for (seconds, retry_after) in answers {
                let now = at(seconds);
                let answer = retry_after.map_or_else(|| good(now), |wait| refused(now, Some(wait)));
                pause = Pause::after(pause, &answer);
                if let Some(wait) = retry_after {
                    wanted = wanted.max(now + TimeDelta::seconds(wait.clamp(10, 900) as i64));
                }
                let until = pause.map_or(now, |pause| pause.until);
                prop_assert!(now >= wanted || until == wanted, "{:?} at {}, wanted {}", pause, now, wanted);
                prop_assert!(until - now <= TimeDelta::minutes(15));
            }
        }
    }
}
