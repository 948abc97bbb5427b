//! `findReplace` over texts and formulas. Regular expressions are not simulated.

use serde_json::{Value, json};

use super::{Reply, area, number, text};
use crate::sheets::book::Book;
use crate::sheets::cell::{Cell, CellValue};
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::selection::{Area, Selection};
use crate::sheets::user_entered;

struct Search<'a> {
    find: &'a str,
    replacement: &'a str,
    match_case: bool,
    whole_cell: bool,
    in_formulas: bool,
}

#[derive(Default)]
struct Found {
    occurrences: usize,
    values: u32,
    formulas: u32,
    rows: u32,
    sheets: u32,
}

pub(super) fn find_replace(book: &mut Book<'_>, body: &Value) -> Reply {
    let flag = |field: &str| body.get(field) == Some(&Value::Bool(true));
    if flag("searchByRegex") {
        return invalid("The local cloud does not simulate searchByRegex.");
    }
    let Some(find) = text(body, "find") else {
        return invalid("find must be specified.");
    };
    let search = Search {
        find,
        replacement: text(body, "replacement").unwrap_or_default(),
        match_case: flag("matchCase"),
        whole_cell: flag("matchEntireCell"),
        in_formulas: flag("includeFormulas"),
    };
    let mut found = Found::default();
    for area in scope(book, body)? {
        let rows_before = found.rows;
        replace_in(book, &area, &search, &mut found)?;
        found.sheets += u32::from(found.rows > rows_before);
    }
    Ok(Some(json!({
        "occurrencesChanged": found.occurrences, "valuesChanged": found.values, "formulasChanged": found.formulas,
        "rowsChanged": found.rows, "sheetsChanged": found.sheets,
    })))
}

fn scope(book: &Book<'_>, body: &Value) -> Result<Vec<Area>, Refusal> {
    if body.get("range").is_some() {
        return Ok(vec![area(book, body, "range")?]);
    }
    if let Some(sheet_id) = number(body, "sheetId") {
        return Ok(vec![Selection::whole(sheet_id).clipped(book.grid(sheet_id)?)]);
    }
    if body.get("allSheets") == Some(&Value::Bool(true)) {
        return Ok(book
            .tabs
            .iter()
            .map(|tab| Selection::whole(tab.sheet_id).clipped(tab))
            .collect());
    }
    invalid("One of range, sheetId and allSheets must be specified.")
}

fn replace_in(book: &Book<'_>, area: &Area, search: &Search<'_>, found: &mut Found) -> Result<(), Refusal> {
    let store = book.rows(area.sheet_id);
    for (row, mut cells) in store.read(&area.rows)? {
        let before = found.occurrences;
        for (_, cell) in cells.range_mut(area.columns.clone()) {
            replace(cell, search, found)?;
        }
        if found.occurrences > before {
            found.rows += 1;
            store.put(row, cells)?;
        }
    }
    Ok(())
}

fn replace(cell: &mut Cell, search: &Search<'_>, found: &mut Found) -> Result<(), Refusal> {
    let text = match cell.value() {
        Some(CellValue::Formula(text)) if search.in_formulas => text,
        Some(CellValue::Formula(_)) | None => return Ok(()),
        Some(_) => cell.formatted().unwrap_or_default(),
    };
    let (replaced, count) = search.replace(&text);
    if count == 0 {
        return Ok(());
    }
    found.occurrences += count;
    match cell.value() {
        Some(CellValue::Formula(_)) => found.formulas += 1,
        _ => found.values += 1,
    }
    cell.enter(user_entered::parse(&replaced).0)
}

impl Search<'_> {
    fn replace(&self, text: &str) -> (String, usize) {
        if self.whole_cell {
            let same = if self.match_case {
                text == self.find
            } else {
                text.to_lowercase() == self.find.to_lowercase()
            };
            return if same {
                (self.replacement.to_owned(), 1)
            } else {
                (text.to_owned(), 0)
            };
        }
        let mut replaced = String::new();
        let mut count = 0;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            match self.matched_prefix(rest) {
                Some(length) => {
                    replaced.push_str(self.replacement);
                    count += 1;
                    rest = &rest[length..];
                }
                None => {
                    replaced.push(first);
                    rest = &rest[first.len_utf8()..];
                }
            }
        }
        (replaced, count)
    }

    /// The length of a match at the start of the text.
    fn matched_prefix(&self, text: &str) -> Option<usize> {
        let prefix = text.get(..self.find.len())?;
        let same = if self.match_case {
            prefix == self.find
        } else {
            prefix.to_lowercase() == self.find.to_lowercase()
        };
        same.then_some(prefix.len())
    }
}
