//! Pub/Sub, API v1: topics by REST and gRPC, and subscriptions that push.
//!
//! `publish` takes messages, whoever sends them; [`delivery`] pushes them to the endpoint of each subscription, with
//! a token of [`signing`], and again until they are acknowledged. Whoever changes what there is to deliver calls
//! [`Pushes::wake`].

mod delivery;
mod grpc;
mod names;
mod publish;
mod pushes;
mod schema;
mod seed;
mod signing;
mod subscription;
mod subscriptions;
mod table;
mod topics;

use axum::Router;
use axum::routing::{get, post};

use crate::world::SharedWorld;

pub(crate) use delivery::deliver_pushes;
pub(crate) use grpc::{as_refusal, is_grpc, shown};
pub(crate) use publish::{Message, publish};
pub(crate) use pushes::Pushes;
pub(crate) use seed::{AUDIENCE, TOPIC_ID, push_account, seed};
pub(crate) use subscriptions::snapshot;
pub(crate) use table::SCHEMA;

/// Its routes, at their real paths; Google's public keys are part of it, since only pushes are signed here.
pub(crate) fn routes() -> Router<SharedWorld> {
    const PROJECT: &str = "/v1/projects/{project}";
    Router::new()
        .route(&format!("{PROJECT}/topics"), get(topics::list))
        .route(
            &format!("{PROJECT}/topics/{{topic}}"),
            get(topics::get)
                .put(topics::create)
                .delete(topics::delete)
                .post(topics::verb),
        )
        .route(&format!("{PROJECT}/subscriptions"), get(subscriptions::list))
        .route(
            &format!("{PROJECT}/subscriptions/{{subscription}}"),
            get(subscriptions::get)
                .put(subscriptions::create)
                .delete(subscriptions::delete)
                .post(subscriptions::verb),
        )
        .route("/oauth2/v3/certs", get(signing::certs))
        .route("/google.pubsub.v1.Publisher/{method}", post(grpc::publisher))
        .route("/google.pubsub.v1.Subscriber/{method}", post(grpc::unimplemented))
}

#[cfg(test)]
mod tests;
