//! Google Drive v3, at its real paths, uploads included.
//!
//! Every caller here is a service account: it owns no storage, so files come to be in the shared drive only. Bodies
//! are read as Drive reads them: unknown fields are ignored, read-only ones refused.
//!
//! - [`store`] keeps files, [`resource`] shows them, [`rules`] says who may do what where.
//! - [`files`], [`list`], [`mod@content`] and [`upload`] are the calls on files, [`mod@write`] what they do; [`search`] is the language of `q`.

mod about;
mod content;
mod drives;
mod failure;
mod fields;
mod files;
mod list;
mod order;
mod permissions;
mod request;
mod resource;
mod resumable;
mod rules;
mod search;
mod seed;
mod snapshot;
mod spreadsheet_files;
mod store;
mod upload;
mod whole;
mod write;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post, put};

use crate::world::SharedWorld;
pub(crate) use seed::seed;
pub(crate) use snapshot::{content_of, listed, snapshot};
pub(crate) use spreadsheet_files::{spreadsheet_changed, spreadsheet_created};
pub(crate) use store::{SCHEMA, content, new_file_id};
pub(crate) use whole::{remove, with_content};

/// The largest upload in one request.
const MAX_BODY: usize = 256 * 1024 * 1024;

/// Its routes, at their real paths.
pub(crate) fn routes() -> Router<SharedWorld> {
    let uploads = post(upload::create).put(resumable::put).delete(resumable::cancel);
    let file_uploads = put(resumable::put)
        .patch(upload::update)
        .delete(resumable::cancel);
    Router::new()
        .route("/drive/v3/about", get(about::get))
        .route("/drive/v3/drives", get(drives::list))
        .route("/drive/v3/drives/{drive}", get(drives::get))
        .route("/drive/v3/files", get(list::list).post(files::create))
        .route("/drive/v3/files/generateIds", get(files::generate_ids))
        .route(
            "/drive/v3/files/{file}",
            get(content::get).patch(files::update).delete(files::delete),
        )
        .route("/drive/v3/files/{file}/copy", post(files::copy))
        .route("/drive/v3/files/{file}/export", get(content::export))
        .route(
            "/drive/v3/files/{file}/permissions",
            get(permissions::list).post(permissions::create),
        )
        .route(
            "/drive/v3/files/{file}/permissions/{permission}",
            get(permissions::get)
                .patch(permissions::update)
                .delete(permissions::delete),
        )
        .route("/upload/drive/v3/files", uploads.clone())
        .route("/upload/drive/v3/files/{file}", file_uploads.clone())
        .route("/resumable/upload/drive/v3/files", uploads)
        .route("/resumable/upload/drive/v3/files/{file}", file_uploads)
        .layer(DefaultBodyLimit::max(MAX_BODY))
}
