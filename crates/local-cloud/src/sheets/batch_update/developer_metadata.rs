//! Developer metadata: create, update, delete.

use serde_json::{Value, json};

use super::{Reply, fields};
use crate::sheets::book::Book;
use crate::sheets::filter;
use crate::sheets::metadata;
use crate::sheets::refusal::{Refusal, invalid};

pub(super) fn create(book: &mut Book<'_>, body: &Value) -> Reply {
    let Some(asked) = body.get("developerMetadata") else {
        return invalid("developerMetadata must be specified.");
    };
    let metadata = metadata::create(book, asked)?;
    Ok(Some(json!({ "developerMetadata": metadata })))
}

pub(super) fn update(book: &mut Book<'_>, body: &Value) -> Reply {
    let mask = fields(body, "DeveloperMetadata")?;
    let source = body.get("developerMetadata").unwrap_or(&Value::Null);
    let mut updated = Vec::new();
    for before in found(book, filter::list(body))? {
        let mut after = before.as_object().cloned().unwrap_or_default();
        mask.copy(source, &mut after);
        after.insert("metadataId".to_owned(), json!(metadata::id_of(&before)));
        updated.push(metadata::update(book, Value::Object(after))?);
    }
    Ok(Some(json!({ "developerMetadata": updated })))
}

pub(super) fn delete(book: &mut Book<'_>, body: &Value) -> Reply {
    let Some(filter) = body.get("dataFilter") else {
        return invalid("dataFilter must be specified.");
    };
    let deleted = found(book, std::slice::from_ref(filter))?;
    for metadata in &deleted {
        metadata::delete(book, metadata)?;
    }
    Ok(Some(json!({ "deletedDeveloperMetadata": deleted })))
}

fn found(book: &Book<'_>, filters: &[Value]) -> Result<Vec<Value>, Refusal> {
    let mut found: Vec<Value> = Vec::new();
    for filter in filters {
        for metadata in filter::metadata(book, filter)? {
            if !found.contains(&metadata) {
                found.push(metadata);
            }
        }
    }
    if filters.is_empty() {
        return invalid("At least one data filter must be specified.");
    }
    Ok(found)
}
