//! What a projection promises for any readings, sensible or not.

use chrono::{DateTime, TimeDelta, Utc};
use forecast::{Event, Prior, Projection, Range, Reading, fit, project};
use proptest::prelude::*;

/// Minutes of an event of two days.
const END: i64 = 48 * 60;

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
}

fn counter(readings: &[(i64, i64)]) -> Vec<Reading> {
    readings
        .iter()
        .map(|(minute, sold)| Reading {
            at: at(*minute),
            sold: *sold,
        })
        .collect()
}

fn event(items: &[Vec<Reading>]) -> Event<'_> {
    Event {
        start: Some(at(0)),
        end: at(END),
        items,
    }
}

fn told(items: &[Vec<Reading>], minute: i64) -> Option<Projection> {
    project(&event(items), at(minute), &Prior::KNOWN)
}

fn only(items: &[Vec<Reading>], minute: i64) -> Option<Range> {
    told(items, minute)?.items.first().copied().flatten()
}

prop_compose! {
    /// Steps up and down at any minute, in order of time.
    fn any_counter()(steps in prop::collection::vec((1..300_i64, -20..400_i64), 0..30)) -> Vec<Reading> {
        let (mut minute, mut sold) = (0, 0);
        let stepped = steps.into_iter().map(|(wait, change)| {
            minute += wait;
            sold += change;
            Reading { at: at(minute), sold }
        });
        stepped.collect()
    }
}

proptest! {
    #[test]
    fn no_projection_is_below_what_is_sold_now_or_out_of_order(
        items in prop::collection::vec(any_counter(), 0..6),
        minute in 0..END,
    ) {
        if let Some(projection) = told(&items, minute) {
            for (item, range) in items.iter().zip(&projection.items) {
                let now = item.iter().rev().find(|reading| reading.at <= at(minute));
                prop_assert_eq!(now.is_some(), range.is_some());
                if let (Some(now), Some(range)) = (now, range) {
                    prop_assert!(now.sold <= range.low && range.low <= range.likely && range.likely <= range.high);
                    prop_assert!(range.high > now.sold, "there is always one more to sell");
                }
            }
        }
    }

    #[test]
    fn what_is_read_later_changes_nothing(items in prop::collection::vec(any_counter(), 1..4), minute in 0..END) {
        let until: Vec<Vec<Reading>> =
            items.iter().map(|item| item.iter().filter(|reading| reading.at <= at(minute)).copied().collect()).collect();
        prop_assert_eq!(told(&items, minute), told(&until, minute));
    }

    #[test]
    fn an_event_a_hundred_times_as_large_ends_a_hundred_times_as_high(
        items in prop::collection::vec(any_counter(), 1..4),
        minute in 0..END,
    ) {
        let large: Vec<Vec<Reading>> = items
            .iter()
            .map(|item| item.iter().map(|reading| Reading { sold: reading.sold * 100, ..*reading }).collect())
            .collect();
        if let (Some(small), Some(large)) = (told(&items, minute), told(&large, minute)) {
            for (small, large) in small.items.iter().flatten().zip(large.items.iter().flatten()) {
                for (small, large) in [(small.low, large.low), (small.likely, large.likely), (small.high, large.high)] {
                    prop_assert!((small * 100 - large).abs() <= 101, "{small} and {large}: more than an album's rounding");
                }
            }
        }
    }

    #[test]
    fn any_times_and_figures_are_borne(
        sold in prop::collection::vec(any::<i64>(), 0..5),
        (start, end, now) in (-9_000..9_000_i64, -9_000..9_000_i64, -9_000..9_000_i64),
    ) {
        let items = [counter(&sold.iter().zip(0..).map(|(sold, minute)| (minute, *sold)).collect::<Vec<_>>())];
        let event = Event { start: Some(at(start)), end: at(end), items: &items };
        let told = project(&event, at(now), &Prior::KNOWN);
        prop_assert!(told.is_none() || now < end, "nothing is projected for an event that is over");
        prop_assert!(fit(&[event]).surge.is_finite());
    }
}

#[test]
fn more_time_left_makes_a_wider_range_of_the_same_counter() {
    let width = |left: i64| {
        let range = only(&[counter(&[(0, 0), (600, 1000), (END - left, 1000)])], END - left).unwrap();
        range.high - range.low
    };
    let widths: Vec<i64> = [5, 30, 60, 180, 360, 720, 1440].map(width).to_vec();
    assert!(widths.is_sorted_by(|less, more| less < more), "{widths:?}");
}

#[test]
fn a_counter_that_stands_still_near_the_end_may_still_end_higher() {
    let range = only(
        &[counter(&[(60, 300), (END - 180, 800), (END - 40, 800)])],
        END - 40,
    )
    .unwrap();
    assert!(range.low >= 800 && range.low <= 805, "{range:?}");
    assert!(range.high > 840, "{range:?}");
}

#[test]
fn a_surge_lately_promises_more_than_the_same_figure_long_ago() {
    let long_ago = only(&[counter(&[(60, 400), (END - 360, 400)])], END - 360).unwrap();
    let lately = only(
        &[counter(&[(60, 0), (END - 600, 0), (END - 360, 400)])],
        END - 360,
    )
    .unwrap();
    assert!(
        lately.likely > long_ago.likely + 100,
        "{lately:?} and {long_ago:?}"
    );
}

#[test]
fn hours_without_a_reading_are_time_left() {
    let seen = counter(&[(60, 100), (END - 300, 400)]);
    let mut still = seen.clone();
    still.extend(counter(&[(END - 60, 400)]));
    let (unread, read) = (
        only(&[seen], END - 60).unwrap(),
        only(&[still], END - 60).unwrap(),
    );
    assert!(
        unread.likely > read.likely,
        "nobody knows what was sold in four hours: {unread:?} and {read:?}"
    );
    assert!(unread.high > read.high);
}

#[test]
fn an_item_with_few_buyers_gets_a_part_of_what_is_to_come() {
    let items = [
        counter(&[(60, 10), (END - 360, 900)]),
        counter(&[(60, 0), (END - 360, 0)]),
    ];
    let ranges = told(&items, END - 360).unwrap().items;
    assert!(
        ranges[1].unwrap().likely > 0,
        "the odds are best where nobody has bought"
    );
    assert!(ranges[1].unwrap().likely < ranges[0].unwrap().likely / 10);
}

#[test]
fn a_fall_is_a_cancellation_and_no_end_of_sales() {
    let range = only(
        &[counter(&[(60, 50), (END - 400, 300), (END - 360, 280)])],
        END - 360,
    )
    .unwrap();
    assert!(range.low >= 280 && range.likely > 300, "{range:?}");
}

#[test]
fn a_counter_that_appears_late_is_projected_and_one_not_yet_shown_is_not() {
    let items = [
        counter(&[(60, 50), (END - 360, 300)]),
        counter(&[(END - 420, 20), (END - 360, 40)]),
        counter(&[(END - 10, 5)]),
    ];
    let ranges = told(&items, END - 360).unwrap().items;
    assert!(ranges[1].unwrap().likely > 45, "{ranges:?}");
    assert_eq!(ranges[2], None);
}

#[test]
fn nothing_is_said_where_too_little_is_known() {
    let busy = || counter(&[(60, 50), (END - 360, 300)]);
    assert_eq!(told(&[], END - 60), None, "no item");
    assert_eq!(told(&[vec![]], END - 60), None, "no reading");
    assert_eq!(told(&[busy()], 30), None, "no reading yet");
    assert_eq!(
        told(&[counter(&[(60, 0), (END - 60, 4)])], END - 60),
        None,
        "four albums"
    );
    assert_eq!(
        told(&[counter(&[(30, 10), (90, 90)])], 90),
        None,
        "an hour and a half of two days"
    );
    assert_eq!(told(&[busy()], END), None, "it is over");
    let nonsense = Event {
        start: Some(at(END + 60)),
        ..event(&[])
    };
    assert_eq!(
        project(
            &Event {
                items: &[busy()],
                ..nonsense
            },
            at(END - 60),
            &Prior::KNOWN
        ),
        None
    );
}

#[test]
fn where_nobody_knows_the_start_an_hour_must_have_been_read() {
    let told = |items: &[Vec<Reading>]| {
        project(
            &Event {
                start: None,
                end: at(END),
                items,
            },
            at(END - 360),
            &Prior::KNOWN,
        )
    };
    assert_eq!(told(&[counter(&[(END - 390, 280), (END - 360, 300)])]), None);
    assert!(told(&[counter(&[(END - 430, 280), (END - 360, 300)])]).is_some());
}
