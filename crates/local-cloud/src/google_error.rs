//! Refusals in the form of Google's APIs.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// `{"error": {"code", "message", "status", ...}}` with the HTTP status that belongs to it.
#[derive(Debug)]
pub(crate) struct GoogleError {
    code: StatusCode,
    status: &'static str,
    message: String,
    /// Drive's older form carries `errors: [{domain, reason, message}]` as well.
    reason: Option<&'static str>,
}

impl GoogleError {
    pub(crate) fn invalid_argument(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", message)
    }

    pub(crate) fn failed_precondition(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "FAILED_PRECONDITION", message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", message)
    }

    pub(crate) fn already_exists(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "ALREADY_EXISTS", message)
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
    }

    /// A code without a constructor of its own.
    pub(crate) fn new(code: StatusCode, status: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            status,
            message: message.into(),
            reason: None,
        }
    }

    /// Adds Drive's `errors[].reason`.
    pub(crate) fn with_reason(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    /// The status as `google.rpc.Code`.
    pub(crate) fn rpc_code(&self) -> i64 {
        rpc_code(self.status)
    }

    pub(crate) fn http_status(&self) -> u16 {
        self.code.as_u16()
    }

    /// The sentence alone.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// The body as Google sends it.
    pub(crate) fn body(&self) -> Value {
        let mut error = json!({ "code": self.code.as_u16(), "message": self.message, "status": self.status });
        if let Some(reason) = self.reason {
            error["errors"] = json!([{ "domain": "global", "reason": reason, "message": self.message }]);
        }
        json!({ "error": error })
    }
}

/// `google.rpc.Code` by the name of a status: <https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto>
pub(crate) fn rpc_code(status: &str) -> i64 {
    match status {
        "OK" => 0,
        "CANCELLED" => 1,
        "INVALID_ARGUMENT" => 3,
        "DEADLINE_EXCEEDED" => 4,
        "NOT_FOUND" => 5,
        "ALREADY_EXISTS" => 6,
        "PERMISSION_DENIED" => 7,
        "RESOURCE_EXHAUSTED" => 8,
        "FAILED_PRECONDITION" => 9,
        "ABORTED" => 10,
        "OUT_OF_RANGE" => 11,
        "UNIMPLEMENTED" => 12,
        "INTERNAL" => 13,
        "UNAVAILABLE" => 14,
        "DATA_LOSS" => 15,
        "UNAUTHENTICATED" => 16,
        _ => 2,
    }
}

impl IntoResponse for GoogleError {
    fn into_response(self) -> Response {
        (self.code, Json(self.body())).into_response()
    }
}

impl From<rusqlite::Error> for GoogleError {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(format!("the local database failed: {error}"))
    }
}
