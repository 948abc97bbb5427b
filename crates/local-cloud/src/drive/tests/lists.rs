//! `files.list`.

use serde_json::{Value, json};

use super::{FOLDER, create, ok, refused, served};
use crate::testing::Served;

const ALL: &str = "supportsAllDrives=true&includeItemsFromAllDrives=true";

fn query(q: &str) -> String {
    url::form_urlencoded::byte_serialize(q.as_bytes()).collect()
}

async fn names(cloud: &Served, parameters: &str) -> Vec<String> {
    let answer = ok(cloud, "GET", &format!("/drive/v3/files?{parameters}"), None).await;
    let files = answer["files"].as_array().unwrap().iter();
    files
        .map(|file| file["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn shared_drives_are_searched_only_if_asked_for() {
    let cloud = served().await;
    create(&cloud, "in the drive", json!({})).await;
    let own = ["A person's folder", "SignChronicle"];
    assert_eq!(names(&cloud, "orderBy=name").await, own);
    assert_eq!(names(&cloud, "orderBy=name&supportsAllDrives=true").await, own);
    let everything = [
        "A person's folder",
        "in the drive",
        "SignChronicle",
        "SignChronicle backups",
    ];
    assert_eq!(names(&cloud, &format!("orderBy=name&{ALL}")).await, everything);
    let one_drive = format!("orderBy=name&{ALL}&corpora=drive&driveId=local-shared-drive");
    assert_eq!(
        names(&cloud, &one_drive).await,
        ["in the drive", "SignChronicle backups"]
    );
}

#[tokio::test]
async fn files_are_found_by_name_folder_and_state() {
    let cloud = served().await;
    create(&cloud, "one.csv", json!({"mimeType": "text/csv"})).await;
    let two = create(&cloud, "two.csv", json!({"mimeType": "text/csv"})).await;
    ok(
        &cloud,
        "PATCH",
        &format!("/drive/v3/files/{two}?supportsAllDrives=true"),
        Some(json!({"trashed": true})),
    )
    .await;
    for (q, expected) in [
        ("name = 'one.csv'".to_owned(), vec!["one.csv"]),
        (format!("'{FOLDER}' in parents"), vec!["one.csv", "two.csv"]),
        (
            format!("'{FOLDER}' in parents and trashed = false"),
            vec!["one.csv"],
        ),
        (
            "trashed = true or name contains 'one'".to_owned(),
            vec!["one.csv", "two.csv"],
        ),
        (
            "mimeType = 'text/csv' and not name = 'one.csv'".to_owned(),
            vec!["two.csv"],
        ),
    ] {
        assert_eq!(
            names(&cloud, &format!("{ALL}&orderBy=name&q={}", query(&q))).await,
            expected,
            "{q}"
        );
    }
}

#[tokio::test]
async fn pages_follow_each_other_to_the_end() {
    let cloud = served().await;
    for name in ["a", "b", "c"] {
        create(&cloud, name, json!({})).await;
    }
    let base = format!(
        "/drive/v3/files?{ALL}&orderBy=name%20desc&pageSize=2&q={}",
        query(&format!("'{FOLDER}' in parents"))
    );
    let first = ok(&cloud, "GET", &base, None).await;
    let next = format!("{base}&pageToken={}", first["nextPageToken"].as_str().unwrap());
    let second = ok(&cloud, "GET", &next, None).await;
    let shown = |page: &Value| {
        page["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["name"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!([shown(&first), shown(&second)].concat(), ["c", "b", "a"]);
    assert_eq!(second.get("nextPageToken"), None);
    let masked = ok(&cloud, "GET", &format!("{base}&fields=files/id"), None).await;
    assert_eq!(masked.as_object().unwrap().keys().collect::<Vec<_>>(), ["files"]);
}

#[tokio::test]
async fn a_list_that_makes_no_sense_is_refused() {
    let cloud = served().await;
    for (parameters, status, reason, words) in [
        (
            format!("q={}", query("title = 'x'")),
            400,
            "invalid",
            "Invalid Value",
        ),
        (
            format!("{ALL}&q={}", query("'nope' in parents")),
            404,
            "notFound",
            "File not found: .",
        ),
        (
            format!("q={}", query(&format!("'{FOLDER}' in parents"))),
            404,
            "notFound",
            "File not found: .",
        ),
        (
            "includeItemsFromAllDrives=true".to_owned(),
            403,
            "teamDrivesNotSupported",
            "The supportsAllDrives parameter must be set",
        ),
        (
            format!("{ALL}&corpora=drive"),
            403,
            "teamDriveIdRequired",
            "The driveId parameter must be specified",
        ),
        (
            "corpora=allDrives&supportsAllDrives=true".to_owned(),
            403,
            "includeTeamDriveItemsRequired",
            "The includeItemsFromAllDrives parameter must be set",
        ),
        (
            format!("{ALL}&corpora=drive&driveId=nope"),
            404,
            "notFound",
            "Shared drive not found: nope",
        ),
        (
            "pageSize=0".to_owned(),
            400,
            "invalidParameter",
            "Invalid value '0'. Values must be within the range: [1, 1000]",
        ),
        ("pageToken=x".to_owned(), 400, "invalid", "Invalid Value"),
        ("orderBy=size".to_owned(), 400, "invalid", "Invalid Value"),
        (
            "fields=files(nope)".to_owned(),
            400,
            "invalidParameter",
            "Invalid field selection nope",
        ),
    ] {
        let (got, why, message) =
            refused(&cloud, "GET", &format!("/drive/v3/files?{parameters}"), None).await;
        assert_eq!((got, why.as_str()), (status, reason), "{parameters}: {message}");
        assert!(message.starts_with(words), "{message}");
    }
}
