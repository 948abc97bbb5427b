//! Projections of events that the prior was not fitted to. What they are and are not proof of: ARCHITECTURE.md, "Projection", limits.

mod made;

use chrono::{DateTime, TimeDelta, Utc};
use forecast::{Prior, fit, project, simple};
use made::Made;

const EVENTS: u64 = 60;
const HOURS_BEFORE: [i64; 3] = [6, 3, 1];

#[derive(Default)]
struct Score {
    cases: f64,
    held: f64,
    projected: f64,
    line: f64,
    still: f64,
}

impl Score {
    fn of(made: &[Made], prior: &Prior) -> Self {
        let mut score = Self::default();
        for made in made {
            for hours in HOURS_BEFORE {
                score.add(made, made.end - TimeDelta::hours(hours), prior);
            }
        }
        score
    }

    fn add(&mut self, made: &Made, now: DateTime<Utc>, prior: &Prior) {
        let ranges = project(&made.event(), now, prior).map_or_else(Vec::new, |told| told.items);
        for (readings, range) in made.items.iter().zip(ranges) {
            let ended = readings.last().map(|reading| reading.sold);
            let line = simple::straight_line(readings, now, made.end);
            let still = simple::as_it_is(readings, now);
            let (Some(range), Some(ended), Some(line), Some(still)) = (range, ended, line, still) else {
                continue;
            };
            let off = |said: i64| (said - ended).abs() as f64 / ended.max(1) as f64;
            self.cases += 1.0;
            self.held += f64::from(u8::from(range.holds(ended)));
            self.projected += off(range.likely);
            self.line += off(line);
            self.still += off(still);
        }
    }
}

#[test]
fn events_it_was_not_fitted_to_end_nearer_to_the_projection_than_to_either_simple_way() {
    let made: Vec<Made> = (0..EVENTS).map(Made::new).collect();
    let score = Score::of(&made, &Prior::KNOWN);
    assert!(score.cases > 500.0, "only {} cases", score.cases);
    let (projected, line, still) = (
        score.projected / score.cases,
        score.line / score.cases,
        score.still / score.cases,
    );
    assert!(
        projected < 0.8 * line,
        "{projected:.3} off, a straight line {line:.3}"
    );
    assert!(
        projected < 0.8 * still,
        "{projected:.3} off, standing still {still:.3}"
    );
}

#[test]
fn the_range_holds_about_four_times_out_of_five_for_events_it_was_not_fitted_to() {
    let made: Vec<Made> = (0..EVENTS).map(Made::new).collect();
    let score = Score::of(&made, &Prior::KNOWN);
    let held = score.held / score.cases;
    assert!((0.7..=0.95).contains(&held), "it held in {held:.2}");
}

#[test]
fn a_fit_to_some_events_serves_others_about_as_well_as_the_best_prior_does() {
    let known: Vec<Made> = (0..EVENTS / 2).map(Made::new).collect();
    let other: Vec<Made> = (EVENTS / 2..EVENTS).map(Made::new).collect();
    let fitted = fit(&known.iter().map(Made::event).collect::<Vec<_>>());
    let projected = |surge| Score::of(&other, &Prior { surge, ..fitted }).projected;
    let best = [0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0]
        .map(projected)
        .into_iter()
        .fold(f64::MAX, f64::min);
    assert!(
        projected(fitted.surge) < 1.1 * best,
        "{fitted:?}: {:.3}, best {best:.3}",
        projected(fitted.surge)
    );
}

#[test]
fn events_that_sell_late_make_a_smaller_surge_than_events_that_sell_evenly() {
    let surge = |closing: f64| {
        let events: Vec<Made> = (0..5).map(|seed| Made::closing(seed, closing)).collect();
        fit(&events.iter().map(Made::event).collect::<Vec<_>>()).surge
    };
    let (late, even) = (surge(0.7), surge(0.0));
    assert!(
        late < Prior::UNSEEN.surge && even > 2.0 * late,
        "{late:.1} and {even:.1} hours"
    );
}

#[test]
fn a_fit_to_no_event_is_the_prior_and_one_event_moves_it_little() {
    assert_eq!(fit(&[]), Prior::UNSEEN);
    for seed in 0..10 {
        let fitted = fit(&[Made::new(seed).event()]);
        let moved = fitted.surge / Prior::UNSEEN.surge;
        assert!(
            (0.4..=2.5).contains(&moved),
            "event {seed} moved it to {} h",
            fitted.surge
        );
    }
}
