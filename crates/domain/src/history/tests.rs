use chrono::TimeZone;

use rust_decimal::prelude::ToPrimitive;

use super::*;

fn read(csv: &str) -> History {
    History::read(csv, Tz::Asia__Hong_Kong).unwrap()
}

fn at(minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 28, 6, minute, 0).unwrap()
}

#[test]
fn a_csv_is_summed_up_and_read_as_figures_over_time() {
    let history = read(
        "\u{FEFF}time,status,title,price,currency,availability,stock,sold,note\r\n\
         2026-02-28 14:00:00,ok,'=A,128.90,HKD,InStock,5,,\r\n\
         2026-02-28 14:01:00,HTTP 503,,,,,,,\r\n\
         2026-02-28 14:02:00,no reading: the firing did not run,,,,,,,\r\n\
         2026-02-28 14:03:00,uncertain: odd,'=A,99,HKD,OutOfStock,0,,mine\r\n\
         yesterday,ok,,1,,,,,\r\n\
         2026-02-28 14:04:00,,,1,,,,,only mine\r\n\
         2026-02-28 14:05:00,ok,A,128.90,HKD,,,7,\r\n",
    );
    let summary = &history.summary;
    assert_eq!((summary.readings, summary.failures), (3, 1));
    let price = |extreme: &Option<Extreme>| extreme.as_ref().map(|one| (one.price.to_string(), one.at));
    assert_eq!(price(&summary.lowest), Some(("99".to_owned(), at(3))));
    assert_eq!(
        price(&summary.highest),
        Some(("128.90".to_owned(), at(0))),
        "when it was read first"
    );
    let last = summary.last.as_ref().unwrap();
    assert_eq!((last.at, last.reading.as_ref().unwrap().sold), (at(5), Some(7)));
    assert_eq!(history.currency.as_deref(), Some("HKD"));
    let minutes: Vec<(DateTime<Utc>, Option<i64>)> = history
        .stock
        .iter()
        .map(|(at, value)| (*at, value.and_then(|value| value.to_i64())))
        .collect();
    assert_eq!(
        minutes,
        [
            (at(0), Some(5)),
            (at(1), None),
            (at(2), None),
            (at(3), Some(0)),
            (at(5), None)
        ]
    );
}

#[test]
fn several_items_are_read_by_their_names() {
    let history = read(
        "time,status,REI sold,REI change,REI stock,'-LIZ sold,'-LIZ change,'-LIZ stock,total sold\n\
         2026-02-28 14:00:00,ok,5,,1,7,,2,12\n2026-02-28 14:01:00,ok,6,1,0,,,,6\n",
    );
    let last = history.summary.last.unwrap().reading.unwrap();
    assert_eq!(
        (last.sold, last.items.len(), last.items[0].label.as_str()),
        (Some(6), 1, "REI")
    );
    let named: Vec<(&str, Option<Decimal>)> = history
        .items
        .iter()
        .map(|(name, series)| (name.as_str(), series[0].1))
        .collect();
    assert_eq!(named, [("REI", Some(5.into())), ("-LIZ", Some(7.into()))]);
    assert_eq!(history.stock[0].1, Some(3.into()), "all that is left");
    assert!(history.price.iter().all(|(_, price)| price.is_none()));
}

#[test]
fn an_empty_csv_is_an_empty_history() {
    for csv in ["", "time,status\r\n"] {
        assert_eq!(read(csv).summary, Summary::default());
    }
}

#[test]
fn what_was_due_and_not_read_is_counted_and_the_longest_hole_ends_with_the_next_reading() {
    let history = read(
        "time,status,price\n\
         2026-02-28 14:00:00,ok,1\n\
         2026-02-28 14:01:00,HTTP 503,\n\
         2026-02-28 14:02:00,ok,1\n\
         2026-02-28 14:03:00,no reading until 2026-02-28 14:12:00: 10 firings did not run,\n\
         2026-02-28 14:13:00,HTTP 503,\n\
         2026-02-28 14:14:00,ok,1\n\
         2026-02-28 14:15:00,no reading: the firing did not run,\n",
    );
    let summary = &history.summary;
    assert_eq!((summary.readings, summary.failures, summary.missed), (3, 2, 11));
    let hole = summary.longest_hole.expect("there are holes");
    assert_eq!((hole.from, hole.until), (at(3), at(14)));
}

#[test]
fn a_record_that_ends_in_a_hole_has_it_until_its_last_sample() {
    let history = read(
        "time,status,price\n\
         2026-02-28 14:00:00,ok,1\n\
         2026-02-28 14:01:00,HTTP 503,\n\
         2026-02-28 14:03:00,HTTP 503,\n",
    );
    let hole = history.summary.longest_hole.expect("there is a hole");
    assert_eq!((hole.from, hole.until), (at(1), at(3)));
}
