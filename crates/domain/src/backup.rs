//! The CSV of a tracking: our columns, every row that was ever backed up, safe to open in a spreadsheet program.

use std::collections::{BTreeMap, HashMap};

use thiserror::Error;

use crate::column::Column;
use crate::row::Cell;

/// Excel reads UTF-8 only behind this mark.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{FEFF}";
/// What a spreadsheet program takes for a formula when text begins with it.
const FORMULA_STARTS: &[char] = &['=', '+', '-', '@', '\t', '\r'];

/// A stored CSV that is none of ours, or damaged.
#[derive(Debug, Error)]
#[error("the stored CSV cannot be read")]
pub struct UnreadableCsv(#[from] csv::Error);

/// A row of the tab, in the order of its columns; nothing for a column that people have deleted.
pub type TabRow = Vec<Option<Cell>>;

/// The complete CSV: the tab's rows, and those of the CSV so far that people have deleted from the tab. Rows stand in
/// the order of their times; of two with one time the tab's wins, except in columns that the tab has no more. Columns
/// are matched by name: items that appear later have some that the CSV so far has not.
pub fn csv(columns: &[Column], rows: &[TabRow], so_far: Option<&str>) -> Result<String, UnreadableCsv> {
    let mut names: Vec<String> = columns.iter().map(|column| guarded(&column.name)).collect();
    let mut lines = so_far
        .map(|text| read(text, &mut names))
        .transpose()?
        .unwrap_or_default();
    for row in rows
        .iter()
        .filter(|row| matches!(row.first(), Some(Some(Cell::Time(_)))))
    {
        let time = row
            .first()
            .and_then(Option::as_ref)
            .map(field)
            .unwrap_or_default();
        let line = lines.entry(time).or_default();
        line.resize(names.len(), String::new());
        for (place, cell) in line.iter_mut().zip(row) {
            if let Some(cell) = cell {
                *place = field(cell);
            }
        }
    }
    write(&names, lines.into_values())
}

/// The lines by their times, in the order of `names`; names that are new are added behind.
fn read(text: &str, names: &mut Vec<String>) -> Result<BTreeMap<String, Vec<String>>, csv::Error> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    for name in header.iter() {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let places: HashMap<&str, usize> = header.iter().map(String::as_str).zip(0..).collect();
    let mut lines = BTreeMap::new();
    for record in reader.records() {
        let record = record?;
        let value = |name: &String| places.get(name.as_str()).and_then(|place| record.get(*place));
        let line: Vec<String> = names
            .iter()
            .map(|name| value(name).unwrap_or_default().to_owned())
            .collect();
        lines.insert(line.first().cloned().unwrap_or_default(), line);
    }
    Ok(lines)
}

fn write(names: &[String], lines: impl Iterator<Item = Vec<String>>) -> Result<String, UnreadableCsv> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(names)?;
    for line in lines {
        writer.write_record(line)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&bytes)))
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(text),
        other => other.display(),
    }
}

/// Text that looks like a formula is guarded by a leading `'`.
fn guarded(text: &str) -> String {
    if text.starts_with(FORMULA_STARTS) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use rust_decimal::Decimal;

    use super::*;
    use crate::{Counting, ItemReading, Observation, Reading, TabState};

    const HEADER: &str = "\u{FEFF}time,status,title,price,currency,availability,stock,sold\r\n";

    fn csv(rows: &[TabRow], so_far: Option<&str>) -> Result<String, UnreadableCsv> {
        super::csv(&TabState::default().columns(), rows, so_far)
    }

    fn time(minute: u32) -> Cell {
        let date = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
        Cell::Time(date.and_hms_opt(14, minute, 0).unwrap())
    }

    fn row(minute: u32, title: &str) -> TabRow {
        let mut cells = vec![Cell::Empty; 8];
        cells[0] = time(minute);
        cells[1] = Cell::Text("ok".to_owned());
        cells[2] = Cell::Text(title.to_owned());
        cells[3] = Cell::Number(Decimal::new(1_289, 1));
        cells.into_iter().map(Some).collect()
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
        let note = vec![Some(Cell::Text("my note".to_owned())); 8];
        assert_eq!(csv(&[note], None).unwrap(), HEADER);
    }

    /// The columns of an event with these items, one reading after the other.
    fn columns_of(readings: &[&[&str]]) -> Vec<Column> {
        let at = chrono::DateTime::UNIX_EPOCH;
        let item = |label: &&str| ItemReading {
            label: (*label).to_owned(),
            ..ItemReading::default()
        };
        let state = readings.iter().fold(TabState::default(), |state, labels| {
            let reading = Reading {
                items: labels.iter().map(item).collect(),
                ..Reading::default()
            };
            let several = Counting {
                several_items: true,
                ..Counting::default()
            };
            let (_, next) = state.count(at, &Observation::Read(reading), several);
            TabState {
                last: Some(at),
                ..next
            }
        });
        state.columns()
    }

    #[test]
    fn a_csv_that_is_older_than_an_item_gets_its_columns_and_lines_stay_under_their_names() {
        let number = |value: i64| Some(Cell::Number(Decimal::from(value)));
        let ok = || Some(Cell::Text("ok".to_owned()));
        let one = columns_of(&[&["=A"]]);
        let first = [Some(time(0)), ok(), number(5), None, number(5)];
        let before = super::csv(&one, &[first.to_vec()], None).unwrap();
        assert_eq!(
            before,
            "\u{FEFF}time,status,'=A sold,'=A change,total sold\r\n2026-02-28 14:00:00,ok,5,,5\r\n"
        );
        let two = columns_of(&[&["=A"], &["=A", "B"]]);
        let second = [
            Some(time(1)),
            ok(),
            number(6),
            number(1),
            number(8),
            number(2),
            None,
        ];
        let after = super::csv(&two, &[second.to_vec()], Some(&before)).unwrap();
        assert_eq!(
            after,
            "\u{FEFF}time,status,'=A sold,'=A change,total sold,B sold,B change\r\n\
             2026-02-28 14:00:00,ok,5,,5,,\r\n2026-02-28 14:01:00,ok,6,1,8,2,\r\n"
        );
    }

    #[test]
    fn a_column_that_was_deleted_from_the_tab_stays_in_the_csv() {
        let before = csv(&[row(0, "a")], None).unwrap();
        let mut without_title = row(0, "");
        without_title[2] = None;
        assert_eq!(csv(&[without_title], Some(&before)).unwrap(), before);
    }

    #[test]
    fn a_column_that_only_the_csv_so_far_has_is_kept() {
        let before = "time,note\r\n2026-02-28 13:59:00,mine\r\n";
        let after = csv(&[row(0, "a")], Some(before)).unwrap();
        assert_eq!(
            after.replace("stock,sold,note", "stock,sold"),
            format!("{HEADER}2026-02-28 13:59:00,,,,,,,,mine\r\n2026-02-28 14:00:00,ok,a,128.90,,,,,\r\n")
        );
    }

    #[test]
    fn a_damaged_csv_is_an_error_and_not_overwritten() {
        assert!(csv(&[], Some("time,status\n1,2,3,4\n")).is_err());
    }
}
