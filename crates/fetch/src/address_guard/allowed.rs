//! The operator's exceptions: `ALLOWED_PRIVATE_ADDRESSES`.

use std::net::IpAddr;

use ipnet::IpNet;
use thiserror::Error;
use url::Host;

/// Addresses that are let through although they are not public.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AllowedAddresses(Vec<Rule>);

/// A part of the list that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{part}` is {reason}")]
pub struct AllowedError {
    /// The part between two commas.
    pub part: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    Network(IpNet),
    Address(IpAddr, Option<u16>),
    Name(String, Option<u16>),
}

impl AllowedAddresses {
    /// Reads comma-separated `host`, `host:port` (IPv6 with a port in brackets) or CIDR networks; empty text allows nothing.
    pub fn parse(text: &str) -> Result<Self, AllowedError> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(rule).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn has_address(&self, ip: IpAddr, port: u16) -> bool {
        self.0.iter().any(|rule| match rule {
            Rule::Network(network) => network.contains(&ip),
            Rule::Address(address, of) => *address == ip && fits(*of, port),
            Rule::Name(..) => false,
        })
    }

    /// The name in lower case and without a final dot.
    pub(super) fn has_name(&self, name: &str, port: u16) -> bool {
        self.0
            .iter()
            .any(|rule| matches!(rule, Rule::Name(allowed, of) if allowed == name && fits(*of, port)))
    }
}

fn fits(allowed: Option<u16>, port: u16) -> bool {
    allowed.is_none_or(|allowed| allowed == port)
}

fn rule(part: &str) -> Result<Rule, AllowedError> {
    let wrong = |reason| AllowedError {
        part: part.to_owned(),
        reason,
    };
    if part.contains("://") {
        return Err(wrong("a URL: write only host or host:port"));
    }
    if part.contains('/') {
        let network = part
            .parse()
            .map_err(|_| wrong("not a network such as 10.1.0.0/16"))?;
        return Ok(Rule::Network(network));
    }
    if let Ok(ip) = part.parse::<IpAddr>() {
        return Ok(Rule::Address(ip, None));
    }
    let (host, port) = split_port(part).ok_or_else(|| wrong("not host:port with a port from 1 to 65535"))?;
    match Host::parse(host) {
        Ok(Host::Ipv4(ip)) => Ok(Rule::Address(ip.into(), port)),
        Ok(Host::Ipv6(ip)) => Ok(Rule::Address(ip.into(), port)),
        Ok(Host::Domain(name)) if is_name(&name) => {
            Ok(Rule::Name(name.trim_end_matches('.').to_owned(), port))
        }
        _ => Err(wrong("not a host name, an address or a network")),
    }
}

/// Wildcards would be taken for names that nothing has.
fn is_name(name: &str) -> bool {
    name.bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
}

fn split_port(part: &str) -> Option<(&str, Option<u16>)> {
    match part.rsplit_once(':') {
        Some((host, port)) if !part.ends_with(']') => {
            let port = port.parse().ok().filter(|port| *port != 0)?;
            Some((host, Some(port)))
        }
        _ => Some((part, None)),
    }
}
