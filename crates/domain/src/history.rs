//! What a tracking has read, from its CSV: figures over time for a picture, and a summary.

mod columns;
mod holes;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use csv::StringRecord;
use rust_decimal::Decimal;

use crate::Reading;
use crate::backup::{BYTE_ORDER_MARK, UnreadableCsv};
use crate::event::{Extreme, Summary, Told};
use crate::row::{NO_READING, TIME, gap_count, gap_until};
use crate::zone::Zone;

use columns::{Columns, number};
use holes::Holes;

/// A figure at each sample: none where nothing was read, or not this figure.
pub type Series = Vec<(DateTime<Utc>, Option<Decimal>)>;

/// A tracking's samples, figure by figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// What was read, in words.
    pub summary: Summary,
    /// The price.
    pub price: Series,
    /// Its currency, as it was read last.
    pub currency: Option<String>,
    /// What is left; of an event of several items, the sum over them.
    pub stock: Series,
    /// What was sold; of an event of several items, their total.
    pub sold: Series,
    /// What was sold of each item, by its name.
    pub items: Vec<(String, Series)>,
}

impl History {
    /// Reads a CSV as [`crate::backup::csv`] writes it, with times of a zone. Lines that a person has added, without a status
    /// of ours, are passed over.
    pub fn read(csv: &str, zone: Tz) -> Result<Self, UnreadableCsv> {
        let text = csv.strip_prefix(BYTE_ORDER_MARK).unwrap_or(csv);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let columns = Columns::of(reader.headers()?);
        let mut history = Self {
            items: columns
                .items
                .iter()
                .map(|item| (item.name.clone(), Series::new()))
                .collect(),
            ..Self::default()
        };
        let mut holes = Holes::default();
        for record in reader.records() {
            let record = record?;
            let local =
                NaiveDateTime::parse_from_str(columns.text(&record, "time").unwrap_or_default(), TIME);
            let at = local
                .ok()
                .and_then(|local| Zone::Named(zone).instants(local).earliest());
            if let Some((at, status)) = at.zip(columns.text(&record, "status")) {
                history.add(at, status, &columns, &record);
                history.count(at, status, zone, &mut holes);
            }
        }
        Ok(history)
    }

    fn add(&mut self, at: DateTime<Utc>, status: &str, columns: &Columns, record: &StringRecord) {
        let is_read = is_read(status);
        let reading = if is_read {
            columns.reading(record)
        } else {
            Reading::default()
        };
        self.price.push((at, reading.price));
        self.stock.push((at, reading.stock.map(Decimal::from)));
        self.sold.push((at, reading.sold.map(Decimal::from)));
        for (series, item) in self.items.iter_mut().zip(&columns.items) {
            let sold = item
                .sold
                .filter(|_| is_read)
                .and_then(|place| number(record, place));
            series.1.push((at, sold));
        }
        if !is_read {
            return;
        }
        self.extremes(at, &reading);
        self.currency = reading.currency.clone().or(self.currency.take());
        self.summary.last = Some(Told {
            at,
            status: status.to_owned(),
            reading: Some(reading),
        });
    }

    /// Counts a sample, or those of a gap.
    fn count(&mut self, at: DateTime<Utc>, status: &str, zone: Tz, holes: &mut Holes) {
        let summary = &mut self.summary;
        if is_read(status) {
            summary.readings += 1;
            return holes.read(at, summary);
        }
        if status.starts_with(NO_READING) {
            summary.missed += gap_count(status);
        } else {
            summary.failures += 1;
        }
        let until = gap_until(status, Zone::Named(zone)).unwrap_or(at);
        holes.without(at, until, summary);
    }

    fn extremes(&mut self, at: DateTime<Utc>, reading: &Reading) {
        let Some(price) = reading.price else { return };
        let currency = reading.currency.clone();
        let extreme = Extreme { price, currency, at };
        let summary = &mut self.summary;
        if summary.lowest.as_ref().is_none_or(|lowest| price < lowest.price) {
            summary.lowest = Some(extreme.clone());
        }
        if summary
            .highest
            .as_ref()
            .is_none_or(|highest| price > highest.price)
        {
            summary.highest = Some(extreme);
        }
    }
}

fn is_read(status: &str) -> bool {
    status == "ok" || status.starts_with("uncertain: ")
}

#[cfg(test)]
mod tests;
