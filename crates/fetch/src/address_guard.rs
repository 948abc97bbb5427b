//! Where a fetch may go. A person names the page and the worker runs inside a cloud, so only public addresses are
//! reached, whatever a name, a redirect or a page's script says; the operator may allow exceptions.
//!
//! A URL is checked before it is asked for ([`Guard::check_url`]), and a name's addresses where the connection is made
//! ([`Guard::addresses`]): what was checked is what is connected to, so a name that changes its mind gains nothing.

mod allowed;
mod metadata;
mod ports;
mod public;
mod resolver;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use thiserror::Error;
use url::{Host, Url};

pub use allowed::{AllowedAddresses, AllowedError};
pub use public::is_public;
pub(crate) use resolver::PortResolver;
use resolver::{Lookup, system_lookup};

/// Decides which addresses may be connected to.
#[derive(Clone)]
pub struct Guard {
    allowed: Arc<AllowedAddresses>,
    lookup: Lookup,
}

/// Why an address is not connected to.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GuardError {
    /// A host or an address that is not public and not allowed by the operator.
    #[error("address not allowed: {0}")]
    NotAllowed(String),
    /// Neither http nor https.
    #[error("address not allowed: {0} is neither http nor https")]
    Scheme(String),
    /// A user name or password in the URL.
    #[error("address not allowed: it carries a user name or a password")]
    UserInfo,
    /// A port where no web server answers.
    #[error("address not allowed: port {0} is not one of the web")]
    Port(u16),
    /// The name has no address.
    #[error("no such host: {0}")]
    NoSuchHost(String),
}

impl Guard {
    /// A guard with the operator's exceptions; names are resolved by the system.
    pub fn new(allowed: AllowedAddresses) -> Self {
        Self {
            allowed: Arc::new(allowed),
            lookup: system_lookup(),
        }
    }

    /// A guard that resolves names by another lookup than the system's: for tests, and for other resolvers. The
    /// addresses that it finds are checked all the same.
    pub fn with_lookup<L, F>(allowed: AllowedAddresses, lookup: L) -> Self
    where
        L: Fn(String) -> F + Send + Sync + 'static,
        F: Future<Output = io::Result<Vec<IpAddr>>> + Send + 'static,
    {
        Self {
            allowed: Arc::new(allowed),
            lookup: Arc::new(move |name| Box::pin(lookup(name))),
        }
    }

    /// Checks all of a URL that can be checked before its name is resolved; needed on every hop of a redirect.
    pub fn check_url(&self, url: &Url) -> Result<(), GuardError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(GuardError::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(GuardError::UserInfo);
        }
        let no_host = || GuardError::NotAllowed(String::new());
        let port = url.port_or_known_default().ok_or_else(no_host)?;
        match url.host().ok_or_else(no_host)? {
            Host::Ipv4(ip) => self.check_address(ip.into(), port),
            Host::Ipv6(ip) => self.check_address(ip.into(), port),
            Host::Domain(name) => self.check_name(name, port),
        }
    }

    /// Resolves a name to those of its addresses that may be connected to. Connect to these and resolve no second time.
    pub async fn addresses(&self, name: &str, port: u16) -> Result<Vec<SocketAddr>, GuardError> {
        self.check_name(name, port)?;
        let found = (self.lookup)(name.to_owned()).await.unwrap_or_default();
        let excepted = self.allowed.has_name(&plain(name), port);
        let mut refusal = GuardError::NoSuchHost(name.to_owned());
        let mut permitted = Vec::new();
        for ip in found {
            match self.check_address(ip, port) {
                Err(_) if excepted && !metadata::is_address(ip) => permitted.push(SocketAddr::new(ip, port)),
                Err(error) => refusal = error,
                Ok(()) => permitted.push(SocketAddr::new(ip, port)),
            }
        }
        if permitted.is_empty() {
            return Err(refusal);
        }
        Ok(permitted)
    }

    fn check_address(&self, ip: IpAddr, port: u16) -> Result<(), GuardError> {
        let excepted = self.allowed.has_address(ip, port) && !metadata::is_address(ip);
        if excepted {
            return Ok(());
        }
        if !is_public(ip) {
            return Err(GuardError::NotAllowed(ip.to_string()));
        }
        ports::is_web(port).then_some(()).ok_or(GuardError::Port(port))
    }

    /// Its port is checked with its addresses, since an exception may hold for one of these; other private names, such as
    /// `localhost`, are known by their addresses too.
    fn check_name(&self, name: &str, port: u16) -> Result<(), GuardError> {
        let plain = plain(name);
        let is_internal = plain == "internal" || plain.ends_with(".internal");
        let refused = metadata::is_name(&plain) || (is_internal && !self.allowed.has_name(&plain, port));
        (!refused && !plain.is_empty())
            .then_some(())
            .ok_or_else(|| GuardError::NotAllowed(name.to_owned()))
    }
}

/// A name in the one spelling that names are compared in.
fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod tricks;
