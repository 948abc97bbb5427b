//! A time without answers: how long until the next attempt, and what is worth a line in the log.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(30);

/// Attempts that failed since the last one that did not.
#[derive(Debug, Default)]
pub(super) struct Outage {
    failures: u32,
}

impl Outage {
    /// One more failure: whether it is the first, and how long to wait; at least what the other side has asked for.
    pub(super) fn failed(&mut self, wish: Option<Duration>) -> (bool, Duration) {
        let pause = FIRST.saturating_mul(1 << self.failures.min(10)).min(LONGEST);
        self.failures += 1;
        (self.failures == 1, wish.unwrap_or_default().max(pause))
    }

    /// A success: whether it ends an outage.
    pub(super) fn is_over(&mut self) -> bool {
        std::mem::take(&mut self.failures) > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_half_a_minute_and_an_outage_is_told_once_at_each_end() {
        let mut outage = Outage::default();
        assert!(!outage.is_over(), "nothing was lost");
        let told: Vec<(bool, u128)> = (0..9)
            .map(|_| outage.failed(None))
            .map(|(first, pause)| (first, pause.as_millis()))
            .collect();
        let pauses: Vec<u128> = told.iter().map(|(_, pause)| *pause).collect();
        assert_eq!(
            pauses,
            [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
        );
        assert_eq!(told.iter().filter(|(first, _)| *first).count(), 1);
        assert!(outage.is_over());
        assert!(!outage.is_over(), "its end is told once");
        assert!(outage.failed(None).0, "the next one is told again");
    }

    #[test]
    fn a_wish_to_wait_longer_is_followed() {
        let minute = Duration::from_secs(60);
        assert_eq!(Outage::default().failed(Some(minute)).1, minute);
        let second = Duration::from_secs(1);
        assert_eq!(Outage::default().failed(Some(second)).1, second);
    }
}
