//! Where files are kept: the metadata as the API's `File`, the content beside it.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::{Map, Value};

use super::failure::not_found;
use crate::google_error::GoogleError;

/// Tables of this stand-in.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS drive_files (id TEXT PRIMARY KEY, metadata TEXT NOT NULL, content BLOB);
    CREATE TABLE IF NOT EXISTS drive_permissions (
        file TEXT NOT NULL REFERENCES drive_files (id) ON DELETE CASCADE, id TEXT NOT NULL, permission TEXT NOT NULL,
        PRIMARY KEY (file, id)
    );
    CREATE TABLE IF NOT EXISTS drive_uploads (id TEXT PRIMARY KEY, session TEXT NOT NULL, content BLOB NOT NULL);
";

pub(super) const FOLDER: &str = "application/vnd.google-apps.folder";
pub(super) const SPREADSHEET: &str = "application/vnd.google-apps.spreadsheet";

/// A file without its content; the fields are the API's, those that never change for anybody are left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct File(pub(super) Map<String, Value>);

impl File {
    pub(super) fn text(&self, field: &str) -> &str {
        self.0.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn id(&self) -> &str {
        self.text("id")
    }

    pub(super) fn is_folder(&self) -> bool {
        self.text("mimeType") == FOLDER
    }

    pub(super) fn is_spreadsheet(&self) -> bool {
        self.text("mimeType") == SPREADSHEET
    }

    /// The shared drive that it lies in.
    pub(super) fn drive_id(&self) -> Option<&str> {
        self.0.get("driveId").and_then(Value::as_str)
    }

    pub(super) fn parents(&self) -> impl Iterator<Item = &str> {
        self.0
            .get("parents")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    }

    /// The top of a drive: it can be opened, but no list shows it.
    pub(super) fn is_root(&self) -> bool {
        self.0.contains_key("localRoot")
    }

    /// Whether it is in the trash.
    pub(super) fn is_trashed(&self) -> bool {
        self.0.get("trashed").and_then(Value::as_bool).unwrap_or(false)
    }
}

/// An id as Drive makes them.
pub(crate) fn new_file_id() -> String {
    let letters = std::iter::repeat_with(|| match fastrand::u8(0..64) {
        62 => '-',
        63 => '_',
        _ => fastrand::alphanumeric(),
    });
    std::iter::once('1').chain(letters.take(32)).collect()
}

/// A file by id.
pub(super) fn find(db: &Connection, id: &str) -> Result<Option<File>, GoogleError> {
    let sql = "SELECT metadata FROM drive_files WHERE id = ?1";
    let found: Option<String> = db
        .prepare_cached(sql)?
        .query_row([id], |row| row.get(0))
        .optional()?;
    found.map(|text| parse(&text)).transpose()
}

/// All files, the newest first.
pub(super) fn all(db: &Connection) -> Result<Vec<File>, GoogleError> {
    mentioning(db, "")
}

/// Those in whose metadata a text stands, newest first.
pub(super) fn mentioning(db: &Connection, text: &str) -> Result<Vec<File>, GoogleError> {
    let sql = "SELECT metadata FROM drive_files WHERE instr(metadata, ?1) > 0 ORDER BY rowid DESC";
    let mut statement = db.prepare_cached(sql)?;
    let found: Vec<String> = statement
        .query_map([text], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    found.iter().map(|text| parse(text)).collect()
}

/// Stores a file's metadata; its content stays.
pub(super) fn put(db: &Connection, file: &File) -> Result<(), GoogleError> {
    let text = Value::Object(file.0.clone()).to_string();
    let sql = "INSERT INTO drive_files (id, metadata) VALUES (?1, ?2)
               ON CONFLICT DO UPDATE SET metadata = excluded.metadata";
    db.prepare_cached(sql)?.execute(params![file.id(), text])?;
    Ok(())
}

/// Stores a file's content.
pub(super) fn put_content(db: &Connection, id: &str, content: &[u8]) -> Result<(), GoogleError> {
    db.execute(
        "UPDATE drive_files SET content = ?2 WHERE id = ?1",
        params![id, content],
    )?;
    Ok(())
}

/// A file's content; none for folders and spreadsheets.
pub(crate) fn content(db: &Connection, id: &str) -> Result<Option<Vec<u8>>, GoogleError> {
    let sql = "SELECT content FROM drive_files WHERE id = ?1";
    let found: Option<Option<Vec<u8>>> = db
        .prepare_cached(sql)?
        .query_row([id], |row| row.get(0))
        .optional()?;
    found.ok_or_else(|| not_found(id))
}

/// The length of a file's content; none for folders and spreadsheets.
pub(super) fn size(db: &Connection, id: &str) -> Result<Option<u64>, GoogleError> {
    let sql = "SELECT length(content) FROM drive_files WHERE id = ?1";
    let size: Option<i64> = db.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
    Ok(size.and_then(|size| size.try_into().ok()))
}

/// Removes a file, and what lies in it if it is a folder.
pub(super) fn delete(db: &Connection, file: &File) -> Result<(), GoogleError> {
    for child in children(db, file.id())? {
        delete(db, &child)?;
    }
    if file.is_spreadsheet() {
        crate::sheets::delete(db, file.id())?;
    }
    db.execute("DELETE FROM drive_files WHERE id = ?1", [file.id()])?;
    Ok(())
}

/// What lies directly in a folder.
pub(super) fn children(db: &Connection, folder: &str) -> Result<Vec<File>, GoogleError> {
    let is_child = |file: &File| file.parents().any(|parent| parent == folder);
    Ok(mentioning(db, folder)?.into_iter().filter(is_child).collect())
}

fn parse(text: &str) -> Result<File, GoogleError> {
    serde_json::from_str(text).map(File).map_err(|error| {
        GoogleError::internal(format!(
            "a stored file of the local Drive cannot be read: {error}"
        ))
    })
}
