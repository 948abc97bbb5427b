//! The cloud's metadata server hands out the worker's credentials: no exception reaches it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const NAMES: &[&str] = &["metadata.google.internal", "metadata.goog"];
const V4: Ipv4Addr = Ipv4Addr::new(169, 254, 169, 254);
const V6: Ipv6Addr = Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254);

/// Whether a name, in lower case and without a final dot, is the metadata server's.
pub(super) fn is_name(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Whether an address is the metadata server's, or leads to it through a gateway.
pub(super) fn is_address(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip == V4,
        IpAddr::V6(ip) => ip == V6 || embedded(ip) == Some(V4),
    }
}

/// The IPv4 address within an IPv6 address: mapped, translated, compatible, NAT64 or 6to4.
fn embedded(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let (high, low) = match ip.segments() {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0 | 1, _, _, _, high, low]
        | [0x2002, high, low, ..] => (high, low),
        _ => return None,
    };
    Some(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_the_metadata_server_is_known() {
        for (ip, leads_there) in [
            ("169.254.169.254", true),
            ("fd20:ce::254", true),
            ("::ffff:169.254.169.254", true),
            ("::ffff:0:169.254.169.254", true),
            ("::169.254.169.254", true),
            ("64:ff9b::169.254.169.254", true),
            ("64:ff9b:1::169.254.169.254", true),
            ("64:ff9b:1:7::169.254.169.254", true),
            ("2002:a9fe:a9fe::", true),
            ("2002:a9fe:a9fe:1::2", true),
            ("169.254.169.253", false),
            ("::ffff:169.254.169.253", false),
            ("2002:a9fe:a9fd::", false),
            ("fd20:ce::253", false),
            ("2001:db8::a9fe:a9fe", false),
            ("127.0.0.1", false),
        ] {
            assert_eq!(is_address(ip.parse().unwrap()), leads_there, "{ip}");
        }
    }
}
