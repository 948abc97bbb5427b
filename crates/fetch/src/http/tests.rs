mod answers;
mod bounds;
mod conditional;
mod platform_requests;
mod redirects;
mod secure;
mod turns;

use url::Url;

use super::server::Server;
use super::*;
use crate::address_guard::AllowedAddresses;

/// Long enough not to matter, and a test that hangs fails.
const LONG: Duration = Duration::from_secs(60);

fn limits() -> Limits {
    Limits {
        connect: LONG,
        whole: LONG,
        bytes: 100_000,
        redirects: 5,
    }
}

fn fetcher(server: &Server) -> Fetcher {
    within(server, limits())
}

fn within(server: &Server, limits: Limits) -> Fetcher {
    allowing(&server.authority(), limits)
}

fn allowing(allowed: &str, limits: Limits) -> Fetcher {
    let allowed = AllowedAddresses::parse(allowed).unwrap();
    Fetcher::new(Guard::new(allowed), USER_AGENT, limits)
}

/// Every name leads to 127.0.0.1, and may.
fn by_any_name() -> Fetcher {
    let allowed = AllowedAddresses::parse("127.0.0.1").unwrap();
    let lookup = |_| async { Ok(vec![std::net::Ipv4Addr::LOCALHOST.into()]) };
    Fetcher::new(Guard::with_lookup(allowed, lookup), USER_AGENT, limits())
}

fn url(server: &Server, path: &str) -> Url {
    Url::parse(&server.origin()).unwrap().join(path).unwrap()
}

async fn get(server: &Server, path: &str) -> Result<Page, FetchError> {
    fetcher(server).fetch(&Request::get(url(server, path))).await
}

async fn text(server: &Server, path: &str) -> String {
    get(server, path).await.unwrap().text
}

async fn refusal(server: &Server, path: &str) -> String {
    get(server, path).await.unwrap_err().to_string()
}
