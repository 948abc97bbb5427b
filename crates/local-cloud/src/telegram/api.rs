//! `/bot<token>/<method>`.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::methods::{self, Answer};
use super::params::Params;
use super::refusal::Refusal;
use crate::world::SharedWorld;

/// The Bot API at its real path.
pub(crate) fn routes() -> Router<SharedWorld> {
    Router::new().route("/bot{token}/{method}", get(call).post(call))
}

async fn call(
    State(world): State<SharedWorld>,
    Path((token, method)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Refusal> {
    if token != world.settings.bot_token {
        return Err(Refusal::unauthorized());
    }
    let params = Params::read(request).await?;
    methods::call(&world, &method, &params)
        .await
        .map(IntoResponse::into_response)
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut body = json!({ "ok": true, "result": self.result });
        if let Some(description) = self.description {
            body["description"] = description.into();
        }
        Json(body).into_response()
    }
}
