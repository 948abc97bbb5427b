//! What was said of an event that the fit has not seen, and how it ended.

use chrono::TimeDelta;
use forecast::{Event, Prior, Range, fit, project, simple, winkler};

use crate::folder::Recorded;

/// How long before the end something is said.
pub(crate) const HOURS_BEFORE: [i64; 4] = [24, 6, 3, 1];

/// What was said of an item, or of a whole event, and how it ended.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) event: usize,
    pub(crate) hours: i64,
    pub(crate) ended: i64,
    pub(crate) range: Range,
    pub(crate) line: i64,
    pub(crate) still: i64,
}

/// Everything that was said.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    /// What each event was projected with.
    pub(crate) priors: Vec<Prior>,
    pub(crate) items: Vec<Case>,
    pub(crate) totals: Vec<Case>,
    /// How often an item was read and nothing was said of it.
    pub(crate) unsaid: usize,
}

/// Each event by what is fitted to the others.
pub(crate) fn leave_one_out(recorded: &[Recorded]) -> Scores {
    Scores::of(recorded, |number| {
        let others = recorded.iter().enumerate().filter(|(other, _)| *other != number);
        fit(&others.map(|(_, other)| other.event()).collect::<Vec<_>>())
    })
}

/// Each event by what is believed where none has been seen.
pub(crate) fn unfitted(recorded: &[Recorded]) -> Scores {
    Scores::of(recorded, |_| Prior::UNSEEN)
}

impl Scores {
    fn of(recorded: &[Recorded], prior: impl Fn(usize) -> Prior) -> Self {
        let mut scores = Self::default();
        for (number, event) in recorded.iter().enumerate() {
            let prior = prior(number);
            scores.priors.push(prior);
            for hours in HOURS_BEFORE {
                scores.add(number, &event.event(), hours, &prior);
            }
        }
        scores
    }

    fn add(&mut self, number: usize, event: &Event<'_>, hours: i64, prior: &Prior) {
        let now = event.end - TimeDelta::hours(hours);
        let simple = |item: usize| {
            let readings = event.items.get(item)?;
            let ended = readings.last()?.sold;
            Some((
                ended,
                simple::straight_line(readings, now, event.end)?,
                simple::as_it_is(readings, now)?,
            ))
        };
        let shown: Vec<(usize, (i64, i64, i64))> = (0..event.items.len())
            .filter_map(|item| Some((item, simple(item)?)))
            .collect();
        let Some(projection) = project(event, now, prior) else {
            self.unsaid += shown.len();
            return;
        };
        let case = |range, (ended, line, still)| Case {
            event: number,
            hours,
            ended,
            range,
            line,
            still,
        };
        let said = |(item, told): &(usize, _)| Some(case((*projection.items.get(*item)?)?, *told));
        self.items
            .extend(shown.iter().filter_map(said).filter(|case| case.ended > 0));
        let total = shown.iter().fold((0, 0, 0), |sum, (_, told)| {
            (sum.0 + told.0, sum.1 + told.1, sum.2 + told.2)
        });
        // Of what ended at nought no share can be taken.
        self.totals
            .extend((total.0 > 0).then(|| case(projection.total, total)));
    }
}

impl Case {
    /// How far off something said is, as a share of the final figure.
    pub(crate) fn off(&self, said: i64) -> f64 {
        (said - self.ended).abs() as f64 / self.ended as f64
    }

    /// The same as a factor, either way: its natural logarithm.
    pub(crate) fn factor(&self, said: i64) -> f64 {
        (said.max(1) as f64 / self.ended as f64).ln().abs()
    }

    pub(crate) fn loss(&self) -> f64 {
        winkler(&self.range, self.ended) / self.ended as f64
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use recordings::{EventInfo, Item, Reading};

    use super::*;

    /// An event of two days of whose albums so many parts of a hundred come in its last six hours.
    fn recorded(late: i64) -> Recorded {
        let at = |hour| DateTime::UNIX_EPOCH + TimeDelta::hours(hour);
        let sold = |hour: i64| hour.min(42) * (100 - late) / 42 + (hour - 42).max(0) * late / 6;
        let info = EventInfo {
            title: "IVE".to_owned(),
            start: at(0),
            end: at(48),
            record_ends: None,
        };
        let readings = (0..=48)
            .map(|hour| Reading {
                at: at(hour),
                sold: 10 * sold(hour),
            })
            .collect();
        Recorded::new(
            "7",
            &info,
            &[Item {
                name: "LIZ".to_owned(),
                readings,
            }],
        )
    }

    #[test]
    fn an_event_is_projected_by_what_is_fitted_to_the_others() {
        let events = [recorded(20), recorded(50), recorded(80)];
        let scores = leave_one_out(&events);
        assert_eq!(scores.priors[1], fit(&[events[0].event(), events[2].event()]));
        assert_eq!(scores.priors[2], fit(&[events[0].event(), events[1].event()]));
        assert_eq!(scores.items.len(), 3 * HOURS_BEFORE.len());
    }

    #[test]
    fn a_single_event_is_projected_by_what_is_believed_where_none_has_been_seen() {
        assert_eq!(leave_one_out(&[recorded(50)]).priors, [Prior::UNSEEN]);
    }

    #[test]
    fn all_three_ways_are_told_the_same_readings() {
        let scores = leave_one_out(&[recorded(60)]);
        let case = scores.items.iter().find(|case| case.hours == 3).unwrap();
        assert_eq!((case.ended, case.still, case.line), (1000, 700, 1000));
        assert!(case.range.low >= 700 && case.off(case.still) == 0.3, "{case:?}");
    }
}
