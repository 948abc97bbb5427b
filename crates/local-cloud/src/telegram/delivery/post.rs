//! One call of the webhook.

use std::time::{Duration, Instant};

use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;

use super::super::settings::{Target, Webhook};
use crate::journal::{Entry, body_text};
use crate::run::service;
use crate::world::World;

/// How long the bot may take, in real time.
const PATIENCE: Duration = Duration::from_secs(60);
const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// How one call went.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What the webhook answered; absent when it could not be reached.
    pub(crate) status: Option<u16>,
    /// Why the update counts as not taken.
    pub(crate) failure: Option<String>,
    pub(crate) body: Bytes,
}

impl Outcome {
    fn unreached(why: String) -> Self {
        Self {
            status: None,
            failure: Some(why),
            body: Bytes::new(),
        }
    }
}

/// Posts a body to the webhook, once; a bot that is gone is started again, as Cloud Run would route to a new instance.
pub(crate) async fn once(world: &World, body: Vec<u8>) -> Outcome {
    let outcome = attempt(world, body.clone()).await;
    match outcome.status {
        None if has_lost_its_bot(world).await => attempt(world, body).await,
        _ => outcome,
    }
}

async fn has_lost_its_bot(world: &World) -> bool {
    let webhook = world.store.read(Webhook::load);
    webhook.is_ok_and(|webhook| matches!(webhook.target, Target::Service)) && service::has_exited(world).await
}

async fn attempt(world: &World, body: Vec<u8>) -> Outcome {
    let webhook = match world.store.read(Webhook::load) {
        Ok(webhook) => webhook,
        Err(error) => return Outcome::unreached(format!("the local database failed: {error}")),
    };
    let address = match address(world, &webhook.target).await {
        Ok(Some(address)) => address,
        Ok(None) => return Outcome::unreached("no webhook is set".to_owned()),
        Err(error) => return Outcome::unreached(error),
    };
    let secret = match webhook.target {
        Target::Service => Some(world.settings.webhook_secret.clone()),
        Target::Url(_) | Target::Nowhere => webhook.secret_token,
    };
    let (at, began) = (world.clock.now(), Instant::now());
    let outcome = post(world, &address, secret, body.clone()).await;
    world.journal.record(Entry {
        at,
        service: "webhook",
        method: "POST".to_owned(),
        path: address,
        status: outcome.status,
        request: body_text(&body),
        response: outcome.status.map_or_else(
            || outcome.failure.clone().unwrap_or_default(),
            |_| body_text(&outcome.body),
        ),
        execution: None,
        caller: None,
        fault: None,
        took_ms: Entry::took(began.elapsed()),
    });
    outcome
}

/// Where updates go; starts the bot where that is our own.
pub(in super::super) async fn address(world: &World, target: &Target) -> Result<Option<String>, String> {
    match target {
        Target::Service => {
            let bot = service::url(world).await.map_err(|error| error.to_string())?;
            Ok(Some(format!("{bot}/telegram")))
        }
        Target::Url(address) => Ok(Some(address.clone())),
        Target::Nowhere => Ok(None),
    }
}

async fn post(world: &World, address: &str, secret: Option<String>, body: Vec<u8>) -> Outcome {
    let mut request = world
        .http
        .post(address)
        .header(CONTENT_TYPE, "application/json")
        .timeout(PATIENCE)
        .body(body);
    if let Some(secret) = secret {
        request = request.header(SECRET_HEADER, secret);
    }
    match request.send().await {
        Ok(response) => answered(response).await,
        Err(error) => Outcome::unreached(explain(error)),
    }
}

async fn answered(response: reqwest::Response) -> Outcome {
    let status = response.status();
    match response.bytes().await {
        Ok(body) => {
            let failure =
                (!status.is_success()).then(|| format!("Wrong response from the webhook: {status}"));
            Outcome {
                status: Some(status.as_u16()),
                failure,
                body,
            }
        }
        Err(error) => Outcome::unreached(explain(error)),
    }
}

fn explain(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "Read timeout expired".to_owned();
    }
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
