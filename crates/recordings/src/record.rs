//! A record: gzip or plain, with or without a byte order mark, times in any offset, rows in any order.

use std::borrow::Cow;
use std::io::Read as _;

use chrono::{DateTime, Utc};
use csv::{ReaderBuilder, StringRecord};
use flate2::read::MultiGzDecoder;

use crate::{Item, Reading, RecordingError};

const GZIP: &[u8] = &[0x1f, 0x8b];
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
const COLUMNS: [&str; 3] = ["time", "member", "sales"];

/// The items of a record, in the order in which they first appear.
///
/// # Errors
/// Where the bytes are no record; the error has the line.
pub fn read_record(bytes: &[u8]) -> Result<Vec<Item>, RecordingError> {
    let text = unpacked(bytes)?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(text);
    let mut items: Vec<Item> = Vec::new();
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(malformed)?;
        if row == 0 {
            check_columns(&record)?;
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let (name, reading) = reading(&record).map_err(|reason| RecordingError::Row { line, reason })?;
        match items.iter_mut().find(|item| item.name == name) {
            Some(item) => item.readings.push(reading),
            None => items.push(Item {
                name: name.to_owned(),
                readings: vec![reading],
            }),
        }
    }
    if items.is_empty() {
        return Err(RecordingError::Empty);
    }
    for item in &mut items {
        item.readings.sort_by_key(|reading| reading.at);
    }
    Ok(items)
}

fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, RecordingError> {
    if !bytes.starts_with(GZIP) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut text = Vec::new();
    MultiGzDecoder::new(bytes)
        .read_to_end(&mut text)
        .map_err(RecordingError::Packed)?;
    Ok(Cow::Owned(text))
}

fn check_columns(record: &StringRecord) -> Result<(), RecordingError> {
    if record.iter().take(COLUMNS.len()).eq(COLUMNS) {
        return Ok(());
    }
    Err(RecordingError::Columns(
        record.iter().collect::<Vec<_>>().join(","),
    ))
}

fn reading(record: &StringRecord) -> Result<(&str, Reading), String> {
    let cell = |column: usize| record.get(column).unwrap_or_default().trim();
    let (time, name, sales) = (cell(0), cell(1), cell(2));
    let at =
        DateTime::parse_from_rfc3339(time).map_err(|_| format!("\"{time}\" is no time with an offset"))?;
    let sold = sales
        .parse()
        .map_err(|error| format!("\"{sales}\" is no number of sales: {error}"))?;
    if name.is_empty() {
        return Err("it names no member".to_owned());
    }
    Ok((
        name,
        Reading {
            at: at.with_timezone(&Utc),
            sold,
        },
    ))
}

fn malformed(error: csv::Error) -> RecordingError {
    RecordingError::Row {
        line: error.position().map_or(1, csv::Position::line),
        reason: match error.kind() {
            csv::ErrorKind::UnequalLengths {
                expected_len, len, ..
            } => {
                format!("{len} cells where the first line has {expected_len}")
            }
            csv::ErrorKind::Utf8 { .. } => "it is no UTF-8".to_owned(),
            _ => error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const RECORD: &str = "\u{feff}time,member,sales,delta\r\n\
        2026-06-25T20:00:00+08:00,VideoCall·LIZ,12,2\r\n\
        2026-06-25T11:00:00.064941+00:00,VideoCall·LIZ,10,\r\n\
        2026-06-25T11:00:00.064941+00:00,\"Unit A : MAI, KOKO\",3,\r\n";

    fn told(record: &str) -> String {
        read_record(record.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_byte_order_mark_commas_in_names_and_mixed_offsets_are_read_in_order_of_time() {
        let items = read_record(RECORD.as_bytes()).unwrap();
        let names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names, ["VideoCall·LIZ", "Unit A : MAI, KOKO"]);
        let sold: Vec<i64> = items[0].readings.iter().map(|reading| reading.sold).collect();
        assert_eq!(sold, [10, 12]);
        assert_eq!(items[0].readings[1].at.to_rfc3339(), "2026-06-25T12:00:00+00:00");
    }

    #[test]
    fn a_packed_record_is_the_same_as_a_plain_one() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(RECORD.as_bytes()).unwrap();
        let packed = packer.finish().unwrap();
        assert_eq!(
            read_record(&packed).unwrap(),
            read_record(RECORD.as_bytes()).unwrap()
        );
        let cut = &packed[..packed.len() / 2];
        assert_eq!(read_record(cut).unwrap_err().to_string(), "it cannot be unpacked");
    }

    #[test]
    fn a_malformed_row_is_told_with_its_line_and_reason() {
        let first = "time,member,sales,delta\n2026-06-25T20:00:00+08:00,LIZ,12,\n";
        assert_eq!(
            told(&format!("{first}2026-06-25 20:00,LIZ,13,1\n")),
            "line 3: \"2026-06-25 20:00\" is no time with an offset"
        );
        assert_eq!(
            told(&format!("{first}2026-06-25T20:00:00+08:00,LIZ,many,1\n")),
            "line 3: \"many\" is no number of sales: invalid digit found in string"
        );
        assert_eq!(
            told(&format!("{first}2026-06-25T20:00:00+08:00,,1,1\n")),
            "line 3: it names no member"
        );
        assert_eq!(
            told(&format!("{first}2026-06-25T20\n")),
            "line 3: 1 cells where the first line has 4"
        );
    }

    #[test]
    fn a_file_of_something_else_is_no_record() {
        assert_eq!(
            told("a,b\n1,2\n"),
            "line 1: its columns are \"a,b\", not \"time,member,sales\""
        );
        assert_eq!(told("time,member,sales,delta\n"), "it holds no reading");
        assert_eq!(told(""), "it holds no reading");
    }
}
