//! Refusals by a fault, as the service that was called writes them.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Struck;
use super::fault::{Effect, Refusal};
use super::operation::GOOGLE;
use super::quota::Per;

/// What the caller hears, if the fault is one that answers.
pub(crate) fn answer(struck: &Struck, operation: &str, now: DateTime<Utc>) -> Option<Response> {
    let service = operation.split('.').next().unwrap_or_default();
    let refusal = match &struck.effect {
        Effect::Status(refusal) => refusal.clone(),
        Effect::Quota { .. } if service == "sheets" || service == "drive" => Refusal {
            status: 429,
            ..Refusal::default()
        },
        Effect::Quota { .. } => Refusal {
            status: 429,
            retry_after_s: Some(until_next_minute(now)).filter(|_| !GOOGLE.contains(&service)),
            ..Refusal::default()
        },
        _ => return None,
    };
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match (service, &struck.effect) {
        ("telegram", _) => (status, Json(telegram(&refusal))).into_response(),
        ("demo", _) => (status, Html(page(&refusal))).into_response(),
        ("metadata", _) => (status, sentence(&refusal) + "\n").into_response(),
        (_, Effect::Quota { per_minute, per }) => {
            (status, Json(quota(operation, *per_minute, *per))).into_response()
        }
        _ => (status, Json(google(service, &refusal))).into_response(),
    };
    let headers = response.headers_mut();
    if let Some(seconds) = refusal.retry_after_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if service == "metadata" {
        headers.insert("Metadata-Flavor", HeaderValue::from_static("Google"));
    }
    Some(response)
}

fn google(service: &str, refusal: &Refusal) -> Value {
    let mut error = json!({
        "code": refusal.status,
        "message": sentence(refusal),
        "status": google_status(refusal.status),
    });
    if service == "drive" {
        let (domain, usual) = drive_reason(refusal.status);
        let reason = refusal.reason.as_deref().unwrap_or(usual);
        error["errors"] = json!([{ "domain": domain, "reason": reason, "message": sentence(refusal) }]);
    } else if let Some(reason) = &refusal.reason {
        let details = "type.googleapis.com/google.rpc.ErrorInfo";
        error["details"] = json!([{ "@type": details, "reason": reason, "domain": "googleapis.com" }]);
    }
    json!({ "error": error })
}

/// <https://docs.cloud.google.com/docs/quotas/troubleshoot>
fn quota(operation: &str, per_minute: u64, per: Per) -> Value {
    let (service, method) = operation.split_once('.').unwrap_or_default();
    let (metric, label) = match (service, is_read(method)) {
        ("sheets", true) => ("read_requests", "Read requests"),
        ("sheets", false) => ("write_requests", "Write requests"),
        _ => ("default", "Queries"),
    };
    let (whose, limit) = match per {
        Per::Account => (" per user", "PerMinutePerUser"),
        Per::All | Per::Project => ("", "PerMinutePerProject"),
    };
    let host = match service {
        "scheduler" => "cloudscheduler.googleapis.com".to_owned(),
        _ => format!("{service}.googleapis.com"),
    };
    let message = format!(
        "Quota exceeded for quota metric '{label}' and limit '{label} per minute{whose}' of service '{host}' for \
         consumer 'project_number:1'."
    );
    let mut error = json!({
        "code": 429,
        "message": message,
        "status": "RESOURCE_EXHAUSTED",
        "details": [{
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "RATE_LIMIT_EXCEEDED",
            "domain": "googleapis.com",
            "metadata": {
                "consumer": "projects/1",
                "quota_limit": format!("{}{limit}", label.replace(" r", "R")),
                "quota_limit_value": per_minute.to_string(),
                "quota_location": "global",
                "quota_metric": format!("{host}/{metric}"),
                "service": host,
            },
        }],
    });
    if service == "drive" {
        error["errors"] =
            json!([{ "domain": "usageLimits", "reason": "rateLimitExceeded", "message": message }]);
    }
    json!({ "error": error })
}

fn is_read(method: &str) -> bool {
    let name = method.rsplit('.').next().unwrap_or_default();
    matches!(
        name,
        "get" | "getByDataFilter" | "search" | "batchGet" | "batchGetByDataFilter"
    )
}

fn telegram(refusal: &Refusal) -> Value {
    let wait = refusal.retry_after_s.unwrap_or(1);
    let usual = match refusal.status {
        400 => "Bad Request".to_owned(),
        403 => "Forbidden: bot was blocked by the user".to_owned(),
        429 => format!("Too Many Requests: retry after {wait}"),
        status => http_reason(status).to_owned(),
    };
    let description = refusal.message.clone().unwrap_or(usual);
    let mut body = json!({ "ok": false, "error_code": refusal.status, "description": description });
    // The real one says so with every 429.
    if refusal.status == 429 || refusal.retry_after_s.is_some() {
        body["parameters"] = json!({ "retry_after": wait });
    }
    body
}

fn page(refusal: &Refusal) -> String {
    let (status, reason) = (refusal.status, http_reason(refusal.status));
    format!("<!DOCTYPE html><title>{status} {reason}</title><h1>{status} {reason}</h1>\n")
}

/// In the words that Google's front end uses where a service has none of its own.
fn sentence(refusal: &Refusal) -> String {
    if let Some(message) = &refusal.message {
        return message.clone();
    }
    let usual = match refusal.status {
        401 => "Request had invalid authentication credentials.",
        403 => "The caller does not have permission",
        404 => "Requested entity was not found.",
        429 => "Resource has been exhausted (e.g. check quota).",
        500 => "Internal error encountered.",
        503 => "The service is currently unavailable.",
        504 => "Deadline expired before operation could complete.",
        status => http_reason(status),
    };
    usual.to_owned()
}

fn http_reason(status: u16) -> &'static str {
    let status = StatusCode::from_u16(status).ok();
    status
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error")
}

fn google_status(status: u16) -> &'static str {
    match status {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        409 => "ABORTED",
        412 => "FAILED_PRECONDITION",
        429 => "RESOURCE_EXHAUSTED",
        499 => "CANCELLED",
        500 => "INTERNAL",
        501 => "UNIMPLEMENTED",
        502 | 503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        _ => "UNKNOWN",
    }
}

/// Domain and reason of `errors`, by <https://developers.google.com/workspace/drive/api/guides/handle-errors>
fn drive_reason(status: u16) -> (&'static str, &'static str) {
    match status {
        400 => ("global", "badRequest"),
        401 => ("global", "authError"),
        403 => ("global", "insufficientFilePermissions"),
        404 => ("global", "notFound"),
        429 => ("usageLimits", "rateLimitExceeded"),
        _ => ("global", "backendError"),
    }
}

fn until_next_minute(now: DateTime<Utc>) -> u64 {
    60 - now.timestamp().rem_euclid(60).unsigned_abs()
}
