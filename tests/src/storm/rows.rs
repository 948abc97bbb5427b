//! Rows as they stand in a tab or a CSV, read by the names of their columns.

use anyhow::Context;
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};
use domain::NO_READING;

use crate::Tab;

const TIME: &str = "%Y-%m-%d %H:%M:%S";
/// Hong Kong, which has no other time.
const OFFSET: i32 = 8 * 3_600;

/// One row of ours.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) at: DateTime<Utc>,
    /// The price, where there is a reading: no two answers of the shop have the same.
    pub(super) price: Option<u64>,
    /// How many samples it stands for: a row may tell of many that nobody took.
    pub(super) count: u32,
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
    let offset = FixedOffset::east_opt(OFFSET)?;
    let local = NaiveDateTime::parse_from_str(time, TIME).ok()?;
    Some(Row {
        at: offset.from_local_datetime(&local).single()?.to_utc(),
        price: price.parse().ok(),
        count: if status.starts_with(NO_READING) {
            missed(status)
        } else {
            1
        },
        note,
    })
}

/// `no reading until 2026-02-28 13:05:00: 69 firings did not run` stands for 69.
fn missed(status: &str) -> u32 {
    let words = status
        .strip_suffix(" firings did not run")
        .and_then(|said| said.rsplit(' ').next());
    words.and_then(|count| count.parse().ok()).unwrap_or(1)
}
