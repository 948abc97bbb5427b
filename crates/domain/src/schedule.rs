//! When samples are due.

use chrono::{DateTime, Duration, Timelike, Utc};
use chrono_tz::Tz;

use crate::Interval;
use crate::zone::Zone;

/// From here to the deadline `auto` samples every 10 seconds.
const AUTO_DENSE: Duration = Duration::hours(1);
/// The distance of samples in that last hour.
const AUTO_DENSE_SECONDS: u32 = 10;
/// `auto` asks for a page up to so long after its sample is due.
const JITTER: Duration = Duration::seconds(2);

/// A tracking's sample times.
#[derive(Debug, Clone)]
pub struct Schedule {
    interval: Interval,
    zone: Tz,
    deadline: DateTime<Utc>,
}

impl Schedule {
    /// The samples of an interval, counted in a zone, up to a deadline.
    pub fn new(interval: Interval, zone: Tz, deadline: DateTime<Utc>) -> Self {
        Self {
            interval,
            zone,
            deadline,
        }
    }

    /// The latest sample time that is not after `now`, whether or not the deadline has passed.
    pub fn latest(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match &self.interval {
            Interval::Seconds(seconds) => Some(floor(now, *seconds)),
            Interval::Minutes(minutes) => self.on_grid(now, *minutes, -1),
            Interval::Auto => Some(floor(now, self.auto_seconds(now))),
            Interval::Cron(cron) => cron.last_until(now),
        }
    }

    /// The first sample time after `at` that is not after the deadline.
    pub fn next(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let next = match &self.interval {
            Interval::Seconds(seconds) => Some(ceiling(at, *seconds)),
            Interval::Minutes(minutes) => self.on_grid(floor(at, 60) + Duration::minutes(1), *minutes, 1),
            Interval::Auto => Some(self.next_auto(at)),
            Interval::Cron(cron) => cron.first_after(at),
        };
        next.filter(|next| *next <= self.deadline)
    }

    /// The sample times after `from` and before `to`, none after the deadline.
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
        std::iter::successors(self.next(from), |at| self.next(*at)).take_while(move |at| *at < to)
    }

    /// Whether an execution has samples to take between two firings.
    pub fn below_a_minute(&self, now: DateTime<Utc>) -> bool {
        match &self.interval {
            Interval::Seconds(_) => true,
            Interval::Auto => self.deadline - now <= AUTO_DENSE + Duration::minutes(1),
            Interval::Minutes(_) | Interval::Cron(_) => false,
        }
    }

    /// Whether the shop is spared: asked off the second, and not while it refuses.
    pub fn spares_the_shop(&self) -> bool {
        self.interval == Interval::Auto
    }

    /// How long the request for the sample `at` still waits, so that no shop is asked on the second. It ends before the
    /// next sample and the deadline, for whose own sample there is no time to wait. `draw` is chance: any number.
    pub fn jitter(&self, at: DateTime<Utc>, now: DateTime<Utc>, draw: u32) -> Duration {
        let end = self.next(at).unwrap_or(self.deadline);
        let room = (end - now).min(JITTER).num_milliseconds();
        if room <= 0 {
            return Duration::zero();
        }
        let drawn = i64::from(draw) % room;
        let is_on_the_second = (now + Duration::milliseconds(drawn)).timestamp_subsec_millis() == 0;
        let off = i64::from(is_on_the_second && drawn + 1 < room);
        Duration::milliseconds(drawn + off)
    }

    /// The deadline.
    pub fn deadline(&self) -> DateTime<Utc> {
        self.deadline
    }

    /// The nearest full minute at or beyond `start`, in steps of one minute, whose wall clock is a multiple of
    /// `minutes` from local midnight. Stepping through real minutes is right where clocks jump.
    fn on_grid(&self, start: DateTime<Utc>, minutes: u32, step: i64) -> Option<DateTime<Utc>> {
        let zone = Zone::Named(self.zone);
        let first = floor(start, 60);
        // A day and a jump of the clocks: midnight itself is always on the grid.
        (0..1_440 + 180)
            .map(|count| first + Duration::minutes(count * step))
            .find(|at| {
                let local = zone.wall_clock(*at);
                (local.hour() * 60 + local.minute()).is_multiple_of(minutes.max(1))
            })
    }

    fn auto_seconds(&self, at: DateTime<Utc>) -> u32 {
        if at >= self.deadline - AUTO_DENSE {
            AUTO_DENSE_SECONDS
        } else {
            60
        }
    }

    fn next_auto(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        ceiling(at, self.auto_seconds(at))
    }
}

/// Offsets are whole minutes, so a grid below the minute is the same in every zone.
fn floor(at: DateTime<Utc>, seconds: u32) -> DateTime<Utc> {
    let seconds = i64::from(seconds);
    let whole = at.timestamp().div_euclid(seconds) * seconds;
    DateTime::from_timestamp(whole, 0).unwrap_or(at)
}

fn ceiling(at: DateTime<Utc>, seconds: u32) -> DateTime<Utc> {
    floor(at, seconds) + Duration::seconds(i64::from(seconds))
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::*;

    use super::*;

    const ZONE: Tz = Tz::Asia__Hong_Kong;

    fn at(hour: u32, minute: u32, second: u32) -> DateTime<Utc> {
        ZONE.with_ymd_and_hms(2026, 2, 26, hour, minute, second)
            .unwrap()
            .with_timezone(&Utc)
    }

    fn schedule(interval: &str, deadline: DateTime<Utc>) -> Schedule {
        Schedule::new(Interval::parse(interval, ZONE).unwrap(), ZONE, deadline)
    }

    #[test]
    fn the_latest_sample_is_the_present_floored_to_the_interval() {
        for (interval, now, sample) in [
            ("1m", at(10, 48, 59), at(10, 48, 0)),
            ("1m", at(10, 48, 0), at(10, 48, 0)),
            ("5m", at(10, 48, 59), at(10, 45, 0)),
            ("7m", at(0, 20, 0), at(0, 14, 0)),
            ("45m", at(10, 48, 0), at(10, 30, 0)),
            ("1h", at(10, 48, 0), at(10, 0, 0)),
            ("24h", at(10, 48, 0), at(0, 0, 0)),
            ("10s", at(10, 48, 59), at(10, 48, 50)),
            ("auto", at(10, 48, 59), at(10, 48, 0)),
            ("auto", at(13, 0, 15), at(13, 0, 10)),
            ("0 9 * * *", at(10, 48, 0), at(9, 0, 0)),
        ] {
            assert_eq!(
                schedule(interval, at(14, 0, 0)).latest(now),
                Some(sample),
                "{interval} at {now}"
            );
        }
    }

    #[test]
    fn a_sample_is_due_at_the_deadline_itself_and_none_after_it() {
        for (interval, from, next) in [
            ("1m", at(13, 59, 0), Some(at(14, 0, 0))),
            ("1m", at(14, 0, 0), None),
            ("5m", at(13, 55, 0), Some(at(14, 0, 0))),
            ("11m", at(13, 56, 0), None),
            ("10s", at(13, 59, 50), Some(at(14, 0, 0))),
            ("10s", at(14, 0, 0), None),
            ("auto", at(12, 59, 0), Some(at(13, 0, 0))),
            ("auto", at(13, 0, 0), Some(at(13, 0, 10))),
            ("0 9 * * *", at(10, 0, 0), None),
        ] {
            assert_eq!(
                schedule(interval, at(14, 0, 0)).next(from),
                next,
                "{interval} after {from}"
            );
        }
    }

    #[test]
    fn samples_between_two_instants_exclude_both() {
        let samples: Vec<_> = schedule("1m", at(14, 0, 0))
            .between(at(13, 57, 0), at(14, 5, 0))
            .collect();
        assert_eq!(samples, [at(13, 58, 0), at(13, 59, 0), at(14, 0, 0)]);
    }

    #[test]
    fn only_auto_spares_the_shop() {
        for (interval, spares) in [
            ("auto", true),
            ("1m", false),
            ("10s", false),
            ("0 9 * * *", false),
        ] {
            let schedule = schedule(interval, at(14, 0, 0));
            assert_eq!(schedule.spares_the_shop(), spares, "{interval}");
        }
    }

    #[test]
    fn the_sample_of_the_deadline_and_one_that_is_already_late_do_not_wait() {
        let schedule = schedule("auto", at(14, 0, 0));
        for (sample, now) in [
            (at(14, 0, 0), at(14, 0, 0)),
            (at(14, 0, 0), at(14, 0, 20)),
            (at(13, 30, 0), at(13, 30, 10)),
            (at(12, 30, 0), at(12, 31, 5)),
        ] {
            assert_eq!(schedule.jitter(sample, now, 1_234_567), Duration::zero(), "{now}");
        }
    }

    proptest! {
        /// Whenever an execution comes to it: below 2 s, off the second, and before the next sample and the deadline.
        #[test]
        fn a_request_waits_a_moment_that_nothing_else_notices(late in 0_i64..7_200_000, draw in any::<u32>()) {
            let schedule = schedule("auto", at(14, 0, 0));
            let now = at(12, 0, 0) + Duration::milliseconds(late);
            let sample = schedule.latest(now).unwrap();
            let wait = schedule.jitter(sample, now, draw);
            prop_assert!(wait >= Duration::zero() && wait < Duration::seconds(2));
            let asked = now + wait;
            prop_assert_eq!(schedule.latest(asked), Some(sample));
            prop_assert!(asked < at(14, 0, 0));
            let room = schedule.next(sample).unwrap() - now;
            prop_assert!(asked.timestamp_subsec_millis() != 0 || room <= Duration::milliseconds(1), "{}", asked);
        }
    }

    #[test]
    fn an_hour_that_clocks_show_twice_has_all_its_samples() {
        let berlin = Tz::Europe__Berlin;
        let from = Utc.with_ymd_and_hms(2026, 10, 24, 23, 0, 0).unwrap();
        let to = Utc.with_ymd_and_hms(2026, 10, 25, 3, 1, 0).unwrap();
        let schedule = Schedule::new(Interval::Minutes(30), berlin, to);
        assert_eq!(schedule.between(from, to).count(), 8);
        assert_eq!(schedule.latest(to), Some(to - Duration::minutes(1)));
    }
}
