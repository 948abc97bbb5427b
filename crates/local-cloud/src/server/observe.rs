//! The journal's eyes: every call to a stand-in is recorded, and a token of ours that is not in force is refused.
//! Here faults strike.

use std::time::Instant;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use tokio::time::sleep;

use super::strike::Fate;
use crate::faults::{Struck, operation};
use crate::google_error::GoogleError;
use crate::journal::{Entry, body_text};
use crate::metadata::tokens::{self, Caller};
use crate::world::{SharedWorld, World};

/// Larger than any upload that the real services take in one request from us.
const BODY_LIMIT: usize = 64 << 20;

/// Records the call, unless it is the page or the control API.
pub(super) async fn observe(State(world): State<SharedWorld>, request: Request, next: Next) -> Response {
    let (began, at, method, uri) = (
        Instant::now(),
        world.clock.now(),
        request.method().clone(),
        request.uri().clone(),
    );
    let path = without_caller(uri.path()).1;
    let Some(service) = service_of(path) else {
        return next.run(request).await;
    };
    let (caller, execution) = match who(&world, service, request.headers(), &uri) {
        Ok(who) => who,
        Err(refusal) => return refusal.into_response(),
    };
    let operation = operation::of(method.as_str(), path);
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return too_large();
    };
    let fate = Fate::of(
        &world,
        operation,
        &caller,
        execution.as_deref(),
        (&uri, &body, &parts.extensions),
    );
    let call = Observed {
        began,
        at,
        service,
        method: method.to_string(),
        path: shown_path(&uri),
        body: body.clone(),
        caller,
        execution,
        fate,
    };
    call.go_on(world, Request::from_parts(parts, Body::from(body)), next)
        .await
}

/// A call that has been read.
struct Observed {
    began: Instant,
    at: DateTime<Utc>,
    service: &'static str,
    method: String,
    path: String,
    body: Bytes,
    caller: Caller,
    execution: Option<String>,
    fate: Fate,
}

impl Observed {
    /// A caller that loses its patience in a delay does not take the call back: a real service would not notice.
    async fn go_on(self, world: SharedWorld, request: Request, next: Next) -> Response {
        let delay = self.fate.delay;
        if delay.is_zero() {
            return self.answered(&world, request, next).await;
        }
        let going_on = tokio::spawn(async move {
            let _busy = world.clock.busy("a delayed call");
            sleep(delay).await;
            self.answered(&world, request, next).await
        });
        let failed = |_| StatusCode::INTERNAL_SERVER_ERROR.into_response();
        going_on.await.unwrap_or_else(failed)
    }

    async fn answered(self, world: &World, request: Request, next: Next) -> Response {
        let response = match self.fate.answer(world) {
            Some(instead) => instead,
            None if self.caller == Caller::Refused && is_google_api(self.service) => {
                unauthenticated().into_response()
            }
            None => next.run(request).await,
        };
        let (response, answer) = tee(response).await;
        self.fate.carry_out();
        let is_heard = !self.fate.is_cut();
        world.journal.record(Entry {
            at: self.at,
            service: self.service,
            method: self.method,
            path: self.path,
            status: is_heard.then(|| response.status().as_u16()),
            request: body_text(&self.body),
            response: body_text(&answer),
            execution: self.execution,
            caller: account(self.caller),
            fault: self.fate.struck.as_ref().map(Struck::shown),
            took_ms: Entry::took(self.began.elapsed()),
        });
        response
    }
}

fn service_of(path: &str) -> Option<&'static str> {
    let service = match path.split('/').nth(1)? {
        "v1" => "scheduler",
        "v2" => "run",
        "v4" => "sheets",
        "drive" => "drive",
        "upload" if path.starts_with("/upload/drive/") => "drive",
        "resumable" if path.starts_with("/resumable/upload/drive/") => "drive",
        "computeMetadata" => "metadata",
        "demo" => "demo",
        "file" if path.starts_with("/file/bot") => "telegram",
        bot if bot.starts_with("bot") => "telegram",
        "" | "_local" => return None,
        page if page.contains('.') || page == "assets" => return None,
        _ => "unknown",
    };
    Some(service)
}

/// Splits `/_execution/NAME` (and `/_service/NAME`) off: it tells callers of the metadata server apart.
fn without_caller(path: &str) -> (Option<&str>, &str) {
    for prefix in ["/_execution/", "/_service/"] {
        if let Some(rest) = path.strip_prefix(prefix) {
            let (name, rest) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
            let rest = if rest == "/" { "/computeMetadata/" } else { rest };
            return (Some(name).filter(|_| prefix == "/_execution/"), rest);
        }
    }
    (None, path)
}

type Who = (Caller, Option<String>);

fn who(world: &World, service: &str, headers: &HeaderMap, uri: &Uri) -> Result<Who, GoogleError> {
    let caller = tokens::caller(world, bearer(headers).or(token_in_query(uri)))?;
    let execution = match (service, &caller) {
        ("metadata", _) => without_caller(uri.path()).0.map(str::to_owned),
        ("demo", _) => world.run.whose_page(&uri.to_string()),
        (_, Caller::Account { execution, .. }) => execution.clone(),
        _ => None,
    };
    Ok((caller, execution))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

fn token_in_query(uri: &Uri) -> Option<&str> {
    uri.query()?
        .split('&')
        .find_map(|pair| pair.strip_prefix("access_token="))
}

fn account(caller: Caller) -> Option<String> {
    match caller {
        Caller::Account { email, .. } => Some(email),
        Caller::Anonymous | Caller::Refused => None,
    }
}

fn is_google_api(service: &str) -> bool {
    matches!(service, "scheduler" | "run" | "sheets" | "drive")
}

/// As the caller wrote it, without what is secret or ours: any bot's token, foreign tokens and keys.
fn shown_path(uri: &Uri) -> String {
    let path = without_caller(uri.path()).1;
    let segments = path
        .split('/')
        .enumerate()
        .map(|(index, segment)| match (index, segment) {
            (1 | 2, token) if token.starts_with("bot") && token.contains(':') => "bot<token>",
            _ => segment,
        });
    let path = segments.collect::<Vec<_>>().join("/");
    let Some(query) = uri.query() else { return path };
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name @ ("access_token" | "oauth_token" | "key"), _)) => format!("{name}=<secret>"),
        _ => pair.to_owned(),
    });
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

/// The answer again, and what it says.
async fn tee(response: Response) -> (Response, Bytes) {
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(body) => (Response::from_parts(parts, Body::from(body.clone())), body),
        Err(error) => {
            tracing::error!(%error, "an answer broke off");
            (StatusCode::INTERNAL_SERVER_ERROR.into_response(), Bytes::new())
        }
    }
}

fn too_large() -> Response {
    GoogleError::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "INVALID_ARGUMENT",
        "Request payload size exceeds the limit.",
    )
    .into_response()
}

fn unauthenticated() -> GoogleError {
    let message = "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or \
                   other valid authentication credential.";
    GoogleError::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message)
}
