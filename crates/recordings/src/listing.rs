//! The list of recorded events: their titles, starts and ends.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use serde::Deserialize;

use crate::RecordingError;

const KST_SECONDS: i32 = 9 * 3600;

/// What is known of an event beside its readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventInfo {
    /// Who signs.
    pub title: String,
    /// When its sale begins.
    pub start: DateTime<Utc>,
    /// When its sale ends.
    pub end: DateTime<Utc>,
    /// Where the record does not reach the end: what the list says about that.
    pub record_ends: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    title: String,
    start: String,
    end: String,
    record_ends: Option<String>,
}

/// The events of a list by their number, which is also the name of their record's file.
///
/// # Errors
/// Where it is no such list; the error names the event or JSON's line.
pub fn read_listing(bytes: &[u8]) -> Result<BTreeMap<String, EventInfo>, RecordingError> {
    let listed: BTreeMap<String, Listed> = serde_json::from_slice(bytes)?;
    listed
        .into_iter()
        .map(|(number, event)| {
            let time = |text: &str| {
                time(text).ok_or_else(|| RecordingError::Time {
                    event: number.clone(),
                    time: text.to_owned(),
                })
            };
            let info = EventInfo {
                start: time(&event.start)?,
                end: time(&event.end)?,
                title: event.title,
                record_ends: event.record_ends,
            };
            Ok((number, info))
        })
        .collect()
}

/// `2026-06-22 12:00 KST`, the shop's own words, or RFC 3339.
fn time(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.with_timezone(&Utc));
    }
    let local = NaiveDateTime::parse_from_str(text.strip_suffix(" KST")?, "%Y-%m-%d %H:%M").ok()?;
    let time = local
        .and_local_timezone(FixedOffset::east_opt(KST_SECONDS)?)
        .single()?;
    Some(time.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(end: &str) -> String {
        format!(
            r#"{{"1":{{"title":"IVE","description":"Sign Event","start":"2026-06-22 12:00 KST","end":"{end}"}}}}"#
        )
    }

    #[test]
    fn korean_time_is_nine_hours_ahead() {
        let events = read_listing(listing("2026-06-26 00:00 KST").as_bytes()).unwrap();
        assert_eq!(events["1"].start.to_rfc3339(), "2026-06-22T03:00:00+00:00");
        assert_eq!(events["1"].end.to_rfc3339(), "2026-06-25T15:00:00+00:00");
        assert_eq!(events["1"].record_ends, None);
    }

    #[test]
    fn an_offset_may_be_written_out() {
        let events = read_listing(listing("2026-06-26T00:00:00+09:00").as_bytes()).unwrap();
        assert_eq!(events["1"].end.to_rfc3339(), "2026-06-25T15:00:00+00:00");
    }

    #[test]
    fn a_time_without_a_zone_is_told_with_its_event() {
        let error = read_listing(listing("2026-06-26 00:00").as_bytes()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "event 1: \"2026-06-26 00:00\" is no time like \"2026-06-22 12:00 KST\""
        );
    }

    #[test]
    fn something_else_is_no_list() {
        assert_eq!(
            read_listing(b"[]").unwrap_err().to_string(),
            "it is no list of events"
        );
    }
}
