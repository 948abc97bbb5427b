//! What a record says at each sample's time, computed from the record alone.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use chrono_tz::Asia::Hong_Kong;

use super::{Record, Report};
use crate::Tab;

/// An increase is told from so many on, and so many of an item's.
const ORDER: i64 = 10;
const ORDERS: usize = 3;

/// The figures of each sample.
pub(super) struct Expected {
    /// The items' names in the tab.
    labels: Vec<String>,
    /// By the sample's wall-clock time in Hong Kong: the items' figures, in the order of the names.
    samples: BTreeMap<String, Vec<Option<i64>>>,
}

impl Expected {
    /// Of the first sample behind the beginning and all behind it; the one at the beginning is read late.
    pub(super) fn of(record: &Record, begin: DateTime<Utc>, minutes: u32) -> Self {
        let shift = begin - record.begin();
        let figures = |at: DateTime<Utc>| {
            let at = at - shift;
            let of = |item: &recordings::Item| {
                let until = item.readings.partition_point(|reading| reading.at <= at);
                Some(item.readings.get(until.checked_sub(1)?)?.sold)
            };
            record.items.iter().map(of).collect()
        };
        let times = (0..=minutes).map(|minute| begin + Duration::minutes(i64::from(minute)));
        Self {
            labels: record.items.iter().map(|item| label(&item.name)).collect(),
            samples: times.map(|at| (wall_clock(at), figures(at))).collect(),
        }
    }

    /// What the tab has beside it.
    pub(super) fn compare(&self, tab: &Tab) -> Report {
        let (times, status) = (tab.column("time"), tab.column("status"));
        let columns: Vec<Vec<String>> = self
            .labels
            .iter()
            .map(|label| tab.column(&format!("{label} sold")))
            .collect();
        let mut report = Report {
            due: self.samples.len(),
            ..Report::default()
        };
        for (time, figures) in &self.samples {
            let rows: Vec<usize> = (0..times.len()).filter(|row| times[*row] == *time).collect();
            match rows[..] {
                [row] if status[row] == "ok" || status[row].starts_with("uncertain: ") => {
                    let found: Vec<Option<i64>> =
                        columns.iter().map(|column| column[row].parse().ok()).collect();
                    if found != *figures {
                        report
                            .wrong
                            .push(format!("{time}: {found:?} where the record has {figures:?}"));
                    }
                }
                [row] => report.missed.push(format!("{time}: {}", status[row])),
                [] => report.missed.push(format!("{time}: no row")),
                _ => report.wrong.push(format!("{time}: {} rows", rows.len())),
            }
        }
        report
    }

    /// What the end message lacks: the final figure of each item, its largest increases, and its busiest hour.
    pub(super) fn untold(&self, message: &str) -> Vec<String> {
        let wanted = self.labels.iter().enumerate().flat_map(|(place, label)| {
            let figures: Vec<(&str, i64)> = self
                .samples
                .iter()
                .filter_map(|(time, figures)| Some((time.as_str(), figures[place]?)))
                .collect();
            let last = figures.last().map_or(0, |(_, sold)| *sold);
            let name: String = label.chars().take(30).collect();
            let mut wanted = vec![format!("{name}"), format!(": {} sold", grouped(last))];
            wanted.extend(orders(&figures));
            wanted.extend(busiest(&figures));
            wanted
        });
        wanted.filter(|text| !message.contains(text.as_str())).collect()
    }
}

fn orders(figures: &[(&str, i64)]) -> Vec<String> {
    let mut increases: Vec<i64> = figures.windows(2).map(|pair| pair[1].1 - pair[0].1).collect();
    increases.retain(|increase| *increase >= ORDER);
    increases.sort_unstable_by(|a, b| b.cmp(a));
    increases.truncate(ORDERS);
    increases
        .iter()
        .map(|increase| format!("+{increase} ("))
        .collect()
}

/// `22:00–23:00 HKT, +55`
fn busiest(figures: &[(&str, i64)]) -> Option<String> {
    let mut hours: BTreeMap<NaiveDateTime, i64> = BTreeMap::new();
    for pair in figures.windows(2) {
        let at: NaiveDateTime = NaiveDateTime::parse_from_str(pair[1].0, "%Y-%m-%d %H:%M:%S").ok()?;
        // What a reading at the full hour shows was sold before it.
        let at = at - Duration::seconds(1);
        let hour = at.date().and_hms_opt(chrono::Timelike::hour(&at), 0, 0)?;
        *hours.entry(hour).or_default() += pair[1].1 - pair[0].1;
    }
    let most = *hours.values().max()?;
    let (from, count) = hours.into_iter().find(|(_, count)| *count == most && most > 0)?;
    let until = from + Duration::hours(1);
    Some(format!(
        "{}–{} HKT, +{}",
        from.format("%H:%M"),
        until.format("%H:%M"),
        grouped(count)
    ))
}

/// As the platform's file calls an item of a public record.
fn label(name: &str) -> String {
    name.strip_prefix("VideoCall·").unwrap_or(name).to_owned()
}

fn wall_clock(at: DateTime<Utc>) -> String {
    at.with_timezone(&Hong_Kong)
        .format("%Y-%m-%d %H:%M:%S")
        .to_string()
}

fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let from_end = digits.len();
    let comma = |(place, digit): (usize, char)| {
        let is_first_of_three = place > 0 && (from_end - place).is_multiple_of(3);
        is_first_of_three.then_some(',').into_iter().chain([digit])
    };
    digits.chars().enumerate().flat_map(comma).collect()
}
