//! An axis of values: how far it reaches, which values are told on it, and how.

use crate::line::Track;

/// About so many values are told on an axis.
const TICKS: f64 = 5.0;
/// What stays free above and below the lines.
const MARGIN: f64 = 0.08;
/// From here on a figure is told in powers of ten.
const LARGE: f64 = 1e9;

/// An axis of values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) ticks: Vec<f64>,
    /// Digits behind the point.
    decimals: usize,
}

impl Axis {
    /// The axis of some lines; `whole` where they are counts.
    pub(crate) fn of(tracks: &[Track], whole: bool) -> Self {
        let values = || tracks.iter().flat_map(Track::values);
        let lowest = values().fold(f64::INFINITY, f64::min);
        let highest = values().fold(f64::NEG_INFINITY, f64::max);
        let (lowest, highest) = if lowest <= highest {
            (lowest, highest)
        } else {
            (0.0, 1.0)
        };
        let room = room(lowest, highest, whole);
        let from = if lowest >= 0.0 {
            (lowest - room).max(0.0)
        } else {
            lowest - room
        };
        // A line on the very bottom would be taken for the frame.
        let from = if lowest == 0.0 { -room / 2.0 } else { from };
        // What is never negative has no negative ticks.
        let least = if lowest >= 0.0 { from.max(0.0) } else { from };
        Self::between(from, highest + room, least, whole)
    }

    /// Tells values from `least` on.
    fn between(from: f64, to: f64, least: f64, whole: bool) -> Self {
        let step = step((to - from) / TICKS, whole);
        let first = (least / step).ceil();
        let at = (0..32).map(|index| (first + f64::from(index)) * step);
        Self {
            from,
            to,
            ticks: at.take_while(|value| *value <= to).collect(),
            decimals: decimals(step),
        }
    }

    /// A tick's value as it stands beside the axis.
    pub(crate) fn label(&self, value: f64) -> String {
        // Also a zero that comes out of a product as a negative one.
        let value = if value == 0.0 { 0.0 } else { value };
        if value.abs() >= LARGE {
            return format!("{value:.2e}");
        }
        with_thousands(&format!("{value:.*}", self.decimals))
    }
}

/// `1234567.50` as `1,234,567.50`.
pub(crate) fn with_thousands(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let digits = whole.trim_start_matches('-');
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if whole.starts_with('-') { "-" } else { "" };
    format!("{sign}{grouped}{rest}")
}

/// What is added above and below. A figure that never changes is a line in the middle.
fn room(lowest: f64, highest: f64, whole: bool) -> f64 {
    let span = highest - lowest;
    let size = lowest.abs().max(highest.abs());
    // Beneath this a float does not tell the ticks apart.
    if span <= size * 1e-9 {
        let least = if whole { 2.0 } else { 1.0 };
        return (size * 0.05).max(least);
    }
    let room = span * MARGIN;
    if whole { room.max(0.5) } else { room }
}

/// The round number above the least distance: 1, 2 or 5 with zeros, for counts at least 1.
fn step(least: f64, whole: bool) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    let round = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power);
    let step = round
        .filter(|step| *step >= least * 0.999)
        .fold(f64::INFINITY, f64::min);
    let step = if step.is_finite() && step > 0.0 { step } else { 1.0 };
    if whole { step.max(1.0) } else { step }
}

/// Digits behind the point that tell the ticks apart.
fn decimals(step: f64) -> usize {
    [1.0, 0.1, 0.01, 0.001]
        .iter()
        .take_while(|unit| step < **unit * 0.999)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[f64], whole: bool) -> Vec<String> {
        let points = values.iter().zip(0..).map(|(value, at)| (at, Some(*value)));
        let axis = Axis::of(
            &[Track {
                points: points.collect(),
                ahead: None,
            }],
            whole,
        );
        axis.ticks.iter().map(|tick| axis.label(*tick)).collect()
    }

    #[test]
    fn an_axis_tells_round_values() {
        for (values, whole, told) in [
            (vec![100.0, 200.0], false, vec!["100", "150", "200"]),
            (vec![19.8, 19.9], false, vec!["19.80", "19.85", "19.90"]),
            (vec![0.0, 2.0], true, vec!["0", "1", "2"]),
            (vec![5.0], true, vec!["3", "4", "5", "6", "7"]),
            (vec![-3.0, 4.0], true, vec!["-2", "0", "2", "4"]),
            (
                vec![19_800.0, 25_000.0],
                false,
                vec!["20,000", "22,000", "24,000"],
            ),
        ] {
            assert_eq!(labels(&values, whole), told, "{values:?}");
        }
    }

    #[test]
    fn thousands_are_told_apart() {
        for (number, told) in [
            ("1234567.50", "1,234,567.50"),
            ("-123", "-123"),
            ("-1234", "-1,234"),
            ("0", "0"),
        ] {
            assert_eq!(with_thousands(number), told);
        }
    }
}
