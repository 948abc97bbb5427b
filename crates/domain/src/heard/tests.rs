use chrono::TimeZone;
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::{
    Availability, Counting, Interval, ItemReading, Known, Observation, Reading, Rules, Schedule, Taken,
};

const TRACKING: &str = "track-demo-abc-1";

fn at(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 28, 5, 0, 0).unwrap() + Duration::minutes(minute)
}

/// `price`, `price/stock`, `!` before an uncertain one, `x` a failure, `-` not asked for; `out` is sold out and `in` for sale.
fn observed(word: &str) -> Observation {
    let (uncertain, word) = match word.strip_prefix('!') {
        Some(word) => (Some("odd".to_owned()), word),
        None => (None, word),
    };
    let (price, stock) = word.split_once('/').unwrap_or((word, ""));
    match word {
        "x" => return Observation::Failed("HTTP 503".to_owned()),
        "-" => return Observation::NotAsked("paused".to_owned()),
        _ => {}
    }
    Observation::Read(Reading {
        price: price.parse().ok(),
        stock: stock.parse().ok(),
        availability: match word {
            "in" => Availability::InStock,
            "pre" => Availability::PreOrder,
            "out" => Availability::OutOfStock,
            _ => Availability::Unknown,
        },
        uncertain,
        ..Reading::default()
    })
}

fn tick(before: &TabState, alerts: &str, now: DateTime<Utc>, taken: &[Taken]) -> TabState {
    let schedule = Schedule::new(Interval::Minutes(1), Tz::Asia__Hong_Kong, at(1_000));
    let rules = Rules {
        schedule: &schedule,
        zone: Tz::Asia__Hong_Kong,
        counting: Counting::default(),
    };
    let mut entry = Entry::settle(before, rules, now, taken, Known::All);
    let alerts = alerts.parse().unwrap();
    let hearing = Hearing {
        alerts: &alerts,
        reminders: &Reminders::default(),
        schedule: &schedule,
        now,
    };
    entry.hear(before, hearing);
    entry.state
}

/// `started@0`: an id with its instant as a minute.
fn short(id: &str) -> String {
    let (kind, instant) = id.split_once('@').unwrap();
    let instant: i64 = instant.parse().unwrap();
    format!("{kind}@{}", (instant - at(0).timestamp()) / 60)
}

fn taken(minute: i64, word: &str) -> Taken {
    Taken {
        at: at(minute),
        observation: observed(word),
    }
}

/// What is told of samples, one a minute, each of a tick of its own; a tick publishes what it stores.
fn told(alerts: &str, words: &str) -> String {
    let mut state = TabState::default();
    let mut all = Vec::new();
    for (word, minute) in words.split_whitespace().zip(0..) {
        state = tick(&state, alerts, at(minute), &[taken(minute, word)]);
        for (id, _) in state.untold(at(minute), |_| true) {
            state.heard.as_mut().unwrap().is_told(&id);
            all.push(short(&id));
        }
    }
    all.join(" ")
}

#[test]
fn each_thing_is_told_once() {
    for (alerts, samples, events) in [
        // The first reading, whatever alerts hold with it.
        ("", "10 10 11", "started@0"),
        ("stock, below 20, change", "10/5", "started@0"),
        ("", "x - 10 11", "started@2"),
        // Three failures in a row; what was not asked for neither counts nor resets.
        ("", "10 x x 10 x x 10", "started@0"),
        ("", "10 x x x x x 10 10", "started@0 failing@1 recovered@1"),
        ("", "10 x x - x 10", "started@0 failing@1 recovered@1"),
        ("", "x x x x 10", "failing@0 started@4"),
        ("", "10 x x x !10", "started@0 failing@1 recovered@1"),
        // Stock turns, and turns back.
        ("stock", "out out in in out", "started@0 alert@2 alert@4"),
        ("stock", "out pre in", "started@0 alert@1"),
        ("stock", "1/0 1/3 1/2 1/0 1/0", "started@0 alert@1 alert@3"),
        ("stock", "out !in in", "started@0 alert@2"),
        ("stock", "out x x in", "started@0 alert@3"),
        ("stock", "out 5 in", "started@0 alert@2"),
        ("stock", "5 in", "started@0"),
        ("", "out in", "started@0"),
        // Below an amount, until it was at it or above again.
        ("below 10", "12 9 8 9", "started@0 alert@1"),
        ("below 10", "12 9 10 9.99", "started@0 alert@1 alert@3"),
        ("below 10", "9 8", "started@0"),
        ("below 10", "12 !9 12", "started@0"),
        ("below 10", "9 in 9", "started@0"),
        // Changes, not readings.
        ("change", "12 12 13 13 12", "started@0 alert@2 alert@4"),
        ("change", "12 !13 12", "started@0"),
        ("change", "12 !13 13 13", "started@0 alert@2"),
        ("change", "12/4 12/4 12/3", "started@0 alert@2"),
        ("change", "12/4 12 12/4", "started@0"),
        ("change", "12 x 13", "started@0 alert@2"),
        ("change", "!12 13 14", "started@0 alert@2"),
    ] {
        assert_eq!(told(alerts, samples), events, "{alerts}: {samples}");
    }
}

#[test]
fn of_samples_that_were_brought_late_only_the_newest_state_is_told() {
    let late = |words: &str, now: i64| {
        let start = tick(&TabState::default(), "stock", at(0), &[taken(0, "out")]);
        let samples: Vec<Taken> = words
            .split_whitespace()
            .zip(1..)
            .map(|(word, minute)| taken(minute, word))
            .collect();
        let state = tick(&start, "stock", at(now), &samples);
        let told = state
            .untold(at(now), |_| true)
            .into_iter()
            .map(|(id, _)| short(&id));
        told.filter(|id| !id.starts_with("started"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(late("in out in", 20), "alert@3");
    assert_eq!(late("in out in out", 20), "", "as it was before");
    assert_eq!(
        late("in out in out", 5),
        "alert@3 alert@4",
        "what is new is told of each"
    );
    assert_eq!(late("in", 61), "alert@1");
    assert_eq!(late("in", 62), "", "older than an hour");
    assert_eq!(late("x x x x", 20), "failing@1");
}

#[test]
fn a_sample_from_before_the_last_changes_nothing() {
    let first = tick(&TabState::default(), "stock", at(0), &[taken(0, "out")]);
    let later = tick(&first, "stock", at(2), &[taken(2, "in")]);
    let count = |state: &TabState| state.untold(at(9), |_| true).len();
    assert_eq!(count(&later), 2);
    let old = tick(&later, "stock", at(3), &[taken(1, "in")]);
    assert_eq!(
        count(&old),
        2,
        "the gap of minute 1 is filled, and nothing is told"
    );
}

#[test]
fn an_alert_tells_which_of_the_alerts_and_both_readings() {
    let first = tick(&TabState::default(), "", at(0), &[taken(0, "12/0")]);
    let state = tick(&first, "stock, below 10, change", at(1), &[taken(1, "9/4")]);
    let all = state.untold(at(0), |id| id.starts_with("alert"));
    let [
        (
            _,
            What::Alert {
                alerts,
                before,
                sample,
            },
        ),
    ] = &all[..]
    else {
        panic!("one alert: {all:?}");
    };
    assert_eq!(alerts.0.to_string(), "stock, below 10, change");
    assert_eq!((before.price, before.stock), (Some(12.into()), Some(0)));
    let reading = sample.reading.as_ref().unwrap();
    assert_eq!(
        (reading.price, reading.stock, sample.at),
        (Some(9.into()), Some(4), at(1))
    );
}

#[test]
fn what_its_execution_did_not_publish_another_one_does_and_only_then() {
    let state = tick(&TabState::default(), "", at(0), &[taken(0, "12")]);
    let nobody = |_: &str| false;
    assert_eq!(state.untold(at(0) + Duration::seconds(44), nobody), []);
    let next = tick(&state, "", at(1), &[taken(1, "12")]);
    let all = next.untold(at(1), nobody);
    assert_eq!(short(&all[0].0), "started@0", "under the same id");
    let What::Started { sample } = &all[0].1 else {
        panic!("{all:?}")
    };
    assert_eq!(sample.at, at(0));
}

#[test]
fn a_failure_that_is_over_before_anybody_was_told_is_not_told_but_its_end_is() {
    let mut state = TabState::default();
    for (word, minute) in ["12", "x", "x", "x", "x", "12"].into_iter().zip(0..) {
        state = tick(&state, "", at(minute), &[taken(minute, word)]);
    }
    let ids: Vec<String> = state
        .untold(at(9), |_| true)
        .iter()
        .map(|(id, _)| short(id))
        .collect();
    assert_eq!(ids, ["started@0", "recovered@1"]);
}

#[test]
fn the_items_of_an_event_are_told_by_name_and_each_that_sells_out_is_an_alert() {
    let of = |minute: i64, stocks: &[(&str, i64)]| Taken {
        at: at(minute),
        observation: Observation::Read(Reading {
            items: stocks
                .iter()
                .map(|(label, stock)| ItemReading {
                    label: (*label).to_owned(),
                    stock: Some(*stock),
                    sold: Some(100 - stock),
                    ..ItemReading::default()
                })
                .collect(),
            ..Reading::default()
        }),
    };
    let first = tick(
        &TabState::default(),
        "",
        at(0),
        &[of(0, &[("REI", 3), ("LIZ", 1)])],
    );
    for (alerts, is_told) in [("stock", true), ("change", true), ("below 5", false)] {
        let state = tick(&first, alerts, at(1), &[of(1, &[("LIZ", 0), ("REI", 3)])]);
        let all = state.untold(at(0), |id| id.starts_with("alert"));
        assert_eq!(all.len(), usize::from(is_told), "{alerts}");
        if let Some((_, What::Alert { sample, .. })) = all.first() {
            let items = &sample.reading.as_ref().unwrap().items;
            let shown: Vec<_> = items
                .iter()
                .map(|item| (item.label.as_str(), item.stock))
                .collect();
            assert_eq!(shown, [("REI", Some(3)), ("LIZ", Some(0))]);
            assert_eq!(sample.reading.as_ref().unwrap().sold, Some(197), "the total");
        }
    }
}

/// The minutes, out of so many, with a sign of life.
fn reported(tracking: &str, minutes: impl Iterator<Item = i64>, word: &str) -> Vec<i64> {
    let mut state = tick(&TabState::default(), "", at(0), &[taken(0, "12")]);
    assert!(!state.note_report(tracking), "started is one");
    let id = state.untold(at(0), |_| true).remove(0).0;
    state.heard.as_mut().unwrap().is_told(&id);
    let mut reports = Vec::new();
    for minute in minutes {
        state = tick(&state, "", at(minute), &[taken(minute, word)]);
        if state.note_report(tracking) {
            reports.push(minute);
        }
    }
    reports
}

#[test]
fn a_sign_of_life_comes_every_five_minutes_also_when_all_fails_and_not_for_all_in_the_same_one() {
    let own = |tracking: &str, word| reported(tracking, 1..=15, word);
    let minutes = own(TRACKING, "12");
    assert_eq!(minutes.len(), 3, "{minutes:?}");
    assert!(
        minutes.windows(2).all(|pair| pair[1] - pair[0] == 5),
        "{minutes:?}"
    );
    assert_eq!(own(TRACKING, "x"), minutes);
    let firsts: std::collections::BTreeSet<i64> = (0..40)
        .map(|number| own(&format!("track-{number}"), "12")[0])
        .collect();
    assert_eq!(firsts, (1..=5).collect());
    let hourly = reported(TRACKING, [60, 120, 180].into_iter(), "12");
    assert_eq!(hourly, [60, 120, 180], "with every sample of a longer interval");
}

#[test]
fn a_report_has_the_last_reading_and_since_when_there_is_none() {
    let mut state = TabState::default();
    assert_eq!(state.report().last, None);
    for (word, minute) in ["12/3", "x", "x"].into_iter().zip(0..) {
        state = tick(&state, "", at(minute), &[taken(minute, word)]);
    }
    let report = state.report();
    let last = report.last.unwrap();
    assert_eq!((last.at, last.reading.unwrap().stock), (at(0), Some(3)));
    assert_eq!(
        (report.failing_since, report.reason.as_deref(), report.settled),
        (Some(at(1)), Some("HTTP 503"), Some(at(2)))
    );
}

#[test]
fn a_tab_from_before_there_were_events_does_not_start_again() {
    let mut state = tick(&TabState::default(), "", at(0), &[taken(0, "12")]);
    state.heard = None;
    assert_eq!(state.report().last.unwrap().at, at(0));
    let next = tick(&state, "stock", at(1), &[taken(1, "12")]);
    assert_eq!(next.untold(at(1), |_| true), []);
}

#[test]
fn where_items_leave_no_room_the_rows_memory_stays_and_events_forget() {
    let items: Vec<ItemReading> = (0..60)
        .map(|number| ItemReading {
            label: format!("{}{number}", "\"".repeat(60)),
            stock: Some(i64::MIN + number),
            sold: Some(i64::MAX),
            price: Some(1.into()),
            ..ItemReading::default()
        })
        .collect();
    let reading = |minute| Taken {
        at: at(minute),
        observation: Observation::Read(Reading {
            items: items.clone(),
            ..Reading::default()
        }),
    };
    let first = tick(&TabState::default(), "change", at(0), &[reading(0)]);
    let room = 29_000 - 80 * first.columns().len();
    let length = |state: &TabState| serde_json::to_string(state).unwrap().len();
    assert!(length(&first) <= room, "{} of {room}", length(&first));
    let next = tick(&first, "change", at(1), &[reading(1)]);
    assert!(length(&next) <= room);
    assert_eq!(next.last, Some(at(1)));
}

proptest! {
    #[test]
    fn failing_and_recovered_alternate_and_the_memory_survives_its_json(words in prop::collection::vec(
        prop::sample::select(vec!["10", "11/0", "!12", "x", "x", "-", "in", "out"]), 0..40,
    )) {
        let told = told("stock, change", &words.join(" "));
        let turns: Vec<&str> = told
            .split_whitespace()
            .filter(|id| !id.starts_with('a'))
            .map(|id| if id.starts_with('f') { "failing" } else { "well" })
            .collect();
        for pair in turns.windows(2) {
            // `started` ends failures as `recovered` does.
            prop_assert_ne!(pair[0], pair[1], "{}", told);
        }
        let mut state = TabState::default();
        for (word, minute) in words.iter().zip(0..) {
            state = tick(&state, "stock, change", at(minute), &[taken(minute, word)]);
            let json = serde_json::to_string(&state).unwrap();
            prop_assert_eq!(&serde_json::from_str::<TabState>(&json).unwrap(), &state);
        }
    }
}

/// The minutes of the reminders that are told where samples of these minutes get a row one after the other, of a tracking that ends
/// with minute 1000.
fn reminders(interval: Interval, minutes: &[i64]) -> Vec<String> {
    let schedule = Schedule::new(interval, Tz::Asia__Hong_Kong, at(1_000));
    let rules = Rules {
        schedule: &schedule,
        zone: Tz::Asia__Hong_Kong,
        counting: Counting::default(),
    };
    let mut state = TabState::default();
    for minute in minutes {
        let taken = Taken {
            at: at(*minute),
            observation: observed("100"),
        };
        let now = at(*minute) + Duration::seconds(2);
        let mut entry = Entry::settle(&state, rules, now, &[taken], Known::All);
        let hearing = Hearing {
            alerts: &Alerts::default(),
            reminders: &Reminders::default(),
            schedule: &schedule,
            now,
        };
        entry.hear(&state, hearing);
        state = entry.state;
    }
    let told = state.heard.unwrap_or_default();
    let ids = told.waiting().filter(|id| id.starts_with("reminder"));
    ids.map(|id| short(&id)).collect()
}

#[test]
fn each_reminder_is_told_once_at_its_time_or_with_the_first_sample_behind_it() {
    let minute = Interval::Minutes(1);
    assert_eq!(
        reminders(minute.clone(), &[938, 939, 940, 941, 989, 990, 991]),
        ["reminder@940", "reminder@990"]
    );
    assert_eq!(reminders(minute.clone(), &[939, 950, 951]), ["reminder@940"]);
    assert_eq!(
        reminders(minute.clone(), &[939, 995, 996]),
        ["reminder@990"],
        "of several that were missed only the nearest counts"
    );
    assert_eq!(
        reminders(minute, &[941, 942, 980]),
        [""; 0],
        "a tracking that begins later is not reminded of what was before it"
    );
}

#[test]
fn a_reminder_that_no_sample_would_bring_in_time_comes_with_the_last_one_before() {
    let hour = Interval::Minutes(60);
    // Hours of the clock lie at 900, 960 and, behind the deadline, 1020.
    assert_eq!(reminders(hour, &[840, 900, 960]), ["reminder@990"]);
}
