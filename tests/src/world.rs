//! The state of the local cloud, as its control API tells it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// One execution of the tracker.
#[derive(Debug, Clone, Deserialize)]
pub struct Execution {
    /// Its name.
    pub name: String,
    /// Its environment, overrides included.
    pub env: BTreeMap<String, String>,
    /// How it ended; nothing while it runs.
    pub exit_code: Option<i32>,
    /// What it printed.
    #[serde(default)]
    pub log: String,
}

/// One tab of a spreadsheet.
#[derive(Debug, Clone, Deserialize)]
pub struct Tab {
    /// Its title.
    pub title: String,
    /// As displayed.
    pub values: Vec<Vec<String>>,
    /// As stored.
    pub raw: Vec<Vec<Value>>,
}

impl Tab {
    /// The rows below the header.
    pub fn rows(&self) -> &[Vec<String>] {
        self.values.get(1..).unwrap_or_default()
    }

    /// One column of the rows below the header, empty where a row ends before it.
    pub fn column(&self, name: &str) -> Vec<String> {
        let place = self
            .values
            .first()
            .and_then(|header| header.iter().position(|title| title == name));
        let cell = |row: &Vec<String>| {
            place
                .and_then(|place| row.get(place))
                .cloned()
                .unwrap_or_default()
        };
        self.rows().iter().map(cell).collect()
    }
}

/// One call that the local cloud answered.
#[derive(Debug, Clone, Deserialize)]
pub struct JournalEntry {
    /// Whose stand-in answered it.
    pub service: String,
    /// HTTP method.
    pub method: String,
    /// Path with query.
    pub path: String,
    /// HTTP status of the answer.
    pub status: Option<u16>,
    /// The execution that made it.
    pub execution: Option<String>,
}
