//! Developer metadata: small texts of a program, kept at the spreadsheet, a sheet, a row or a column.

use std::ops::Range;

use rusqlite::types::Null;
use rusqlite::{ToSql, params};
use serde_json::{Value, json};

use super::book::Book;
use super::refusal::{Refusal, invalid};
use super::reshape::Change;
use super::selection::{Area, overlap};
use super::tab::Dimension;

/// What is kept at a sheet or in it, or at the spreadsheet itself.
const BY_PLACE: &str = "INDEXED BY sheet_metadata_places WHERE spreadsheet = ?1 AND sheet_id IS ?2";
/// The most characters (keys and values) per sheet, and as many for the spreadsheet itself.
const MAX_CHARACTERS: usize = 30_000;

/// All of a spreadsheet's metadata, by id.
pub(super) fn all(book: &Book<'_>) -> Result<Vec<Value>, Refusal> {
    select(book, "WHERE spreadsheet = ?1", &[])
}

/// One by its id.
pub(super) fn with_id(book: &Book<'_>, id: i64) -> Result<Option<Value>, Refusal> {
    Ok(select(book, "WHERE spreadsheet = ?1 AND id = ?2", &[&id])?.pop())
}

/// What a `DeveloperMetadataLookup` finds, by id.
pub(super) fn found_by(book: &Book<'_>, lookup: &Value) -> Result<Vec<Value>, Refusal> {
    let id = lookup.get("metadataId").and_then(Value::as_i64);
    let key = lookup.get("metadataKey").and_then(Value::as_str);
    let mut found = match (id, key) {
        (Some(id), _) => select(book, "WHERE spreadsheet = ?1 AND id = ?2", &[&id])?,
        (None, Some(key)) => select(
            book,
            "INDEXED BY sheet_metadata_keys WHERE spreadsheet = ?1 AND key = ?2",
            &[&key],
        )?,
        (None, None) => all(book)?,
    };
    found.retain(|metadata| matches(lookup, metadata));
    Ok(found)
}

/// What is kept at a sheet or in it, by id.
pub(super) fn of_sheet(book: &Book<'_>, sheet_id: i64) -> Result<Vec<Value>, Refusal> {
    select(book, BY_PLACE, &[&sheet_id])
}

/// `condition` names its index: without statistics SQLite would go through all of the spreadsheet's.
fn select(book: &Book<'_>, condition: &str, values: &[&dyn ToSql]) -> Result<Vec<Value>, Refusal> {
    let sql = format!("SELECT metadata FROM sheet_metadata {condition} ORDER BY id");
    let values = [&[&book.id as &dyn ToSql], values].concat();
    let mut statement = book.db.prepare_cached(&sql)?;
    let found = statement.query_map(&*values, |row| row.get::<_, String>(0))?;
    found.map(|text| Ok(serde_json::from_str(&text?)?)).collect()
}

/// Stores one; its id must be free, and its place must have room.
pub(super) fn create(book: &Book<'_>, metadata: &Value) -> Result<Value, Refusal> {
    let mut metadata = metadata.clone();
    let id = match metadata.get("metadataId").and_then(Value::as_i64) {
        Some(id) => id,
        None => unused_id(book)?,
    };
    if with_id(book, id)?.is_some() {
        return invalid(format!("Developer metadata with id: {id} already exists."));
    }
    metadata["metadataId"] = json!(id);
    complete(book, &mut metadata)?;
    check_room(book, &metadata)?;
    put(book, &metadata)?;
    Ok(metadata)
}

/// Stores a changed one.
pub(super) fn update(book: &Book<'_>, mut metadata: Value) -> Result<Value, Refusal> {
    complete(book, &mut metadata)?;
    check_room(book, &metadata)?;
    put(book, &metadata)?;
    Ok(metadata)
}

/// Removes one.
pub(super) fn delete(book: &Book<'_>, metadata: &Value) -> Result<(), Refusal> {
    let sql = "DELETE FROM sheet_metadata WHERE spreadsheet = ?1 AND id = ?2";
    book.db.execute(sql, params![book.id, id_of(metadata)])?;
    Ok(())
}

/// Removes all of a sheet that goes away.
pub(super) fn delete_sheet(book: &Book<'_>, sheet_id: i64) -> Result<(), Refusal> {
    of_sheet(book, sheet_id)?
        .iter()
        .try_for_each(|metadata| delete(book, metadata))
}

/// Lets the metadata of rows or columns move with them.
pub(super) fn reshape(
    book: &Book<'_>,
    sheet_id: i64,
    dimension: Dimension,
    change: &Change,
) -> Result<(), Refusal> {
    for mut metadata in of_sheet(book, sheet_id)? {
        let Some((_, _, span)) = span_of(&metadata).filter(|(id, d, _)| (*id, *d) == (sheet_id, dimension))
        else {
            continue;
        };
        match change.span(&span) {
            None => delete(book, &metadata)?,
            Some(new) if new == span => {}
            Some(new) => {
                metadata["location"]["dimensionRange"]["startIndex"] = json!(new.start);
                metadata["location"]["dimensionRange"]["endIndex"] = json!(new.end);
                put(book, &metadata)?;
            }
        }
    }
    Ok(())
}

/// Whether a `DeveloperMetadataLookup` finds it.
fn matches(lookup: &Value, metadata: &Value) -> bool {
    let same = |field: &str| {
        lookup
            .get(field)
            .is_none_or(|wanted| metadata.get(field) == Some(wanted))
    };
    let place = &metadata["location"];
    same("metadataId")
        && same("metadataKey")
        && same("metadataValue")
        && same("visibility")
        && lookup
            .get("locationType")
            .is_none_or(|wanted| wanted == &place["locationType"])
        && lookup
            .get("metadataLocation")
            .is_none_or(|location| at_location(lookup, location, metadata))
}

/// Whether it is kept at a row, column or sheet that the area touches.
pub(super) fn touches(metadata: &Value, area: &Area) -> bool {
    match span_of(metadata) {
        Some((sheet_id, Dimension::Rows, span)) => sheet_id == area.sheet_id && overlap(&span, &area.rows),
        Some((sheet_id, Dimension::Columns, span)) => {
            sheet_id == area.sheet_id && overlap(&span, &area.columns)
        }
        None => sheet_of(metadata) == Some(area.sheet_id),
    }
}

/// The row or column span that it is kept at.
pub(super) fn span_of(metadata: &Value) -> Option<(i64, Dimension, Range<u32>)> {
    dimension_span(metadata["location"].get("dimensionRange")?)
}

/// The sheet that it is kept at, or in.
pub(super) fn sheet_of(metadata: &Value) -> Option<i64> {
    let location = &metadata["location"];
    location
        .get("sheetId")
        .and_then(Value::as_i64)
        .or_else(|| span_of(metadata).map(|(sheet_id, ..)| sheet_id))
}

/// Its id.
pub(super) fn id_of(metadata: &Value) -> i64 {
    metadata["metadataId"].as_i64().unwrap_or(0)
}

/// Whether it is kept at the spreadsheet itself.
pub(super) fn is_of_spreadsheet(metadata: &Value) -> bool {
    sheet_of(metadata).is_none()
}

fn dimension_span(range: &Value) -> Option<(i64, Dimension, Range<u32>)> {
    let number = |field: &str| {
        range
            .get(field)
            .and_then(Value::as_u64)
            .and_then(|n| u32::try_from(n).ok())
    };
    let dimension = Dimension::read(range.get("dimension").and_then(Value::as_str));
    let sheet_id = range.get("sheetId").and_then(Value::as_i64).unwrap_or(0);
    Some((
        sheet_id,
        dimension,
        number("startIndex").unwrap_or(0)..number("endIndex")?,
    ))
}

fn at_location(lookup: &Value, location: &Value, metadata: &Value) -> bool {
    let intersecting = lookup.get("locationMatchingStrategy") == Some(&json!("INTERSECTING_LOCATION"));
    if let Some(sheet_id) = location.get("sheetId").and_then(Value::as_i64) {
        let own = metadata["location"].get("sheetId").and_then(Value::as_i64);
        return own == Some(sheet_id) || (intersecting && sheet_of(metadata) == Some(sheet_id));
    }
    if let Some(wanted) = location.get("dimensionRange").and_then(dimension_span) {
        return match span_of(metadata) {
            Some(own) if intersecting => own.0 == wanted.0 && own.1 == wanted.1 && overlap(&own.2, &wanted.2),
            Some(own) => own == wanted,
            None => intersecting && sheet_of(metadata).is_none_or(|sheet_id| sheet_id == wanted.0),
        };
    }
    intersecting || is_of_spreadsheet(metadata)
}

/// Checks what must be there, and fills in the kind of its place.
fn complete(book: &Book<'_>, metadata: &mut Value) -> Result<(), Refusal> {
    if metadata
        .get("metadataKey")
        .and_then(Value::as_str)
        .is_none_or(str::is_empty)
    {
        return invalid("developerMetadata.metadataKey must be specified.");
    }
    let visibility = metadata.get("visibility").and_then(Value::as_str);
    if visibility.is_none_or(|visibility| visibility == "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED") {
        return invalid("developerMetadata.visibility must be specified.");
    }
    let kind = location_kind(book, &metadata["location"])?;
    metadata["location"]["locationType"] = json!(kind);
    if metadata["location"].get("spreadsheet") == Some(&json!(false)) {
        return invalid("developerMetadata.location must be specified.");
    }
    Ok(())
}

fn location_kind(book: &Book<'_>, location: &Value) -> Result<&'static str, Refusal> {
    let places = ["spreadsheet", "sheetId", "dimensionRange"]
        .iter()
        .filter(|name| location.get(**name).is_some());
    if places.count() != 1 {
        return invalid("developerMetadata.location must name exactly one place.");
    }
    if let Some(range) = location.get("dimensionRange") {
        let Some((sheet_id, dimension, span)) = dimension_span(range) else {
            return invalid(
                "developerMetadata.location.dimensionRange must have a startIndex and an endIndex.",
            );
        };
        if span.end != span.start + 1 || span.end > book.grid(sheet_id)?.count(dimension) {
            return invalid(
                "developerMetadata.location.dimensionRange must be a single row or column of the grid.",
            );
        }
        return Ok(if dimension == Dimension::Rows {
            "ROW"
        } else {
            "COLUMN"
        });
    }
    if let Some(sheet_id) = location.get("sheetId").and_then(Value::as_i64) {
        book.position(sheet_id)?;
        return Ok("SHEET");
    }
    Ok("SPREADSHEET")
}

/// Whether its place has room beside all others there.
fn check_room(book: &Book<'_>, metadata: &Value) -> Result<(), Refusal> {
    let place = sheet_of(metadata);
    let there = match place {
        Some(sheet_id) => of_sheet(book, sheet_id)?,
        None => select(book, BY_PLACE, &[&Null])?,
    };
    let others = there.iter().filter(|other| id_of(other) != id_of(metadata));
    let used: usize = others.map(characters).sum();
    if used + characters(metadata) > MAX_CHARACTERS {
        let place = place.map_or("the spreadsheet".to_owned(), |sheet_id| {
            format!("the sheet with id: {sheet_id}")
        });
        return invalid(format!(
            "Developer metadata of {place} would exceed the limit of {MAX_CHARACTERS} characters."
        ));
    }
    Ok(())
}

fn characters(metadata: &Value) -> usize {
    ["metadataKey", "metadataValue"]
        .iter()
        .filter_map(|name| metadata.get(*name)?.as_str())
        .map(|text| text.encode_utf16().count())
        .sum()
}

fn unused_id(book: &Book<'_>) -> Result<i64, Refusal> {
    loop {
        let id = i64::from(fastrand::i32(1..i32::MAX));
        if with_id(book, id)?.is_none() {
            return Ok(id);
        }
    }
}

fn put(book: &Book<'_>, metadata: &Value) -> Result<(), Refusal> {
    let sql = "INSERT INTO sheet_metadata (spreadsheet, id, metadata) VALUES (?1, ?2, ?3)
               ON CONFLICT DO UPDATE SET metadata = excluded.metadata";
    book.db.prepare_cached(sql)?.execute(params![
        book.id,
        id_of(metadata),
        serde_json::to_string(metadata)?
    ])?;
    Ok(())
}
