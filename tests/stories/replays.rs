//! Two hours of a recorded event, in the form of public records, followed by the whole system.

use chrono::{DateTime, TimeDelta, Utc};
use e2e::replay::{self, Record, Weather};
use recordings::{Item, Reading};

/// So long the slice is.
const MINUTES: i64 = 120;

/// Members that sell in bursts, one of them with a cancellation and one that appears late; read about every eleven seconds with
/// holes of minutes, as such records are.
fn record() -> Record {
    let begin: DateTime<Utc> = "2026-06-25T13:00:03Z".parse().unwrap();
    let item = |name: &str, first: i64, sold: &dyn Fn(i64) -> i64| Item {
        name: name.to_owned(),
        readings: (first * 60..MINUTES * 60)
            .step_by(11)
            .filter(|second| !(2_000..2_700).contains(second))
            .map(|second| Reading {
                at: begin + TimeDelta::seconds(second),
                sold: sold(second),
            })
            .collect(),
    };
    Record {
        number: "44469917".to_owned(),
        title: "IVE".to_owned(),
        until: begin + TimeDelta::minutes(MINUTES),
        items: vec![
            item("OffLine", 0, &|second| second / 200 + 40 * (second / 3_000)),
            item("VideoCall·REI", 0, &|second| {
                30 + second / 90 - i64::from(second > 5_000) * 3
            }),
            item("VideoCall·Unit A : MAI, KOKO", 20, &|second| {
                12 * (second / 1_700)
            }),
        ],
    }
}

#[tokio::test]
async fn every_minute_of_a_recorded_event_has_its_row_and_the_records_figures() {
    let report = replay::run(&record(), Weather::default(), |_| {}).await.unwrap();
    assert!(report.is_whole(), "{report}\n{}", report.end);
}

#[tokio::test]
async fn ten_per_cent_of_failing_calls_and_two_restarts_cost_no_minute() {
    let weather = Weather {
        failing: 0.1,
        restarts: 2,
    };
    let report = replay::run(&record(), weather, |_| {}).await.unwrap();
    assert!(report.is_whole(), "{report}\n{}", report.end);
}
