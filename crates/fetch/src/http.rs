//! Getting a page: one polite request with bounds on time, size and redirects, every hop past the guard.

mod body;
mod charset;
mod clients;
mod error;
mod headers;
mod hop;
mod media_type;
mod memory;
mod page;
mod request;
mod retry_after;
#[cfg(test)]
pub(crate) mod server;
mod turns;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::Response;
use reqwest::header::{HeaderMap, LOCATION};
use tokio::time::{Instant, timeout};

use crate::address_guard::Guard;
pub use charset::{decode, is_garbled};
use clients::Clients;
pub use error::FetchError;
pub use headers::check_user_agent;
use hop::Hop;
use memory::{Memory, Validators};
pub use page::Page;
pub use request::{Method, Request, RequestError};
use turns::Turns;

/// What we call ourselves where the operator names nothing else.
pub const USER_AGENT: &str = concat!(
    "SignChronicle/",
    env!("CARGO_PKG_VERSION"),
    " (self-hosted page watcher)"
);

/// Gets pages: never two at a time from one host, and unchanged ones from memory. Connections are kept from one page to
/// the next.
pub struct Fetcher {
    guard: Guard,
    limits: Limits,
    clients: Clients,
    turns: Turns,
    memory: Mutex<Memory>,
}

/// The bounds of one fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For the connection of one hop.
    pub connect: Duration,
    /// From the first hop to the last byte, without the waiting for other requests to the same host.
    pub whole: Duration,
    /// Of a page after decompression.
    pub bytes: usize,
    /// That are followed.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            whole: Duration::from_secs(20),
            bytes: 10_000_000,
            redirects: 5,
        }
    }
}

/// What one hop leads to.
enum Answer {
    Page(Page),
    Redirect { status: u16, location: String },
}

impl Fetcher {
    /// A fetcher that goes only where the guard lets it. Clients are built when they are needed.
    pub fn new(guard: Guard, user_agent: &str, limits: Limits) -> Self {
        Self {
            clients: Clients::new(guard.clone(), user_agent, limits.connect),
            guard,
            limits,
            turns: Turns::default(),
            memory: Mutex::default(),
        }
    }

    /// Gets one page, following redirects. Any final status is a page.
    pub async fn fetch(&self, request: &Request) -> Result<Page, FetchError> {
        let whole = self.limits.whole;
        let mut hop = Hop::first(request)?;
        let mut left = whole;
        for _ in 0..=self.limits.redirects {
            self.guard.check_url(&hop.url)?;
            let turn = self.turns.take(&hop.url).await;
            let began = Instant::now();
            let answer = timeout(left, self.ask(&hop)).await;
            drop(turn);
            match answer.unwrap_or(Err(FetchError::TimedOut(whole)))? {
                Answer::Page(page) => return Ok(page),
                Answer::Redirect { status, location } => hop = hop.redirected(status, &location)?,
            }
            left = left.saturating_sub(began.elapsed());
        }
        Err(FetchError::TooManyRedirects)
    }

    /// One hop, to the last byte of its page.
    async fn ask(&self, hop: &Hop) -> Result<Answer, FetchError> {
        let remembered = self.memory().recall(hop);
        let conditions = remembered.as_ref().map(|(validators, _)| validators.conditions());
        let response = self.send(hop, conditions.unwrap_or_default()).await?;
        let status = response.status().as_u16();
        if let Some(location) = location(&response) {
            return Ok(Answer::Redirect { status, location });
        }
        if let Some((_, page)) = remembered.filter(|_| status == 304) {
            return Ok(Answer::Page(Page::clone(&page)));
        }
        let validators = Validators::of(&response);
        let page = page::read(hop.url.clone(), response, &self.limits).await?;
        self.memory().keep(hop, validators, &page);
        Ok(Answer::Page(page))
    }

    async fn send(&self, hop: &Hop, conditions: HeaderMap) -> Result<Response, FetchError> {
        let port = hop.url.port_or_known_default().unwrap_or_default();
        let request = hop.request(&self.clients.at(port)?).headers(conditions);
        let sent = request.send().await;
        sent.map_err(|error| FetchError::from_request(&error, &self.limits))
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where an answer sends us, if anywhere.
fn location(response: &Response) -> Option<String> {
    let is_redirect = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    is_redirect.then(|| headers::text(response.headers(), LOCATION))?
}

#[cfg(test)]
mod tests;
