//! One origin for everything: the routes of all stand-ins, observed and guarded.

mod cut;
mod guard;
mod observe;
mod strike;

use std::future::Future;
use std::io;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use tokio::net::TcpListener;

use cut::{Cut, Cuttable};

use crate::google_error::GoogleError;
use crate::world::SharedWorld;

/// Serves everything until `stopped`, and what is being answered then.
pub(crate) async fn serve(
    listener: TcpListener,
    world: SharedWorld,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let app = app(world).into_make_service_with_connect_info::<Cut>();
    axum::serve(Cuttable(listener), app)
        .with_graceful_shutdown(stopped)
        .await
}

/// The whole application.
fn app(world: SharedWorld) -> Router {
    Router::new()
        .merge(crate::scheduler::routes())
        .merge(crate::run::routes())
        .merge(crate::pubsub::routes())
        .merge(crate::metadata::routes())
        .merge(crate::sheets::routes())
        .merge(crate::drive::routes())
        .merge(crate::telegram::routes())
        .merge(crate::demo::routes())
        .merge(crate::control::routes(world.clone()))
        .merge(crate::page::routes())
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        // The observer has read the body already, within its own limit.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(crate::metadata::answer_ping))
        .layer(from_fn_with_state(world.clone(), observe::observe))
        .layer(from_fn_with_state(world.clone(), guard::own_origin_only))
        .with_state(world)
}

/// What this cloud does not know is said loudly: a silent 404 would look like the real service's answer.
async fn unknown(request: Request) -> GoogleError {
    let (method, path) = (request.method(), request.uri().path());
    tracing::error!(%method, path, "the local cloud does not know this call");
    let message = format!("The local cloud does not know {method} {path}.");
    GoogleError::new(StatusCode::NOT_IMPLEMENTED, "UNIMPLEMENTED", message)
}

#[cfg(test)]
mod tests;
