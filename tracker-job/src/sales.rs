//! How an event's sales have gone, and where they may end.

use chrono::{DateTime, Utc};
use domain::{Estimate, History, Outlook, Sales, Series, Tracking};
use forecast::{Event, Prior, Projection, Range, Reading};
use rust_decimal::prelude::ToPrimitive;

/// How they have gone until now, with where they may end.
pub(crate) fn until_now(tracking: &Tracking, history: &History, now: DateTime<Utc>) -> Option<Sales> {
    let sales = in_hindsight(tracking, history)?;
    Some(sales.with_outlook(outlook(tracking, history, now).as_ref()))
}

/// How they have gone, once nothing more is read.
pub(crate) fn in_hindsight(tracking: &Tracking, history: &History) -> Option<Sales> {
    Sales::of(history, tracking.zone, tracking.wishes.orders)
}

/// Where they may end; none where too little is known to say.
pub(crate) fn outlook(tracking: &Tracking, history: &History, now: DateTime<Utc>) -> Option<Outlook> {
    let (names, items): (Vec<&str>, Vec<Vec<Reading>>) = if history.items.is_empty() {
        (Vec::new(), vec![readings(&history.sold)])
    } else {
        let named = history.items.iter();
        named
            .map(|(name, series)| (name.as_str(), readings(series)))
            .unzip()
    };
    let event = Event {
        start: start(&items),
        end: tracking.deadline,
        items: &items,
    };
    forecast::project(&event, now, &Prior::KNOWN).map(|projection| named(&names, &projection))
}

/// Where all counters stood at nought at first that was the start: nothing had been sold before.
fn start(items: &[Vec<Reading>]) -> Option<DateTime<Utc>> {
    let firsts = || items.iter().filter_map(|readings| readings.first());
    let is_nought = firsts().all(|reading| reading.sold == 0);
    firsts().map(|reading| reading.at).min().filter(|_| is_nought)
}

fn readings(series: &Series) -> Vec<Reading> {
    let reading = |(at, sold): &(DateTime<Utc>, Option<rust_decimal::Decimal>)| {
        Some(Reading {
            at: *at,
            sold: (*sold)?.to_i64()?,
        })
    };
    let mut readings: Vec<Reading> = series.iter().filter_map(reading).collect();
    readings.sort_by_key(|reading| reading.at);
    readings
}

fn named(names: &[&str], projection: &Projection) -> Outlook {
    let items = names.iter().zip(&projection.items);
    Outlook {
        total: estimate(&projection.total),
        items: items
            .filter_map(|(name, range)| Some(((*name).to_owned(), estimate(range.as_ref()?))))
            .collect(),
    }
}

fn estimate(range: &Range) -> Estimate {
    Estimate {
        likely: range.likely,
        range: (range.low, range.high),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two items, read each minute for three hours of an event that lasts six.
    fn tracked(first: i64) -> (Tracking, History, DateTime<Utc>) {
        let variables = |name: &str| match name {
            "PLATFORM" => Some("demo".to_owned()),
            "EVENT_ARTIST" => Some("ABC".to_owned()),
            "TERMINATE_TIME" => Some("20260228 20:00".to_owned()),
            _ => None,
        };
        let tracking = Tracking::from_overrides(variables).expect("a tracking");
        let start = tracking.deadline - chrono::Duration::hours(6);
        let mut csv = "time,status,REI sold,LIZ sold\n".to_owned();
        for minute in 0..=180 {
            let at = (start + chrono::Duration::minutes(minute)).with_timezone(&tracking.zone);
            let at = at.format("%Y-%m-%d %H:%M:%S");
            csv += &format!("{at},ok,{},{}\n", first + minute / 6, minute / 18);
        }
        let history = History::read(&csv, tracking.zone).expect("a CSV");
        (tracking, history, start + chrono::Duration::hours(3))
    }

    #[test]
    fn each_item_is_told_where_it_may_end_and_the_total_is_no_less() {
        for first in [0, 40] {
            let (tracking, history, now) = tracked(first);
            let outlook = outlook(&tracking, &history, now).expect("three hours are enough");
            let names: Vec<&str> = outlook.items.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, ["REI", "LIZ"]);
            let rei = outlook.of("REI").expect("REI is told");
            assert!(rei.likely > first + 30, "{rei:?}");
            assert!(rei.range.0 <= rei.likely && rei.likely <= rei.range.1, "{rei:?}");
            assert!(outlook.total.likely > rei.likely, "{outlook:?}");
        }
    }

    #[test]
    fn nothing_is_told_of_what_is_too_young_or_over() {
        let (tracking, history, _) = tracked(0);
        assert_eq!(outlook(&tracking, &history, tracking.deadline), None);
        let (tracking, history, now) = tracked(40);
        let young = now - chrono::Duration::minutes(170);
        assert_eq!(outlook(&tracking, &history, young), None);
    }

    #[test]
    fn the_sales_until_now_have_both() {
        let (tracking, history, now) = tracked(0);
        let sales = until_now(&tracking, &history, now).expect("sales are read");
        assert_eq!((sales.total.sold, sales.total.last_hour), (40, 14));
        assert!(sales.total.outlook.is_some() && sales.items.iter().all(|pace| pace.outlook.is_some()));
    }
}
