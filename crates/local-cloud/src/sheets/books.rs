//! The spreadsheets as they were read last: parsing a thousand tabs for each call would cost more than the call.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use super::tab::Tab;

/// What a spreadsheet is besides its cells and developer metadata.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// A number drawn anew with each change, so that it names this content and no other, whatever is rolled back.
    pub(super) revision: i64,
    /// The API's `SpreadsheetProperties`.
    pub(super) properties: Map<String, Value>,
    pub(super) named_ranges: Vec<Value>,
    /// In their order; those that a change leaves alone are shared with the content before it.
    pub(super) tabs: Vec<Arc<Tab>>,
}

/// Contents by the spreadsheets' ids.
#[derive(Default)]
pub(crate) struct Books(Mutex<HashMap<String, Arc<Content>>>);

impl Books {
    /// The content that has this revision, where it is known.
    pub(super) fn known(&self, id: &str, revision: i64) -> Option<Arc<Content>> {
        let content = self.lock().get(id).cloned()?;
        (content.revision == revision).then_some(content)
    }

    pub(super) fn remember(&self, id: &str, content: Arc<Content>) {
        self.lock().insert(id.to_owned(), content);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Content>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
