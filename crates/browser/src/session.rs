//! One window by WebDriver, in three orders: a session, a page, a script that waits in the page and reads it.

use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use fetch::{FetchError, Page};
use hyper_util::client::legacy::connect::HttpConnector;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout, timeout_at};
use url::Url;

use crate::error::BrowserError;

const READ: &str = include_str!("session/read.js");
/// For how long the script waits at a time: chromedriver does not notice that a page has gone while its script waited.
const SLICE: Duration = Duration::from_millis(1000);
/// When chromedriver gives up on the script.
pub(crate) const SCRIPT: Duration = Duration::from_millis(1500);
/// The pause after a page has gone elsewhere while it was being read.
const PAUSE: Duration = Duration::from_millis(20);
/// How much later than the page we give up, so that the page's own words come first.
const GRACE: Duration = Duration::from_secs(2);

/// How a page is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Of the page as text.
    pub(crate) bytes: usize,
    /// For which nothing may change before a page counts as finished.
    pub(crate) quiet: Duration,
    /// After which a page that never keeps quiet is taken as it is.
    pub(crate) restless: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 10_000_000,
            quiet: Duration::from_millis(200),
            restless: Duration::from_secs(3),
        }
    }
}

/// A window of Chromium.
pub(crate) struct Session {
    client: Client,
    limits: Limits,
}

/// What the script in the page found.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
enum Shown {
    Waiting,
    BadSelector,
    TooLarge,
    Found(Document),
    Missing(Document),
}

#[derive(Deserialize)]
struct Document {
    url: Url,
    status: u16,
    content_type: String,
    title: String,
    text: String,
}

impl Session {
    /// Starts Chromium with an empty window.
    pub(crate) async fn open(
        port: u16,
        capabilities: &Capabilities,
        limits: Limits,
    ) -> Result<Self, BrowserError> {
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .map_err(|error| BrowserError::from_start(&error))?;
        // Driver and browser are killed: nothing is to be said to them at the end.
        let _ = client.persist().await;
        Ok(Self { client, limits })
    }

    /// Opens a page and reads it once it shows what is waited for.
    pub(crate) async fn show(
        &self,
        url: &Url,
        wait_for: Option<&str>,
        patience: Duration,
    ) -> Result<Page, BrowserError> {
        let deadline = Instant::now() + patience;
        let whole = timeout(patience + GRACE, self.open_and_read(url, wait_for, deadline));
        let shown = whole
            .await
            .unwrap_or(Err(FetchError::TimedOut(patience).into()))?;
        self.page(shown, wait_for.unwrap_or_default(), patience)
    }

    async fn open_and_read(
        &self,
        url: &Url,
        wait_for: Option<&str>,
        deadline: Instant,
    ) -> Result<Shown, BrowserError> {
        let patience = deadline - Instant::now();
        let too_slow = || BrowserError::from(FetchError::TimedOut(patience));
        let opened = timeout_at(deadline, self.client.goto(url.as_str())).await;
        if let Err(error) = opened.map_err(|_| too_slow())? {
            return Err(match network_error(&error) {
                Some(reason) => self.not_opened(reason, url).await,
                None => BrowserError::from_command(&error, patience),
            });
        }
        loop {
            match self.read(wait_for, deadline).await {
                Ok(found) => match self.shown(found, url).await? {
                    Shown::Waiting => {}
                    shown => return Ok(shown),
                },
                Err(error) if !is_moved(&error) => {
                    return Err(BrowserError::from_command(&error, patience));
                }
                Err(_) if Instant::now() >= deadline => return Err(too_slow()),
                Err(_) => sleep(PAUSE).await,
            }
        }
    }

    async fn shown(&self, found: Value, asked: &Url) -> Result<Shown, BrowserError> {
        match serde_json::from_value(found) {
            // A page that was there has moved to one that could not be opened.
            Ok(Shown::Found(document)) if document.url.scheme() == "chrome-error" => {
                Err(self.not_opened(document.network_error(), asked).await)
            }
            Ok(shown) => Ok(shown),
            Err(_) => Err(unreadable()),
        }
    }

    async fn not_opened(&self, reason: String, asked: &Url) -> BrowserError {
        let url = self.client.current_url().await.unwrap_or_else(|_| asked.clone());
        BrowserError::NotOpened { reason, url }
    }

    async fn read(&self, wait_for: Option<&str>, deadline: Instant) -> Result<Value, CmdError> {
        let left = deadline.saturating_duration_since(Instant::now());
        let arguments = vec![
            json!(wait_for),
            json!(left.as_millis()),
            json!(SLICE.as_millis()),
            json!(self.limits.quiet.as_millis()),
            json!(self.limits.restless.as_millis()),
            json!(self.limits.bytes),
        ];
        self.client.execute_async(READ, arguments).await
    }

    fn page(&self, shown: Shown, selector: &str, waited: Duration) -> Result<Page, BrowserError> {
        match shown {
            Shown::BadSelector => Err(BrowserError::BadSelector(selector.to_owned())),
            Shown::TooLarge => Err(self.too_large()),
            Shown::Waiting => Err(unreadable()),
            Shown::Found(document) | Shown::Missing(document) if document.text.len() > self.limits.bytes => {
                Err(self.too_large())
            }
            Shown::Found(document) => Ok(document.into()),
            Shown::Missing(document) => Err(BrowserError::NoSelector {
                selector: selector.to_owned(),
                waited,
                title: document.title.clone(),
                page: Box::new(document.into()),
            }),
        }
    }

    fn too_large(&self) -> BrowserError {
        FetchError::TooLarge(self.limits.bytes).into()
    }
}

impl Document {
    /// The name of what went wrong, as Chromium's page about it says.
    fn network_error(&self) -> String {
        let named = self
            .text
            .split_once("\"errorCode\":\"")
            .and_then(|(_, rest)| rest.split_once('"'));
        named.map_or_else(|| self.title.clone(), |(name, _)| format!("net::{name}"))
    }
}

impl From<Document> for Page {
    fn from(document: Document) -> Self {
        Self {
            final_url: document.url,
            status: document.status,
            content_type: Some(document.content_type),
            text: document.text,
            retry_after: None,
        }
    }
}

/// Chromium's name for what went wrong on the way.
fn network_error(error: &CmdError) -> Option<String> {
    let CmdError::Standard(answer) = error else {
        return None;
    };
    let at = answer.message.find("net::")?;
    answer
        .message
        .get(at..)?
        .split_whitespace()
        .next()
        .map(str::to_owned)
}

/// The page has gone elsewhere while the script waited in it, or is too busy for it: it is read again.
fn is_moved(error: &CmdError) -> bool {
    error.is_javascript_error()
        || error.is_script_timeout()
        || matches!(error, CmdError::Standard(answer) if answer.message.contains("aborted by navigation"))
}

/// The page has replaced what the script stands on.
fn unreadable() -> BrowserError {
    BrowserError::Failed("the page's scripts keep it from being read".to_owned())
}
