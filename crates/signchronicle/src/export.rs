//! `signchronicle export`: everything as CSV and JSON.

use std::path::Path;
use std::process::ExitCode;

use local_cloud::folder::{self, Exported};

/// Writes it and says what.
pub(crate) fn run(data: &Path, into: &Path) -> ExitCode {
    match folder::export(data, into) {
        Ok(exported) => {
            print!("{}", words(&exported, into));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!(
                "Not everything was written, and the data folder is as it was: {:#}",
                anyhow::Error::new(error)
            );
            ExitCode::FAILURE
        }
    }
}

fn words(exported: &Exported, into: &Path) -> String {
    let Exported {
        tabs,
        files,
        chats,
        pictures,
        jobs,
        executions,
    } = exported;
    format!(
        "Written to {}:\n  sheets/ {tabs} tabs as CSV\n  drive/ {files} files\n  chats/ {chats} chats as JSON, {pictures} pictures\n  \
         scheduler-jobs.json {jobs} jobs\n  executions.json {executions} executions\n",
        into.display()
    )
}
