//! Tabs and files that are taken out of the data folder's database and kept as files below `archive/`.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;

use super::files::Files;
use super::{DataFolder, FolderError};
use crate::{drive, scheduler, sheets};

/// The folder below the data folder.
const ARCHIVE: &str = "archive";

/// A tab of a spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// The spreadsheet's id.
    pub spreadsheet: String,
    /// The tab's id in it.
    pub sheet_id: i64,
    /// Its title.
    pub title: String,
    /// The wall-clock time in the first cell of its last row, where that is one.
    pub last: Option<NaiveDateTime>,
    /// The keys of its developer metadata.
    pub metadata_keys: Vec<String>,
}

/// A file on Drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it was changed last.
    pub modified: Option<DateTime<Utc>>,
    /// Its properties (`files.properties` of the Drive API).
    pub properties: Vec<(String, String)>,
}

/// Where something was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// The file that holds it now.
    pub path: PathBuf,
}

impl DataFolder {
    /// All tabs.
    pub fn tabs(&self) -> Result<Vec<Tab>, FolderError> {
        Ok(self.store.read(|db| Ok(sheets::whole::every_tab(db)))??)
    }

    /// All files that have a content.
    pub fn files(&self) -> Result<Vec<File>, FolderError> {
        Ok(self.store.read(|db| Ok(drive::with_content(db)))??)
    }

    /// The Scheduler jobs, as the API shows them.
    pub fn scheduler_jobs(&self) -> Result<Vec<Value>, FolderError> {
        Ok(self.store.read(|db| Ok(scheduler::exported(db)))??)
    }

    /// Writes a tab as CSV, and only once that is on the disk takes it out of its spreadsheet. The last tab of one stays: then
    /// nothing is written.
    pub fn archive_tab(&self, tab: &Tab) -> Result<Option<Archived>, FolderError> {
        if self
            .tabs()?
            .iter()
            .filter(|other| other.spreadsheet == tab.spreadsheet)
            .count()
            < 2
        {
            return Ok(None);
        }
        let csv = self.store.read(|db| {
            Ok(sheets::whole::csv(
                db,
                &sheets::Books::default(),
                &tab.spreadsheet,
                tab.sheet_id,
            ))
        })??;
        let path = Files::below(self.path.join(ARCHIVE).join("sheets"))?.write(&tab.title, ".csv", &csv)?;
        self.store
            .write(|tx| sheets::whole::remove(tx, &tab.spreadsheet, tab.sheet_id))?;
        Ok(Some(Archived { path }))
    }

    /// The same with a file on Drive.
    pub fn archive_file(&self, file: &File) -> Result<Archived, FolderError> {
        let content = self.store.read(|db| Ok(drive::content(db, &file.id)))??;
        let mut files = Files::below(self.path.join(ARCHIVE).join("drive"))?;
        let path = files.write_named(&file.name, &content.unwrap_or_default())?;
        self.store.write(|tx| drive::remove(tx, &file.id))?;
        Ok(Archived { path })
    }
}

impl DataFolder {
    /// Gives the room of what was taken out back to the file system.
    pub fn shrink(&self) -> Result<(), FolderError> {
        Ok(self.store.read(|db| db.execute_batch("VACUUM"))?)
    }
}
