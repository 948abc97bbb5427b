//! The journal's eyes: every call to a stand-in is recorded, and a token of ours that is not in force is refused.
//! Here faults strike.

use std::future::ready;
use std::time::Instant;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt as _, Full};
use tokio::time::sleep;

use super::strike::Fate;
use crate::faults::{Struck, operation};
use crate::google_error::GoogleError;
use crate::journal::{Entry, body_text};
use crate::metadata::tokens::{self, Caller};
use crate::pubsub;
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
        let is_grpc = pubsub::is_grpc(request.headers());
        let response = match self.fate.answer(world) {
            Some(instead) => instead,
            None if self.caller == Caller::Refused && is_google_api(self.service) => {
                unauthenticated().into_response()
            }
            None => next.run(request).await,
        };
        let (response, answer) = tee(response).await;
        let refusal = pubsub::as_refusal(&answer).filter(|_| is_grpc);
        self.fate.carry_out();
        let is_heard = !self.fate.is_cut();
        world.journal.record(Entry {
            at: self.at,
            service: self.service,
            method: self.method,
            status: is_heard.then(|| response.status().as_u16()),
            request: pubsub::shown(&self.path, &self.body).unwrap_or_else(|| body_text(&self.body)),
            response: body_text(&answer),
            path: self.path,
            execution: self.execution,
            caller: account(self.caller),
            fault: self.fate.struck.as_ref().map(Struck::shown),
            took_ms: Entry::took(self.began.elapsed()),
        });
        refusal.unwrap_or(response)
    }
}

fn service_of(path: &str) -> Option<&'static str> {
    let service = match path.split('/').nth(1)? {
        "v1" if is_pubsub(path) => "pubsub",
        "v1" => "scheduler",
        "v2" => "run",
        "v4" => "sheets",
        "drive" => "drive",
        "upload" if path.starts_with("/upload/drive/") => "drive",
        "resumable" if path.starts_with("/resumable/upload/drive/") => "drive",
        "computeMetadata" => "metadata",
        "oauth2" => "oauth2",
        service if service.starts_with("google.pubsub.v1.") => "pubsub",
        "demo" => "demo",
        "file" if path.starts_with("/file/bot") => "telegram",
        bot if bot.starts_with("bot") => "telegram",
        "" | "_local" => return None,
        page if page.contains('.') || page == "assets" => return None,
        _ => "unknown",
    };
    Some(service)
}

/// Topics and subscriptions stand beside Cloud Scheduler's locations.
fn is_pubsub(path: &str) -> bool {
    let collection = path.split('/').nth(4).unwrap_or_default();
    ["topics", "subscriptions"].contains(&collection)
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
    matches!(service, "scheduler" | "run" | "pubsub" | "sheets" | "drive")
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

/// The answer again, with the trailers that gRPC ends with, and what it says.
async fn tee(response: Response) -> (Response, Bytes) {
    let (parts, body) = response.into_parts();
    match body.collect().await {
        Ok(collected) => {
            let trailers = collected.trailers().cloned().map(Ok);
            let body = collected.to_bytes();
            let again = match trailers {
                None => Body::from(body.clone()),
                trailers => Body::new(Full::new(body.clone()).with_trailers(ready(trailers))),
            };
            (Response::from_parts(parts, again), body)
        }
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
