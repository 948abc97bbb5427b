//! What the control API and the page show of the spreadsheets, and the CSV that Drive exports.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::book::Book;
use super::cell::Rendering;
use super::refusal::Refusal;
use super::selection::Selection;
use super::tab::Tab;
use super::values::{Major, values};
use crate::google_error::GoogleError;
use crate::world::World;

/// All spreadsheets: `values` as displayed, `raw` as stored.
pub(crate) fn snapshot(world: &World) -> Result<Value, GoogleError> {
    let spreadsheets = world.store.read(|db| {
        let mut statement = db.prepare_cached("SELECT id FROM spreadsheets ORDER BY id")?;
        let ids: Vec<String> = statement
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(ids
            .iter()
            .map(|id| spreadsheet(db, id))
            .collect::<Result<Vec<_>, Refusal>>())
    })??;
    Ok(Value::Array(spreadsheets))
}

/// The first tab as displayed.
pub(crate) fn csv_rows(db: &Connection, id: &str) -> Result<Vec<Vec<String>>, GoogleError> {
    let book = Book::open(db, id)?;
    let Some(tab) = book.tabs.first() else {
        return Ok(Vec::new());
    };
    let rows = displayed(&book, tab, Rendering::Formatted)?;
    Ok(rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|value| value.as_str().unwrap_or_default().to_owned())
                .collect()
        })
        .collect())
}

fn spreadsheet(db: &Connection, id: &str) -> Result<Value, Refusal> {
    let book = Book::open(db, id)?;
    let raw = Rendering::Formula { dates_as_text: false };
    let tab = |tab: &Tab| -> Result<Value, Refusal> {
        Ok(json!({
            "title": tab.title(),
            "sheet_id": tab.sheet_id,
            "values": displayed(&book, tab, Rendering::Formatted)?,
            "raw": displayed(&book, tab, raw)?,
        }))
    };
    let tabs: Vec<Value> = book.tabs.iter().map(|one| tab(one)).collect::<Result<_, _>>()?;
    Ok(json!({ "id": book.id, "title": book.title(), "tabs": tabs }))
}

fn displayed(book: &Book<'_>, tab: &Tab, rendering: Rendering) -> Result<Vec<Vec<Value>>, Refusal> {
    values(
        book,
        &Selection::whole(tab.sheet_id).clipped(tab),
        Major::Rows,
        rendering,
    )
}
