//! A line's values in the order of their times, as floats that can be drawn.

use chrono::Datelike;
use rust_decimal::prelude::ToPrimitive;

use crate::Line;

/// Times outside of these are a mistake, and calendars end somewhere.
const YEARS: std::ops::Range<i32> = 1970..3000;

/// A line's values: seconds since 1970 and what was read then.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Track {
    pub(crate) points: Vec<(i64, Option<f64>)>,
}

impl Track {
    pub(crate) fn of(line: &Line) -> Self {
        let known = line.points.iter().filter(|(at, _)| YEARS.contains(&at.year()));
        let mut points: Vec<_> = known
            .map(|(at, value)| (at.timestamp(), value.and_then(|value| value.to_f64())))
            .collect();
        points.sort_by_key(|(at, _)| *at);
        Self { points }
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = f64> {
        self.points.iter().filter_map(|(_, value)| *value)
    }

    /// The last value, with its time.
    pub(crate) fn last(&self) -> Option<(i64, f64)> {
        self.points
            .iter()
            .rev()
            .find_map(|(at, value)| Some((*at, (*value)?)))
    }

    /// The stretches between gaps.
    pub(crate) fn stretches(&self) -> impl Iterator<Item = Vec<(i64, f64)>> {
        self.points
            .split(|(_, value)| value.is_none())
            .map(|stretch| {
                stretch
                    .iter()
                    .filter_map(|(at, value)| Some((*at, (*value)?)))
                    .collect()
            })
            .filter(|stretch: &Vec<_>| !stretch.is_empty())
    }
}
