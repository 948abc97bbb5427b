//! The CSV of a tracking: our columns, every row that was ever backed up, safe to open in a spreadsheet program.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::row::{COLUMNS, Cell};

/// Excel reads UTF-8 only behind this mark.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";
/// What a spreadsheet program takes for a formula when text begins with it.
const FORMULA_STARTS: &[char] = &['=', '+', '-', '@', '\t', '\r'];

/// A stored CSV that is none of ours, or damaged.
#[derive(Debug, Error)]
#[error("the stored CSV cannot be read")]
pub struct UnreadableCsv(#[from] csv::Error);

/// The complete CSV: the tab's rows, and those of the CSV so far that people have deleted from the tab. Rows stand in
/// the order of their times; of two with one time the tab's wins.
pub fn csv(rows: &[Vec<Cell>], so_far: Option<&str>) -> Result<String, UnreadableCsv> {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for record in so_far.map(read).transpose()?.unwrap_or_default() {
        lines.insert(record.first().cloned().unwrap_or_default(), record);
    }
    for row in rows
        .iter()
        .filter(|row| matches!(row.first(), Some(Cell::Time(_))))
    {
        let line: Vec<String> = row.iter().map(field).collect();
        lines.insert(line.first().cloned().unwrap_or_default(), line);
    }
    write(lines.into_values())
}

fn read(text: &str) -> Result<Vec<Vec<String>>, csv::Error> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(true)
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| Ok(record?.iter().map(str::to_owned).collect()))
        .collect()
}

fn write(lines: impl Iterator<Item = Vec<String>>) -> Result<String, UnreadableCsv> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(COLUMNS.map(|column| column.name))?;
    for line in lines {
        writer.write_record(line)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&bytes)))
}

/// Text that looks like a formula is guarded by a leading `'`.
fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if text.starts_with(FORMULA_STARTS) => format!("'{text}"),
        other => other.display(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use rust_decimal::Decimal;

    use super::*;

    const HEADER: &str = "\u{FEFF}time,status,title,price,currency,availability,stock,sold\r\n";

    fn row(minute: u32, title: &str) -> Vec<Cell> {
        let time = NaiveDate::from_ymd_opt(2026, 2, 28)
            .unwrap()
            .and_hms_opt(14, minute, 0)
            .unwrap();
        let mut cells = vec![Cell::Empty; COLUMNS.len()];
        cells[0] = Cell::Time(time);
        cells[1] = Cell::Text("ok".to_owned());
        cells[2] = Cell::Text(title.to_owned());
        cells[3] = Cell::Number(Decimal::new(1_289, 1));
        cells
    }

    #[test]
    fn rows_become_lines_in_the_order_of_their_times() {
        let text = csv(&[row(1, "b"), row(0, "a, \"x\"")], None).unwrap();
        let lines =
            "2026-02-28 14:00:00,ok,\"a, \"\"x\"\"\",128.90,,,,\r\n2026-02-28 14:01:00,ok,b,128.90,,,,\r\n";
        assert_eq!(text, format!("{HEADER}{lines}"));
    }

    #[test]
    fn a_row_that_was_deleted_from_the_tab_stays_in_the_csv() {
        let before = csv(&[row(0, "a"), row(1, "b")], None).unwrap();
        let after = csv(&[row(1, "changed"), row(2, "c")], Some(&before)).unwrap();
        let titles: Vec<_> = after
            .lines()
            .skip(1)
            .map(|line| line.split(',').nth(2).unwrap())
            .collect();
        assert_eq!(titles, ["a", "changed", "c"]);
    }

    #[test]
    fn text_that_looks_like_a_formula_is_guarded_once() {
        for dangerous in ["=1+1", "+1", "-1", "@x", "\tx"] {
            let first = csv(&[row(0, dangerous)], None).unwrap();
            assert!(first.contains(&format!("'{dangerous}")), "{first}");
            assert_eq!(
                csv(&[], Some(&first)).unwrap(),
                first,
                "what is stored stays as it is"
            );
        }
    }

    #[test]
    fn rows_that_people_added_without_a_time_are_not_ours() {
        let note = vec![Cell::Text("my note".to_owned()); COLUMNS.len()];
        assert_eq!(csv(&[note], None).unwrap(), HEADER);
    }

    #[test]
    fn a_damaged_csv_is_an_error_and_not_overwritten() {
        assert!(csv(&[], Some("time,status\n1,2,3,4\n")).is_err());
    }
}
