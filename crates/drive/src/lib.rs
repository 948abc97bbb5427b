//! A tracking's files on Google Drive: its CSV, and samples that wait for their row.
//!
//! Drive cannot append and its names are not unique, so a file is always stored whole, under an id that was fixed
//! before: storing it again after a lost answer changes nothing. Which tracking a file is of, and what it is, stands in
//! its properties (files.properties in Drive's reference), by which it is found again.

mod error;

use std::io::Cursor;

use gcp::{CallError, Google, Service};
use google_drive3::DriveHub;
use google_drive3::api::File;
use http_body_util::BodyExt;

pub use error::DriveError;

/// Under these names a file's properties say whose and what it is.
const TRACKING: &str = "signchronicle-tracking";
const KIND: &str = "signchronicle-kind";
/// What Drive calls a folder.
const FOLDER: &str = "application/vnd.google-apps.folder";

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A tracking's rows.
    Csv,
    /// Samples that have no row yet.
    Waiting,
}

/// A file as it is to be stored.
#[derive(Debug, Clone, Copy)]
pub struct NewFile<'a> {
    /// What people see.
    pub name: &'a str,
    /// Whose it is.
    pub tracking: &'a str,
    /// What it is.
    pub kind: Kind,
    /// All of it.
    pub content: &'a str,
}

/// What a file or folder is to this account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether it is in a shared drive, which owns what is in it; elsewhere whoever creates a file owns it.
    pub in_shared_drive: bool,
    /// Whether it may be changed.
    pub can_edit: bool,
    /// Whether files may be put into it.
    pub can_add_children: bool,
}

/// A folder on Drive that holds the files of trackings.
pub struct Drive {
    google: Google,
    hub: DriveHub<gcp::Connector>,
    folder_id: String,
}

impl Drive {
    /// The folder with an id.
    pub fn new(google: Google, folder_id: String) -> Self {
        let mut hub = DriveHub::new(google.client(), google.tokens());
        hub.base_url(format!("{}drive/v3/", google.base_url(Service::Drive)));
        hub.root_url(google.base_url(Service::Drive));
        Self {
            google,
            hub,
            folder_id,
        }
    }

    /// An id for a file that is to be created.
    pub async fn new_id(&self) -> Result<String, DriveError> {
        let generate = || self.hub.files().generate_ids().count(1).space("drive").doit();
        let (_, ids) = self.google.call("drive.files.generateIds", generate).await?;
        ids.ids
            .and_then(|ids| ids.into_iter().next())
            .ok_or(DriveError::NoId)
    }

    /// What this account may do with a file or folder (`capabilities` in Drive's reference); one that is not shared with it
    /// is [`DriveError::NoFolder`], as one that does not exist.
    pub async fn access(&self, id: &str) -> Result<Access, DriveError> {
        let get = || {
            let call = self.hub.files().get(id).supports_all_drives(true);
            call.param("fields", "mimeType,driveId,capabilities(canEdit,canAddChildren)")
                .doit()
        };
        let (_, file) = self.google.call("drive.files.get", get).await?;
        let may = file.capabilities.unwrap_or_default();
        Ok(Access {
            is_folder: file.mime_type.as_deref() == Some(FOLDER),
            in_shared_drive: file.drive_id.is_some(),
            can_edit: may.can_edit == Some(true),
            can_add_children: may.can_add_children == Some(true),
        })
    }

    /// A file's content; nothing when there is no such file.
    pub async fn read(&self, id: &str) -> Result<Option<String>, DriveError> {
        let get = || async {
            let call = self
                .hub
                .files()
                .get(id)
                .supports_all_drives(true)
                .param("alt", "media");
            let (response, _) = call.doit().await?;
            let body = response.into_body().collect().await;
            body.map_err(|error| google_drive3::Error::Io(std::io::Error::other(error)))
        };
        match self.google.call("drive.files.get", get).await {
            Ok(body) => Ok(Some(String::from_utf8_lossy(&body.to_bytes()).into_owned())),
            Err(CallError::NotFound(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Stores a file whole: replaces its content, or creates it under that id.
    pub async fn store(&self, id: &str, file: &NewFile<'_>) -> Result<(), DriveError> {
        match self.update(id, file).await {
            Err(CallError::NotFound(_)) => self.create(id, file).await,
            other => Ok(other?),
        }
    }

    /// Creates a file under an id, or replaces its content where an attempt whose answer was lost, or another execution,
    /// has created it.
    pub async fn create(&self, id: &str, file: &NewFile<'_>) -> Result<(), DriveError> {
        match self.insert(id, file).await {
            Err(CallError::Conflict(_)) => Ok(self.update(id, file).await?),
            other => Ok(other?),
        }
    }

    /// The ids of a tracking's files of a kind, the oldest first.
    pub async fn find(&self, tracking: &str, kind: Kind) -> Result<Vec<String>, DriveError> {
        let query = format!(
            "'{}' in parents and trashed = false and properties has {{ key='{TRACKING}' and value='{tracking}' }} \
             and properties has {{ key='{KIND}' and value='{}' }}",
            self.folder_id,
            kind.word()
        );
        self.list(&query).await
    }

    /// The files of a name in the folder, whoever made them, the oldest first.
    pub async fn find_named(&self, name: &str) -> Result<Vec<String>, DriveError> {
        let quoted = name.replace('\\', r"\\").replace('\'', r"\'");
        let query = format!(
            "'{}' in parents and trashed = false and name = '{quoted}'",
            self.folder_id
        );
        self.list(&query).await
    }

    /// Puts a file into the trash: in a shared drive an editor may not delete. That it is gone already is success.
    pub async fn discard(&self, id: &str) -> Result<(), DriveError> {
        let trashed = File {
            trashed: Some(true),
            ..Default::default()
        };
        let update = || {
            let call = self.hub.files().update(trashed.clone(), id);
            call.supports_all_drives(true).doit_without_upload()
        };
        match self.google.call("drive.files.update", update).await {
            Ok(_) | Err(CallError::NotFound(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn list(&self, query: &str) -> Result<Vec<String>, DriveError> {
        let mut ids = Vec::new();
        let mut page: Option<String> = None;
        loop {
            let list = || {
                let call = self.hub.files().list().q(query).page_size(1_000);
                let call = call
                    .supports_all_drives(true)
                    .include_items_from_all_drives(true)
                    .order_by("createdTime")
                    .param("fields", "nextPageToken,files(id)");
                match &page {
                    Some(page) => call.page_token(page).doit(),
                    None => call.doit(),
                }
            };
            let (_, found) = self.google.call("drive.files.list", list).await?;
            ids.extend(found.files.into_iter().flatten().filter_map(|file| file.id));
            page = found.next_page_token;
            if page.is_none() {
                return Ok(ids);
            }
        }
    }

    async fn update(&self, id: &str, file: &NewFile<'_>) -> Result<(), CallError> {
        let update = || {
            let call = self
                .hub
                .files()
                .update(File::default(), id)
                .supports_all_drives(true);
            call.upload(Cursor::new(file.content.as_bytes()), file.kind.mime())
        };
        self.google.call("drive.files.update", update).await.map(drop)
    }

    async fn insert(&self, id: &str, file: &NewFile<'_>) -> Result<(), CallError> {
        let properties = [(TRACKING, file.tracking), (KIND, file.kind.word())];
        let described = File {
            id: Some(id.to_owned()),
            name: Some(file.name.to_owned()),
            parents: Some(vec![self.folder_id.clone()]),
            mime_type: Some(file.kind.mime().to_string()),
            properties: Some(
                properties
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
            ),
            ..Default::default()
        };
        let create = || {
            let call = self
                .hub
                .files()
                .create(described.clone())
                .supports_all_drives(true);
            call.upload(Cursor::new(file.content.as_bytes()), file.kind.mime())
        };
        self.google.call("drive.files.create", create).await.map(drop)
    }
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Waiting => "waiting",
        }
    }

    fn mime(self) -> mime::Mime {
        match self {
            Self::Csv => mime::TEXT_CSV,
            Self::Waiting => mime::APPLICATION_JSON,
        }
    }
}
