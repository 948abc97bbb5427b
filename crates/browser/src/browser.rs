//! One page by one browser.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use fetch::{FetchError, Guard, Page};
use tokio::time::timeout;
use url::Url;

use crate::driver::Driver;
use crate::error::BrowserError;
use crate::proxy::{self, Proxy};
use crate::session::{self, Session};

/// Opens pages in Chromium. Nothing is started before a page is asked for, and nothing is left after it.
pub struct Browser {
    pub(crate) guard: Guard,
    pub(crate) user_agent: String,
    pub(crate) limits: Limits,
    /// Where the folders are made that everything of a browser lives in.
    pub(crate) folders: PathBuf,
}

/// The bounds of one page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Until Chromium takes orders.
    pub(crate) start: Duration,
    /// From the first request until the page shows what is waited for.
    pub(crate) page: Duration,
    pub(crate) session: session::Limits,
    pub(crate) proxy: proxy::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            start: Duration::from_secs(20),
            page: Duration::from_secs(20),
            session: session::Limits::default(),
            proxy: proxy::Limits::default(),
        }
    }
}

impl Browser {
    /// A browser that goes only where the guard lets it. The user agent is added to Chromium's own, which sites need to
    /// serve what Chromium can show; one that begins with `Mozilla/` is sent as it is.
    pub fn new(guard: Guard, user_agent: &str) -> Self {
        Self {
            guard,
            user_agent: user_agent.to_owned(),
            limits: Limits::default(),
            folders: env::temp_dir(),
        }
    }

    /// Opens a page and hands it out as its scripts have made it, once an element that a CSS selector names is there, or
    /// without one, once the page is complete and quiet. A page with an HTTP status of 400 and above is not waited for.
    ///
    /// Dropping the future ends the browser before the drop returns.
    pub async fn fetch(&self, url: &Url, wait_for: Option<&str>) -> Result<Page, BrowserError> {
        self.guard.check_url(url).map_err(FetchError::from)?;
        let proxy = Proxy::start(self.guard.clone(), self.limits.proxy).await?;
        // Dropped before the proxy is: Chromium ends before its way out does.
        let started = timeout(self.limits.start, self.start(&proxy)).await;
        let (_driver, session) = started.unwrap_or(Err(BrowserError::SlowStart(self.limits.start)))?;
        let shown = session.show(url, wait_for, self.limits.page).await;
        let page = proxy.explain(shown)?;
        // A page may replace itself by one that it has made up.
        self.guard.check_url(&page.final_url).map_err(FetchError::from)?;
        Ok(page)
    }

    async fn start(&self, proxy: &Proxy) -> Result<(Driver, Session), BrowserError> {
        let driver = Driver::start(&self.folders).await?;
        let capabilities = crate::arguments::capabilities(&driver, proxy.address(), &self.user_agent);
        let session = Session::open(driver.port(), &capabilities, self.limits.session).await?;
        Ok((driver, session))
    }
}
