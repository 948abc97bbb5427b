//! What was found on a page, and why it is believed.

use domain::Reading;

/// A reading and where each of its values comes from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Finding {
    /// The values that were chosen.
    pub reading: Reading,
    /// Everything that was considered, chosen or not, the surest first within a field.
    pub evidence: Vec<Evidence>,
}

/// One place of the page that says something about a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The field's name as in the JSON of `signchronicle read`: `price`, `availability`.
    pub field: &'static str,
    /// What it says.
    pub value: String,
    /// Where it stands: `json-ld`, `microdata`, `meta og:price:amount`, `visible .price`.
    pub source: String,
    /// How sure, from 0 to 1.
    pub confidence: f32,
    /// Whether the reading has this value.
    pub chosen: bool,
}
