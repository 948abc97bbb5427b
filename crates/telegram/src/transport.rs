//! How a request of teloxide reaches Telegram.
//!
//! teloxide's own way sleeps for ten seconds on every 5xx before it tells of it, which is made for long polling; a
//! webhook has to be answered meanwhile. So the request is teloxide's and the sending ours: three attempts within a few
//! seconds, never on a refusal. A `sendMessage` whose answer was lost is sent again and may then stand in the chat twice:
//! the Bot API has no key that would prevent it, and twice is better than never.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::header::CONTENT_TYPE;
use reqwest::multipart::Form;
use reqwest::{Client, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use teloxide::Bot;
use teloxide::requests::{HasPayload, Payload};
use tokio::time::sleep;
use url::Url;

use crate::error::TelegramError;

/// Connecting takes no longer than this.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// One attempt takes no longer than this.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(12);
/// All waiting of one call together. Telegram's wish to wait is followed up to here; a webhook has a minute for
/// everything.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// Idle connections are given up before the other side does it unseen.
const POOL_IDLE: Duration = Duration::from_secs(50);

/// A client with the process' TLS configuration, which reads no roots before the first connection.
pub(crate) fn client() -> Result<Client, TelegramError> {
    let client = Client::builder()
        .use_preconfigured_tls(tls::client_config())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(ATTEMPT_TIMEOUT)
        .pool_idle_timeout(POOL_IDLE)
        .tcp_nodelay(true)
        .no_proxy()
        .build()?;
    Ok(client)
}

/// Sends a request, again where that may help, and reads the result as `T`.
pub(crate) async fn send<R, T>(bot: &Bot, request: &R) -> Result<T, TelegramError>
where
    R: HasPayload<Payload: Serialize>,
    T: DeserializeOwned,
{
    let body = serde_json::to_vec(request.payload_ref()).map_err(|error| unwritten(&error))?;
    let build = |post: RequestBuilder| {
        let post = post.header(CONTENT_TYPE, "application/json");
        Ok(post.body(body.clone()))
    };
    attempts(bot, <R::Payload as Payload>::NAME, build).await
}

/// Sends a request once, with a patience of its own, for a caller that goes on trying by itself.
pub(crate) async fn send_once<R, T>(bot: &Bot, request: &R, patience: Duration) -> Result<T, TelegramError>
where
    R: HasPayload<Payload: Serialize>,
    T: DeserializeOwned,
{
    let body = serde_json::to_vec(request.payload_ref()).map_err(|error| unwritten(&error))?;
    let post = bot.client().post(method_url(bot, <R::Payload as Payload>::NAME));
    attempt(
        post.header(CONTENT_TYPE, "application/json")
            .body(body)
            .timeout(patience),
    )
    .await
}

/// [`send`] for a request with a file. `form` is asked for once per attempt, since sending consumes a form.
pub(crate) async fn send_form<T: DeserializeOwned>(
    bot: &Bot,
    method: &str,
    form: impl Fn() -> Result<Form, reqwest::Error>,
) -> Result<T, TelegramError> {
    attempts(bot, method, |post| Ok(post.multipart(form()?))).await
}

async fn attempts<T: DeserializeOwned>(
    bot: &Bot,
    method: &str,
    build: impl Fn(RequestBuilder) -> Result<RequestBuilder, TelegramError>,
) -> Result<T, TelegramError> {
    let url = method_url(bot, method);
    let (mut delays, mut patience) = (delays(), LONGEST_WAIT);
    loop {
        let request = build(bot.client().post(url.clone()))?;
        let error = match attempt(request).await {
            Ok(result) => return Ok(result),
            Err(error) => error,
        };
        let wait = delays.next().and_then(|delay| wait_for(&error, delay));
        let left = wait.and_then(|wait| Some((wait, patience.checked_sub(wait)?)));
        let Some((wait, left)) = left else {
            return Err(error);
        };
        patience = left;
        tracing::debug!(method, %error, wait_ms = wait.as_millis(), "{method} failed, trying again");
        sleep(wait).await;
    }
}

fn delays() -> impl Iterator<Item = Duration> {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(300))
        .with_factor(3.0)
        .with_max_times(2)
        .with_jitter()
        .build()
}

/// How long to wait before the next attempt; nothing where there must be none.
fn wait_for(error: &TelegramError, delay: Duration) -> Option<Duration> {
    match error {
        TelegramError::Unavailable(_) => Some(delay),
        TelegramError::Flood { after } => Some(*after + delay),
        _ => None,
    }
}

async fn attempt<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, TelegramError> {
    read(request.send().await?).await
}

/// A request that has no JSON.
pub(crate) fn unwritten(error: &serde_json::Error) -> TelegramError {
    TelegramError::Unavailable(format!("the request cannot be written: {error}"))
}

fn method_url(bot: &Bot, method: &str) -> Url {
    let mut url = bot.api_url();
    let path = format!("{}/bot{}/{method}", url.path().trim_end_matches('/'), bot.token());
    url.set_path(&path);
    url
}

/// What Telegram itself answers; `ok` stands in all of it.
#[derive(Deserialize)]
struct Answer<T> {
    ok: bool,
    result: Option<T>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

/// `ResponseParameters` of the Bot API.
#[derive(Default, Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, TelegramError> {
    let status = response.status();
    let bytes = response.bytes().await?;
    let answer = serde_json::from_slice::<Answer<T>>(&bytes);
    match answer {
        Ok(Answer {
            ok: true,
            result: Some(result),
            ..
        }) if status.is_success() => Ok(result),
        Ok(answer) if !status.is_success() => {
            let parameters = answer.parameters.unwrap_or_default();
            if let Some(to) = parameters.migrate_to_chat_id {
                return Err(TelegramError::Migrated { to });
            }
            let description = answer.description.unwrap_or_default();
            Err(TelegramError::of_answer(
                status.as_u16(),
                description,
                parameters.retry_after,
            ))
        }
        _ if !status.is_success() => Err(TelegramError::of_gateway(status.as_u16())),
        _ => Err(TelegramError::Unreadable),
    }
}
