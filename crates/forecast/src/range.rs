//! How far off a projection may be.

use crate::Prior;

/// The standard normal's 90 % quantile.
const NORMAL_90: f64 = 1.281_551_6;

/// Hours in which a burst comes: shops refresh their counters and fans put their orders together about once in so many.
const BURST_HOURS: f64 = 4.0;

/// Hours after which it is as uncertain how the curve will go.
const CURVE_HOURS: f64 = 12.0;

/// The squared relative error above which the approximation in [`gamma`] would bend back.
const MOST_SPREAD: f64 = 3.5;

/// Where a counter will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Below it in one case of ten.
    pub low: i64,
    /// Above and below it equally often: the figure to tell.
    pub likely: i64,
    /// Above it in one case of ten.
    pub high: i64,
}

impl Range {
    /// Of a counter that stands at `sold` when `coming` more are expected in the `left` hours. It never ends below what is
    /// sold now, and always may sell one more: a counter that stands still may only have stopped being shown.
    pub(crate) fn of(sold: i64, coming: f64, left: f64, prior: &Prior) -> Self {
        let spread = spread(left, prior);
        let at = |normal: f64| coming * gamma(spread, normal);
        Self {
            low: sold.saturating_add(at(-NORMAL_90).floor() as i64),
            likely: sold.saturating_add(at(0.0).round() as i64),
            high: sold.saturating_add((at(NORMAL_90).ceil() as i64).max(1)),
        }
    }

    /// Whether the counter ended in it.
    #[must_use]
    pub fn holds(&self, ended: i64) -> bool {
        (self.low..=self.high).contains(&ended)
    }
}

/// The Winkler score of a range that should hold four times out of five, in albums: its width and, where it did not hold,
/// ten times the distance. The smaller the better; neither a range too wide nor one too narrow makes it small.
#[must_use]
pub fn winkler(range: &Range, ended: i64) -> f64 {
    let missed = (range.low as f64 - ended as f64)
        .max(ended as f64 - range.high as f64)
        .max(0.0);
    (range.high as f64 - range.low as f64) + 10.0 * missed
}

/// The squared relative error of what is expected in `left` hours. Few bursts are left when little time is, and they even out
/// less; over a day nobody knows how the curve will go.
fn spread(left: f64, prior: &Prior) -> f64 {
    (prior.spread * (1.0 + BURST_HOURS / left + left / CURVE_HOURS)).min(MOST_SPREAD)
}

/// A quantile of the gamma distribution with mean 1 (Wilson and Hilferty): what a sum of unequal bursts looks like, never negative, near
/// nought when there are few.
fn gamma(spread: f64, normal: f64) -> f64 {
    (1.0 - spread / 9.0 + normal * spread.sqrt() / 3.0)
        .max(0.0)
        .powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_time_left_makes_a_wider_range() {
        let width = |left: f64| {
            let spread = spread(left, &Prior::UNSEEN);
            left * (gamma(spread, NORMAL_90) - gamma(spread, -NORMAL_90))
        };
        for minutes in 1..6000 {
            let (sooner, later) = (f64::from(minutes) / 60.0, f64::from(minutes + 1) / 60.0);
            assert!(width(later) > width(sooner), "{minutes} minutes before the end");
        }
    }

    #[test]
    fn the_quantiles_are_those_of_the_gamma_distribution() {
        // scipy.stats.gamma.ppf([0.1, 0.5, 0.9], 2) / 2
        for (normal, exact) in [(-NORMAL_90, 0.2659), (0.0, 0.8392), (NORMAL_90, 1.9449)] {
            assert!((gamma(0.5, normal) - exact).abs() < 0.02, "{normal}");
        }
    }

    #[test]
    fn a_miss_costs_ten_times_its_distance() {
        let range = Range {
            low: 10,
            likely: 12,
            high: 20,
        };
        assert_eq!(winkler(&range, 15), 10.0);
        assert_eq!(winkler(&range, 22), 30.0);
        assert_eq!(winkler(&range, 9), 20.0);
    }
}
