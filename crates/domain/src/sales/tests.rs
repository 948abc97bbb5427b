use chrono::{Duration, TimeZone};
use rust_decimal::Decimal;

use super::*;
use crate::Series;

/// A minute and what was read in it.
type Minute = (i64, Option<i64>);

const ZONE: Tz = Tz::Asia__Hong_Kong;

fn at(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap() + Duration::minutes(minute)
}

fn series(readings: &[Minute]) -> Series {
    let point = |(minute, sold): &Minute| (at(*minute), sold.map(Decimal::from));
    readings.iter().map(point).collect()
}

fn one(readings: &[Minute]) -> Sales {
    let history = History {
        sold: series(readings),
        ..History::default()
    };
    Sales::of(&history, ZONE, 10).expect("sales were read")
}

fn several(items: &[(&str, &[Minute])]) -> Sales {
    let items = items
        .iter()
        .map(|(name, readings)| ((*name).to_owned(), series(readings)));
    let history = History {
        items: items.collect(),
        ..History::default()
    };
    Sales::of(&history, ZONE, 10).expect("sales were read")
}

#[test]
fn a_page_that_tells_no_sales_has_none() {
    assert_eq!(Sales::of(&History::default(), ZONE, 10), None);
    let unread = History {
        sold: series(&[(0, None)]),
        ..History::default()
    };
    assert_eq!(Sales::of(&unread, ZONE, 10), None);
}

#[test]
fn the_last_hour_is_counted_from_the_reading_that_stood_at_its_beginning() {
    let sales = one(&[(0, Some(10)), (50, Some(30)), (61, None), (120, Some(75))]);
    assert_eq!((sales.at, sales.total.sold), (at(120), 75));
    assert_eq!(
        sales.total.last_hour, 45,
        "75 less the 30 that stood at minute 60"
    );
    assert_eq!(sales.total.since, None, "it has been read for longer");
}

#[test]
fn a_young_tracking_tells_what_was_sold_since_its_first_reading() {
    let sales = one(&[(0, Some(100)), (20, Some(104))]);
    assert_eq!(sales.total.last_hour, 4);
    assert_eq!(sales.total.since, Some(at(0)), "it has been read for less");
    assert_eq!(one(&[(0, Some(100))]).total.last_hour, 0);
}

#[test]
fn the_pace_of_the_present_is_that_of_the_last_quarter_of_an_hour() {
    let each_minute: Vec<Minute> = (0..=60)
        .map(|minute| (minute, Some(if minute > 45 { minute - 45 } else { 0 })))
        .collect();
    assert_eq!(one(&each_minute).total.per_hour, 60);
    let each_half_hour = one(&[(0, Some(0)), (30, Some(4)), (60, Some(9))]);
    assert_eq!(each_half_hour.total.per_hour, 10, "5 in the last half hour");
    assert_eq!(one(&[(0, Some(3))]).total.per_hour, 0, "one reading is no pace");
    let cancelled = one(&[(0, Some(9)), (15, Some(8))]);
    assert_eq!(cancelled.total.per_hour, -4, "a cancellation makes it fall");
}

#[test]
fn the_largest_increases_are_told_with_both_readings() {
    let sales = one(&[
        (0, Some(0)),
        (1, Some(9)),
        (2, Some(29)),
        (3, Some(19)),
        (9, Some(49)),
        (10, Some(59)),
    ]);
    let orders: Vec<(i64, DateTime<Utc>, DateTime<Utc>)> = sales
        .total
        .orders
        .iter()
        .map(|order| (order.count, order.after, order.at))
        .collect();
    assert_eq!(
        orders,
        [(30, at(3), at(9)), (20, at(1), at(2)), (10, at(9), at(10))],
        "9 is less than 10, and a fall is no order"
    );
}

#[test]
fn the_busiest_hour_is_one_of_the_clock_and_has_the_reading_at_its_end() {
    let sales = one(&[
        (0, Some(0)),
        (30, Some(5)),
        (60, Some(20)),
        (61, Some(30)),
        (110, Some(31)),
    ]);
    assert_eq!(
        sales.total.busiest,
        Some(Hour {
            from: at(0),
            count: 20
        })
    );
    assert_eq!(
        one(&[(0, Some(7)), (60, Some(7))]).total.busiest,
        None,
        "nothing was sold"
    );
}

#[test]
fn the_total_keeps_what_an_item_had_that_has_vanished_and_counts_one_that_came_later() {
    let sales = several(&[
        ("REI", &[(0, Some(10)), (1, Some(12)), (2, None)]),
        ("LIZ", &[(0, None), (1, Some(3)), (2, Some(5))]),
    ]);
    assert_eq!((sales.at, sales.total.sold), (at(2), 17));
    let sold: Vec<(&str, i64)> = sales
        .items
        .iter()
        .map(|pace| (pace.label.as_str(), pace.sold))
        .collect();
    assert_eq!(sold, [("REI", 12), ("LIZ", 5)]);
    let shares: Vec<Option<i64>> = sales.items.iter().map(|pace| sales.share(pace)).collect();
    assert_eq!(shares, [Some(71), Some(29)]);
}

#[test]
fn shares_of_nothing_are_not_told() {
    let sales = several(&[("REI", &[(0, Some(0))]), ("LIZ", &[(0, Some(-2))])]);
    assert!(sales.items.iter().all(|pace| sales.share(pace).is_none()));
}

#[test]
fn an_outlook_is_put_to_the_items_by_their_names() {
    let estimate = |likely| Estimate {
        likely,
        range: (likely - 1, likely + 1),
    };
    let outlook = Outlook {
        total: estimate(30),
        items: vec![("LIZ".to_owned(), estimate(9))],
    };
    let sales = several(&[("REI", &[(0, Some(12))]), ("LIZ", &[(0, Some(5))])]).with_outlook(Some(&outlook));
    assert_eq!(sales.total.outlook, Some(estimate(30)));
    let items: Vec<Option<Estimate>> = sales.items.iter().map(|pace| pace.outlook).collect();
    assert_eq!(items, [None, Some(estimate(9))]);
}
