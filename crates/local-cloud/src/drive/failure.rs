//! Drive's refusals, with the reasons that clients look at.

use axum::http::StatusCode;

use crate::google_error::GoogleError;

/// 404 for what is not there, or not for this caller.
pub(super) fn not_found(id: &str) -> GoogleError {
    GoogleError::not_found(format!("File not found: {id}.")).with_reason("notFound")
}

/// 400 for a parameter's value.
pub(super) fn invalid_value(message: impl Into<String>) -> GoogleError {
    GoogleError::invalid_argument(message).with_reason("invalid")
}

/// 400 for a parameter.
pub(super) fn invalid_parameter(message: impl Into<String>) -> GoogleError {
    GoogleError::invalid_argument(message).with_reason("invalidParameter")
}

/// 400 for a body that is no JSON, or not announced as such.
pub(super) fn bad_content(message: impl Into<String>, reason: &'static str) -> GoogleError {
    GoogleError::invalid_argument(message).with_reason(reason)
}

/// 403 with a reason.
pub(super) fn forbidden(message: impl Into<String>, reason: &'static str) -> GoogleError {
    GoogleError::new(StatusCode::FORBIDDEN, "PERMISSION_DENIED", message).with_reason(reason)
}

/// 409 for an id that a file has already.
pub(super) fn id_in_use() -> GoogleError {
    GoogleError::already_exists("A file already exists with the provided ID.").with_reason("fileIdInUse")
}

/// What a service account hears that would own a file.
pub(super) fn no_storage() -> GoogleError {
    forbidden(
        "Service Accounts do not have storage quota. Leverage shared drives \
         (https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation \
         (http://support.google.com/a/answer/7281227) instead.",
        "storageQuotaExceeded",
    )
}
