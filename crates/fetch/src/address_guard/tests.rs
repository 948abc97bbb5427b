use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

fn strict() -> Guard {
    Guard::new(AllowedAddresses::default())
}

fn allowing(text: &str) -> Guard {
    Guard::new(AllowedAddresses::parse(text).unwrap())
}

fn check(guard: &Guard, url: &str) -> Result<(), GuardError> {
    guard.check_url(&Url::parse(url).unwrap_or_else(|error| panic!("{url}: {error}")))
}

/// Answers the first lookup with the first list, and so on; the last is repeated.
fn answering(allowed: &str, lists: &'static [&'static [&'static str]]) -> Guard {
    let asked = AtomicUsize::new(0);
    Guard::with_lookup(AllowedAddresses::parse(allowed).unwrap(), move |_| {
        let turn = asked.fetch_add(1, Ordering::Relaxed).min(lists.len() - 1);
        async move { Ok(lists[turn].iter().map(|ip| ip.parse().unwrap()).collect()) }
    })
}

#[test]
fn no_special_address_is_public() {
    for ip in [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "168.63.129.16",
        "192.31.196.1",
        "192.52.193.1",
        "192.175.48.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "100::1",
        "100:0:0:1::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2620:4f:8000::1",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fe80::1",
        "fe80::a9fe:a9fe",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "4000::1",
    ] {
        assert!(!is_public(ip.parse().unwrap()), "{ip}");
    }
}

#[test]
fn what_the_internet_reaches_is_public_up_to_the_borders() {
    for ip in [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "168.63.129.15",
        "168.63.129.17",
        "191.255.255.255",
        "192.0.1.1",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2606:4700::1111",
        "2a00:1450:4001::200e",
        "2003::1",
        "2404:6800::1",
    ] {
        assert!(is_public(ip.parse().unwrap()), "{ip}");
    }
}

#[test]
fn every_spelling_of_a_forbidden_address_is_refused() {
    for (url, address) in [
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://127.1/", "127.0.0.1"),
        ("http://127.0.1/", "127.0.0.1"),
        ("http://127.0.0.1./", "127.0.0.1"),
        ("http://2130706433/", "127.0.0.1"),
        ("http://0x7f000001/", "127.0.0.1"),
        ("http://0X7F.1/", "127.0.0.1"),
        ("http://0x7f.0x0.0x0.0x1/", "127.0.0.1"),
        ("http://0177.0.0.1/", "127.0.0.1"),
        ("http://0177.1/", "127.0.0.1"),
        ("http://017700000001/", "127.0.0.1"),
        ("http://00000177.0.0.01/", "127.0.0.1"),
        ("http://0/", "0.0.0.0"),
        ("http://0x0/", "0.0.0.0"),
        ("http://127%2e0%2e0%2e1/", "127.0.0.1"),
        ("http://%31%32%37.0.0.1/", "127.0.0.1"),
        ("http://１２７.０.０.１/", "127.0.0.1"),
        ("http://127。0。0。1/", "127.0.0.1"),
        ("http://①②⑦.0.0.1/", "127.0.0.1"),
        ("http://127.0.0.1:80/", "127.0.0.1"),
        ("http://127.0.0.1:65535/", "127.0.0.1"),
        ("https:127.0.0.1", "127.0.0.1"),
        ("http:\\\\127.0.0.1\\x", "127.0.0.1"),
        ("http:///127.0.0.1/", "127.0.0.1"),
        ("http://169.254.169.254/computeMetadata/v1/", "169.254.169.254"),
        ("http://2852039166/", "169.254.169.254"),
        ("http://0xa9fea9fe/", "169.254.169.254"),
        ("http://0xA9.0xFE.0xA9.0xFE/", "169.254.169.254"),
        ("http://0251.0376.0251.0376/", "169.254.169.254"),
        ("http://169.254.43518/", "169.254.169.254"),
        ("http://169.16689662/", "169.254.169.254"),
        ("http://0251.254.0xa9.254/", "169.254.169.254"),
        ("http://１６９。２５４。１６９。２５４/", "169.254.169.254"),
        ("http://10.0.0.1/", "10.0.0.1"),
        ("http://10.1/", "10.0.0.1"),
        ("http://167772161/", "10.0.0.1"),
        ("http://012.0.0.1/", "10.0.0.1"),
        ("http://192.168.257/", "192.168.1.1"),
        ("http://172.16.1/", "172.16.0.1"),
        ("http://100.64.0.1/", "100.64.0.1"),
        ("http://255.255.255.255/", "255.255.255.255"),
        ("http://4294967295/", "255.255.255.255"),
        ("http://224.0.0.251/", "224.0.0.251"),
        ("http://[::1]/", "::1"),
        ("http://[0:0:0:0:0:0:0:1]/", "::1"),
        ("http://[0000::0001]:8080/", "::1"),
        ("http://[::]/", "::"),
        ("http://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1"),
        ("http://[::ffff:7f00:1]/", "::ffff:127.0.0.1"),
        (
            "http://[0:0:0:0:0:ffff:169.254.169.254]/",
            "::ffff:169.254.169.254",
        ),
        ("http://[::FFFF:A9FE:A9FE]/", "::ffff:169.254.169.254"),
        ("http://[::127.0.0.1]/", "::7f00:1"),
        ("http://[64:ff9b::169.254.169.254]/", "64:ff9b::a9fe:a9fe"),
        ("http://[64:ff9b:1::10.0.0.1]/", "64:ff9b:1::a00:1"),
        ("http://[2002:a9fe:a9fe::]/", "2002:a9fe:a9fe::"),
        ("http://[2001:0:7f00:1::]/", "2001:0:7f00:1::"),
        ("http://[fd20:ce::254]/", "fd20:ce::254"),
        ("http://[FD20:00CE:0:0::254]/", "fd20:ce::254"),
        ("http://[fe80::1]/", "fe80::1"),
        ("http://[fec0::1]/", "fec0::1"),
        ("http://[ff02::1]/", "ff02::1"),
        ("http://[100::1]/", "100::1"),
        ("http://metadata.google.internal/", "metadata.google.internal"),
        ("http://metadata.google.internal./", "metadata.google.internal."),
        ("http://METADATA.Google.Internal/", "metadata.google.internal"),
        ("http://metadata%2egoogle%2einternal/", "metadata.google.internal"),
        (
            "http://ｍｅｔａｄａｔａ.google.internal/",
            "metadata.google.internal",
        ),
        ("http://metadata.goog/", "metadata.goog"),
        ("http://metadata.goog./", "metadata.goog."),
        ("http://vm.c.project.internal/", "vm.c.project.internal"),
        ("http://internal/", "internal"),
    ] {
        let refusal = check(&strict(), url).expect_err(url);
        assert_eq!(
            refusal.to_string(),
            format!("address not allowed: {address}"),
            "{url}"
        );
    }
}

#[test]
fn schemes_and_credentials_are_refused_even_for_public_hosts() {
    for url in [
        "file:///etc/passwd",
        "ftp://shop.example/",
        "gopher://shop.example/",
        "data:text/html,x",
        "javascript:1",
        "ws://shop.example/",
        "http://user@shop.example/",
        "http://:secret@shop.example/",
        "http://shop.example@127.0.0.1/",
        "http://127.0.0.1@shop.example/",
    ] {
        let refusal = check(&allowing("127.0.0.1"), url).expect_err(url).to_string();
        assert!(refusal.starts_with("address not allowed: "), "{refusal}");
        assert!(!refusal.contains("secret"), "{refusal}");
    }
}

#[test]
fn public_hosts_are_let_through_at_ports_of_the_web() {
    for url in [
        "https://shop.example/p/1",
        "http://shop.example:8443/",
        "https://8.8.8.8/",
        "https://[2606:4700::1111]:444/",
        "https://internal.shop.example/",
        "https://xn--3e0b707e.example/",
    ] {
        assert_eq!(check(&strict(), url), Ok(()), "{url}");
    }
}

#[test]
fn ports_of_other_servers_are_refused_even_on_public_hosts() {
    for port in [
        0, 1, 7, 19, 21, 22, 23, 25, 53, 110, 143, 389, 465, 587, 993, 2049, 5060, 6000, 6667,
    ] {
        let url = format!("http://8.8.8.8:{port}/");
        assert_eq!(check(&strict(), &url), Err(GuardError::Port(port)));
    }
}

#[test]
fn exceptions_hold_for_what_they_name_and_nothing_else() {
    for (exception, url, passes) in [
        ("127.0.0.1:8080", "http://127.0.0.1:8080/", true),
        ("127.0.0.1:8080", "http://0x7f.1:8080/", true),
        ("127.0.0.1:8080", "http://127.0.0.1:8081/", false),
        ("127.0.0.1:8080", "http://127.0.0.2:8080/", false),
        ("127.0.0.1:80", "http://127.0.0.1/", true),
        ("127.0.0.1:443", "https://127.0.0.1/", true),
        ("127.0.0.1:80", "https://127.0.0.1/", false),
        ("127.0.0.1", "http://127.0.0.1:9/", true),
        ("[::1]:8080", "http://[::1]:8080/", true),
        ("[::1]", "http://[::1]:1/", true),
        ("::1", "http://[::1]:1/", true),
        ("10.0.0.0/8", "http://10.200.0.1/", true),
        ("10.0.0.0/8", "http://172.16.0.1/", false),
        ("fd00::/8", "http://[fd01::1]/", true),
        ("shop.internal", "http://shop.internal/", true),
        ("shop.internal:80", "http://shop.internal:81/", false),
        ("Shop.Internal", "http://SHOP.internal./", true),
        (
            "metadata.google.internal",
            "http://metadata.google.internal/",
            false,
        ),
        ("169.254.0.0/16", "http://169.254.169.254/", false),
        ("169.254.169.254", "http://169.254.169.254/", false),
        ("::/0", "http://[fd20:ce::254]/", false),
        ("::/0", "http://[::ffff:169.254.169.254]/", false),
        ("::/0", "http://[64:ff9b::169.254.169.254]/", false),
        ("::/0", "http://[2002:a9fe:a9fe::1]/", false),
        ("::/0", "http://[::ffff:127.0.0.1]/", true),
        ("8.8.8.8:25", "http://8.8.8.8:25/", true),
        ("8.8.8.8:25", "http://8.8.8.8:22/", false),
        ("", "http://127.0.0.1/", false),
        (" 10.0.0.1 , ,127.0.0.1:1, ", "http://127.0.0.1:1/", true),
    ] {
        assert_eq!(
            check(&allowing(exception), url).is_ok(),
            passes,
            "{exception} for {url}"
        );
    }
}

#[test]
fn a_bad_exception_is_named() {
    for (text, complaint) in [
        (
            "http://127.0.0.1:8080",
            "`http://127.0.0.1:8080` is a URL: write only host or host:port",
        ),
        (
            "10.0.0.1, 10.0/8",
            "`10.0/8` is not a network such as 10.1.0.0/16",
        ),
        (
            "10.0.0.0/33",
            "`10.0.0.0/33` is not a network such as 10.1.0.0/16",
        ),
        (
            "127.0.0.1:",
            "`127.0.0.1:` is not host:port with a port from 1 to 65535",
        ),
        (
            "127.0.0.1:0",
            "`127.0.0.1:0` is not host:port with a port from 1 to 65535",
        ),
        (
            "shop:65536",
            "`shop:65536` is not host:port with a port from 1 to 65535",
        ),
        (
            "*.internal",
            "`*.internal` is not a host name, an address or a network",
        ),
        ("a b", "`a b` is not a host name, an address or a network"),
        (
            "300.1.1.1",
            "`300.1.1.1` is not a host name, an address or a network",
        ),
        (":80", "`:80` is not a host name, an address or a network"),
    ] {
        assert_eq!(AllowedAddresses::parse(text).unwrap_err().to_string(), complaint);
    }
}

#[tokio::test]
async fn of_a_names_addresses_only_permitted_ones_are_connected_to() {
    let guard = answering(
        "",
        &[&["8.8.8.8", "10.0.0.1", "2606:4700::1111", "::ffff:127.0.0.1"]],
    );
    let addresses = guard.addresses("mixed.example", 443).await.unwrap();
    assert_eq!(
        addresses,
        [
            "8.8.8.8:443".parse().unwrap(),
            "[2606:4700::1111]:443".parse().unwrap()
        ]
    );
}

#[tokio::test]
async fn a_name_that_turns_private_later_is_refused_then() {
    let guard = answering("", &[&["8.8.8.8"], &["169.254.169.254"]]);
    assert!(guard.addresses("rebind.example", 80).await.is_ok());
    let refusal = guard.addresses("rebind.example", 80).await.unwrap_err();
    assert_eq!(refusal.to_string(), "address not allowed: 169.254.169.254");
}

#[tokio::test]
async fn an_allowed_name_may_be_private_at_its_port_but_never_the_metadata_server() {
    for (name, port, answer, passes) in [
        ("shop.test", 8080, &[&["10.0.0.5"] as &[_]], true),
        ("shop.test", 80, &[&["10.0.0.5"]], false),
        ("other.test", 8080, &[&["10.0.0.5"]], false),
        ("other.test", 9000, &[&["10.0.0.9"]], true),
        ("other.test", 80, &[&["10.0.0.9"]], false),
        ("shop.test", 8080, &[&["169.254.169.254"]], false),
    ] {
        let guard = answering("shop.test:8080,10.0.0.9:9000", answer);
        assert_eq!(
            guard.addresses(name, port).await.is_ok(),
            passes,
            "{name}:{port} {answer:?}"
        );
    }
}

#[tokio::test]
async fn a_name_without_addresses_is_no_host() {
    let guard = answering("", &[&[]]);
    let refusal = guard.addresses("nowhere.example", 80).await.unwrap_err();
    assert_eq!(refusal.to_string(), "no such host: nowhere.example");
}

#[tokio::test]
async fn a_name_is_refused_by_itself_and_at_ports_of_other_servers() {
    for (name, port, complaint) in [
        ("shop.example", 443, None),
        (
            "shop.example",
            25,
            Some("address not allowed: port 25 is not one of the web"),
        ),
        (
            "metadata.google.internal",
            80,
            Some("address not allowed: metadata.google.internal"),
        ),
        ("Metadata.Goog.", 80, Some("address not allowed: Metadata.Goog.")),
        ("vm.internal..", 80, Some("address not allowed: vm.internal..")),
        ("", 80, Some("address not allowed: ")),
    ] {
        let refusal = answering("", &[&["8.8.8.8"]]).addresses(name, port).await.err();
        assert_eq!(
            refusal.map(|error| error.to_string()).as_deref(),
            complaint,
            "{name}"
        );
    }
}
