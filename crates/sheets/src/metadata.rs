//! A tab's developer metadata: the memory, and where our columns are. It moves with the tab and with the columns, so
//! people may rename the one and move the others.

use std::collections::HashMap;

use domain::{Column, TabState, sheet_id};
use google_sheets4::api::{
    DataFilter, DeveloperMetadata, DeveloperMetadataLocation, DeveloperMetadataLookup, DimensionRange,
    SearchDeveloperMetadataRequest, SearchDeveloperMetadataResponse,
};

use crate::error::SheetsError;

/// A tab as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Tab {
    /// The tracking whose tab it is.
    pub tracking: String,
    /// Its sheet id, computed from the tracking.
    pub sheet_id: i32,
    /// What it remembers.
    pub state: TabState,
    /// Where each column of [`TabState::columns`] is; nothing where a person has deleted it.
    pub columns: Vec<Option<usize>>,
    /// Whether the guard was found missing: a person deleted the named range. The next write makes a new one.
    pub(crate) unguarded: bool,
    pub(crate) memory_id: i32,
}

impl Tab {
    /// The tab as it was read after a conflict with the revision that was known: the same one means that nobody wrote,
    /// and so that the guard itself is gone.
    #[must_use]
    pub fn after_conflict(self, known: u64) -> Self {
        Self {
            unguarded: self.state.revision == known,
            ..self
        }
    }

    /// The tab after a write of one's own: its memory is known without reading it.
    #[must_use]
    pub fn remembering(self, state: TabState) -> Self {
        Self {
            state,
            unguarded: false,
            ..self
        }
    }

    /// The columns that the tab has to get before a memory is its own.
    pub fn columns_added_by(&self, state: &TabState) -> Vec<Column> {
        state.columns().into_iter().skip(self.columns.len()).collect()
    }
}

/// The key of a tracking's memory.
fn memory_key(tracking: &str) -> String {
    format!("signchronicle.{tracking}")
}

/// The key of the marks on its columns; their values are the columns' keys.
fn column_key(tracking: &str) -> String {
    format!("signchronicle.{tracking}.column")
}

/// Asks for both.
pub(crate) fn search(tracking: &str) -> SearchDeveloperMetadataRequest {
    let by_key = |key| DataFilter {
        developer_metadata_lookup: Some(DeveloperMetadataLookup {
            metadata_key: Some(key),
            ..Default::default()
        }),
        ..Default::default()
    };
    let filters = vec![by_key(memory_key(tracking)), by_key(column_key(tracking))];
    SearchDeveloperMetadataRequest {
        data_filters: Some(filters),
    }
}

/// The tab from the answer. A copy that a person made of the tab carries the same keys on another sheet.
pub(crate) fn tab(
    tracking: &str,
    found: SearchDeveloperMetadataResponse,
) -> Result<Option<Tab>, SheetsError> {
    let sheet_id = sheet_id(tracking);
    let ours: Vec<DeveloperMetadata> = found
        .matched_developer_metadata
        .into_iter()
        .flatten()
        .filter_map(|matched| matched.developer_metadata)
        .filter(|metadata| sheet_of(metadata) == Some(sheet_id))
        .collect();
    let key = memory_key(tracking);
    let Some(memory) = ours
        .iter()
        .find(|metadata| metadata.metadata_key.as_ref() == Some(&key))
    else {
        return Ok(None);
    };
    let state: TabState = serde_json::from_str(memory.metadata_value.as_deref().unwrap_or_default())
        .map_err(|source| SheetsError::Memory {
            tracking: tracking.to_owned(),
            source,
        })?;
    let places = places(&ours, &column_key(tracking));
    let columns = state
        .columns()
        .iter()
        .map(|column| places.get(column.key.as_str()).copied())
        .collect();
    Ok(Some(Tab {
        tracking: tracking.to_owned(),
        sheet_id,
        state,
        columns,
        unguarded: false,
        memory_id: memory.metadata_id.unwrap_or_default(),
    }))
}

/// The memory of a new tab.
pub(crate) fn of_new_tab(tracking: &str, state: &TabState) -> DeveloperMetadata {
    let whole_tab = DeveloperMetadataLocation {
        sheet_id: Some(sheet_id(tracking)),
        ..Default::default()
    };
    metadata(memory_key(tracking), memory_value(state), whole_tab)
}

/// The mark of a new column.
pub(crate) fn of_new_column(tracking: &str, column: &Column, index: i32) -> DeveloperMetadata {
    let range = DimensionRange {
        sheet_id: Some(sheet_id(tracking)),
        dimension: Some("COLUMNS".to_owned()),
        start_index: Some(index),
        end_index: Some(index + 1),
    };
    let location = DeveloperMetadataLocation {
        dimension_range: Some(range),
        ..Default::default()
    };
    metadata(column_key(tracking), column.key.clone(), location)
}

/// The memory as text. A state always serialises: it holds no maps with keys that are no strings.
pub(crate) fn memory_value(state: &TabState) -> String {
    serde_json::to_string(state).unwrap_or_default()
}

/// Finds a tab's memory by its id.
pub(crate) fn memory_filter(tab: &Tab) -> DataFilter {
    let lookup = DeveloperMetadataLookup {
        metadata_id: Some(tab.memory_id),
        ..Default::default()
    };
    DataFilter {
        developer_metadata_lookup: Some(lookup),
        ..Default::default()
    }
}

/// Visible to every program that may read the document: an operator may change the project that runs the tracker.
fn metadata(key: String, value: String, location: DeveloperMetadataLocation) -> DeveloperMetadata {
    DeveloperMetadata {
        metadata_key: Some(key),
        metadata_value: Some(value),
        location: Some(location),
        visibility: Some("DOCUMENT".to_owned()),
        metadata_id: None,
    }
}

fn sheet_of(metadata: &DeveloperMetadata) -> Option<i32> {
    let location = metadata.location.as_ref()?;
    location
        .sheet_id
        .or_else(|| location.dimension_range.as_ref()?.sheet_id)
}

/// Where the marks of a key are, by their values.
fn places<'a>(all: &'a [DeveloperMetadata], key: &str) -> HashMap<&'a str, usize> {
    let marks = all
        .iter()
        .filter(|metadata| metadata.metadata_key.as_deref() == Some(key));
    let place = |mark: &'a DeveloperMetadata| {
        let range = mark.location.as_ref()?.dimension_range.as_ref()?;
        let index = usize::try_from(range.start_index.unwrap_or(0)).ok()?;
        Some((mark.metadata_value.as_deref()?, index))
    };
    marks.filter_map(place).collect()
}

#[cfg(test)]
mod tests;
