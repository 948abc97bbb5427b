//! CSV backups on Google Drive.
//!
//! Drive cannot append and its names are not unique, so a CSV is always stored whole, under an id that was fixed
//! before: storing it again after a lost answer changes nothing.

mod error;

use std::io::Cursor;

use gcp::{CallError, Google, Service};
use google_drive3::DriveHub;
use google_drive3::api::File;
use http_body_util::BodyExt;

pub use error::DriveError;

/// A folder on Drive that holds a CSV per tracking.
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

    /// Stores a CSV whole: replaces the file's content, or creates the file under that id.
    pub async fn store(&self, id: &str, name: &str, csv: &str) -> Result<(), DriveError> {
        match self.update(id, csv).await {
            Err(CallError::NotFound(_)) => match self.create(id, name, csv).await {
                // Created by an attempt whose answer was lost, or by another execution.
                Err(CallError::Conflict(_)) => Ok(self.update(id, csv).await?),
                other => Ok(other?),
            },
            other => Ok(other?),
        }
    }

    async fn update(&self, id: &str, csv: &str) -> Result<(), CallError> {
        let update = || {
            let call = self
                .hub
                .files()
                .update(File::default(), id)
                .supports_all_drives(true);
            call.upload(Cursor::new(csv.as_bytes()), mime::TEXT_CSV)
        };
        self.google.call("drive.files.update", update).await.map(drop)
    }

    async fn create(&self, id: &str, name: &str, csv: &str) -> Result<(), CallError> {
        let file = File {
            id: Some(id.to_owned()),
            name: Some(name.to_owned()),
            parents: Some(vec![self.folder_id.clone()]),
            mime_type: Some(mime::TEXT_CSV.to_string()),
            ..Default::default()
        };
        let create = || {
            let call = self.hub.files().create(file.clone()).supports_all_drives(true);
            call.upload(Cursor::new(csv.as_bytes()), mime::TEXT_CSV)
        };
        self.google.call("drive.files.create", create).await.map(drop)
    }
}
