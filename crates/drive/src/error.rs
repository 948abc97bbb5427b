//! What can go wrong on Drive, and what to do about it.

use gcp::CallError;
use thiserror::Error;

/// A call to Google Drive that failed for good.
#[derive(Debug, Error)]
pub enum DriveError {
    /// A service account owns no storage.
    #[error(
        "a service account has no storage of its own: set DRIVE_FOLDER_ID to a folder in a shared drive, or \
         GOOGLE_CREDENTIALS to a person's; or make an empty file of the CSV's name in the folder, which is filled then"
    )]
    NoStorage(#[source] CallError),
    /// 403: the folder is not shared with the account that runs this.
    #[error(
        "the Drive folder is closed to this account: share it with the tracker's service account as editor"
    )]
    Denied(#[source] CallError),
    /// 404 for the folder.
    #[error(
        "there is no such folder on Drive: check DRIVE_FOLDER_ID, and that it is shared with this account"
    )]
    NoFolder(#[source] CallError),
    /// Drive was asked for an id and answered none.
    #[error("Drive answered no id for a new file")]
    NoId,
    /// Anything else; transient errors were tried again before.
    #[error("Google Drive did not store or answer")]
    Call(#[source] CallError),
}

impl DriveError {
    /// Whether it may go away by itself.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Call(error) => error.is_transient(),
            Self::NoStorage(_) | Self::Denied(_) | Self::NoFolder(_) | Self::NoId => false,
        }
    }
}

impl From<CallError> for DriveError {
    fn from(error: CallError) -> Self {
        match &error {
            CallError::Denied { reason, .. } if reason == "storageQuotaExceeded" => Self::NoStorage(error),
            CallError::Denied { .. } => Self::Denied(error),
            CallError::NotFound(_) => Self::NoFolder(error),
            _ => Self::Call(error),
        }
    }
}
