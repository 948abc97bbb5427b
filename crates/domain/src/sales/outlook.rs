//! Where an event will end.

use serde::{Deserialize, Serialize};

/// Where an event's figures will stand at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// All items together.
    #[serde(rename = "t")]
    pub total: Estimate,
    /// Each item by its name in the tab; empty where the page tells one figure alone.
    #[serde(rename = "i", default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<(String, Estimate)>,
}

/// Where a figure will stand, and a range that should hold four times out of five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// The figure to tell.
    #[serde(rename = "m")]
    pub likely: i64,
    /// The range's ends.
    #[serde(rename = "r")]
    pub range: (i64, i64),
}

impl Outlook {
    /// An item's.
    pub fn of(&self, label: &str) -> Option<Estimate> {
        let named = self.items.iter().find(|(name, _)| name == label);
        named.map(|(_, estimate)| *estimate)
    }
}
