//! `/bot<token>/<method>` and `/file/bot<token>/<path>`.

use axum::extract::{Path, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::methods::{self, Answer};
use super::params::Params;
use super::photos;
use super::refusal::Refusal;
use crate::world::SharedWorld;

/// The Bot API at its real path.
pub(crate) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/bot{token}/{method}", get(call).post(call))
        .route("/file/bot{token}/{*path}", get(file))
}

/// A file that `getFile` has named.
async fn file(
    State(world): State<SharedWorld>,
    Path((token, path)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    if token != world.settings.bot_token {
        return Err(Refusal::unauthorized());
    }
    let content = world.store.read(|db| photos::at_path(db, &path))?;
    let content = content.ok_or_else(Refusal::no_such_method)?;
    // The real one tells no kind.
    let headers = [(header::CONTENT_TYPE, "application/octet-stream")];
    Ok((headers, content.bytes).into_response())
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
