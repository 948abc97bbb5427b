//! Why a page did not come, in the words of a row's status.

use std::error::Error;
use std::io;
use std::time::Duration;

use thiserror::Error;

use super::Limits;
use crate::address_guard::GuardError;

/// Why a page did not come. Its text is the row's status.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FetchError {
    /// The guard refused a hop.
    #[error(transparent)]
    NotAllowed(#[from] GuardError),
    /// The host is not there, or does not let us in.
    #[error("cannot connect")]
    CannotConnect,
    /// The host is not who it says it is, or speaks no TLS of ours.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// The answer broke off or was not HTTP.
    #[error("the connection broke")]
    Broken,
    /// Too slow.
    #[error("timed out after {} s", .0.as_secs_f64())]
    TimedOut(Duration),
    /// Any answer but a 2xx.
    #[error("HTTP {0}")]
    Status(u16),
    /// More hops than are followed.
    #[error("too many redirects")]
    TooManyRedirects,
    /// A `Location` that is no address.
    #[error("redirected to what is no address")]
    BadRedirect,
    /// Too large after decompression.
    #[error("page larger than {} MB", *.0 as f64 / 1e6)]
    TooLarge(usize),
    /// A file or a picture.
    #[error("not a web page ({0})")]
    NotAPage(String),
    /// The HTTP client could not be set up.
    #[error("no HTTP client: {0}")]
    Client(String),
}

impl FetchError {
    /// What the client's error means for a person.
    pub(super) fn from_request(error: &reqwest::Error, limits: &Limits) -> Self {
        if let Some(refusal) = cause::<GuardError>(error) {
            return Self::NotAllowed(refusal.clone());
        }
        if let Some(refusal) = cause::<rustls::Error>(error) {
            return Self::Tls(refusal.to_string());
        }
        match (error.is_connect(), error.is_timeout()) {
            (true, true) => Self::TimedOut(limits.connect),
            (true, false) => Self::CannotConnect,
            (false, true) => Self::TimedOut(limits.whole),
            (false, false) => Self::Broken,
        }
    }
}

/// The first error of a kind in a chain; an I/O error wraps another without naming it as its source.
fn cause<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}
