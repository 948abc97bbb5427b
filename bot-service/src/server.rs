//! The routes, and which status an update is answered with.
//!
//! An update is handled to its end before it is answered, since Cloud Run gives CPU only while a request is open. 200
//! says that Telegram must not send it again: also when Google failed, for then the person was told, and a repetition
//! would only repeat the message. 500 says that the person could *not* be told: Telegram sends the update again, and
//! every handler bears that.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use telegram::read_update;
use tokio::time::timeout;

use crate::bot::Bot;
use crate::secret::WebhookSecret;
use crate::{body, handlers};

const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";
/// The longest update that is taken, in bytes.
const LONGEST_UPDATE: usize = 1024 * 1024;
/// Telegram itself gives up after a minute and sends the update again.
const LONGEST_HANDLING: Duration = Duration::from_secs(55);

struct Webhook {
    bot: Arc<Bot>,
    secret: WebhookSecret,
}

/// Telegram's route, and the one by which Cloud Run sees that the bot is there.
pub(crate) fn router(bot: Arc<Bot>, secret: WebhookSecret) -> Router {
    Router::new()
        .route("/telegram", post(telegram))
        .route("/healthz", get(async || "ok"))
        .with_state(Arc::new(Webhook { bot, secret }))
}

async fn telegram(State(webhook): State<Arc<Webhook>>, request: Request) -> StatusCode {
    if !knows_secret(&webhook.secret, &request) {
        return StatusCode::UNAUTHORIZED;
    }
    match body::read_up_to(LONGEST_UPDATE, request.into_body()).await {
        Ok(body) => handle(&webhook.bot, &body).await,
        Err(status) => status,
    }
}

fn knows_secret(secret: &WebhookSecret, request: &Request) -> bool {
    let given = request.headers().get(SECRET_HEADER);
    secret.is(given.map_or(&[], |given| given.as_bytes()))
}

async fn handle(bot: &Bot, body: &[u8]) -> StatusCode {
    let event = match read_update(body) {
        Ok(event) => event,
        Err(error) => {
            tracing::warn!(%error, "a malformed update");
            return StatusCode::BAD_REQUEST;
        }
    };
    match timeout(LONGEST_HANDLING, handlers::handle(bot, event)).await {
        Ok(Ok(())) => StatusCode::OK,
        Ok(Err(error)) => {
            let error: &(dyn std::error::Error + 'static) = &error;
            tracing::error!(error, "an update failed; Telegram will send it again");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Err(_) => {
            tracing::error!("an update took too long; Telegram will send it again");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}
