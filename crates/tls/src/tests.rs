use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{ClientConnection, ServerConfig, ServerConnection, StreamOwned};
use rustls_native_certs::CertificateResult;

use super::*;

#[test]
fn building_a_configuration_loads_no_roots_and_the_first_handshake_does() {
    let verifier = Arc::new(SystemVerifier::default());
    let config = config_with(Arc::clone(&verifier));
    assert!(!verifier.is_loaded());
    let (address, _) = serve_self_signed();
    greet(address, config).unwrap_err();
    assert!(verifier.is_loaded());
}

#[test]
fn a_self_signed_certificate_is_refused() {
    let (address, _) = serve_self_signed();
    let refusal = greet(address, client_config()).unwrap_err().to_string();
    // Where the machine has no roots at all, that is said instead.
    assert!(
        refusal.contains("UnknownIssuer") || refusal.contains("no root certificates found"),
        "{refusal}"
    );
}

#[test]
fn a_certificate_is_accepted_where_it_is_a_root() {
    let (address, certificate) = serve_self_signed();
    let mut found = CertificateResult::default();
    found.certs.push(certificate);
    let webpki = verifier::verifier(found, &Arc::new(ring::default_provider())).unwrap();
    install();
    let config = ClientConfig::builder()
        .with_webpki_verifier(webpki)
        .with_no_client_auth();
    assert_eq!(greet(address, config).unwrap(), "hello");
}

#[test]
fn a_system_without_roots_is_told_what_to_do() {
    let refusal =
        verifier::verifier(CertificateResult::default(), &Arc::new(ring::default_provider())).unwrap_err();
    assert!(refusal.contains("no root certificates found"), "{refusal}");
    assert!(refusal.contains("SSL_CERT_FILE"), "{refusal}");
}

#[test]
fn the_protocols_are_left_to_the_caller() {
    assert!(client_config().alpn_protocols.is_empty());
}

/// Serves one connection with a certificate of its own making, which is returned.
fn serve_self_signed() -> (SocketAddr, CertificateDer<'static>) {
    install();
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key.into())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || answer(&listener, config));
    (address, cert.der().clone())
}

fn answer(listener: &TcpListener, config: ServerConfig) -> io::Result<()> {
    let (socket, _) = listener.accept()?;
    let connection = ServerConnection::new(Arc::new(config)).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(connection, socket);
    stream.write_all(b"hello")?;
    stream.conn.send_close_notify();
    stream.flush()
}

fn greet(address: SocketAddr, config: ClientConfig) -> io::Result<String> {
    let socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(10)))?;
    let name = ServerName::try_from("localhost").map_err(io::Error::other)?;
    let connection = ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)?;
    let mut greeting = String::new();
    StreamOwned::new(connection, socket).read_to_string(&mut greeting)?;
    Ok(greeting)
}
