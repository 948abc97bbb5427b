//! A spreadsheet as a file: what Drive creates, renames, copies and deletes.

use rusqlite::Connection;
use serde_json::json;

use super::book::Book;
use super::spreadsheets::build;
use crate::google_error::GoogleError;
use crate::world::World;

/// Creates a spreadsheet with a title and one empty tab.
pub(crate) fn create_titled(
    db: &Connection,
    world: &World,
    id: &str,
    title: &str,
) -> Result<(), GoogleError> {
    build(db, world, id, &json!({ "properties": { "title": title } }))?;
    Ok(())
}

/// Renames a spreadsheet whose file was renamed.
pub(crate) fn rename(db: &Connection, id: &str, title: &str) -> Result<(), GoogleError> {
    let mut book = Book::open(db, id)?;
    book.properties.insert("title".to_owned(), json!(title));
    book.save()?;
    Ok(())
}

/// Copies all of a spreadsheet, as copying its file does.
pub(crate) fn copy(db: &Connection, id: &str, new_id: &str, title: &str) -> Result<(), GoogleError> {
    let source = Book::open(db, id)?;
    let mut copy = Book::create(db, new_id, source.properties.clone())?;
    copy.properties.insert("title".to_owned(), json!(title));
    copy.tabs.clone_from(&source.tabs);
    copy.named_ranges.clone_from(&source.named_ranges);
    copy.save()?;
    for tab in &source.tabs {
        source.rows(tab.sheet_id).copy_to(new_id, tab.sheet_id)?;
    }
    Ok(())
}

/// Removes a spreadsheet whose file was deleted.
pub(crate) fn delete(db: &Connection, id: &str) -> Result<(), GoogleError> {
    db.execute("DELETE FROM spreadsheets WHERE id = ?1", [id])?;
    Ok(())
}
