//! Where jobs are kept.

use rusqlite::{Connection, OptionalExtension as _, Transaction};

use serde_json::Value;

use super::job::Job;
use crate::google_error::GoogleError;

/// Tables of this stand-in.
pub(crate) const SCHEMA: &str =
    "CREATE TABLE IF NOT EXISTS scheduler_jobs (name TEXT PRIMARY KEY, job TEXT NOT NULL);";

/// All jobs by name.
pub(super) fn all(db: &Connection) -> Result<Vec<Job>, GoogleError> {
    let mut select = db.prepare("SELECT job FROM scheduler_jobs ORDER BY name")?;
    let texts = select.query_map([], |row| row.get(0))?;
    texts
        .map(|text: rusqlite::Result<String>| Job::parse(&text?))
        .collect()
}

/// All jobs as the API shows them.
pub(crate) fn exported(db: &Connection) -> Result<Vec<Value>, GoogleError> {
    let jobs = all(db)?.into_iter();
    Ok(jobs.map(|job| Value::Object(job.into_object())).collect())
}

/// One job, if it is there.
pub(super) fn find(db: &Connection, name: &str) -> Result<Option<Job>, GoogleError> {
    let select = "SELECT job FROM scheduler_jobs WHERE name = ?1";
    let text: Option<String> = db.query_row(select, [name], |row| row.get(0)).optional()?;
    text.map(|text| Job::parse(&text)).transpose()
}

/// One job, or Google's refusal.
pub(super) fn get(db: &Connection, name: &str) -> Result<Job, GoogleError> {
    find(db, name)?.ok_or_else(|| GoogleError::not_found("Job not found."))
}

/// Stores a new job or its new state.
pub(super) fn put(tx: &Transaction<'_>, job: &Job) -> Result<(), GoogleError> {
    let upsert =
        "INSERT INTO scheduler_jobs (name, job) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET job = ?2";
    tx.execute(upsert, (job.name(), job.to_string()))?;
    Ok(())
}

/// Turns the jobs that call one origin to another.
pub(crate) fn follow_origin(tx: &Transaction<'_>, before: &str, origin: &str) -> rusqlite::Result<()> {
    let update = "UPDATE scheduler_jobs SET job = replace(job, ?1, ?2)";
    tx.execute(
        update,
        (format!("\"uri\":\"{before}/"), format!("\"uri\":\"{origin}/")),
    )?;
    Ok(())
}

/// Whether it was there.
pub(super) fn delete(tx: &Transaction<'_>, name: &str) -> Result<bool, GoogleError> {
    Ok(tx.execute("DELETE FROM scheduler_jobs WHERE name = ?1", [name])? > 0)
}
