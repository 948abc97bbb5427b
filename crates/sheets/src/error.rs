//! What can go wrong with the spreadsheet, and what to do about it.

use gcp::CallError;
use thiserror::Error;

/// A call to Google Sheets that failed for good.
#[derive(Debug, Error)]
pub enum SheetsError {
    /// 403: the file is not shared with the account that runs this.
    #[error(
        "the spreadsheet is closed to this account: share it with the tracker's service account as editor"
    )]
    Denied(#[source] CallError),
    /// 404.
    #[error("there is no such spreadsheet: check SPREADSHEET_ID")]
    NoSpreadsheet(#[source] CallError),
    /// The workbook is full.
    #[error(
        "the spreadsheet has reached its limit of 10 million cells: archive or delete old tabs, or set another SPREADSHEET_ID"
    )]
    Full(#[source] CallError),
    /// The tab's memory is none of ours.
    #[error(
        "the memory of {tracking}'s tab is damaged: copy its rows, delete it, and the next firing makes a new tab"
    )]
    Memory {
        /// The tracking.
        tracking: String,
        /// Why it cannot be read.
        #[source]
        source: serde_json::Error,
    },
    /// Anything else; transient errors were tried again before.
    #[error("Google Sheets did not store or answer")]
    Call(#[source] CallError),
}

impl SheetsError {
    /// Whether it may go away by itself.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Call(error) if error.is_transient())
    }

    /// Whether too much was asked in this minute.
    pub fn is_out_of_quota(&self) -> bool {
        matches!(self, Self::Call(CallError::Quota { .. }))
    }

    /// Whether the whole batch was refused because of what it asked for: someone else was faster, or it cannot be.
    pub(crate) fn is_conflict(&self) -> bool {
        matches!(self, Self::Call(CallError::Rejected { .. }))
    }
}

impl From<CallError> for SheetsError {
    fn from(error: CallError) -> Self {
        match &error {
            CallError::Denied { .. } => Self::Denied(error),
            CallError::NotFound(_) => Self::NoSpreadsheet(error),
            CallError::Rejected { message, .. } if is_limit(message) => Self::Full(error),
            _ => Self::Call(error),
        }
    }
}

/// `This action would increase the number of cells in the workbook above the limit of 10000000 cells.`
fn is_limit(message: &str) -> bool {
    message.contains("number of cells in the workbook above the limit")
}
