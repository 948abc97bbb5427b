//! What became of a call, in the cases that a caller tells apart.

use std::time::Duration;

use google_apis_common::Error;
use hyper::StatusCode;
use serde::Deserialize;
use thiserror::Error as ThisError;

/// A call that failed for good: either it must not be repeated, or repeating did not help.
#[derive(Debug, ThisError)]
pub enum CallError {
    /// No token was issued.
    #[error("no access token; check GOOGLE_CREDENTIALS, or that the metadata server is reachable")]
    Token(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// 404.
    #[error("not found: {0}")]
    NotFound(String),
    /// 409: it exists already, or changed meanwhile.
    #[error("conflict: {0}")]
    Conflict(String),
    /// 401 or 403.
    #[error("refused ({reason}): {message}")]
    Denied {
        /// Google's reason, `storageQuotaExceeded` for example.
        reason: String,
        /// Google's words.
        message: String,
    },
    /// Another 4xx: the request itself is wrong.
    #[error("rejected ({status}): {message}")]
    Rejected {
        /// The HTTP status.
        status: u16,
        /// Google's words.
        message: String,
    },
    /// 429 until the last attempt.
    #[error("out of quota: {message}")]
    Quota {
        /// Google's words.
        message: String,
    },
    /// 5xx, a broken connection or no answer until the last attempt. Whether the call had an effect is unknown.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

impl CallError {
    /// Whether another attempt may succeed.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Quota { .. } | Self::Unavailable(_) | Self::Token(_))
    }

    /// The error of an attempt whose deadline passed.
    pub(crate) fn timed_out(after: Duration) -> Self {
        Self::Unavailable(format!("no answer within {} s", after.as_secs()))
    }

    /// Sorts an HTTP answer that is no success; `message` is Google's words.
    pub fn of_status(status: u16, reason: String, message: String) -> Self {
        match status {
            404 => Self::NotFound(message),
            409 => Self::Conflict(message),
            429 => Self::Quota { message },
            403 if is_quota(&reason) => Self::Quota { message },
            401 | 403 => Self::Denied { reason, message },
            400..=499 => Self::Rejected { status, message },
            _ => Self::Unavailable(format!("HTTP {status}: {message}")),
        }
    }

    /// Sorts an HTTP answer that is no success by its body, or where that is not Google's by its status.
    pub(crate) fn of_answer(status: StatusCode, body: &[u8]) -> Self {
        match serde_json::from_slice(body) {
            Ok(body) => of_body(&body),
            Err(_) => Self::of_status(status.as_u16(), String::new(), status.to_string()),
        }
    }
}

/// Drive reports its rate limits as 403.
fn is_quota(reason: &str) -> bool {
    matches!(reason, "rateLimitExceeded" | "userRateLimitExceeded")
}

impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        match error {
            Error::BadRequest(body) => of_body(&body),
            Error::Failure(response) => {
                let status = response.status();
                Self::of_status(status.as_u16(), String::new(), status.to_string())
            }
            Error::MissingToken(source) => Self::Token(source),
            Error::HttpError(error) => Self::Unavailable(chain(&error)),
            Error::Io(error) => Self::Unavailable(chain(&error)),
            // An answer that was cut short cannot be told from a broken one: the effect is unknown either way.
            Error::JsonDecodeError(_, error) => {
                Self::Unavailable(format!("the answer cannot be read: {error}"))
            }
            other => Self::Rejected {
                status: 0,
                message: other.to_string(),
            },
        }
    }
}

#[derive(Deserialize)]
struct Body {
    error: Details,
}

#[derive(Deserialize)]
struct Details {
    #[serde(default)]
    code: u16,
    #[serde(default)]
    message: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    errors: Vec<Reason>,
}

#[derive(Deserialize)]
struct Reason {
    #[serde(default)]
    reason: String,
}

/// Google's JSON error, `{"error": {"code", "message", "status", "errors": [{"reason"}]}}`.
fn of_body(body: &serde_json::Value) -> CallError {
    match Body::deserialize(body) {
        Ok(Body { error }) => {
            let reason = error
                .errors
                .into_iter()
                .next()
                .map_or(error.status, |first| first.reason);
            CallError::of_status(error.code, reason, error.message)
        }
        Err(_) => CallError::Rejected {
            status: 0,
            message: body.to_string(),
        },
    }
}

/// An error with all its sources: a hyper error alone says only `client error (Connect)`.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn googles_errors_are_told_apart_by_status_and_reason() {
        for (code, reason, kind, transient) in [
            (404, "notFound", "not found: m", false),
            (409, "alreadyExists", "conflict: m", false),
            (400, "badRequest", "rejected (400): m", false),
            (401, "authError", "refused (authError): m", false),
            (
                403,
                "storageQuotaExceeded",
                "refused (storageQuotaExceeded): m",
                false,
            ),
            (403, "userRateLimitExceeded", "out of quota: m", true),
            (429, "rateLimitExceeded", "out of quota: m", true),
            (503, "backendError", "unavailable: HTTP 503: m", true),
        ] {
            let body = json!({ "error": { "code": code, "message": "m", "errors": [{ "reason": reason }] } });
            let error = CallError::from(Error::BadRequest(body));
            assert_eq!(
                (error.to_string().as_str(), error.is_transient()),
                (kind, transient)
            );
        }
    }

    #[test]
    fn the_newer_form_names_its_status() {
        let body = json!({ "error": { "code": 403, "message": "m", "status": "PERMISSION_DENIED" } });
        assert_eq!(
            CallError::from(Error::BadRequest(body)).to_string(),
            "refused (PERMISSION_DENIED): m"
        );
    }

    #[test]
    fn a_body_that_is_no_google_error_is_kept_as_it_is() {
        let error = CallError::from(Error::BadRequest(json!({ "oops": 1 })));
        assert_eq!(error.to_string(), r#"rejected (0): {"oops":1}"#);
    }
}
