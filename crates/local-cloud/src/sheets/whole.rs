//! Whole tabs for the data folder's export and archive: every one of them, as CSV, and gone.

use chrono::NaiveDateTime;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::batch_update;
use super::book::Book;
use super::books::Books;
use super::metadata;
use super::parts::{self, Span};
use super::refusal::Refusal;
use super::tab::Tab;
use crate::folder;
use crate::google_error::GoogleError;

/// How times are displayed that have a date.
const TIME: &str = "%Y-%m-%d %H:%M:%S";
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Every tab of every spreadsheet.
pub(crate) fn every_tab(db: &Connection) -> Result<Vec<folder::Tab>, GoogleError> {
    let mut statement = db.prepare("SELECT id FROM spreadsheets ORDER BY id")?;
    let ids: Vec<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut tabs = Vec::new();
    for id in &ids {
        let book = Book::open(db, id)?;
        for tab in &book.tabs {
            tabs.push(described(&book, tab)?);
        }
    }
    Ok(tabs)
}

/// A tab as displayed, with the mark by which Excel takes it for UTF-8. `books` spares parsing a spreadsheet for each of its tabs.
pub(crate) fn csv(db: &Connection, books: &Books, id: &str, sheet_id: i64) -> Result<Vec<u8>, GoogleError> {
    let book = Book::open_known(db, id, books)?;
    let tab = book
        .tab(sheet_id)
        .ok_or_else(|| GoogleError::not_found(format!("there is no tab {sheet_id}")))?;
    let mut csv = BYTE_ORDER_MARK.to_vec();
    let mut next = 1;
    while let Some((part, then)) = parts::csv_of(&book, tab, next)? {
        csv.extend_from_slice(&part);
        next = then;
    }
    Ok(csv)
}

/// Takes a tab out of its spreadsheet.
pub(crate) fn remove(db: &Connection, id: &str, sheet_id: i64) -> Result<(), GoogleError> {
    let mut book = Book::open(db, id)?;
    batch_update::apply(&mut book, &[json!({ "deleteSheet": { "sheetId": sheet_id } })])?;
    book.save()?;
    Ok(())
}

fn described(book: &Book<'_>, tab: &Tab) -> Result<folder::Tab, Refusal> {
    let metadata = metadata::of_sheet(book, tab.sheet_id)?;
    let keys = metadata.iter().filter_map(|one| one["metadataKey"].as_str());
    Ok(folder::Tab {
        spreadsheet: book.id.clone(),
        sheet_id: tab.sheet_id,
        title: tab.title().to_owned(),
        last: last_time(book, tab)?,
        metadata_keys: keys.map(str::to_owned).collect(),
    })
}

/// The time in the first cell of the last row.
fn last_time(book: &Book<'_>, tab: &Tab) -> Result<Option<NaiveDateTime>, Refusal> {
    let last = parts::last(book, tab)?;
    let span = Span { from: last, to: last };
    let rows = parts::displayed(book, tab, span)?;
    let cell = rows.first().and_then(|row| row.first()).and_then(Value::as_str);
    Ok(cell.and_then(|text| NaiveDateTime::parse_from_str(text, TIME).ok()))
}
