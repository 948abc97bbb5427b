//! Getting a page: one polite GET with bounds on time, size and redirects, every hop past the guard.

mod body;
mod charset;
mod error;
#[cfg(test)]
pub(crate) mod server;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use url::Url;

use crate::address_guard::{Guard, PortResolver};
pub use error::FetchError;

/// What we call ourselves.
pub const USER_AGENT: &str = concat!("SignChronicle/", env!("CARGO_PKG_VERSION"));

const WANTED: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.1";

/// Gets pages. Connections are kept from one page to the next.
pub struct Fetcher {
    guard: Guard,
    user_agent: String,
    limits: Limits,
    /// One client for each port, because the guard has to know the port when a client asks for a name's addresses.
    clients: Mutex<HashMap<u16, Client>>,
}

/// The bounds of one fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For the connection of one hop.
    pub connect: Duration,
    /// From the first hop to the last byte.
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

/// A page as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where the redirects ended.
    pub final_url: Url,
    /// The page as text, whatever its charset was.
    pub html: String,
}

impl Fetcher {
    /// A fetcher that goes only where the guard lets it. Clients are built when they are needed.
    pub fn new(guard: Guard, user_agent: &str, limits: Limits) -> Self {
        Self {
            guard,
            user_agent: user_agent.to_owned(),
            limits,
            clients: Mutex::default(),
        }
    }

    /// Gets one page, following redirects.
    pub async fn fetch(&self, url: Url) -> Result<Page, FetchError> {
        let whole = self.limits.whole;
        tokio::time::timeout(whole, self.follow(url))
            .await
            .unwrap_or(Err(FetchError::TimedOut(whole)))
    }

    async fn follow(&self, mut url: Url) -> Result<Page, FetchError> {
        for _ in 0..=self.limits.redirects {
            let response = self.ask(&url).await?;
            match next_hop(&url, &response)? {
                Some(next) => url = next,
                None => return self.page(url, response).await,
            }
        }
        Err(FetchError::TooManyRedirects)
    }

    async fn ask(&self, url: &Url) -> Result<Response, FetchError> {
        self.guard.check_url(url)?;
        let client = self.client(url.port_or_known_default().unwrap_or_default())?;
        let request = client.get(url.clone()).header(ACCEPT, WANTED);
        request
            .send()
            .await
            .map_err(|error| FetchError::from_request(&error, &self.limits))
    }

    async fn page(&self, final_url: Url, response: Response) -> Result<Page, FetchError> {
        let status = response.status();
        if !status.is_success() {
            return Err(FetchError::Status(status.as_u16()));
        }
        let content_type = header(response.headers(), CONTENT_TYPE);
        if let Some(kind) = content_type.as_deref().and_then(charset::other_than_a_page) {
            return Err(FetchError::NotAPage(kind.to_owned()));
        }
        let bytes = body::read(response, &self.limits).await?;
        Ok(Page {
            final_url,
            html: charset::decode(bytes, content_type.as_deref()),
        })
    }

    fn client(&self, port: u16) -> Result<Client, FetchError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&port) {
            return Ok(client.clone());
        }
        let client = self
            .build(port)
            .map_err(|error| FetchError::Client(error.to_string()))?;
        clients.insert(port, client.clone());
        Ok(client)
    }

    fn build(&self, port: u16) -> reqwest::Result<Client> {
        let mut tls = tls::client_config();
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Client::builder()
            .use_preconfigured_tls(tls)
            .user_agent(&self.user_agent)
            .connect_timeout(self.limits.connect)
            .redirect(Policy::none())
            .referer(false)
            // A proxy would connect for us, unseen by the guard.
            .no_proxy()
            .dns_resolver(Arc::new(PortResolver {
                guard: self.guard.clone(),
                port,
            }))
            .build()
    }
}

/// Where an answer sends us, if anywhere.
fn next_hop(url: &Url, response: &Response) -> Result<Option<Url>, FetchError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = header(response.headers(), LOCATION) else {
        return Ok(None);
    };
    url.join(&location).map(Some).map_err(|_| FetchError::BadRedirect)
}

fn header(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests;
