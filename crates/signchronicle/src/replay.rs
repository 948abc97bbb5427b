//! `--replay FILE`: a recorded event, as the local cloud sells it.

use std::fs;
use std::path::Path;

use anyhow::Context;
use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use local_cloud::{RecordedItem, Recording};
use recordings::{EventInfo, read_listing, read_record};

/// The list of titles and ends beside the records.
const LISTING: &str = "events.json";
/// So it is found among what is on sale.
const KIND: &str = "On / Off-line Sign Event";
/// The number of a record whose file has none for a name.
const NAMELESS: u64 = 90_000_001;

/// Reads a record and, where it is there, what the list beside it says of the event.
pub(crate) fn load(path: &Path) -> anyhow::Result<Recording> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let items = read_record(&bytes).with_context(|| format!("{} is no record", path.display()))?;
    let name = name(path);
    let info = info(path, &name)?;
    let last = items
        .iter()
        .filter_map(|item| Some(item.readings.last()?.at))
        .max();
    let end = info.as_ref().map(|info| info.end).or(last);
    let items = items.into_iter().map(|item| RecordedItem {
        name: item.name,
        readings: item
            .readings
            .iter()
            .map(|reading| (reading.at, reading.sold))
            .collect(),
    });
    Ok(Recording {
        event: name.parse().unwrap_or(NAMELESS),
        title: info.map_or(name, |info| info.title),
        kind: KIND.to_owned(),
        end: end.context("the record has no reading")?,
        items: items.collect(),
    })
}

/// What a person types to follow it, and until when.
pub(crate) fn words(origin: &str, event: u64, ends: DateTime<Utc>) -> String {
    let end = ends.with_timezone(&Seoul).format("%Y-%m-%d %H:%M KST");
    format!("/track {origin}/demo/ktown4u/eventsub?eve_no={event} until {end}")
}

/// `44469917` of `44469917.csv.gz`.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_owned()
}

fn info(path: &Path, name: &str) -> anyhow::Result<Option<EventInfo>> {
    let path = path.with_file_name(LISTING);
    let Ok(bytes) = fs::read(&path) else {
        return Ok(None);
    };
    let mut listing = read_listing(&bytes).with_context(|| format!("{} is no list", path.display()))?;
    Ok(listing.remove(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "\u{feff}time,member,sales,delta\n\
        2026-06-22T11:00:00+08:00,OffLine,3,\n2026-06-22T12:00:00+09:00,VideoCall·REI,1,\n\
        2026-06-22T11:30:00+08:00,OffLine,5,2\n";

    fn folder(listing: Option<&str>) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("44469917.csv"), RECORD).unwrap();
        if let Some(listing) = listing {
            fs::write(folder.path().join(LISTING), listing).unwrap();
        }
        folder
    }

    #[test]
    fn title_and_end_stand_in_the_list_beside_it_or_are_the_last_readings() {
        let list =
            r#"{"44469917":{"title":"IVE","start":"2026-06-22 12:00 KST","end":"2026-06-26 00:00 KST"}}"#;
        for (listing, title, end) in [
            (Some(list), "IVE", "2026-06-25T15:00:00Z"),
            (Some("{}"), "44469917", "2026-06-22T03:30:00Z"),
            (None, "44469917", "2026-06-22T03:30:00Z"),
        ] {
            let folder = folder(listing);
            let recording = load(&folder.path().join("44469917.csv")).unwrap();
            assert_eq!((recording.event, recording.title.as_str()), (44_469_917, title));
            assert_eq!(recording.end, end.parse::<DateTime<Utc>>().unwrap());
            assert_eq!(recording.items.len(), 2);
        }
    }

    #[test]
    fn a_file_that_is_none_says_so() {
        let folder = folder(Some("[]"));
        for (file, told) in [
            ("none.csv.gz", "none.csv.gz cannot be read"),
            (LISTING, "events.json is no record"),
            ("44469917.csv", "events.json is no list"),
        ] {
            let error = load(&folder.path().join(file)).unwrap_err().to_string();
            assert!(error.ends_with(told), "{error}");
        }
    }

    #[test]
    fn the_words_to_type_name_the_end_in_the_shops_zone() {
        let end = "2026-06-25T15:00:00Z".parse().unwrap();
        assert_eq!(
            words("http://127.0.0.1:8080", 7, end),
            "/track http://127.0.0.1:8080/demo/ktown4u/eventsub?eve_no=7 until 2026-06-26 00:00 KST"
        );
    }
}
