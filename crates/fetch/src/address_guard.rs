//! Where a fetch may go. A person names the page and the worker runs inside a cloud, so only public addresses are
//! reached, whatever a name, a redirect or a page's script says; the operator may allow exceptions.
//!
//! A URL is checked before it is asked for ([`Guard::check_url`]), and a name's addresses where the connection is made
//! ([`Guard::addresses`]): what was checked is what is connected to, so a name that changes its mind gains nothing.

mod allowed;
mod public;
mod resolver;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use thiserror::Error;
use url::{Host, Url};

pub use allowed::{AllowedAddresses, AllowedError};
pub use public::is_public;
pub(crate) use resolver::PortResolver;
use resolver::{Lookup, system_lookup};

const METADATA_V4: Ipv4Addr = Ipv4Addr::new(169, 254, 169, 254);
const METADATA_V6: Ipv6Addr = Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254);
const METADATA_NAMES: &[&str] = &["metadata.google.internal", "metadata.goog"];

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

    #[cfg(test)]
    pub(crate) fn with_lookup(allowed: AllowedAddresses, lookup: Lookup) -> Self {
        Self {
            allowed: Arc::new(allowed),
            lookup,
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
        let not_allowed = || GuardError::NotAllowed(url.host_str().unwrap_or_default().to_owned());
        let port = url.port_or_known_default().ok_or_else(not_allowed)?;
        let permitted = match url.host().ok_or_else(not_allowed)? {
            Host::Ipv4(ip) => self.permits(ip.into(), port),
            Host::Ipv6(ip) => self.permits(ip.into(), port),
            Host::Domain(name) => self.permits_name(name, port),
        };
        permitted.then_some(()).ok_or_else(not_allowed)
    }

    /// Resolves a name to those of its addresses that may be connected to. Connect to these and resolve no second time.
    pub async fn addresses(&self, name: &str, port: u16) -> Result<Vec<SocketAddr>, GuardError> {
        let found = (self.lookup)(name.to_owned()).await.unwrap_or_default();
        let Some(first) = found.first() else {
            return Err(GuardError::NoSuchHost(name.to_owned()));
        };
        let refusal = GuardError::NotAllowed(first.to_string());
        let by_name = self.allowed.has_name(name, port);
        let permits = |ip: IpAddr| self.permits(ip, port) || (by_name && !is_metadata(ip));
        let permitted: Vec<_> = found.into_iter().filter(|ip| permits(*ip)).collect();
        if permitted.is_empty() {
            return Err(refusal);
        }
        Ok(permitted
            .into_iter()
            .map(|ip| SocketAddr::new(ip, port))
            .collect())
    }

    fn permits(&self, ip: IpAddr, port: u16) -> bool {
        is_public(ip) || (self.allowed.has_address(ip, port) && !is_metadata(ip))
    }

    fn permits_name(&self, name: &str, port: u16) -> bool {
        let name = name.trim_end_matches('.');
        if METADATA_NAMES.contains(&name) {
            return false;
        }
        let is_internal = name == "internal" || name.ends_with(".internal");
        !is_internal || self.allowed.has_name(name, port)
    }
}

/// The cloud's metadata server hands out the worker's credentials: no exception reaches it.
fn is_metadata(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip == METADATA_V4,
        IpAddr::V6(ip) => ip == METADATA_V6,
    }
}

#[cfg(test)]
mod tests;
