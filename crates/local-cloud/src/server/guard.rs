//! No web page from elsewhere may drive the cloud: requests carry our own Origin or none, and the control API
//! answers only by its own Host as well.

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::google_error::GoogleError;
use crate::world::{SharedWorld, World};

/// Refuses what a foreign page sends (except to the demo shops, which change nothing here), and `/_local` calls that come by another name (a rebound DNS name).
pub(super) async fn own_origin_only(
    State(world): State<SharedWorld>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let (is_control, is_shop) = (path.starts_with("/_local"), path.starts_with("/demo/"));
    if !(is_shop || is_own_origin(&world, request.headers()))
        || (is_control && !is_asked_by_own_name(&world, &request))
    {
        let message = format!("Only pages of {} may do this.", world.settings.origin);
        return GoogleError::new(StatusCode::FORBIDDEN, "PERMISSION_DENIED", message).into_response();
    }
    next.run(request).await
}

fn is_own_origin(world: &World, headers: &HeaderMap) -> bool {
    let is_own = |origin: &str| {
        origin
            .strip_prefix("http://")
            .is_some_and(|host| is_own_host(world, host))
    };
    headers
        .get(header::ORIGIN)
        .is_none_or(|origin| origin.to_str().is_ok_and(is_own))
}

fn is_asked_by_own_name(world: &World, request: &Request) -> bool {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    // HTTP/2 carries the host in the address instead.
    let host = host.or(request.uri().authority().map(Authority::as_str));
    host.is_some_and(|host| is_own_host(world, host))
}

fn is_own_host(world: &World, host: &str) -> bool {
    let own = world.settings.authority();
    let port = own.rsplit_once(':').map_or("", |(_, port)| port);
    host == own
        || ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|name| host == format!("{name}:{port}"))
}
