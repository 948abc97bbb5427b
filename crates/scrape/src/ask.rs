//! One request, asked again where the answer asks for patience.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use browser::Browser;
use domain::Refusal;
use extract::Kind;
use fetch::{Fetcher, Guard, Limits, Page, Request};
use platforms::{Again, By, Method, WayRequest};
use serde_json::Value;
use url::Url;

use crate::account::Steps;
use crate::error::ReadError;
use crate::json;

/// A server that asks for more patience than this is not waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// How often a server that is asked too much is asked again.
const TRIES_WHEN_BUSY: u32 = 2;

/// Gets pages, by the client or by Chromium, which is started only for a platform that asks for it.
pub(crate) struct Asker {
    fetcher: Fetcher,
    browser: OnceLock<Browser>,
    guard: Guard,
    user_agent: String,
}

impl Asker {
    /// Nothing is opened or loaded before the first page.
    pub(crate) fn new(guard: Guard, user_agent: &str) -> Self {
        Self {
            fetcher: Fetcher::new(guard.clone(), user_agent, Limits::default()),
            browser: OnceLock::new(),
            guard,
            user_agent: user_agent.to_owned(),
        }
    }

    /// Gets a page that is the shop's answer, for good or ill: errors and answers that ask for patience are none.
    pub(crate) async fn ask(
        &self,
        by: &By,
        request: WayRequest,
        again: Option<&Again>,
        steps: &mut Steps,
    ) -> Result<Page, ReadError> {
        let request = fetch_request(request);
        let mut asked = 0;
        loop {
            let page = self.once(by, &request, steps).await?;
            let Some((wait, times, code)) = patience(&page, again) else {
                return shops_own(page, steps);
            };
            if asked == times {
                return if page.is_success() {
                    Err(ReadError::Busy { code, times })
                } else {
                    shops_own(page, steps)
                };
            }
            asked += 1;
            let began = Instant::now();
            tokio::time::sleep(wait).await;
            steps.note("wait", began);
        }
    }

    async fn once(&self, by: &By, request: &Request, steps: &mut Steps) -> Result<Page, ReadError> {
        let began = Instant::now();
        let (name, page) = match by {
            By::Http => (
                "fetch",
                self.fetcher.fetch(request).await.map_err(ReadError::from),
            ),
            By::Browser { wait_for } => {
                let wait_for = wait_for.as_ref().map(|selector| selector.css.as_str());
                ("browser", self.in_browser(&request.url, wait_for).await)
            }
        };
        steps.note(name, began);
        page
    }

    async fn in_browser(&self, url: &Url, wait_for: Option<&str>) -> Result<Page, ReadError> {
        let browser = self
            .browser
            .get_or_init(|| Browser::new(self.guard.clone(), &self.user_agent));
        Ok(browser.fetch(url, wait_for).await?)
    }
}

fn fetch_request(request: WayRequest) -> Request {
    Request {
        method: match request.method {
            Method::Get => fetch::Method::Get,
            Method::Post => fetch::Method::Post,
        },
        url: request.url,
        headers: request.headers,
        body: request.body,
    }
}

/// How long to wait and how often at most, if the answer asks for that, and the words in which it does.
fn patience(page: &Page, again: Option<&Again>) -> Option<(Duration, u32, String)> {
    if page.status == 429 {
        let wait = page.retry_after.filter(|wait| *wait <= LONGEST_WAIT)?;
        return Some((wait, TRIES_WHEN_BUSY, "HTTP 429".to_owned()));
    }
    let again = again?;
    let answer: Value = serde_json::from_str(&page.text).ok()?;
    let said = json::find(&answer, &again.at).ok()?;
    let said = said.into_iter().map(|code| match code {
        Value::String(code) => code.clone(),
        other => other.to_string(),
    });
    let code = said.into_iter().find(|code| again.is.contains(code))?;
    Some((again.wait, again.times, code))
}

/// An error is no page of the shop, and its words say whether it was a challenge.
fn shops_own(page: Page, steps: &mut Steps) -> Result<Page, ReadError> {
    if page.is_success() {
        return Ok(page);
    }
    steps.refusals.extend(Refusal::of(page.status, page.retry_after));
    Err(match extract::trouble(page.status, &page.text) {
        Some(trouble) if !matches!(trouble.kind(), None | Some(Kind::NotFound)) => {
            ReadError::Trouble(trouble)
        }
        Some(_) | None => ReadError::Status(page.status),
    })
}
