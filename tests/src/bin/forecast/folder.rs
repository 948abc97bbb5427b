//! The recorded events of a folder.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use chrono::TimeDelta;
use forecast::{Event, Reading};
use recordings::{EventInfo, Item, read_listing, read_record};

const LISTING: &str = "events.json";
const RECORD: &str = ".csv.gz";

/// In the last half hour no counter of the known events moved (PLATFORMS.md): a record that reaches into it has the final figures.
/// What is read later than so long after the end is no sale of the event.
const FINAL: TimeDelta = TimeDelta::minutes(30);

/// An event and its record.
pub(crate) struct Recorded {
    number: String,
    info: EventInfo,
    readings: Vec<Vec<Reading>>,
}

impl Recorded {
    pub(crate) fn new(number: &str, info: &EventInfo, items: &[Item]) -> Self {
        let readings = |item: &Item| {
            let until_end = item
                .readings
                .iter()
                .take_while(|reading| reading.at <= info.end + FINAL);
            until_end
                .map(|reading| Reading {
                    at: reading.at,
                    sold: reading.sold,
                })
                .collect()
        };
        Self {
            number: number.to_owned(),
            info: info.clone(),
            readings: items.iter().map(readings).collect(),
        }
    }

    pub(crate) fn event(&self) -> Event<'_> {
        Event {
            start: Some(self.info.start),
            end: self.info.end,
            items: &self.readings,
        }
    }

    pub(crate) fn reaches_the_end(&self) -> bool {
        let last = self
            .readings
            .iter()
            .filter_map(|item| item.last())
            .map(|reading| reading.at)
            .max();
        self.info.record_ends.is_none() && last.is_some_and(|last| last >= self.info.end - FINAL)
    }
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.info.title, self.number)
    }
}

/// The events of a folder, in order of their numbers.
pub(crate) fn read(folder: &Path) -> anyhow::Result<Vec<Recorded>> {
    let listing = folder.join(LISTING);
    let events = fs::read(&listing).with_context(|| format!("{} cannot be read", listing.display()))?;
    let events = read_listing(&events).with_context(|| listing.display().to_string())?;
    let records = records(folder)?;
    ensure!(!records.is_empty(), "{} holds no *{RECORD}", folder.display());
    let read = |(number, path): (&String, &PathBuf)| {
        let info = events.get(number);
        let info = info.with_context(|| format!("{}: {LISTING} does not list it", path.display()))?;
        let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let items = read_record(&bytes).with_context(|| path.display().to_string())?;
        Ok(Recorded::new(number, info, &items))
    };
    records.iter().map(read).collect()
}

/// The records by their event's number.
fn records(folder: &Path) -> anyhow::Result<BTreeMap<String, PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let number = |path: &PathBuf| Some(path.file_name()?.to_str()?.strip_suffix(RECORD)?.to_owned());
    Ok(paths
        .into_iter()
        .filter_map(|path| Some((number(&path)?, path)))
        .collect())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const EVENTS: &str =
        r#"{"7": {"title": "IVE", "start": "2026-06-22 12:00 KST", "end": "2026-06-22 20:00 KST"}}"#;
    const ROWS: &str = "time,member,sales,delta\n2026-06-22T12:00:00+09:00,LIZ,0,\n";

    fn folder(events: &str, rows: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(LISTING), events).unwrap();
        let file = fs::File::create(folder.path().join("7.csv.gz")).unwrap();
        let mut packer = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        packer.write_all(rows.as_bytes()).unwrap();
        packer.finish().unwrap();
        folder
    }

    fn error(events: &str, rows: &str) -> String {
        let folder = folder(events, rows);
        let error = read(folder.path()).err().unwrap();
        format!("{error:#}").replace(&format!("{}/", folder.path().display()), "")
    }

    fn reaches(events: &str, last: &str) -> bool {
        let folder = folder(events, &format!("{ROWS}{last},LIZ,9,9\n"));
        read(folder.path()).unwrap()[0].reaches_the_end()
    }

    #[test]
    fn a_record_that_stops_before_the_end_does_not_reach_it() {
        assert!(reaches(EVENTS, "2026-06-22T19:00:20+08:00"));
        assert!(reaches(EVENTS, "2026-06-22T18:45:00+08:00"));
        assert!(!reaches(EVENTS, "2026-06-22T18:15:00+08:00"));
        let told = EVENTS.replace("KST\"}}", "KST\", \"record_ends\": \"before the event\"}}");
        assert!(!reaches(&told, "2026-06-22T19:00:20+08:00"), "the list says so");
    }

    #[test]
    fn what_is_read_long_after_the_end_is_no_sale_of_the_event() {
        let folder = folder(
            EVENTS,
            &format!("{ROWS}2026-06-22T20:00:20+09:00,LIZ,9,9\n2026-06-22T22:00:00+09:00,LIZ,5,-4\n"),
        );
        assert_eq!(
            read(folder.path()).unwrap()[0].readings[0].last().unwrap().sold,
            9
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let error = read(Path::new("nowhere")).err().unwrap();
        assert!(
            format!("{error:#}").starts_with("nowhere/events.json cannot be read: No such file"),
            "{error:#}"
        );
    }

    #[test]
    fn a_folder_without_records_is_named() {
        let folder = folder(EVENTS, ROWS);
        fs::remove_file(folder.path().join("7.csv.gz")).unwrap();
        let error = read(folder.path()).err().unwrap().to_string();
        assert_eq!(error, format!("{} holds no *.csv.gz", folder.path().display()));
    }

    #[test]
    fn a_malformed_row_is_told_with_file_line_and_reason() {
        let rows = format!("{ROWS}2026-06-22T12:10:00+09:00,LIZ,many,\n");
        assert_eq!(
            error(EVENTS, &rows),
            "7.csv.gz: line 3: \"many\" is no number of sales: invalid digit found in string"
        );
    }

    #[test]
    fn a_record_that_is_not_listed_is_named() {
        assert_eq!(error("{}", ROWS), "7.csv.gz: events.json does not list it");
    }
}
