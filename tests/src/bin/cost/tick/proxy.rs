//! A proxy that makes the local cloud as slow as the real one.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use tokio::net::TcpListener;

/// What every Google call takes longer.
const GOOGLE: Duration = Duration::from_millis(50);
/// What the page takes longer.
const PAGE: Duration = Duration::from_millis(200);

#[derive(Clone)]
struct Upstream {
    origin: String,
    client: reqwest::Client,
}

/// Starts it; answers `127.0.0.1:PORT`.
pub(crate) async fn start(origin: &str) -> anyhow::Result<String> {
    let upstream = Upstream {
        origin: origin.to_owned(),
        client: reqwest::Client::builder().no_proxy().build()?,
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    let router = Router::new().fallback(forward).with_state(upstream);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn forward(State(upstream): State<Upstream>, request: Request) -> Result<Response, StatusCode> {
    let delay = if request.uri().path().starts_with("/demo/") {
        PAGE
    } else {
        GOOGLE
    };
    tokio::time::sleep(delay).await;
    let url = format!("{}{}", upstream.origin, request.uri());
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX)
        .await
        .map_err(|_| StatusCode::BAD_REQUEST)?;
    let mut headers = parts.headers;
    headers.remove("host");
    let call = upstream
        .client
        .request(parts.method, url)
        .headers(headers)
        .body(body);
    let answer = call.send().await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    let mut response = Response::builder().status(answer.status());
    for (name, value) in answer
        .headers()
        .iter()
        .filter(|(name, _)| *name != "transfer-encoding")
    {
        response = response.header(name, value);
    }
    let body = answer.bytes().await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    response
        .body(Body::from(body))
        .map_err(|_| StatusCode::BAD_GATEWAY)
}
