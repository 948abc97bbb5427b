//! A line's values in the order of their times, as floats that can be drawn.

use chrono::Datelike;
use rust_decimal::prelude::ToPrimitive;

use crate::{Ahead, Line};

/// Times outside of these are a mistake, and calendars end somewhere.
const YEARS: std::ops::Range<i32> = 1970..3000;

/// A line's values: seconds since 1970 and what was read then.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Track {
    pub(crate) points: Vec<(i64, Option<f64>)>,
    pub(crate) ahead: Option<Goal>,
}

/// Where it is expected to end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Goal {
    pub(crate) at: i64,
    pub(crate) likely: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Goal {
    fn of(ahead: &Ahead) -> Option<Self> {
        YEARS.contains(&ahead.at.year()).then_some(Self {
            at: ahead.at.timestamp(),
            likely: ahead.likely.to_f64()?,
            low: ahead.range.0.to_f64()?,
            high: ahead.range.1.to_f64()?,
        })
    }
}

impl Track {
    pub(crate) fn of(line: &Line) -> Self {
        let known = line.points.iter().filter(|(at, _)| YEARS.contains(&at.year()));
        let mut points: Vec<_> = known
            .map(|(at, value)| (at.timestamp(), value.and_then(|value| value.to_f64())))
            .collect();
        points.sort_by_key(|(at, _)| *at);
        // Only what lies behind the last reading is still to come.
        let last = points.last().map(|(at, _)| *at);
        let ahead = line.ahead.as_ref().and_then(Goal::of);
        let ahead = ahead.filter(|goal| last.is_some_and(|last| goal.at > last));
        Self { points, ahead }
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = f64> {
        let goal = self
            .ahead
            .iter()
            .flat_map(|goal| [goal.low, goal.likely, goal.high]);
        self.points.iter().filter_map(|(_, value)| *value).chain(goal)
    }

    /// The last sample, or what is expected after it.
    pub(crate) fn end(&self) -> Option<i64> {
        let last = self.points.last().map(|(at, _)| *at);
        self.ahead.map(|goal| goal.at).max(last)
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
