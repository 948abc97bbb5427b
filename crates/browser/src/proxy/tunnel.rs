//! `CONNECT`: TLS and WebSockets, whose content is the browser's and the host's alone.

use fetch::{FetchError, GuardError};
use http_body_util::Either;
use hyper::body::Incoming;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::copy_bidirectional;
use url::Url;

use super::Body;
use super::gate::Gate;
use super::tasks::Tasks;

/// Opens a tunnel to `host:port`.
pub(super) async fn open(
    request: Request<Incoming>,
    gate: &Gate,
    tasks: &Tasks,
) -> Result<Response<Body>, FetchError> {
    let mut host = gate.connect(&target(&request)?).await?;
    tasks.spawn(async move {
        // Either side hangs up when it likes.
        if let Ok(browser) = hyper::upgrade::on(request).await {
            let _ = copy_bidirectional(&mut TokioIo::new(browser), &mut host).await;
        }
    });
    Ok(Response::new(Either::Right(String::new())))
}

/// The guard judges URLs; the port is always written out in a tunnel's target.
fn target(request: &Request<Incoming>) -> Result<Url, GuardError> {
    let target = request.uri().to_string();
    let has_port = request.uri().port_u16().is_some();
    let url = Url::parse(&format!("https://{target}/"))
        .ok()
        .filter(|_| has_port);
    url.ok_or(GuardError::NotAllowed(target))
}
