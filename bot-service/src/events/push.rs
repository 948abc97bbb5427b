//! `POST /events`: one message of the tracker's topic, and which status it is answered with.
//!
//! 204 acknowledges it, also where it can never be understood: another delivery would change nothing, and Pub/Sub would
//! go on for a week. 401 is for whoever cannot show our subscription's token. 500 and 503 make Pub/Sub send it again.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use tokio::time::timeout;

use super::token::{TokenError, Verifier};
use super::{PushMessage, handle};
use crate::body;
use crate::bot::Bot;

/// The longest body that is taken, in bytes.
const LONGEST_BODY: usize = 4 * 1024 * 1024;
/// What was published longer ago is acknowledged unsent: nobody wants to read it any more.
const OLDEST: TimeDelta = TimeDelta::hours(1);
/// The subscription's ack deadline is a minute.
const LONGEST_HANDLING: Duration = Duration::from_secs(55);

struct Events {
    bot: Arc<Bot>,
    verifier: Verifier,
}

/// What Pub/Sub pushes (<https://cloud.google.com/pubsub/docs/push#receive_push>).
#[derive(Deserialize)]
struct Envelope {
    message: Inner,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inner {
    #[serde(default)]
    data: String,
    message_id: String,
    publish_time: DateTime<Utc>,
}

/// The route.
pub(crate) fn routes(bot: Arc<Bot>, verifier: Verifier) -> Router {
    Router::new()
        .route("/events", post(receive))
        .with_state(Arc::new(Events { bot, verifier }))
}

async fn receive(State(events): State<Arc<Events>>, request: Request) -> StatusCode {
    let now = match events.bot.clock.now().await {
        Ok(now) => now,
        Err(error) => {
            tracing::error!(%error, "a push came and there is no present; Pub/Sub will send it again");
            return StatusCode::SERVICE_UNAVAILABLE;
        }
    };
    let authorization = request.headers().get(AUTHORIZATION);
    let authorization = authorization.and_then(|value| value.to_str().ok());
    if let Err(error) = events.verifier.verify(authorization, now).await {
        return refusal(&error);
    }
    match body::read_up_to(LONGEST_BODY, request.into_body()).await {
        Ok(body) => acknowledge(&events.bot, &body, now).await,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => give_up("it is longer than 4 MB"),
        Err(status) => status,
    }
}

async fn acknowledge(bot: &Bot, body: &[u8], now: DateTime<Utc>) -> StatusCode {
    let message = match read(body) {
        Ok(message) => message,
        Err(why) => return give_up(&why),
    };
    if now - message.published > OLDEST {
        let (message_id, published) = (&message.message_id, message.published);
        tracing::warn!(message_id, %published, "an event came more than an hour late; nobody is told");
        return StatusCode::NO_CONTENT;
    }
    match timeout(LONGEST_HANDLING, handle(bot, &message)).await {
        Ok(Ok(())) => StatusCode::NO_CONTENT,
        Ok(Err(error)) => {
            let error: &(dyn std::error::Error + 'static) = &error;
            let message_id = &message.message_id;
            tracing::error!(error, message_id, "an event failed; Pub/Sub will send it again");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Err(_) => {
            let message_id = &message.message_id;
            tracing::error!(message_id, "an event took too long; Pub/Sub will send it again");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

fn read(body: &[u8]) -> Result<PushMessage, String> {
    let envelope: Envelope = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let Inner {
        data,
        message_id,
        publish_time,
    } = envelope.message;
    let data = STANDARD.decode(data).map_err(|error| error.to_string())?;
    Ok(PushMessage {
        data,
        published: publish_time,
        message_id,
    })
}

fn refusal(error: &TokenError) -> StatusCode {
    let cause: &(dyn std::error::Error + 'static) = error;
    match error {
        TokenError::Keys(_) => {
            tracing::error!(
                error = cause,
                "a push cannot be verified; Pub/Sub will send it again"
            );
            StatusCode::SERVICE_UNAVAILABLE
        }
        _ => {
            tracing::warn!(
                error = cause,
                "a push was refused; check EVENTS_AUDIENCE and EVENTS_PUSH_ACCOUNT"
            );
            StatusCode::UNAUTHORIZED
        }
    }
}

/// It would be the same next time.
fn give_up(why: &str) -> StatusCode {
    tracing::error!(why, "a push cannot be understood and is acknowledged unread");
    StatusCode::NO_CONTENT
}
