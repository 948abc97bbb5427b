//! Why a page did not come, in the words of a row's status.

use std::error::Error;
use std::io;
use std::time::Duration;

use rustls::CertificateError;
use thiserror::Error;

use super::{Limits, RequestError};
use crate::address_guard::GuardError;

/// Why a page did not come. Its text is the row's status.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FetchError {
    /// The guard refused a hop.
    #[error(transparent)]
    NotAllowed(#[from] GuardError),
    /// The request cannot be sent as it is.
    #[error(transparent)]
    Request(#[from] RequestError),
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
    /// Packed in a way that was not asked for.
    #[error("the page is packed in a way that was not asked for ({0})")]
    Encoding(String),
    /// Packed in a way that was asked for, but not well.
    #[error("the page cannot be unpacked")]
    Unpacking,
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
            return Self::Tls(tls(refusal));
        }
        // What broke on its way is passed on by the unpacking.
        if error.is_decode() && cause::<hyper::Error>(error).is_none() {
            return Self::Unpacking;
        }
        match (error.is_connect(), error.is_timeout()) {
            (true, true) => Self::TimedOut(limits.connect),
            (true, false) => Self::CannotConnect,
            (false, true) => Self::TimedOut(limits.whole),
            (false, false) => Self::Broken,
        }
    }
}

/// What went wrong between us and the host; what happens seldom is told in the library's words.
fn tls(error: &rustls::Error) -> String {
    use rustls::Error::{AlertReceived, InvalidCertificate, InvalidMessage, PeerIncompatible};
    match error {
        InvalidCertificate(reason) => certificate(reason),
        InvalidMessage(_) => "the host speaks no TLS at this port".to_owned(),
        PeerIncompatible(_) => "the host speaks only TLS that is out of date".to_owned(),
        AlertReceived(alert) => format!("the host refused it ({alert:?})"),
        other => other.to_string(),
    }
}

fn certificate(reason: &CertificateError) -> String {
    use CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet, NotValidYetContext,
        Revoked, UnknownIssuer,
    };
    match reason {
        Expired | ExpiredContext { .. } => "the certificate has expired".to_owned(),
        NotValidYet | NotValidYetContext { .. } => "the certificate is not valid yet".to_owned(),
        NotValidForName | NotValidForNameContext { .. } => "the certificate is for another name".to_owned(),
        UnknownIssuer => "the certificate is signed by nobody whom this machine trusts".to_owned(),
        Revoked => "the certificate was revoked".to_owned(),
        other => format!("bad certificate: {other}"),
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

#[cfg(test)]
mod tests {
    use rustls::{AlertDescription, InvalidMessage, PeerIncompatible};

    use super::*;

    #[test]
    fn tls_errors_say_what_is_wrong_with_the_host() {
        for (error, text) in [
            (
                rustls::Error::InvalidCertificate(CertificateError::Expired),
                "the certificate has expired",
            ),
            (
                rustls::Error::InvalidCertificate(CertificateError::NotValidForName),
                "the certificate is for another name",
            ),
            (
                rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer),
                "the certificate is signed by nobody whom this machine trusts",
            ),
            (
                rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType),
                "the host speaks no TLS at this port",
            ),
            (
                rustls::Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13),
                "the host speaks only TLS that is out of date",
            ),
            (
                rustls::Error::AlertReceived(AlertDescription::HandshakeFailure),
                "the host refused it (HandshakeFailure)",
            ),
            (
                rustls::Error::General("no root certificates found".to_owned()),
                "unexpected error: no root certificates found",
            ),
        ] {
            assert_eq!(tls(&error), text);
        }
    }
}
