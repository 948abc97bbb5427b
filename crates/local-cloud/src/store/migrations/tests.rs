use super::*;
use crate::sheets::parts;
use crate::store::Store;
use crate::world::World;

const VERSION_1: &str = include_str!("version_1.sql");

fn of_version_1() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    // Its tables stand in the order of their names.
    connection.execute_batch("PRAGMA foreign_keys = OFF;").unwrap();
    connection.execute_batch(VERSION_1).unwrap();
    connection
}

fn counts(connection: &Connection) -> Vec<(String, u32)> {
    let tables =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    let mut statement = connection.prepare(tables).unwrap();
    let tables: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let count = |table: &String| {
        let sql = format!("SELECT count(*) FROM {table}");
        connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    tables.iter().map(|table| (table.clone(), count(table))).collect()
}

#[test]
fn a_folder_of_version_1_keeps_every_row_of_every_table() {
    let connection = of_version_1();
    let before = counts(&connection);
    for table in [
        "scheduler_jobs",
        "executions",
        "telegram_messages",
        "sheet_rows",
        "drive_files",
    ] {
        assert!(
            before.iter().any(|(name, count)| name == table && *count > 0),
            "the fixture has rows in {table}: {before:?}"
        );
    }
    apply(&connection).unwrap();
    assert_eq!(counts(&connection), before);
    apply(&connection).unwrap();
    assert_eq!(counts(&connection), before, "once is enough");
}

#[test]
fn the_rows_and_the_memory_of_a_tracking_of_version_1_are_found() {
    let connection = of_version_1();
    apply(&connection).unwrap();
    let key = "signchronicle.track-demo-abc-d6b5915c46";
    let sql = "SELECT sheet_id FROM sheet_metadata WHERE spreadsheet = 'local-spreadsheet' AND key = ?1";
    let sheet: i64 = connection.query_row(sql, [key], |row| row.get(0)).unwrap();
    let columns: u32 = connection
        .query_row(
            "SELECT count(*) FROM sheet_metadata WHERE sheet_id = ?1",
            [sheet],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(columns, 9, "the state, and the marks of eight columns");
    let world = World::for_tests_with(Store::prepare(connection).unwrap());
    let rows = parts::rows(
        &world,
        "local-spreadsheet",
        sheet,
        parts::Span { from: 2, to: 10 },
    )
    .unwrap();
    assert_eq!(rows.to_string().matches("\"ok\"").count(), 3, "{rows}");
}

#[test]
fn a_folder_of_a_newer_program_is_left_alone() {
    let connection = of_version_1();
    connection.pragma_update(None, "user_version", 99).unwrap();
    let before = counts(&connection);
    let refusal = apply(&connection).unwrap_err().to_string();
    assert!(refusal.contains("version 99"), "{refusal}");
    assert_eq!(counts(&connection), before);
}

#[test]
fn a_database_of_another_program_is_left_alone_whatever_its_version() {
    for version in [0, 1, 2] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("photos.sqlite3");
        let theirs = Connection::open(&path).unwrap();
        let made = format!("CREATE TABLE photos (name TEXT); PRAGMA user_version = {version};");
        theirs.execute_batch(&made).unwrap();
        drop(theirs);
        let before = std::fs::read(&path).unwrap();
        let refusal = Store::open(&path).err().unwrap();
        assert!(matches!(refusal, SchemaError::Foreign), "{refusal}");
        assert_eq!(
            std::fs::read(&path).unwrap(),
            before,
            "nothing in the file is changed"
        );
    }
}
