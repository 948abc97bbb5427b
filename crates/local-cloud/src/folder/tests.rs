use std::fs;

use super::*;

/// A folder as version 1 left it (two minutes of a tracking of the demo), brought to the present.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let database = Connection::open(folder.path().join(DATABASE)).unwrap();
    // Its tables stand in the order of their names.
    database.execute_batch("PRAGMA foreign_keys = OFF;").unwrap();
    database
        .execute_batch(include_str!("../store/migrations/version_1.sql"))
        .unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn everything_is_written_as_files_that_a_person_can_open() {
    let data = folder();
    drop(DataFolder::open(data.path()).unwrap());
    let into = data.path().join("out");
    let exported = export(data.path(), &into).unwrap();
    assert_eq!((exported.jobs, exported.executions, exported.chats), (2, 4, 1));
    let csv = fs::read_to_string(into.join("sheets/demo ABC.csv")).unwrap();
    assert!(csv.starts_with("\u{FEFF}time,status,"), "{csv}");
    assert_eq!(csv.lines().count(), 4, "{csv}");
    let chat: serde_json::Value =
        serde_json::from_slice(&fs::read(into.join("chats/1.json")).unwrap()).unwrap();
    assert_eq!(chat[0]["text"], "/track demo ABC until in 3m");
    assert_eq!(
        names(&into),
        [
            "chats",
            "drive",
            "executions.json",
            "scheduler-jobs.json",
            "sheets"
        ]
    );
    let again = export(data.path(), &into);
    assert!(matches!(again, Err(FolderError::NotEmpty(_))), "{again:?}");
}

#[test]
fn what_is_no_data_folder_is_left_as_it_was() {
    let empty = tempfile::tempdir().unwrap();
    let into = empty.path().join("out");
    assert!(matches!(
        export(empty.path(), &into),
        Err(FolderError::NoDataFolder(_))
    ));
    assert!(matches!(
        DataFolder::open(empty.path()),
        Err(FolderError::NoDataFolder(_))
    ));
    assert_eq!(names(empty.path()), [""; 0]);
}

#[test]
fn a_folder_of_an_older_program_is_not_written_out_before_it_is_brought_to_the_present() {
    let data = folder();
    let error = export(data.path(), &data.path().join("out")).unwrap_err();
    assert!(
        error.to_string().contains("start it once on the folder"),
        "{error}"
    );
}

#[test]
fn a_tab_is_a_file_in_the_archive_before_it_is_gone() {
    let data = folder();
    let opened = DataFolder::open(data.path()).unwrap();
    let tabs = opened.tabs().unwrap();
    let tab = tabs.iter().find(|tab| tab.title == "demo ABC").unwrap();
    assert!(
        tab.metadata_keys
            .contains(&"signchronicle.track-demo-abc-d6b5915c46".to_owned())
    );
    assert_eq!(tab.last.unwrap().to_string(), "2026-11-27 01:07:00");
    let path = opened.archive_tab(tab).unwrap().unwrap().path;
    assert!(path.starts_with(data.path().join("archive/sheets")));
    assert_eq!(fs::read_to_string(path).unwrap().lines().count(), 4);
    assert!(opened.tabs().unwrap().iter().all(|tab| tab.title != "demo ABC"));
    opened.shrink().unwrap();
}

#[test]
fn the_last_tab_of_a_spreadsheet_stays() {
    let data = folder();
    let opened = DataFolder::open(data.path()).unwrap();
    while let Some(tab) = opened.tabs().unwrap().get(1) {
        opened.archive_tab(tab).unwrap().expect("not the last one");
    }
    let last = opened.tabs().unwrap().remove(0);
    assert_eq!(opened.archive_tab(&last).unwrap(), None);
    assert_eq!(opened.tabs().unwrap(), [last]);
}

#[test]
fn a_folder_that_is_in_use_is_not_touched() {
    let data = folder();
    let _used = DataFolder::open(data.path()).unwrap();
    let error = DataFolder::open(data.path()).err().unwrap();
    assert!(error.to_string().contains("is in use"), "{error}");
}

#[test]
fn a_folder_whose_time_ran_faster_is_archived_by_its_own_time() {
    let data = folder();
    let opened = DataFolder::open(data.path()).unwrap();
    let wall: DateTime<Utc> = "2026-03-05T00:00:00Z".parse().unwrap();
    // The present that version 1 has kept is of 28 February.
    assert_eq!(opened.now(wall).unwrap(), wall);
    let ahead: DateTime<Utc> = "2026-04-01T00:00:00Z".parse().unwrap();
    opened.store.keep("told_time", &ahead.to_rfc3339()).unwrap();
    assert_eq!(opened.now(wall).unwrap(), ahead);
}

#[test]
fn a_database_that_nobody_uses_can_be_read_where_nothing_can_be_written_beside_it() {
    let data = tempfile::tempdir().unwrap();
    let odd = data.path().join("50% off? #1");
    fs::create_dir(&odd).unwrap();
    let database = odd.join(DATABASE);
    fs::rename(folder().path().join(DATABASE), &database).unwrap();
    drop(DataFolder::open(&odd).unwrap());
    assert!(!has_log(&database), "whoever ends well leaves no log");
    let before = names(&odd);
    let connection = unchanging(&database).unwrap();
    check_version(&connection).unwrap();
    assert_eq!(crate::scheduler::exported(&connection).unwrap().len(), 2);
    assert_eq!(names(&odd), before, "nothing was written");
}
