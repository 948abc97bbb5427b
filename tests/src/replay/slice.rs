//! A record, whole or its last hours, as a file of its own.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, Duration, FixedOffset, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use recordings::{EventInfo, Item, Reading, read_listing, read_record};

/// A recorded event.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// When it is replayed to: the event's end, or that of the record where it ends before.
    pub until: DateTime<Utc>,
    /// What was read.
    pub items: Vec<Item>,
}

/// All records of a folder that has their list.
pub fn read(folder: &Path) -> anyhow::Result<Vec<Record>> {
    let listing = fs::read(folder.join("events.json")).context("events.json cannot be read")?;
    let listing = read_listing(&listing)?.into_iter();
    listing.map(|(number, info)| one(folder, number, &info)).collect()
}

fn one(folder: &Path, number: String, info: &EventInfo) -> anyhow::Result<Record> {
    let path = folder.join(format!("{number}.csv.gz"));
    let bytes = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let items = read_record(&bytes).with_context(|| format!("{} is no record", path.display()))?;
    let last = items
        .iter()
        .filter_map(|item| item.readings.last())
        .map(|last| last.at);
    let last = last.max().context("the record is empty")?;
    let until = match info.record_ends {
        Some(_) => last,
        None => info.end,
    };
    Ok(Record {
        title: info.title.clone(),
        number,
        until,
        items,
    })
}

impl Record {
    /// The last so many hours of it; what stood at their beginning is read then.
    #[must_use]
    pub fn last_hours(&self, hours: i64) -> Self {
        let from = (self.until - Duration::hours(hours)).max(self.begin());
        let cut = |item: &Item| {
            let before = item.readings.partition_point(|reading| reading.at <= from);
            let stands = before.checked_sub(1).and_then(|last| item.readings.get(last));
            let stands = stands.map(|reading| Reading { at: from, ..*reading });
            let later = item.readings.get(before..).unwrap_or_default();
            Item {
                name: item.name.clone(),
                readings: stands.into_iter().chain(later.iter().copied()).collect(),
            }
        };
        Self {
            items: self.items.iter().map(cut).collect(),
            ..self.clone()
        }
    }

    /// The first reading.
    pub(super) fn begin(&self) -> DateTime<Utc> {
        let firsts = self.items.iter().filter_map(|item| item.readings.first());
        firsts.map(|reading| reading.at).min().unwrap_or(self.until)
    }

    /// How many whole minutes it lasts.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        u32::try_from((self.until - self.begin()).num_minutes()).unwrap_or(0)
    }

    /// Writes it as public trackers do: with a byte order mark, in two offsets, and with its list beside it.
    pub(super) fn write(&self, folder: &Path) -> anyhow::Result<PathBuf> {
        let mut csv = "\u{feff}time,member,sales,delta\n".to_owned();
        for item in &self.items {
            for (place, reading) in item.readings.iter().enumerate() {
                let hours = if place % 2 == 0 { 8 } else { 0 };
                let offset = FixedOffset::east_opt(hours * 3_600).context("an offset")?;
                let at = reading.at.with_timezone(&offset).to_rfc3339();
                writeln!(csv, "{at},\"{}\",{},", item.name, reading.sold)?;
            }
        }
        let path = folder.join(format!("{}.csv.gz", self.number));
        let mut packed = GzEncoder::new(fs::File::create(&path)?, Compression::fast());
        packed.write_all(csv.as_bytes())?;
        packed.finish()?;
        let times = |at: DateTime<Utc>| at.to_rfc3339();
        let listing = serde_json::json!({ self.number.as_str(): {
            "title": self.title, "start": times(self.begin()), "end": times(self.until) } });
        fs::write(folder.join("events.json"), listing.to_string())?;
        Ok(path)
    }
}
