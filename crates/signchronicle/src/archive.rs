//! `signchronicle archive`: tabs and files of trackings that ended long ago leave the sheet.

use std::collections::HashSet;
use std::path::Path;
use std::process::ExitCode;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Duration, Utc};
use domain::scheduler_job;
use local_cloud::folder::{DataFolder, File, FolderError, Tab};
use serde_json::Value;

/// What the key of a tab's memory begins with; the tracking's id stands behind it.
const MEMORY: &str = "signchronicle.";
/// The property of a file on Drive that says whose it is.
const TRACKING: &str = "signchronicle-tracking";
/// A row's time is told in its tracking's zone, of which the tab's cells say nothing: no zone is further from UTC.
const FURTHEST_ZONE: Duration = Duration::hours(14);

/// Moves what may go and says what.
pub(crate) fn run(data: &Path, older_than: u32, wall: DateTime<Utc>) -> ExitCode {
    let age = Duration::days(i64::from(older_than));
    let mut steps = 0_usize;
    let archived = archive(data, wall, age, |step| {
        steps += 1;
        println!("{step}");
    });
    match archived {
        Ok(before) if steps == 0 => println!(
            "Nothing was moved: no tracking that has ended has its last row before {}.",
            before.date_naive()
        ),
        Ok(_) => {}
        Err(error) => {
            let moved = if steps == 0 {
                "Nothing was moved"
            } else {
                "Only what is listed was moved; nothing is lost, run it again"
            };
            eprintln!("{moved}: {:#}", anyhow::Error::new(error));
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Says each step as soon as it is done, and in the end what was old enough.
fn archive(
    data: &Path,
    wall: DateTime<Utc>,
    age: Duration,
    mut say: impl FnMut(String),
) -> Result<DateTime<Utc>, FolderError> {
    let folder = DataFolder::open(data)?;
    let before = folder.now(wall)?.checked_sub_signed(age);
    let before = before.unwrap_or(DateTime::<Utc>::MIN_UTC);
    let tracked = tracked(&folder.scheduler_jobs()?);
    let (mut tabs, mut files) = (folder.tabs()?, folder.files()?);
    tabs.retain(|tab| may_go(tab, &tracked, before));
    files.retain(|file| is_old(file, &tracked, before));
    for tab in &tabs {
        say(match folder.archive_tab(tab)? {
            Some(archived) => format!("{} -> {}", tab.title, archived.path.display()),
            None => format!("{} stays: a sheet has at least one tab", tab.title),
        });
    }
    for file in &files {
        let archived = folder.archive_file(file)?;
        say(format!("Drive: {} -> {}", file.name, archived.path.display()));
    }
    if !(tabs.is_empty() && files.is_empty()) {
        folder.shrink()?;
    }
    Ok(before)
}

/// The ids of the trackings that have a Scheduler job.
fn tracked(jobs: &[Value]) -> HashSet<String> {
    let body = |job: &Value| {
        let body = job["httpTarget"]["body"].as_str()?;
        scheduler_job::from_body(&STANDARD.decode(body).ok()?).ok()
    };
    jobs.iter().filter_map(body).map(|tracking| tracking.id).collect()
}

/// Of a tracking, ended, and old. A tab that is none of a tracking's is a person's own.
fn may_go(tab: &Tab, tracked: &HashSet<String>, before: DateTime<Utc>) -> bool {
    let of = tab
        .metadata_keys
        .iter()
        .filter_map(|key| key.strip_prefix(MEMORY));
    let mut of = of.filter(|tracking| !tracking.contains('.')).peekable();
    of.peek().is_some()
        && of.all(|tracking| !tracked.contains(tracking))
        && tab
            .last
            .is_some_and(|last| last.and_utc() + FURTHEST_ZONE < before)
}

fn is_old(file: &File, tracked: &HashSet<String>, before: DateTime<Utc>) -> bool {
    let mut of = file.properties.iter().filter(|(name, _)| name == TRACKING);
    of.next().is_some_and(|(_, tracking)| !tracked.contains(tracking))
        && file.modified.is_some_and(|modified| modified < before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn tab(keys: &[&str], last: Option<&str>) -> Tab {
        Tab {
            spreadsheet: "s".to_owned(),
            sheet_id: 1,
            title: "demo ABC".to_owned(),
            last: last.map(|last| last.parse().expect("a time")),
            metadata_keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        }
    }

    #[test]
    fn only_old_tabs_of_trackings_without_a_job_go() {
        let tracked = HashSet::from(["track-b".to_owned()]);
        let before = at("2026-03-01T00:00:00Z");
        let (old, young) = (Some("2026-02-27T00:00:00"), Some("2026-02-28T23:00:00"));
        let own = ["signchronicle.track-a", "signchronicle.track-a.column"];
        for (tab, goes) in [
            (tab(&own, old), true),
            (tab(&own, young), false),
            (tab(&own, None), false),
            (tab(&["signchronicle.track-b"], old), false),
            (
                tab(&["signchronicle.track-a", "signchronicle.track-b"], old),
                false,
            ),
            (tab(&["somebody.else"], old), false),
            (tab(&[], old), false),
        ] {
            assert_eq!(may_go(&tab, &tracked, before), goes, "{tab:?}");
        }
    }

    #[test]
    fn only_old_files_of_trackings_without_a_job_go() {
        let tracked = HashSet::from(["track-b".to_owned()]);
        let before = at("2026-03-01T00:00:00Z");
        for (property, modified, goes) in [
            ((TRACKING, "track-a"), "2026-02-27T00:00:00Z", true),
            ((TRACKING, "track-a"), "2026-03-01T00:00:00Z", false),
            ((TRACKING, "track-b"), "2026-02-27T00:00:00Z", false),
            (("owner", "track-a"), "2026-02-27T00:00:00Z", false),
        ] {
            let file = File {
                id: "f".to_owned(),
                name: "demo ABC.csv".to_owned(),
                modified: Some(at(modified)),
                properties: vec![(property.0.to_owned(), property.1.to_owned())],
            };
            assert_eq!(is_old(&file, &tracked, before), goes, "{file:?}");
        }
    }
}
