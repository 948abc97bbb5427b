//! Refusals in the form of the Bot API.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::google_error::GoogleError;

/// `{"ok": false, "error_code", "description"}` with the HTTP status of the code.
#[derive(Debug, PartialEq)]
pub(crate) struct Refusal {
    code: StatusCode,
    description: String,
    /// `ResponseParameters`.
    parameters: Option<Value>,
}

impl Refusal {
    /// 400; the description begins with `Bad Request: ` as every one of the Bot API does.
    pub(super) fn bad_request(what: impl AsRef<str>) -> Self {
        Self {
            code: StatusCode::BAD_REQUEST,
            description: format!("Bad Request: {}", what.as_ref()),
            parameters: None,
        }
    }

    /// 403: the bot may not write in the chat.
    pub(super) fn forbidden(what: impl AsRef<str>) -> Self {
        Self {
            code: StatusCode::FORBIDDEN,
            description: format!("Forbidden: {}", what.as_ref()),
            parameters: None,
        }
    }

    /// 400: the group goes on under another id.
    pub(super) fn migrated(to: i64) -> Self {
        Self {
            parameters: Some(json!({ "migrate_to_chat_id": to })),
            ..Self::bad_request("group chat was upgraded to a supergroup chat")
        }
    }

    /// 429: the bot sends too fast.
    pub(super) fn too_many(retry_after_s: u64) -> Self {
        Self {
            code: StatusCode::TOO_MANY_REQUESTS,
            description: format!("Too Many Requests: retry after {retry_after_s}"),
            parameters: Some(json!({ "retry_after": retry_after_s })),
        }
    }

    /// 401: another token than the bot's.
    pub(super) fn unauthorized() -> Self {
        Self {
            code: StatusCode::UNAUTHORIZED,
            description: "Unauthorized".to_owned(),
            parameters: None,
        }
    }

    /// 404: no such method.
    pub(super) fn no_such_method() -> Self {
        Self {
            code: StatusCode::NOT_FOUND,
            description: "Not Found".to_owned(),
            parameters: None,
        }
    }

    /// 409: updates come by the webhook.
    pub(super) fn webhook_is_active() -> Self {
        let what = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
        Self {
            code: StatusCode::CONFLICT,
            description: format!("Conflict: {what}"),
            parameters: None,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body =
            json!({ "ok": false, "error_code": self.code.as_u16(), "description": self.description });
        if let Some(parameters) = self.parameters {
            body["parameters"] = parameters;
        }
        (self.code, Json(body)).into_response()
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        let description = format!("Internal Server Error: the local database failed: {error}");
        Self {
            code: StatusCode::INTERNAL_SERVER_ERROR,
            description,
            parameters: None,
        }
    }
}

/// What a person cannot do is refused by the control API in its own form.
impl From<Refusal> for GoogleError {
    fn from(refusal: Refusal) -> Self {
        match refusal.description.strip_prefix("Bad Request: ") {
            Some(reason) => Self::invalid_argument(reason),
            None => Self::internal(refusal.description),
        }
    }
}
