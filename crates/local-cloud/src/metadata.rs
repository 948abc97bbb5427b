//! The metadata server: how a program on Google Cloud learns who and where it is.
//!
//! Served below three addresses, which tell the callers apart: `/_execution/NAME` for a tracker's execution,
//! `/_service/NAME` for the bot, and the bare path for everybody else.

pub(crate) mod tokens;

use std::collections::HashMap;

use axum::Json;
use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use crate::google_error::GoogleError;
use crate::world::{SharedWorld, World};

pub(crate) use tokens::SCHEMA;

const FLAVOR: &str = "Metadata-Flavor";
const SCOPES: &[&str] = &[
    "https://www.googleapis.com/auth/cloud-platform",
    "https://www.googleapis.com/auth/drive",
    "https://www.googleapis.com/auth/spreadsheets",
];

type Parameters = Path<HashMap<String, String>>;
type Answer = Result<Response, GoogleError>;

/// Its routes.
pub(crate) fn routes() -> Router<SharedWorld> {
    let ping = || get(async || "computeMetadata/\n");
    Router::new()
        .route("/_execution/{execution}", ping())
        .route("/_execution/{execution}/", ping())
        .route("/_service/{service}", ping())
        .route("/_service/{service}/", ping())
        .merge(below(""))
        .merge(below("/_execution/{execution}"))
        .merge(below("/_service/{service}"))
        .route_layer(from_fn(flavor))
}

fn below(caller: &str) -> Router<SharedWorld> {
    let v1 = format!("{caller}/computeMetadata/v1");
    let accounts_at = |tail: &str| format!("{v1}/instance/service-accounts/{tail}");
    Router::new()
        .route(&format!("{v1}/"), get(async || "instance/\nproject/\n"))
        .route(&format!("{v1}/project/project-id"), get(project))
        .route(&format!("{v1}/instance/region"), get(region))
        .route(
            &format!("{v1}/universe/universe-domain"),
            get(async || "googleapis.com"),
        )
        .route(&accounts_at(""), get(accounts))
        .route(&accounts_at("{account}/"), get(account))
        .route(&accounts_at("{account}/email"), get(email))
        .route(
            &accounts_at("{account}/scopes"),
            get(async || SCOPES.join("\n") + "\n"),
        )
        .route(&accounts_at("{account}/token"), get(token))
}

/// E-mail of the bot's service account, whose token a Scheduler job's firing carries.
pub(crate) fn bot_account(world: &World) -> String {
    format!(
        "signchronicle-bot@{}.iam.gserviceaccount.com",
        world.settings.project
    )
}

/// E-mail of the tracker's service account.
pub(crate) fn tracker_account(world: &World) -> String {
    format!(
        "signchronicle-tracker@{}.iam.gserviceaccount.com",
        world.settings.project
    )
}

/// Clients ping the bare `/`, which is the page here, and look for the header in the answer.
pub(crate) async fn answer_ping(request: Request, next: Next) -> Response {
    let is_ping = request.uri().path() == "/" && asks_rightly(&request);
    let mut response = next.run(request).await;
    if is_ping {
        response
            .headers_mut()
            .insert(FLAVOR, HeaderValue::from_static("Google"));
    }
    response
}

/// The header keeps a page that was talked into fetching from here away from the tokens.
async fn flavor(request: Request, next: Next) -> Response {
    let is_ping = !request.uri().path().contains("/computeMetadata/");
    let mut response = if asks_rightly(&request) || is_ping {
        next.run(request).await
    } else {
        (
            StatusCode::FORBIDDEN,
            "Missing required header \"Metadata-Flavor\": \"Google\"\n",
        )
            .into_response()
    };
    response
        .headers_mut()
        .insert(FLAVOR, HeaderValue::from_static("Google"));
    response
}

fn asks_rightly(request: &Request) -> bool {
    request
        .headers()
        .get(FLAVOR)
        .is_some_and(|value| value == "Google")
}

async fn project(State(world): State<SharedWorld>) -> String {
    world.settings.project.clone()
}

async fn region(State(world): State<SharedWorld>) -> String {
    format!("projects/1/regions/{}", world.settings.region)
}

async fn accounts(
    State(world): State<SharedWorld>,
    Path(parameters): Parameters,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let email = default_account(&world, &parameters);
    if is_recursive(&query) {
        let account = description(&email);
        return Json(json!({ "default": account, email: account })).into_response();
    }
    format!("default/\n{email}/\n").into_response()
}

async fn account(
    State(world): State<SharedWorld>,
    Path(parameters): Parameters,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let Some(email) = named_account(&world, &parameters) else {
        return unknown();
    };
    if is_recursive(&query) {
        return Json(description(&email)).into_response();
    }
    "aliases\nemail\nscopes\ntoken\n".into_response()
}

async fn email(State(world): State<SharedWorld>, Path(parameters): Parameters) -> Response {
    named_account(&world, &parameters).map_or_else(unknown, IntoResponse::into_response)
}

async fn token(State(world): State<SharedWorld>, Path(parameters): Parameters) -> Answer {
    let Some(email) = named_account(&world, &parameters) else {
        return Ok(unknown());
    };
    let execution = parameters.get("execution").map(String::as_str);
    let token = tokens::mint(&world, &email, execution)?;
    let body =
        json!({ "access_token": token, "expires_in": tokens::LIFETIME_SECONDS, "token_type": "Bearer" });
    Ok(Json(body).into_response())
}

fn unknown() -> Response {
    (StatusCode::NOT_FOUND, "The service account was not found.\n").into_response()
}

fn is_recursive(query: &HashMap<String, String>) -> bool {
    query
        .get("recursive")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

fn description(email: &str) -> serde_json::Value {
    json!({ "aliases": ["default"], "email": email, "scopes": SCOPES })
}

fn default_account(world: &World, parameters: &HashMap<String, String>) -> String {
    if parameters.contains_key("service") {
        bot_account(world)
    } else {
        tracker_account(world)
    }
}

/// `default` or an e-mail; a program may only speak for the account that it runs as.
fn named_account(world: &World, parameters: &HashMap<String, String>) -> Option<String> {
    let own = default_account(world, parameters);
    let outside = !parameters.contains_key("service") && !parameters.contains_key("execution");
    match parameters.get("account").map(String::as_str) {
        Some("default") => Some(own),
        Some(email) if email == own => Some(own),
        Some(email) if outside && email == bot_account(world) => Some(email.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
