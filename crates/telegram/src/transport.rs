//! How a request of teloxide reaches Telegram.
//!
//! teloxide's own way sleeps for ten seconds on every 5xx before it tells of it, which is made for long polling; a
//! webhook has to be answered meanwhile. So the request is teloxide's and the sending ours: three attempts within a few
//! seconds, never on a refusal. A `sendMessage` whose answer was lost is sent again and may then stand in the chat twice:
//! the Bot API has no key that would prevent it, and twice is better than never.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Response};
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
/// Telegram's wish to wait is followed up to here; a webhook has a minute for everything.
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
    let mut delays = delays();
    loop {
        let error = match attempt(bot, request.payload_ref()).await {
            Ok(result) => return Ok(result),
            Err(error) => error,
        };
        let Some(delay) = delays.next().and_then(|delay| wait_for(&error, delay)) else {
            return Err(error);
        };
        let method = <R::Payload as Payload>::NAME;
        tracing::debug!(method, %error, delay_ms = delay.as_millis(), "{method} failed, trying again");
        sleep(delay).await;
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
        TelegramError::Flood { after } if *after <= LONGEST_WAIT => Some(*after + delay),
        _ => None,
    }
}

async fn attempt<P, T>(bot: &Bot, payload: &P) -> Result<T, TelegramError>
where
    P: Payload + Serialize,
    T: DeserializeOwned,
{
    let body = serde_json::to_vec(payload)
        .map_err(|error| TelegramError::Unavailable(format!("the request cannot be written: {error}")))?;
    let request = bot
        .client()
        .post(method_url(bot, P::NAME))
        .header(CONTENT_TYPE, "application/json");
    read(request.body(body).send().await?).await
}

fn method_url(bot: &Bot, method: &str) -> Url {
    let mut url = bot.api_url();
    let path = format!("{}/bot{}/{method}", url.path().trim_end_matches('/'), bot.token());
    url.set_path(&path);
    url
}

#[derive(Deserialize)]
struct Answer<T> {
    result: Option<T>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, TelegramError> {
    let status = response.status();
    let bytes = response.bytes().await?;
    let answer = serde_json::from_slice::<Answer<T>>(&bytes);
    match answer {
        Ok(Answer {
            result: Some(result), ..
        }) if status.is_success() => Ok(result),
        Ok(answer) if !status.is_success() => Err(TelegramError::of_answer(
            status.as_u16(),
            answer.description.unwrap_or_default(),
            answer.parameters.and_then(|parameters| parameters.retry_after),
        )),
        // A gateway before Telegram answers with HTML.
        _ if !status.is_success() => Err(TelegramError::of_answer(status.as_u16(), String::new(), None)),
        _ => Err(TelegramError::Unavailable("the answer cannot be read".to_owned())),
    }
}
