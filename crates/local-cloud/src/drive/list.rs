//! `files.list`: search, order, pages.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::failure::{forbidden, invalid_parameter, invalid_value, not_found};
use super::fields::mask;
use super::order;
use super::request::Params;
use super::resource::show;
use super::search::Term;
use super::store::{self, File};
use crate::google_error::GoogleError;
use crate::world::SharedWorld;

const DEFAULT: &str = "kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType)";

/// `GET /drive/v3/files`
pub(super) async fn list(State(world): State<SharedWorld>, uri: Uri) -> Result<Json<Value>, GoogleError> {
    let params = Params::read(&uri);
    let mask = mask(params.fields(), "FileList", DEFAULT)?;
    let scope = Scope::read(&params)?;
    let term = params
        .get("q")
        .map(Term::parse)
        .transpose()
        .map_err(|_| invalid_value("Invalid Value"))?;
    let page_size = page_size(&params)?;
    let mut found = world.store.read(|db| Ok(find(db, &scope, term.as_ref())))??;
    order::sort(&mut found, params.get("orderBy"))?;
    let start = page_start(&params)?;
    let page: Vec<Value> = found
        .iter()
        .skip(start)
        .take(page_size)
        .map(|file| show(&world, file))
        .collect();
    let mut answer = json!({ "kind": "drive#fileList", "incompleteSearch": false, "files": page });
    if found.len() > start + page_size {
        answer["nextPageToken"] = json!(page_token(start + page_size));
    }
    Ok(Json(mask.project(answer)))
}

/// Where a search looks.
struct Scope {
    shared_drives: bool,
    own: bool,
    only_drive: Option<String>,
}

impl Scope {
    fn read(params: &Params) -> Result<Self, GoogleError> {
        let includes = params.flag("includeItemsFromAllDrives") || params.flag("includeTeamDriveItems");
        if includes && !params.all_drives() {
            return Err(forbidden(
                "The supportsAllDrives parameter must be set to true when includeItemsFromAllDrives is.",
                "teamDrivesNotSupported",
            ));
        }
        let corpora = params.get("corpora").unwrap_or("user");
        let drive = params.get("driveId").or_else(|| params.get("teamDriveId"));
        if !["user", "drive", "domain", "allDrives"].contains(&corpora) {
            return Err(invalid_parameter("Invalid value for corpora."));
        }
        if drive.is_some() != (corpora == "drive") {
            return Err(forbidden(
                "The driveId parameter must be specified if and only if corpora is set to drive.",
                "teamDriveIdRequired",
            ));
        }
        if corpora != "user" && corpora != "domain" && !includes {
            return Err(forbidden(
                "The includeItemsFromAllDrives parameter must be set to true when corpora is drive or allDrives.",
                "includeTeamDriveItemsRequired",
            ));
        }
        Ok(Self {
            shared_drives: includes,
            own: drive.is_none(),
            only_drive: drive.map(str::to_owned),
        })
    }

    fn contains(&self, file: &File) -> bool {
        match (file.drive_id(), &self.only_drive) {
            _ if file.is_root() => false,
            (Some(drive), Some(only)) => drive == only,
            (Some(_), None) => self.shared_drives,
            (None, _) => self.own,
        }
    }
}

fn find(db: &Connection, scope: &Scope, term: Option<&Term>) -> Result<Vec<File>, GoogleError> {
    if let Some(drive) = &scope.only_drive
        && super::drives::find(drive).is_none()
    {
        return Err(
            GoogleError::not_found(format!("Shared drive not found: {drive}")).with_reason("notFound")
        );
    }
    for parent in term.into_iter().flat_map(Term::parents) {
        let known = if parent == "root" {
            None
        } else {
            store::find(db, parent)?
        };
        // Drive says no more than this about a folder that it does not show.
        if parent != "root" && known.is_none_or(|folder| folder.drive_id().is_some() && !scope.shared_drives)
        {
            return Err(not_found(""));
        }
    }
    let text = term.and_then(Term::text).unwrap_or_default();
    let files = store::mentioning(db, text)?.into_iter();
    Ok(files
        .filter(|file| scope.contains(file) && term.is_none_or(|term| term.matches(file)))
        .collect())
}

fn page_size(params: &Params) -> Result<usize, GoogleError> {
    match params.get("pageSize").map_or(Ok(100), str::parse::<usize>) {
        Ok(size @ 1..=1000) => Ok(size),
        _ => Err(invalid_parameter(format!(
            "Invalid value '{}'. Values must be within the range: [1, 1000]",
            params.get("pageSize").unwrap_or_default()
        ))),
    }
}

fn page_token(start: usize) -> String {
    URL_SAFE_NO_PAD.encode(format!("from {start}"))
}

fn page_start(params: &Params) -> Result<usize, GoogleError> {
    let Some(token) = params.get("pageToken") else {
        return Ok(0);
    };
    let text = URL_SAFE_NO_PAD
        .decode(token)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let start = text
        .as_deref()
        .and_then(|text| text.strip_prefix("from ")?.parse().ok());
    start.ok_or_else(|| invalid_value("Invalid Value"))
}
