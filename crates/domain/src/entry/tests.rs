use chrono::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::{Answer, Cell, Interval, ItemReading, NO_READING, Observation, Pause, Reading, Refusal};

const ZONE: Tz = Tz::Asia__Hong_Kong;

fn at(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 28, 5, 0, 0).unwrap() + Duration::minutes(minute)
}

/// Every minute until 14:00 in Hong Kong, which is minute 60.
fn schedule() -> Schedule {
    Schedule::new(Interval::Minutes(1), ZONE, at(60))
}

fn read(minute: i64) -> Taken {
    Taken {
        at: at(minute),
        observation: Observation::Read(Reading::default()),
    }
}

fn not_asked(minute: i64) -> Taken {
    Taken {
        at: at(minute),
        observation: Observation::NotAsked("paused".to_owned()),
    }
}

fn settle(before: &TabState, now: DateTime<Utc>, taken: &[Taken], known: Known) -> Entry {
    let schedule = schedule();
    let rules = Rules {
        schedule: &schedule,
        zone: ZONE,
        counting: Counting::default(),
    };
    Entry::settle(before, rules, now, taken, known)
}

/// Minute and status of each row.
fn shown(rows: &[Row]) -> Vec<(i64, String)> {
    rows.iter()
        .map(|row| ((row.at - at(0)).num_minutes(), row.cells[1].display()))
        .collect()
}

fn ok(minute: i64) -> (i64, String) {
    (minute, "ok".to_owned())
}

fn gap(minute: i64) -> (i64, String) {
    (minute, format!("{NO_READING}: the firing did not run"))
}

#[test]
fn a_sample_is_one_row_and_the_memory_moves_on() {
    let first = settle(&TabState::default(), at(0), &[read(0)], Known::Nothing);
    assert_eq!(shown(&first.rows), [ok(0)]);
    let state = settle(&first.state, at(1), &[read(1)], Known::Nothing).state;
    assert_eq!(
        (state.first, state.last, state.revision),
        (Some(at(0)), Some(at(1)), 2)
    );
    let again = settle(&state, at(1), &[read(1)], Known::All);
    assert!(!again.changes(&state), "{again:?}");
}

#[test]
fn what_waits_on_drive_comes_in_order_with_the_present_sample() {
    let before = settle(&TabState::default(), at(0), &[read(0)], Known::Nothing).state;
    let entry = settle(&before, at(5), &[read(5), read(3), read(1), read(3)], Known::All);
    assert_eq!(shown(&entry.rows), [ok(1), gap(2), ok(3), gap(4), ok(5)]);
    assert_eq!(entry.state.holes, []);
}

#[test]
fn where_drive_does_not_answer_what_is_missing_stays_open_until_it_does() {
    let before = settle(&TabState::default(), at(0), &[read(0)], Known::Nothing).state;
    let entry = settle(&before, at(5), &[read(5)], Known::Nothing);
    assert_eq!(shown(&entry.rows), [ok(5)]);
    assert_eq!(
        entry.state.holes,
        [Hole {
            from: at(1),
            to: at(4)
        }]
    );
    let entry = settle(&entry.state, at(6), &[read(2), read(6)], Known::All);
    assert_eq!(shown(&entry.rows), [gap(1), ok(2), gap(3), gap(4), ok(6)]);
    assert_eq!(entry.state.holes, []);
    assert_eq!(entry.state.ask_again, Some(at(9)));
}

#[test]
fn a_late_reading_takes_the_place_of_its_gap_row_once() {
    let mut state = settle(&TabState::default(), at(0), &[read(0)], Known::Nothing).state;
    state = settle(&state, at(5), &[read(5)], Known::AllForGood).state;
    let late = settle(&state, at(5), &[read(2)], Known::All);
    assert_eq!((shown(&late.rows), shown(&late.replaced)), (vec![], vec![ok(2)]));
    assert_eq!(late.state.last, Some(at(5)));
    let twice = settle(&late.state, at(5), &[read(2)], Known::All);
    assert!(!twice.changes(&late.state));
}

#[test]
fn a_sample_from_before_the_first_row_brings_what_was_missed_between_them() {
    let mut state = settle(&TabState::default(), at(4), &[read(4)], Known::Nothing).state;
    state.open(at(1), &schedule());
    let entry = settle(&state, at(5), &[read(1), read(3), read(5)], Known::All);
    assert_eq!(shown(&entry.rows), [ok(1), gap(2), ok(3), ok(5)]);
    assert_eq!((entry.state.first, entry.state.holes), (Some(at(1)), vec![]));
}

#[test]
fn a_sample_that_was_not_asked_for_is_a_gap_row_that_says_why_and_nobody_asks_drive_for_it() {
    let before = settle(&TabState::default(), at(0), &[read(0)], Known::Nothing).state;
    let paused = settle(&before, at(1), &[not_asked(1)], Known::Nothing);
    let status = format!("{NO_READING}: paused");
    assert_eq!(shown(&paused.rows), [(1, status.clone())]);
    assert_eq!((paused.state.last, paused.state.ask_again), (Some(at(1)), None));
    let again = settle(&paused.state, at(1), &[not_asked(1)], Known::All);
    assert!(!again.changes(&paused.state), "{again:?}");
    let late = settle(&paused.state, at(2), &[read(1), not_asked(2)], Known::Nothing);
    assert_eq!(
        (shown(&late.rows), shown(&late.replaced)),
        (vec![(2, status)], vec![ok(1)])
    );
}

#[test]
fn of_two_executions_the_one_that_asked_has_the_row() {
    let entry = settle(
        &TabState::default(),
        at(0),
        &[not_asked(0), read(0)],
        Known::Nothing,
    );
    assert_eq!(shown(&entry.rows), [ok(0)]);
    let late = settle(&entry.state, at(0), &[not_asked(0)], Known::All);
    assert!(!late.changes(&entry.state), "{late:?}");
}

#[test]
fn a_pause_is_written_even_where_another_execution_has_the_row() {
    let before = settle(&TabState::default(), at(0), &[read(0)], Known::Nothing).state;
    let answer = Answer {
        at: at(0),
        refusals: Refusal::of(429, None).into_iter().collect(),
    };
    let paused = TabState {
        pause: Pause::after(before.pause, &answer),
        ..before.clone()
    };
    assert!(settle(&paused, at(0), &[read(0)], Known::Nothing).changes(&before));
}

#[test]
fn after_the_deadline_nothing_is_taken_and_what_is_missing_is_noted() {
    let state = settle(&TabState::default(), at(58), &[read(58)], Known::Nothing).state;
    let late = read(61);
    let entry = settle(&state, at(61), &[late], Known::AllForGood);
    assert_eq!(shown(&entry.rows), [gap(59), gap(60)]);
}

#[test]
fn missed_samples_are_listed_and_more_than_sixty_in_a_row_become_one() {
    let ten_seconds = Schedule::new(Interval::Seconds(10), ZONE, at(60));
    let rules = Rules {
        schedule: &ten_seconds,
        zone: ZONE,
        counting: Counting::default(),
    };
    let state = Entry::settle(&TabState::default(), rules, at(0), &[read(0)], Known::Nothing).state;
    let entry = Entry::settle(&state, rules, at(30), &[read(20), read(30)], Known::All);
    let statuses: Vec<String> = entry.rows.iter().map(|row| row.cells[1].display()).collect();
    assert_eq!(
        statuses[..3],
        [
            "no reading until 2026-02-28 13:19:50: 119 firings did not run",
            "ok",
            "no reading: the firing did not run"
        ]
    );
    assert_eq!(
        statuses.len(),
        2 + 54 + 1,
        "another execution may hold the last minute"
    );
}

#[test]
fn gap_rows_are_as_wide_as_the_columns_that_come_with_the_sample() {
    let before = TabState {
        items: Some(Default::default()),
        last: Some(at(0)),
        ..TabState::default()
    };
    let item = ItemReading {
        label: "A".to_owned(),
        sold: Some(4),
        ..ItemReading::default()
    };
    let reading = Taken {
        at: at(2),
        observation: Observation::Read(Reading {
            items: vec![item],
            ..Reading::default()
        }),
    };
    let entry = settle(&before, at(2), &[reading], Known::AllForGood);
    let cells: Vec<Vec<String>> = entry
        .rows
        .iter()
        .map(|row| row.cells.iter().map(Cell::display).collect())
        .collect();
    assert_eq!(cells[0].len(), 5);
    assert_eq!(cells[1], ["2026-02-28 13:02:00", "ok", "4", "", "4"]);
    assert_eq!(
        (entry.samples[0].at, entry.samples[0].status.as_str()),
        (at(2), "ok")
    );
}

#[test]
fn the_state_stays_far_below_the_limit_of_a_tabs_metadata() {
    let mut state = TabState::default();
    for minute in 0..60 {
        if minute % 2 == 0 {
            state = settle(&state, at(minute), &[read(minute)], Known::Nothing).state;
        }
    }
    state.csv = Some("f".repeat(44));
    assert_eq!((state.holes.len(), state.gaps.len()), (12, 17));
    let json = serde_json::to_string(&state).unwrap();
    assert!(json.len() < 5_000, "{} characters", json.len());
    assert_eq!(serde_json::from_str::<TabState>(&json).unwrap(), state);
}

/// What an execution does: when, which samples it brings, and what it knows of others. Instead of a sample below zero it
/// brings that it did not ask for it.
fn executions() -> impl Strategy<Value = Vec<(i64, Vec<i64>, u8)>> {
    let one = (0_i64..62, prop::collection::vec(-60_i64..61, 0..4), 0_u8..2);
    prop::collection::vec(one, 1..40)
}

proptest! {
    /// Whatever order executions come in and whatever they bring, each sample gets one row, and what was brought is in it.
    #[test]
    fn every_sample_is_one_row_and_none_that_was_taken_is_lost(executions in executions()) {
        let mut state = TabState::default();
        let mut tab: BTreeMap<i64, String> = BTreeMap::new();
        let mut brought = BTreeSet::new();
        let last = (62, vec![], 2);
        for (now, minutes, known) in executions.into_iter().chain([last]) {
            let minutes: Vec<i64> = minutes.into_iter().filter(|minute| *minute <= now).collect();
            let (asked, not): (Vec<i64>, Vec<i64>) = minutes.into_iter().partition(|minute| *minute >= 0);
            let not = not.iter().map(|minute| -minute).filter(|minute| *minute <= now);
            let taken: Vec<Taken> = asked.iter().copied().map(read).chain(not.map(not_asked)).collect();
            let known = [Known::Nothing, Known::All, Known::AllForGood][usize::from(known)];
            // As the rows say of what is older than the first.
            for minute in &asked {
                if state.first.is_some_and(|first| at(*minute) < first) {
                    state.open(at(*minute), &schedule());
                }
            }
            let entry = settle(&state, at(now), &taken, known);
            for (minute, status) in shown(&entry.rows) {
                prop_assert!(tab.insert(minute, status).is_none(), "minute {minute} twice");
            }
            for (minute, status) in shown(&entry.replaced) {
                let before = tab.insert(minute, status);
                prop_assert!(before.is_some_and(|status| status.starts_with(NO_READING)), "{minute}");
            }
            brought.extend(asked);
            state = entry.state;
        }
        for minute in brought {
            prop_assert_eq!(tab.get(&minute).map(String::as_str), Some("ok"), "minute {}", minute);
        }
        if let Some(first) = tab.keys().next() {
            prop_assert_eq!(tab.len() as i64, 61 - first);
        }
    }
}
