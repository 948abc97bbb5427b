//! One cell: what was entered, how it looks, and what the API says of it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::decimal;
use super::number_format::NumberFormat;
use super::refusal::{Refusal, invalid};

/// The most that one cell holds.
const MAX_CHARACTERS: usize = 50_000;
/// What a client may write of the API's `CellData`.
const WRITABLE: [&str; 7] = [
    "userEnteredValue",
    "userEnteredFormat",
    "note",
    "textFormatRuns",
    "dataValidation",
    "pivotTable",
    "chipRuns",
];

/// The writable fields of the API's `CellData`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Cell(pub(super) Map<String, Value>);

/// What was entered.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum CellValue {
    Number(f64),
    Text(String),
    Bool(bool),
    Formula(String),
}

/// How values are read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Rendering {
    Formatted,
    Unformatted { dates_as_text: bool },
    Formula { dates_as_text: bool },
}

impl Cell {
    /// Whether there is nothing to keep.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was entered, if anything.
    pub(super) fn value(&self) -> Option<CellValue> {
        let (kind, value) = self.0.get("userEnteredValue")?.as_object()?.iter().next()?;
        match (kind.as_str(), value) {
            ("numberValue", value) => value.as_f64().map(CellValue::Number),
            ("boolValue", Value::Bool(value)) => Some(CellValue::Bool(*value)),
            ("stringValue", Value::String(text)) => Some(CellValue::Text(text.clone())),
            ("formulaValue", Value::String(text)) => Some(CellValue::Formula(text.clone())),
            _ => None,
        }
    }

    /// Enters a value; empty text empties the cell, its format stays.
    pub(super) fn enter(&mut self, value: CellValue) -> Result<(), Refusal> {
        let entered = match value {
            CellValue::Number(number) => json!({ "numberValue": json_number(number) }),
            CellValue::Bool(value) => json!({ "boolValue": value }),
            CellValue::Text(text) => json!({ "stringValue": text }),
            CellValue::Formula(text) => json!({ "formulaValue": text }),
        };
        self.0.insert("userEnteredValue".to_owned(), entered);
        self.tidy()
    }

    /// Drops what is not writable, checks what was written, and forgets an empty text.
    pub(super) fn tidy(&mut self) -> Result<(), Refusal> {
        self.0.retain(|name, _| WRITABLE.contains(&name.as_str()));
        let Some(entered) = self.0.get("userEnteredValue").and_then(Value::as_object) else {
            return Ok(());
        };
        if entered.contains_key("errorValue") {
            return invalid("userEnteredValue.errorValue cannot be set.");
        }
        if entered.len() > 1 {
            return invalid("userEnteredValue may hold one kind of value only.");
        }
        match self.value() {
            Some(CellValue::Text(text)) if text.is_empty() => {
                self.clear_value();
                Ok(())
            }
            Some(CellValue::Text(text) | CellValue::Formula(text))
                if text.encode_utf16().count() > MAX_CHARACTERS =>
            {
                invalid(format!(
                    "Your input contains more than the maximum of {MAX_CHARACTERS} characters in a single cell."
                ))
            }
            Some(CellValue::Formula(text)) if !text.starts_with('=') => {
                invalid("userEnteredValue.formulaValue must begin with '='.")
            }
            None => {
                self.clear_value();
                Ok(())
            }
            Some(_) => Ok(()),
        }
    }

    /// Forgets what was entered; the format stays.
    pub(super) fn clear_value(&mut self) {
        self.0.remove("userEnteredValue");
    }

    /// The cell's number format, if it has one.
    pub(super) fn number_format(&self) -> Option<NumberFormat<'_>> {
        let format = self.0.get("userEnteredFormat")?.get("numberFormat")?;
        let text = |name: &str| format.get(name).and_then(Value::as_str).unwrap_or_default();
        Some(NumberFormat {
            kind: text("type"),
            pattern: text("pattern"),
        })
    }

    /// Gives the cell a number format.
    pub(super) fn set_number_format(&mut self, format: Value) {
        let formats = self.0.entry("userEnteredFormat").or_insert_with(|| json!({}));
        formats["numberFormat"] = format;
    }

    /// The text that a person sees.
    pub(super) fn formatted(&self) -> Option<String> {
        Some(match self.value()? {
            CellValue::Number(number) => match self.number_format() {
                Some(format) => format.show(number),
                None => decimal::general(number),
            },
            CellValue::Bool(value) => if value { "TRUE" } else { "FALSE" }.to_owned(),
            CellValue::Text(text) => text,
            CellValue::Formula(_) => "#ERROR!".to_owned(),
        })
    }

    /// The value as `values.get` gives it; `None` for an empty cell.
    pub(super) fn render(&self, rendering: Rendering) -> Option<Value> {
        let raw = |dates_as_text: bool| match self.value()? {
            CellValue::Number(_)
                if dates_as_text && self.number_format().is_some_and(NumberFormat::is_date) =>
            {
                self.formatted().map(Value::String)
            }
            CellValue::Number(number) => Some(json_number(number)),
            CellValue::Bool(value) => Some(Value::Bool(value)),
            CellValue::Text(text) => Some(Value::String(text)),
            CellValue::Formula(_) => self.formatted().map(Value::String),
        };
        match rendering {
            Rendering::Formatted => self.formatted().map(Value::String),
            Rendering::Unformatted { dates_as_text } => raw(dates_as_text),
            Rendering::Formula { dates_as_text } => match self.value()? {
                CellValue::Formula(text) => Some(Value::String(text)),
                _ => raw(dates_as_text),
            },
        }
    }

    /// The API's `CellData`.
    pub(super) fn data(&self) -> Value {
        let mut data = self.0.clone();
        if let Some(value) = self.value() {
            data.insert("effectiveValue".to_owned(), effective(&value));
        }
        if let Some(text) = self.formatted() {
            data.insert("formattedValue".to_owned(), Value::String(text));
        }
        if !data.is_empty() {
            data.insert("effectiveFormat".to_owned(), self.effective_format());
        }
        Value::Object(data)
    }

    fn effective_format(&self) -> Value {
        let mut format = default_format();
        if let (Value::Object(format), Some(Value::Object(entered))) =
            (&mut format, self.0.get("userEnteredFormat"))
        {
            overlay(format, entered);
        }
        format
    }
}

fn effective(value: &CellValue) -> Value {
    match value {
        CellValue::Number(number) => json!({ "numberValue": json_number(*number) }),
        CellValue::Bool(value) => json!({ "boolValue": value }),
        CellValue::Text(text) => json!({ "stringValue": text }),
        CellValue::Formula(_) => {
            json!({ "errorValue": { "type": "ERROR", "message": "The local cloud does not evaluate formulas." } })
        }
    }
}

/// The format of a cell that nobody has formatted.
pub(super) fn default_format() -> Value {
    json!({
        "backgroundColor": { "red": 1, "green": 1, "blue": 1 },
        "padding": { "top": 2, "right": 3, "bottom": 2, "left": 3 },
        "verticalAlignment": "BOTTOM",
        "wrapStrategy": "OVERFLOW_CELL",
        "textFormat": {
            "foregroundColor": {}, "fontFamily": "arial,sans,sans-serif", "fontSize": 10,
            "bold": false, "italic": false, "strikethrough": false, "underline": false,
        },
    })
}

fn overlay(base: &mut Map<String, Value>, over: &Map<String, Value>) {
    for (name, value) in over {
        match (base.get_mut(name), value) {
            (Some(Value::Object(base)), Value::Object(over)) if !name.ends_with("olor") => {
                overlay(base, over);
            }
            _ => {
                base.insert(name.clone(), value.clone());
            }
        }
    }
}

/// A whole number without a decimal point, as Google writes it.
pub(super) fn json_number(number: f64) -> Value {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole and within the range that a float holds exactly"
    )]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return json!(number as i64);
    }
    json!(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(value: CellValue, format: Option<Value>) -> Cell {
        let mut cell = Cell::default();
        cell.enter(value).unwrap();
        if let Some(format) = format {
            cell.set_number_format(format);
        }
        cell
    }

    #[test]
    fn one_cell_reads_differently_by_rendering() {
        let date = cell(
            CellValue::Number(46_081.5),
            Some(json!({"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"})),
        );
        let formula = cell(CellValue::Formula("=A1".to_owned()), None);
        let plain = Rendering::Unformatted { dates_as_text: false };
        let dated = Rendering::Unformatted { dates_as_text: true };
        let formulas = Rendering::Formula { dates_as_text: false };
        for (cell, rendering, expected) in [
            (&date, Rendering::Formatted, json!("2026-02-28 12:00")),
            (&date, plain, json!(46_081.5)),
            (&date, dated, json!("2026-02-28 12:00")),
            (&date, formulas, json!(46_081.5)),
            (&formula, Rendering::Formatted, json!("#ERROR!")),
            (&formula, formulas, json!("=A1")),
            (&cell(CellValue::Number(5.0), None), plain, json!(5)),
            (
                &cell(CellValue::Bool(true), None),
                Rendering::Formatted,
                json!("TRUE"),
            ),
            (&cell(CellValue::Bool(true), None), plain, json!(true)),
        ] {
            assert_eq!(cell.render(rendering), Some(expected), "{rendering:?}");
        }
        assert_eq!(Cell::default().render(Rendering::Formatted), None);
    }

    #[test]
    fn values_that_no_cell_can_hold_are_refused() {
        for value in [
            json!({"errorValue": {"type": "N_A"}}),
            json!({"numberValue": 1, "stringValue": "1"}),
            json!({"formulaValue": "1+1"}),
            json!({"stringValue": "x".repeat(50_001)}),
        ] {
            let mut cell = Cell(Map::from_iter([("userEnteredValue".to_owned(), value.clone())]));
            assert!(cell.tidy().is_err(), "{value}");
        }
    }

    #[test]
    fn empty_text_empties_the_cell_and_keeps_its_format() {
        let mut cell = cell(CellValue::Number(1.0), Some(json!({"type": "NUMBER"})));
        cell.enter(CellValue::Text(String::new())).unwrap();
        assert_eq!(cell.value(), None);
        assert!(cell.number_format().is_some());
    }
}
