//! What the proxy refused or could not reach: Chromium itself says only that a proxy was no help.

use std::sync::{Mutex, PoisonError};

use fetch::{FetchError, Page};
use http_body_util::Either;
use hyper::{Response, StatusCode};
use url::Url;

use super::Body;
use crate::error::BrowserError;

/// A page may try more than is worth remembering.
const KEPT: usize = 1000;

/// Failed connections, oldest first, each with its `host:port`.
#[derive(Default)]
pub(super) struct Faults(Mutex<Vec<(String, FetchError)>>);

impl Faults {
    pub(super) fn add(&self, url: &Url, error: &FetchError) {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if faults.len() < KEPT {
            faults.push((authority(url), error.clone()));
        }
    }

    /// See [`Proxy::explain`](super::Proxy::explain).
    pub(super) fn explain(&self, shown: Result<Page, BrowserError>) -> Result<Page, BrowserError> {
        let fault = match &shown {
            Ok(page) => self
                .of(&page.final_url)
                .filter(|fault| status(fault) == page.status),
            Err(BrowserError::NotOpened { url, .. }) => self.of(url),
            Err(_) => None,
        };
        fault.map_or(shown, |fault| Err(fault.into()))
    }

    /// The last one of a URL's host.
    fn of(&self, url: &Url) -> Option<FetchError> {
        let wanted = authority(url);
        let faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = faults.iter().rev().find(|(host, _)| *host == wanted);
        found.map(|(_, error)| error.clone())
    }
}

fn authority(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{}:{port}", url.host_str().unwrap_or_default())
}

/// What the browser is told instead of an answer.
pub(super) fn refusal(error: &FetchError) -> Response<Body> {
    let mut response = Response::new(Either::Right(error.to_string()));
    *response.status_mut() = status(error);
    response
}

fn status(error: &FetchError) -> StatusCode {
    match error {
        FetchError::NotAllowed(_) => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_GATEWAY,
    }
}
