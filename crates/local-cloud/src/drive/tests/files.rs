//! Files by their metadata, and what stands around them.

use serde_json::{Value, json};

use super::{ALL_DRIVES, FOLDER, create, ok, refused, served};

const FILES: &str = "/drive/v3/files";

#[tokio::test]
async fn an_answer_shows_four_fields_unless_more_are_asked_for() {
    let cloud = served().await;
    let body = json!({"id": "chosen-id", "name": "a.csv", "mimeType": "text/csv", "parents": [FOLDER], "appProperties": {"k": "v"}});
    let created = ok(&cloud, "POST", &format!("{FILES}?{ALL_DRIVES}"), Some(body)).await;
    let four = json!({"kind": "drive#file", "id": "chosen-id", "name": "a.csv", "mimeType": "text/csv"});
    assert_eq!(created, four);
    assert_eq!(
        ok(&cloud, "GET", &format!("{FILES}/chosen-id?{ALL_DRIVES}"), None).await,
        four
    );
    let fields = "fields=parents,driveId,size,md5Checksum,version,trashed,createdTime,appProperties";
    let asked = ok(
        &cloud,
        "GET",
        &format!("{FILES}/chosen-id?{ALL_DRIVES}&{fields}"),
        None,
    )
    .await;
    let expected = json!({
        "parents": [FOLDER], "driveId": "local-shared-drive", "size": "0", "md5Checksum": "d41d8cd98f00b204e9800998ecf8427e",
        "version": "1", "trashed": false, "createdTime": "2026-02-28T05:30:00.000Z", "appProperties": {"k": "v"},
    });
    assert_eq!(asked, expected);
    let all = ok(
        &cloud,
        "GET",
        &format!("{FILES}/chosen-id?{ALL_DRIVES}&fields=*"),
        None,
    )
    .await;
    assert_eq!(all["fileExtension"], "csv");
}

#[tokio::test]
async fn what_drive_refuses_is_refused_with_its_reason() {
    let cloud = served().await;
    create(&cloud, "taken", json!({"id": "taken"})).await;
    let file = create(&cloud, "plain", json!({})).await;
    let sheet = create(
        &cloud,
        "sheet",
        json!({"mimeType": "application/vnd.google-apps.spreadsheet"}),
    )
    .await;
    let all = format!("{FILES}?{ALL_DRIVES}");
    let in_folder = |folder: &str| Some(json!({"name": "x", "parents": [folder]}));
    let on = |id: &str, more: &str| format!("{FILES}/{id}?{ALL_DRIVES}{more}");
    for (method, path, body, status, reason, words) in [
        (
            "POST",
            all.clone(),
            Some(json!({"id": "taken", "parents": [FOLDER]})),
            409,
            "fileIdInUse",
            "A file already exists with the provided ID.",
        ),
        (
            "POST",
            all.clone(),
            Some(json!({"name": "x"})),
            403,
            "storageQuotaExceeded",
            "Service Accounts do not have storage quota.",
        ),
        (
            "POST",
            all.clone(),
            in_folder("local-my-drive-folder"),
            403,
            "storageQuotaExceeded",
            "Service Accounts do not have storage quota.",
        ),
        (
            "POST",
            all.clone(),
            in_folder("root"),
            403,
            "storageQuotaExceeded",
            "Service Accounts do not have storage quota.",
        ),
        (
            "POST",
            all.clone(),
            in_folder("nowhere"),
            404,
            "notFound",
            "File not found: nowhere.",
        ),
        (
            "POST",
            all.clone(),
            in_folder("taken"),
            403,
            "parentNotAFolder",
            "The specified parent is not a folder.",
        ),
        (
            "POST",
            FILES.to_owned(),
            in_folder(FOLDER),
            404,
            "notFound",
            "File not found: local-drive-folder.",
        ),
        (
            "POST",
            all,
            Some(json!({"name": "x", "parents": [FOLDER], "size": "5"})),
            403,
            "fieldNotWritable",
            "The resource body includes fields which are not directly writable.",
        ),
        (
            "GET",
            format!("{FILES}/nope"),
            None,
            404,
            "notFound",
            "File not found: nope.",
        ),
        (
            "GET",
            format!("{FILES}/{file}"),
            None,
            404,
            "notFound",
            "File not found: ",
        ),
        (
            "GET",
            on(&file, "&fields=nope"),
            None,
            400,
            "invalidParameter",
            "Invalid field selection nope",
        ),
        (
            "GET",
            on(&sheet, "&alt=media"),
            None,
            403,
            "fileNotDownloadable",
            "Only files with binary content can be downloaded.",
        ),
        (
            "GET",
            format!("{FILES}/{file}/export?mimeType=text/csv"),
            None,
            403,
            "fileNotExportable",
            "Export only supports Docs Editors files.",
        ),
        (
            "PATCH",
            on(&file, ""),
            Some(json!({"parents": [FOLDER]})),
            403,
            "fieldNotWritable",
            "The parents field is not directly writable in update requests.",
        ),
        (
            "PATCH",
            on(&file, ""),
            Some(json!({"id": "other"})),
            403,
            "fieldNotWritable",
            "The resource body includes",
        ),
        (
            "DELETE",
            format!("{FILES}/local-my-drive-folder"),
            None,
            403,
            "insufficientFilePermissions",
            "The user does not have sufficient permissions for this file.",
        ),
        (
            "GET",
            "/drive/v3/about".to_owned(),
            None,
            400,
            "required",
            "The 'fields' parameter is required for this method.",
        ),
        (
            "GET",
            "/drive/v3/drives/nope".to_owned(),
            None,
            404,
            "notFound",
            "Shared drive not found: nope",
        ),
        (
            "POST",
            format!("{FILES}/{file}/permissions?{ALL_DRIVES}"),
            Some(json!({"role": "king", "type": "anyone"})),
            400,
            "invalid",
            "The specified role is invalid",
        ),
    ] {
        let (got, why, message) = refused(&cloud, method, &path, body).await;
        assert_eq!(
            (got, why.as_str()),
            (status, reason),
            "{method} {path}: {message}"
        );
        assert!(message.starts_with(words), "{message}");
    }
}

#[tokio::test]
async fn unknown_fields_of_a_body_are_ignored_as_drive_does() {
    let cloud = served().await;
    let body = json!({"title": "the name in version 2", "parents": [FOLDER]});
    let file = ok(&cloud, "POST", &format!("{FILES}?{ALL_DRIVES}"), Some(body)).await;
    assert_eq!(file["name"], "Untitled");
}

#[tokio::test]
async fn a_file_is_renamed_moved_trashed_and_deleted() {
    let cloud = served().await;
    let sub = create(
        &cloud,
        "sub",
        json!({"mimeType": "application/vnd.google-apps.folder"}),
    )
    .await;
    let id = create(&cloud, "old", json!({"properties": {"a": "1", "b": "2"}})).await;
    let path = format!("{FILES}/{id}?{ALL_DRIVES}");
    let change = json!({"name": "new", "properties": {"a": null, "c": "3"}});
    let moved =
        format!("{path}&addParents={sub}&removeParents={FOLDER}&fields=name,parents,properties,version");
    let answer = ok(&cloud, "PATCH", &moved, Some(change)).await;
    assert_eq!(
        answer,
        json!({"name": "new", "parents": [sub], "properties": {"b": "2", "c": "3"}, "version": "2"})
    );
    ok(
        &cloud,
        "PATCH",
        &format!("{FILES}/{sub}?{ALL_DRIVES}"),
        Some(json!({"trashed": true})),
    )
    .await;
    assert_eq!(
        ok(
            &cloud,
            "GET",
            &format!("{path}&fields=trashed,explicitlyTrashed"),
            None
        )
        .await,
        json!({"trashed": true, "explicitlyTrashed": false})
    );
    ok(&cloud, "DELETE", &format!("{FILES}/{sub}?{ALL_DRIVES}"), None).await;
    assert_eq!(cloud.call("GET", &path, None).await.0, 404);
}

#[tokio::test]
async fn a_file_stays_where_it_cannot_go() {
    let cloud = served().await;
    let folder = json!({"mimeType": "application/vnd.google-apps.folder"});
    let outer = create(&cloud, "outer", folder.clone()).await;
    let inner = create(
        &cloud,
        "inner",
        json!({"mimeType": folder["mimeType"], "parents": [outer]}),
    )
    .await;
    for (to, reason) in [
        (inner.as_str(), "cannotMoveIntoDescendant"),
        (outer.as_str(), "cannotMoveIntoDescendant"),
        ("local-my-drive-folder", "storageQuotaExceeded"),
        ("nope", "notFound"),
    ] {
        let path = format!("{FILES}/{outer}?{ALL_DRIVES}&addParents={to}&removeParents={FOLDER}");
        assert_eq!(
            refused(&cloud, "PATCH", &path, Some(json!({}))).await.1,
            reason,
            "{to}"
        );
    }
    let parents = ok(
        &cloud,
        "GET",
        &format!("{FILES}/{outer}?{ALL_DRIVES}&fields=parents"),
        None,
    )
    .await;
    assert_eq!(parents, json!({"parents": [FOLDER]}));
}

#[tokio::test]
async fn a_spreadsheet_is_a_file_and_a_file_may_be_a_spreadsheet() {
    let cloud = served().await;
    let id = create(
        &cloud,
        "sheet",
        json!({"mimeType": "application/vnd.google-apps.spreadsheet"}),
    )
    .await;
    let values = Some(json!({"values": [["a,b", "c"], [1]]}));
    ok(
        &cloud,
        "PUT",
        &format!("/v4/spreadsheets/{id}/values/A1?valueInputOption=RAW"),
        values,
    )
    .await;
    let csv = ok(
        &cloud,
        "GET",
        &format!("{FILES}/{id}/export?mimeType=text/csv"),
        None,
    )
    .await;
    assert_eq!(csv, json!("\"a,b\",c\r\n1,"));
    ok(
        &cloud,
        "PATCH",
        &format!("{FILES}/{id}?{ALL_DRIVES}"),
        Some(json!({"name": "renamed"})),
    )
    .await;
    let title = ok(
        &cloud,
        "GET",
        &format!("/v4/spreadsheets/{id}?fields=properties.title"),
        None,
    )
    .await;
    assert_eq!(title["properties"]["title"], "renamed");
    let copy = ok(
        &cloud,
        "POST",
        &format!("{FILES}/{id}/copy?{ALL_DRIVES}"),
        Some(json!({})),
    )
    .await;
    assert_eq!(copy["name"], "Copy of renamed");
    let copied = format!("/v4/spreadsheets/{}/values/A1", copy["id"].as_str().unwrap());
    assert_eq!(ok(&cloud, "GET", &copied, None).await["values"], json!([["a,b"]]));
    ok(&cloud, "DELETE", &format!("{FILES}/{id}?{ALL_DRIVES}"), None).await;
    assert_eq!(
        cloud.call("GET", &format!("/v4/spreadsheets/{id}"), None).await.0,
        404
    );
}

#[tokio::test]
async fn ids_are_generated_and_can_be_used_once() {
    let cloud = served().await;
    let answer = ok(
        &cloud,
        "GET",
        &format!("{FILES}/generateIds?count=3&space=drive&type=files"),
        None,
    )
    .await;
    let ids = answer["ids"].as_array().unwrap();
    assert_eq!((ids.len(), &answer["kind"]), (3, &json!("drive#generatedIds")));
    let body = Some(json!({"id": ids[0], "name": "once", "parents": [FOLDER]}));
    let path = format!("{FILES}?{ALL_DRIVES}");
    ok(&cloud, "POST", &path, body.clone()).await;
    assert_eq!(cloud.call("POST", &path, body).await.0, 409);
}

#[tokio::test]
async fn permissions_are_stored_and_given_back() {
    let cloud = served().await;
    let id = create(&cloud, "shared", json!({})).await;
    let path = format!("{FILES}/{id}/permissions");
    let body = json!({"type": "user", "role": "reader", "emailAddress": "someone@example.com"});
    let created = ok(&cloud, "POST", &format!("{path}?{ALL_DRIVES}"), Some(body)).await;
    let list = ok(&cloud, "GET", &format!("{path}?{ALL_DRIVES}"), None).await;
    assert_eq!(
        list,
        json!({"kind": "drive#permissionList", "permissions": [created]})
    );
    let one = format!("{path}/{}?{ALL_DRIVES}", created["id"].as_str().unwrap());
    assert_eq!(
        ok(&cloud, "PATCH", &one, Some(json!({"role": "writer"}))).await["role"],
        "writer"
    );
    ok(&cloud, "DELETE", &one, None).await;
    assert_eq!(cloud.call("GET", &one, None).await.0, 404);
}

#[tokio::test]
async fn who_is_asking_and_which_drives_there_are() {
    let cloud = served().await;
    let about = ok(
        &cloud,
        "GET",
        "/drive/v3/about?fields=storageQuota.limit,user(me)",
        None,
    )
    .await;
    assert_eq!(
        about,
        json!({"storageQuota": {"limit": "0"}, "user": {"me": true}})
    );
    let drives = ok(&cloud, "GET", "/drive/v3/drives", None).await;
    assert_eq!(
        drives["drives"],
        json!([{"kind": "drive#drive", "id": "local-shared-drive", "name": "SignChronicle"}])
    );
    let drive: Value = ok(
        &cloud,
        "GET",
        "/drive/v3/drives/local-shared-drive?fields=id",
        None,
    )
    .await;
    assert_eq!(drive, json!({"id": "local-shared-drive"}));
}
