//! A file as the API shows it, and what a change of it sets.

use chrono::{DateTime, SecondsFormat, Utc};
use md5::{Digest as _, Md5};
use serde_json::{Map, Value, json};

use super::store::File;
use crate::google_error::GoogleError;
use crate::world::World;

/// The whole `File`, before the mask is laid over it.
pub(super) fn show(world: &World, file: &File) -> Value {
    let mut shown = file.0.clone();
    shown.remove("localRoot");
    let mut put = |name: &str, value: Value| {
        shown.entry(name).or_insert(value);
    };
    put("kind", json!("drive#file"));
    put("trashed", json!(false));
    put("explicitlyTrashed", json!(false));
    put("starred", json!(false));
    put("spaces", json!(["drive"]));
    put("shared", json!(true));
    put("ownedByMe", json!(false));
    put("writersCanShare", json!(true));
    put("viewedByMe", json!(false));
    put("lastModifyingUser", user(world));
    put("webViewLink", json!(link(file)));
    put(
        "quotaBytesUsed",
        file.0.get("size").cloned().unwrap_or_else(|| json!("0")),
    );
    put("capabilities", capabilities(file));
    if let Some(drive) = file.drive_id() {
        put("teamDriveId", json!(drive));
    } else {
        put(
            "owners",
            json!([{ "kind": "drive#user", "displayName": "A person", "me": false, "emailAddress": "person@example.com" }]),
        );
    }
    Value::Object(shown)
}

/// The calling service account.
pub(super) fn user(world: &World) -> Value {
    let email = format!("signchronicle@{}.iam.gserviceaccount.com", world.settings.project);
    json!({ "kind": "drive#user", "displayName": email, "me": true, "permissionId": "01234567890123456789", "emailAddress": email })
}

/// A new file in a folder. The caller has checked that it may be there.
pub(super) fn new(
    id: &str,
    parent: &File,
    fields: Map<String, Value>,
    media_type: Option<&str>,
    now: DateTime<Utc>,
) -> File {
    let mut file = Map::new();
    file.insert("id".to_owned(), json!(id));
    file.insert("name".to_owned(), json!("Untitled"));
    file.insert(
        "mimeType".to_owned(),
        json!(media_type.unwrap_or("application/octet-stream")),
    );
    file.insert("createdTime".to_owned(), json!(timestamp(now)));
    file.insert("modifiedTime".to_owned(), json!(timestamp(now)));
    file.insert("parents".to_owned(), json!([parent.id()]));
    file.insert("version".to_owned(), json!("1"));
    if let Some(drive) = parent.drive_id() {
        file.insert("driveId".to_owned(), json!(drive));
    }
    file.extend(fields);
    let mut file = File(file);
    name_extension(&mut file);
    file
}

/// Lays the fields of an update over a file: maps of properties are merged, and `null` in them removes.
pub(super) fn change(file: &mut File, fields: Map<String, Value>, now: DateTime<Utc>) {
    touch(file, now);
    for (name, value) in fields {
        match (file.0.get_mut(&name), value) {
            (Some(Value::Object(present)), Value::Object(new)) if name.ends_with("roperties") => {
                present.extend(new);
                present.retain(|_, value| !value.is_null());
            }
            (_, value) => {
                file.0.insert(name, value);
            }
        }
    }
    name_extension(file);
}

/// A new version, now.
pub(super) fn touch(file: &mut File, now: DateTime<Utc>) {
    let version = file.text("version").parse::<u64>().unwrap_or(0) + 1;
    file.0.insert("version".to_owned(), json!(version.to_string()));
    file.0.insert("modifiedTime".to_owned(), json!(timestamp(now)));
}

/// What a new content says about a file.
pub(super) fn describe_content(file: &mut File, content: &[u8]) {
    let md5: String = Md5::digest(content)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    file.0.insert("size".to_owned(), json!(content.len().to_string()));
    file.0.insert("md5Checksum".to_owned(), json!(md5));
    file.0
        .insert("headRevisionId".to_owned(), json!(super::store::new_file_id()));
}

/// RFC 3339 as Drive writes it.
pub(super) fn timestamp(now: DateTime<Utc>) -> String {
    now.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Refuses values of the wrong kind for the two fields that everything depends on.
pub(super) fn check_kinds(fields: &Map<String, Value>) -> Result<(), GoogleError> {
    for name in ["name", "mimeType"] {
        if fields.get(name).is_some_and(|value| !value.is_string()) {
            return Err(super::failure::invalid_value("Invalid Value"));
        }
    }
    Ok(())
}

fn name_extension(file: &mut File) {
    let is_binary = !file.text("mimeType").starts_with("application/vnd.google-apps.");
    let extension = file
        .text("name")
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_owned());
    if let Some(extension) = extension.filter(|_| is_binary) {
        file.0.insert("fileExtension".to_owned(), json!(extension));
        file.0.insert("fullFileExtension".to_owned(), json!(extension));
    }
}

fn link(file: &File) -> String {
    let id = file.id();
    if file.is_spreadsheet() {
        format!("https://docs.google.com/spreadsheets/d/{id}/edit?usp=drivesdk")
    } else if file.is_folder() {
        format!("https://drive.google.com/drive/folders/{id}")
    } else {
        format!("https://drive.google.com/file/d/{id}/view?usp=drivesdk")
    }
}

fn capabilities(file: &File) -> Value {
    json!({
        "canEdit": true, "canRename": true, "canDownload": !file.is_folder(), "canCopy": !file.is_folder(),
        "canDelete": file.drive_id().is_some(), "canTrash": file.drive_id().is_some(),
        "canAddChildren": file.is_folder() && file.drive_id().is_some(), "canListChildren": file.is_folder(),
        "canModifyContent": true,
    })
}
