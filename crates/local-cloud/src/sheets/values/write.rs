//! Writing: values into a range that must lie inside the grid.

use serde_json::{Map, Value, json};

use super::options::{Input, Major, Options};
use super::read;
use crate::sheets::a1;
use crate::sheets::book::Book;
use crate::sheets::cell::{Cell, CellValue};
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::rows::Row;
use crate::sheets::selection::{Area, Bounds, Selection};
use crate::sheets::user_entered;

/// Values to write, row by row; `null` leaves a cell as it is.
pub(super) struct Block {
    pub(super) rows: Vec<Vec<Value>>,
}

impl Block {
    /// Reads the values of a `ValueRange`.
    pub(super) fn read(range: &Value) -> Result<Self, Refusal> {
        let lines: Vec<Vec<Value>> = range
            .get("values")
            .and_then(Value::as_array)
            .map(|lines| {
                lines
                    .iter()
                    .map(|line| line.as_array().cloned().unwrap_or_default())
                    .collect()
            })
            .unwrap_or_default();
        check_scalars(&lines)?;
        let major = Options::Body(range).major()?;
        Ok(Self {
            rows: if major == Major::Columns {
                transpose(&lines)
            } else {
                lines
            },
        })
    }

    pub(super) fn height(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn width(&self) -> u32 {
        let widest = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        u32::try_from(widest).unwrap_or(u32::MAX)
    }
}

fn check_scalars(lines: &[Vec<Value>]) -> Result<(), Refusal> {
    for (row, line) in lines.iter().enumerate() {
        for (column, value) in line.iter().enumerate() {
            let kind = match value {
                Value::Array(_) => "list_value",
                Value::Object(_) => "struct_value",
                _ => continue,
            };
            return invalid(format!("Invalid values[{row}][{column}]: {kind} {value}"));
        }
    }
    Ok(())
}

fn transpose(columns: &[Vec<Value>]) -> Vec<Vec<Value>> {
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|row| {
            columns
                .iter()
                .map(|column| column.get(row).cloned().unwrap_or(Value::Null))
                .collect()
        })
        .collect()
}

/// Writes a block into a range; gives the API's `UpdateValuesResponse`.
pub(super) fn update(
    book: &Book<'_>,
    selection: &Selection,
    block: &Block,
    input: Input,
    options: &Options<'_>,
) -> Result<Value, Refusal> {
    let area = target(book, selection, block)?;
    write(book, &area, block, input)?;
    response(book, &area, block, options)
}

/// The area that the block covers, checked against the range and the grid.
fn target(book: &Book<'_>, selection: &Selection, block: &Block) -> Result<Area, Refusal> {
    let tab = book.grid(selection.sheet_id)?;
    let whole = selection.inside(tab)?;
    if block.height() == 0 || block.width() == 0 {
        return Ok(whole);
    }
    let span = |start: u32, length: u32| Bounds {
        start,
        end: Some(start.saturating_add(length)),
    };
    let covered = Selection {
        sheet_id: selection.sheet_id,
        rows: span(selection.rows.start, block.height()),
        columns: span(selection.columns.start, block.width()),
    };
    if !selection.is_cell() {
        check_inside(&whole, &covered, tab.title())?;
    }
    covered.inside(tab)
}

fn check_inside(whole: &Area, covered: &Selection, title: &str) -> Result<(), Refusal> {
    let range = whole.a1(title);
    if covered.rows.end > Some(whole.rows.end) {
        let row = whole.rows.end + 1;
        return invalid(format!(
            "Requested writing within range [{range}], but tried writing to row [{row}]"
        ));
    }
    if covered.columns.end > Some(whole.columns.end) {
        let column = a1::column_letters(whole.columns.end);
        return invalid(format!(
            "Requested writing within range [{range}], but tried writing to column [{column}]"
        ));
    }
    Ok(())
}

/// Writes a block from the area's first cell on.
pub(super) fn write(book: &Book<'_>, area: &Area, block: &Block, input: Input) -> Result<(), Refusal> {
    let store = book.rows(area.sheet_id);
    let mut present = store.read(&area.rows)?;
    for (row, values) in area.rows.clone().zip(&block.rows) {
        let before = present.remove(&row).unwrap_or_default();
        let mut after = before.clone();
        write_row(&mut after, area.columns.start, values, input)?;
        if after != before {
            store.put(row, after)?;
        }
    }
    Ok(())
}

fn write_row(row: &mut Row, first: u32, values: &[Value], input: Input) -> Result<(), Refusal> {
    for (column, value) in (first..).zip(values).filter(|(_, value)| !value.is_null()) {
        enter(row.entry(column).or_default(), value, input)?;
    }
    row.retain(|_, cell| !cell.is_empty());
    Ok(())
}

fn enter(cell: &mut Cell, value: &Value, input: Input) -> Result<(), Refusal> {
    match value {
        Value::Bool(value) => cell.enter(CellValue::Bool(*value)),
        Value::String(text) if input == Input::UserEntered => enter_typed(cell, text),
        Value::String(text) => cell.enter(CellValue::Text(text.clone())),
        number => cell.enter(CellValue::Number(number.as_f64().unwrap_or(0.0))),
    }
}

fn enter_typed(cell: &mut Cell, text: &str) -> Result<(), Refusal> {
    let format = cell.number_format().map(|format| format.kind.to_owned());
    if format.as_deref() == Some("TEXT") {
        return cell.enter(CellValue::Text(text.to_owned()));
    }
    let (value, implied) = user_entered::parse(text);
    cell.enter(value)?;
    if let (None, Some(implied)) = (format, implied) {
        cell.set_number_format(implied);
    }
    Ok(())
}

/// The API's `UpdateValuesResponse`; counts of zero are left out.
pub(super) fn response(
    book: &Book<'_>,
    area: &Area,
    block: &Block,
    options: &Options<'_>,
) -> Result<Value, Refusal> {
    let title = book.grid(area.sheet_id)?.title();
    let mut answer = Map::new();
    answer.insert("spreadsheetId".to_owned(), json!(book.id));
    answer.insert("updatedRange".to_owned(), json!(area.a1(title)));
    let cells = block
        .rows
        .iter()
        .flatten()
        .filter(|value| !value.is_null())
        .count();
    if cells > 0 {
        answer.insert("updatedRows".to_owned(), json!(block.height()));
        answer.insert("updatedColumns".to_owned(), json!(block.width()));
        answer.insert("updatedCells".to_owned(), json!(cells));
    }
    if options.include_values() {
        let range = Selection {
            sheet_id: area.sheet_id,
            rows: Bounds {
                start: area.rows.start,
                end: Some(area.rows.end),
            },
            columns: Bounds {
                start: area.columns.start,
                end: Some(area.columns.end),
            },
        };
        let data = read::value_range(book, &range, Major::Rows, options.response_rendering()?)?;
        answer.insert("updatedData".to_owned(), data);
    }
    Ok(Value::Object(answer))
}
