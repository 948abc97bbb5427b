//! The connections to Google, and the one way in which every call is made.

use std::future::Future;
use std::time::Duration;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::endpoint::{Endpoints, Service};
use crate::error::CallError;
use crate::retry::Retries;
use crate::token::TokenSource;

/// How connections are made: TLS, or plain HTTP for a local endpoint.
pub type Connector = HttpsConnector<HttpConnector>;
/// The client type that all hubs share.
pub type HttpClient = google_apis_common::Client<Connector>;

/// Connecting takes no longer than this.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// One attempt of a call takes no longer than this; a Sheets write of a minute's rows takes about a second.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(15);

/// Access to Google's APIs: connections, tokens, endpoints and retries.
#[derive(Clone)]
pub struct Google {
    client: HttpClient,
    tokens: TokenSource,
    endpoints: Endpoints,
    retries: Retries,
}

impl Google {
    /// Builds access from its parts. Nothing is connected and no token is asked for before the first call.
    pub fn new(tokens: TokenSource, endpoints: Endpoints) -> Self {
        let client = hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build(connector());
        Self {
            client,
            tokens,
            endpoints,
            retries: Retries::default(),
        }
    }

    /// The same for a cloud on this machine, in told time: nobody's quota is spared by waiting in real time.
    #[must_use]
    pub fn hurried(self) -> Self {
        Self {
            retries: Retries::hurried(),
            ..self
        }
    }

    /// Connects for a client that is no hub: TLS with the process' roots, or plain HTTP for a local endpoint.
    pub fn connector(&self) -> Connector {
        connector()
    }

    /// The client for a hub.
    pub fn client(&self) -> HttpClient {
        self.client.clone()
    }

    /// The token source, for a hub.
    pub fn tokens(&self) -> TokenSource {
        self.tokens.clone()
    }

    /// A service's base URL for a hub, with a trailing slash.
    pub fn base_url(&self, service: Service) -> String {
        self.endpoints.base_url(service)
    }

    /// Whether a service is an emulator, which gets no token.
    pub fn is_emulator(&self, service: Service) -> bool {
        self.endpoints.is_emulator(service)
    }

    /// Makes a call, again where that may help: `name` is the API method (`sheets.spreadsheets.batchUpdate`). An attempt
    /// fails with a hub's error, or with a [`CallError`] where no hub is used.
    ///
    /// Only calls that may be repeated belong here: reads, deletes, creations under a fixed id, guarded writes.
    pub async fn call<T, E, F, A>(&self, name: &'static str, attempt: A) -> Result<T, CallError>
    where
        A: FnMut() -> F,
        F: Future<Output = Result<T, E>>,
        CallError: From<E>,
    {
        self.retries.run(name, ATTEMPT_TIMEOUT, attempt).await
    }
}

/// A connector with the process' TLS configuration; roots are loaded when a handshake needs them.
pub(crate) fn connector() -> Connector {
    let mut http = HttpConnector::new();
    http.set_connect_timeout(Some(CONNECT_TIMEOUT));
    http.set_nodelay(true);
    http.enforce_http(false);
    HttpsConnectorBuilder::new()
        .with_tls_config(tls::client_config())
        .https_or_http()
        .enable_http1()
        .enable_http2()
        .wrap_connector(http)
}
