//! One TLS configuration for every client of a process.
//!
//! The system's root certificates are read when the first handshake has a certificate to verify: reading them takes
//! about 4 ms and stays in memory, and a process that speaks plain HTTP only never needs them.

mod verifier;

use std::sync::{Arc, OnceLock};

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};

use verifier::SystemVerifier;

/// Makes ring the process's crypto provider; a provider that was installed before stays.
pub fn install() {
    if CryptoProvider::get_default().is_none() {
        // Only a race between two callers makes this fail, and then the other one has installed it.
        let _ = ring::default_provider().install_default();
    }
}

/// The process's client configuration, with session cache and roots shared by all copies. ALPN is the caller's to set.
pub fn client_config() -> ClientConfig {
    static CONFIG: OnceLock<ClientConfig> = OnceLock::new();
    CONFIG
        .get_or_init(|| config_with(Arc::new(SystemVerifier::default())))
        .clone()
}

fn config_with(verifier: Arc<SystemVerifier>) -> ClientConfig {
    install();
    ClientConfig::builder()
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth()
}

#[cfg(test)]
mod tests;
