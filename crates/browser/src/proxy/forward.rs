//! Plain HTTP: one request, one connection.

use fetch::{FetchError, GuardError};
use http_body_util::Either;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{
    CONNECTION, HOST, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE,
    TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use hyper::http::Uri;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use url::{Position, Url};

use super::Body;
use super::gate::Gate;
use super::tasks::Tasks;

/// Sends a request on and hands out the answer as it comes.
pub(super) async fn send(
    mut request: Request<Incoming>,
    gate: &Gate,
    tasks: &Tasks,
) -> Result<Response<Body>, FetchError> {
    let url = target(request.uri())?;
    rewrite(&mut request, &url)?;
    let stream = gate.connect(&url).await?;
    let (mut host, connection) = http1::Builder::new()
        .preserve_header_case(true)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| FetchError::Broken)?;
    tasks.spawn(async move {
        // An answer that breaks off breaks off at the browser too.
        let _ = connection.await;
    });
    let mut answer = host.send_request(request).await.map_err(|_| FetchError::Broken)?;
    drop_connection_headers(answer.headers_mut());
    Ok(answer.map(Either::Left))
}

/// Only a whole `http:` URL names a host: a browser tunnels all else.
fn target(uri: &Uri) -> Result<Url, GuardError> {
    let refusal = || GuardError::NotAllowed(uri.to_string());
    let url = Url::parse(&uri.to_string()).map_err(|_| refusal())?;
    (url.scheme() == "http").then_some(url).ok_or_else(refusal)
}

/// The host is asked by the path, under the name that was checked.
fn rewrite(request: &mut Request<Incoming>, url: &Url) -> Result<(), FetchError> {
    let path = url[Position::BeforePath..Position::AfterQuery].parse();
    *request.uri_mut() = path.map_err(|_| FetchError::Broken)?;
    let host = HeaderValue::from_str(&url[Position::BeforeHost..Position::AfterPort]);
    drop_connection_headers(request.headers_mut());
    request
        .headers_mut()
        .insert(HOST, host.map_err(|_| FetchError::Broken)?);
    Ok(())
}

/// Takes away what belongs to one connection and not to the message (RFC 9110, 7.6.1).
fn drop_connection_headers(headers: &mut HeaderMap) {
    const OWN: [HeaderName; 7] = [
        CONNECTION,
        PROXY_AUTHENTICATE,
        PROXY_AUTHORIZATION,
        TE,
        TRAILER,
        TRANSFER_ENCODING,
        UPGRADE,
    ];
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in OWN.into_iter().chain(named) {
        headers.remove(name);
    }
    headers.remove("keep-alive");
    headers.remove("proxy-connection");
}
