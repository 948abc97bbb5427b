//! `developerMetadata`: get and search.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use serde_json::{Value, json};

use super::body;
use super::call::{Answer, view};
use super::filter;
use super::metadata;
use super::query::Query;
use super::refusal::Refusal;
use crate::google_error::GoogleError;
use crate::world::SharedWorld;

/// `GET /v4/spreadsheets/{id}/developerMetadata/{metadataId}`
pub(super) async fn get(
    State(world): State<SharedWorld>,
    Path((id, metadata_id)): Path<(String, String)>,
    uri: Uri,
) -> Answer {
    let query = Query::read(&uri, "DeveloperMetadata", &[])?;
    view(&world, &id, &query, |book| {
        let found = match metadata_id.parse() {
            Ok(id) => metadata::with_id(book, id)?,
            Err(_) => None,
        };
        found.ok_or_else(|| GoogleError::not_found("Requested entity was not found.").into())
    })
}

/// `POST /v4/spreadsheets/{id}/developerMetadata:search`
pub(super) fn search(world: &SharedWorld, id: &str, uri: &Uri, headers: &HeaderMap, bytes: &[u8]) -> Answer {
    let query = Query::read(uri, "SearchDeveloperMetadataResponse", &[])?;
    let body = body::read("SearchDeveloperMetadataRequest", "", headers, bytes)?;
    view(world, id, &query, |book| {
        let mut matched: Vec<(Value, Vec<Value>)> = Vec::new();
        for filter in filter::list(&body) {
            for found in filter::metadata(book, filter)? {
                match matched.iter_mut().find(|(metadata, _)| *metadata == found) {
                    Some((_, filters)) => filters.push(filter.clone()),
                    None => matched.push((found, vec![filter.clone()])),
                }
            }
        }
        Ok::<_, Refusal>(answer(matched))
    })
}

fn answer(matched: Vec<(Value, Vec<Value>)>) -> Value {
    if matched.is_empty() {
        return json!({});
    }
    let matched = matched
        .into_iter()
        .map(|(metadata, filters)| json!({ "developerMetadata": metadata, "dataFilters": filters }));
    json!({ "matchedDeveloperMetadata": matched.collect::<Vec<_>>() })
}
