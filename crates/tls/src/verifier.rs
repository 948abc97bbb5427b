//! A certificate verifier that gets its roots on first use.

use std::sync::{Arc, OnceLock};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_native_certs::{CertificateResult, load_native_certs};

/// Verifies servers against the system's roots (or `SSL_CERT_FILE`, `SSL_CERT_DIR`), loaded once, when first asked.
#[derive(Debug)]
pub(crate) struct SystemVerifier {
    provider: Arc<CryptoProvider>,
    webpki: OnceLock<Result<Arc<WebPkiServerVerifier>, String>>,
}

impl Default for SystemVerifier {
    fn default() -> Self {
        Self {
            provider: Arc::new(ring::default_provider()),
            webpki: OnceLock::new(),
        }
    }
}

impl SystemVerifier {
    /// Whether a handshake has made the roots be loaded.
    #[cfg(test)]
    pub(crate) fn is_loaded(&self) -> bool {
        self.webpki.get().is_some()
    }

    fn webpki(&self) -> Result<&WebPkiServerVerifier, Error> {
        let loaded = self
            .webpki
            .get_or_init(|| verifier(load_native_certs(), &self.provider));
        loaded.as_deref().map_err(|reason| Error::General(reason.clone()))
    }
}

/// A verifier that trusts the certificates found; those that are no usable root are left out, as browsers do.
pub(crate) fn verifier(
    found: CertificateResult,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        return Err(no_roots(&found.errors));
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
        .build()
        .map_err(|error| format!("the root certificates cannot be used: {error}"))
}

fn no_roots(errors: &[rustls_native_certs::Error]) -> String {
    let why = errors
        .first()
        .map(|error| format!(" ({error})"))
        .unwrap_or_default();
    format!(
        "no root certificates found{why}: install the system's ca-certificates or name a PEM file in SSL_CERT_FILE"
    )
}

impl ServerCertVerifier for SystemVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.webpki()?
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
