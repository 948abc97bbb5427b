use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection};

use super::super::server::{self, status};
use super::*;

/// Shakes hands once, with a certificate of its own making.
fn self_signed() -> SocketAddr {
    tls::install();
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["shop.example".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key.into())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || shake_hands(&listener, config));
    address
}

fn shake_hands(listener: &TcpListener, config: ServerConfig) -> io::Result<()> {
    let (mut socket, _) = listener.accept()?;
    let mut connection = ServerConnection::new(Arc::new(config)).map_err(io::Error::other)?;
    connection.complete_io(&mut socket).map(drop)
}

async fn refused(url: &str) -> String {
    let request = Request::get(Url::parse(url).unwrap());
    let answer = by_any_name().fetch(&request).await;
    answer.unwrap_err().to_string()
}

#[tokio::test]
async fn a_host_that_nobody_vouches_for_is_named() {
    let port = self_signed().port();
    let refusal = refused(&format!("https://shop.example:{port}/")).await;
    // Where the machine has no roots at all, that is said instead.
    assert!(
        refusal == "no secure connection: the certificate is signed by nobody whom this machine trusts"
            || refusal.contains("no root certificates found"),
        "{refusal}"
    );
}

#[tokio::test]
async fn a_closed_port_and_a_server_without_tls_are_told_apart() {
    let server = server::start(|_| status(400)).await;
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(refused(&format!("http://{closed}/")).await, "cannot connect");
    let plain = refused(&format!("https://{}/", server.authority())).await;
    assert!(
        plain == "no secure connection: the host speaks no TLS at this port" || plain == "cannot connect",
        "{plain}"
    );
}
