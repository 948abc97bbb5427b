//! Everything as CSV and JSON.

use std::path::Path;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::files::Files;
use super::{FolderError, reader};
use crate::{drive, run, scheduler, sheets, telegram};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exported {
    /// Tabs of spreadsheets, each a CSV.
    pub tabs: usize,
    /// Files on Drive.
    pub files: usize,
    /// Chats, each a JSON.
    pub chats: usize,
    /// Pictures in chats.
    pub pictures: usize,
    /// Scheduler jobs, in one JSON.
    pub jobs: usize,
    /// Executions, in one JSON.
    pub executions: usize,
}

/// Writes everything that a data folder holds into a folder that is empty or not there yet, as it is at this moment: a cloud
/// may be running on it.
pub fn export(data: &Path, into: &Path) -> Result<Exported, FolderError> {
    let mut connection = reader(data)?;
    if std::fs::read_dir(into).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(FolderError::NotEmpty(into.to_owned()));
    }
    // All of it from one moment, whatever is written meanwhile.
    let db = connection.transaction()?;
    let mut whole = Files::below(into.to_owned())?;
    let jobs = scheduler::exported(&db)?;
    write_json(&mut whole, "scheduler-jobs", &json!(jobs))?;
    let executions = run::exported(&db)?;
    write_json(&mut whole, "executions", &json!(executions))?;
    let (chats, pictures) = chats(&db, into)?;
    Ok(Exported {
        tabs: tabs(&db, into)?,
        files: files(&db, into)?,
        chats,
        pictures,
        jobs: jobs.len(),
        executions: executions.len(),
    })
}

fn tabs(db: &Connection, into: &Path) -> Result<usize, FolderError> {
    let mut files = Files::below(into.join("sheets"))?;
    let books = sheets::Books::default();
    let mut count = 0;
    for tab in sheets::whole::every_tab(db)? {
        let csv = sheets::whole::csv(db, &books, &tab.spreadsheet, tab.sheet_id)?;
        files.write(&tab.title, ".csv", &csv)?;
        count += 1;
    }
    Ok(count)
}

fn files(db: &Connection, into: &Path) -> Result<usize, FolderError> {
    let mut files = Files::below(into.join("drive"))?;
    let mut count = 0;
    for file in drive::with_content(db)? {
        let content = drive::content(db, &file.id)?.unwrap_or_default();
        files.write_named(&file.name, &content)?;
        count += 1;
    }
    Ok(count)
}

fn chats(db: &Connection, into: &Path) -> Result<(usize, usize), FolderError> {
    let mut files = Files::below(into.join("chats"))?;
    let chats = telegram::exported(db)?;
    let mut pictures = 0;
    for (chat, messages) in &chats {
        write_json(&mut files, &chat.to_string(), messages)?;
        for id in telegram::pictures(messages) {
            if let Some(picture) = telegram::picture(db, id)? {
                let ending = picture.content_type.rsplit('/').next().unwrap_or_default();
                files.write(id, &format!(".{ending}"), &picture.bytes)?;
                pictures += 1;
            }
        }
    }
    Ok((chats.len(), pictures))
}

fn write_json(files: &mut Files, name: &str, value: &Value) -> Result<(), FolderError> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    files.write(name, ".json", &text).map(drop)
}
