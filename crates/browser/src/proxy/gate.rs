//! The one place where a connection to the outside is made.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use fetch::{FetchError, Guard, GuardError};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::{Host, Url};

use super::Limits;
use super::faults::Faults;
use super::metered::Metered;

/// What Chromium asks for by itself, whatever its switches say: accounts, components, the time, the search engine.
const CHROMIUMS_OWN: &[&str] = &[
    "accounts.google.com",
    "clients2.google.com",
    "start.duckduckgo.com",
    "update.googleapis.com",
];

/// Opens connections to where the guard lets a browser go.
#[derive(Clone)]
pub(super) struct Gate {
    guard: Guard,
    limits: Limits,
    /// Our own: a page that may go to this machine may still not go in circles.
    own: SocketAddr,
    /// Bytes that may still go through.
    left: Arc<AtomicU64>,
    faults: Arc<Faults>,
}

impl Gate {
    pub(super) fn new(guard: Guard, limits: Limits, own: SocketAddr, faults: Arc<Faults>) -> Self {
        Self {
            guard,
            limits,
            own,
            left: Arc::new(AtomicU64::new(limits.bytes)),
            faults,
        }
    }

    /// Connects to a URL's host; what prevents it is kept, to be told as the reason why the page did not come.
    pub(super) async fn connect(&self, url: &Url) -> Result<Metered<TcpStream>, FetchError> {
        let connected = self.try_connect(url).await;
        if let Err(error) = &connected {
            self.faults.add(url, error);
        }
        connected
    }

    async fn try_connect(&self, url: &Url) -> Result<Metered<TcpStream>, FetchError> {
        self.guard.check_url(url)?;
        if url.host_str().is_some_and(|host| CHROMIUMS_OWN.contains(&host)) {
            return Err(FetchError::CannotConnect);
        }
        let mut last = FetchError::CannotConnect;
        for address in self.addresses(url).await? {
            match timeout(self.limits.connect, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    let _ = stream.set_nodelay(true);
                    return Ok(Metered::new(stream, Arc::clone(&self.left)));
                }
                Ok(Err(_)) => last = FetchError::CannotConnect,
                Err(_) => last = FetchError::TimedOut(self.limits.connect),
            }
        }
        Err(last)
    }

    /// A URL with an address for a host has been checked as it is; a name is resolved here and nowhere else.
    async fn addresses(&self, url: &Url) -> Result<Vec<SocketAddr>, GuardError> {
        let port = url.port_or_known_default().unwrap_or_default();
        let by_address = |ip: IpAddr| vec![SocketAddr::new(ip, port)];
        let found = match url.host() {
            Some(Host::Ipv4(ip)) => by_address(ip.into()),
            Some(Host::Ipv6(ip)) => by_address(ip.into()),
            Some(Host::Domain(name)) => self.guard.addresses(name, port).await?,
            None => Vec::new(),
        };
        if found.contains(&self.own) {
            return Err(GuardError::NotAllowed(self.own.to_string()));
        }
        Ok(found)
    }
}
