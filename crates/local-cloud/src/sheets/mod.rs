//! Google Sheets v4, at its real paths.
//!
//! - `messages.txt`, [`schema`], [`body`], [`query`] and [`mask`] read calls as strictly as Google does.
//! - [`book`] is an open spreadsheet, [`books`] those that were open last, [`tab`] and [`rows`] its tabs and cells, all inside one transaction.
//! - [`parts`] and [`whole`] are what people see of tabs.
//! - [`spreadsheets`], [`values`] and [`developer_metadata`] are the calls, [`batch_update`] the requests of a batch.
//!
//! Formulas are stored, never evaluated; filters, protections and rules are stored and have no effect.

mod a1;
mod batch_update;
mod body;
mod book;
mod books;
mod call;
mod cell;
mod decimal;
mod developer_metadata;
mod file;
mod filter;
pub(crate) mod mask;
mod metadata;
mod number_format;
pub(crate) mod parts;
mod present;
mod query;
mod refusal;
mod reshape;
mod rows;
pub(crate) mod schema;
mod selection;
mod serial;
mod snapshot;
mod spreadsheets;
mod tab;
mod user_entered;
mod values;
pub(crate) mod whole;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, Uri};
use axum::routing::{get, post};

use crate::world::SharedWorld;
pub(crate) use book::SCHEMA;
pub(crate) use books::Books;
use call::Answer;
pub(crate) use file::{copy, create_titled, delete, rename};
pub(crate) use snapshot::{csv_rows, snapshot};

/// Google refuses larger bodies as well.
const MAX_BODY: usize = 100 * 1024 * 1024;

/// Its routes, at their real paths.
pub(crate) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/v4/spreadsheets", post(spreadsheets::create))
        .route(
            "/v4/spreadsheets/{id}",
            get(spreadsheets::get).post(spreadsheets::post),
        )
        .route(
            "/v4/spreadsheets/{id}/{collection}",
            get(get_collection).post(post_collection),
        )
        .route(
            "/v4/spreadsheets/{id}/developerMetadata/{metadata}",
            get(developer_metadata::get),
        )
        .route(
            "/v4/spreadsheets/{id}/sheets/{sheet}",
            post(spreadsheets::copy_sheet),
        )
        .merge(values::routes())
        .layer(DefaultBodyLimit::max(MAX_BODY))
}

/// `values:batchGet`
async fn get_collection(
    State(world): State<SharedWorld>,
    Path((id, collection)): Path<(String, String)>,
    uri: Uri,
) -> Answer {
    match collection.as_str() {
        "values:batchGet" => values::batch_get(&world, &id, &uri),
        _ => Err(values::unknown_method()),
    }
}

/// `values:VERB` and `developerMetadata:search`
async fn post_collection(
    State(world): State<SharedWorld>,
    Path((id, collection)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    match collection.split_once(':') {
        Some(("values", verb)) => values::batch(&world, &id, verb, &uri, &headers, &bytes),
        Some(("developerMetadata", "search")) => {
            developer_metadata::search(&world, &id, &uri, &headers, &bytes)
        }
        _ => Err(values::unknown_method()),
    }
}
