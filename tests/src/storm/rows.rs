//! Rows as they stand in a tab or a CSV, read by the names of their columns.

use anyhow::Context;
use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::{Zone, gap_until};

use crate::Tab;

const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// One row of ours.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) at: DateTime<Utc>,
    /// The price, where there is a reading: no two answers of the shop have the same.
    pub(super) price: Option<u64>,
    /// The last sample that it tells of: a row may stand for many that nobody took.
    pub(super) until: DateTime<Utc>,
    /// What a person wrote beside it.
    pub(super) note: String,
}

/// All rows of ours in a tab, whatever a person has moved.
pub(super) fn of_tab(tab: &Tab) -> Vec<Row> {
    let columns = ["time", "status", "price", super::person::NOTE].map(|name| tab.column(name));
    let [times, statuses, prices, notes] = columns;
    let rows = times.into_iter().zip(statuses).zip(prices).zip(notes);
    rows.filter_map(|(((time, status), price), note)| row(&time, &status, &price, note))
        .collect()
}

/// All rows of a CSV.
pub(super) fn of_csv(text: &str) -> anyhow::Result<Vec<Row>> {
    let text = text
        .strip_prefix('\u{feff}')
        .context("a CSV without its byte order mark")?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers()?.clone();
    let place = |name: &str| {
        headers
            .iter()
            .position(|header| header == name)
            .context("a column is missing")
    };
    let (time, status, price) = (place("time")?, place("status")?, place("price")?);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.context("half a row")?;
        rows.push(
            row(&record[time], &record[status], &record[price], String::new())
                .context("a row without its time")?,
        );
    }
    Ok(rows)
}

fn row(time: &str, status: &str, price: &str, note: String) -> Option<Row> {
    let local = NaiveDateTime::parse_from_str(time, TIME).ok()?;
    let zone = Zone::Named(Tz::Asia__Hong_Kong);
    let at = zone.instants(local).single()?;
    Some(Row {
        at,
        until: gap_until(status, zone).unwrap_or(at),
        price: price.parse().ok(),
        note,
    })
}
