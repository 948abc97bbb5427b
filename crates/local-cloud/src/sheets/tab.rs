//! One tab of a spreadsheet: its properties and what is laid over its grid. Its cells are in [`super::rows`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A tab without its cells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tab {
    pub(super) sheet_id: i64,
    /// The API's `SheetProperties` without `index`, which is the tab's place among the others.
    pub(super) properties: Map<String, Value>,
    pub(super) parts: Parts,
}

/// What is laid over the grid, as the API names and spells it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Parts {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) merges: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) charts: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) protected_ranges: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) filter_views: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) conditional_formats: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) basic_filter: Option<Value>,
    /// `DimensionProperties` of rows that differ from the default.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) rows: BTreeMap<u32, Value>,
    /// The same of columns.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) columns: BTreeMap<u32, Value>,
}

/// Rows or columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dimension {
    Rows,
    Columns,
}

impl Dimension {
    /// Reads the API's name; without one it is rows.
    pub(super) fn read(name: Option<&str>) -> Self {
        if name == Some("COLUMNS") {
            Self::Columns
        } else {
            Self::Rows
        }
    }

    /// `row` or `column`, as refusals call one of them.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Rows => "row",
            Self::Columns => "column",
        }
    }

    fn count_field(self) -> &'static str {
        match self {
            Self::Rows => "rowCount",
            Self::Columns => "columnCount",
        }
    }

    fn frozen_field(self) -> &'static str {
        match self {
            Self::Rows => "frozenRowCount",
            Self::Columns => "frozenColumnCount",
        }
    }
}

impl Tab {
    /// An empty tab of the usual size.
    pub(super) fn new(sheet_id: i64, title: &str) -> Self {
        let properties = [
            ("sheetId", json!(sheet_id)),
            ("title", json!(title)),
            ("sheetType", json!("GRID")),
            ("gridProperties", json!({ "rowCount": 1000, "columnCount": 26 })),
        ];
        let properties = properties
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Self {
            sheet_id,
            properties,
            parts: Parts::default(),
        }
    }

    pub(super) fn title(&self) -> &str {
        self.properties
            .get("title")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub(super) fn row_count(&self) -> u32 {
        self.count(Dimension::Rows)
    }

    pub(super) fn column_count(&self) -> u32 {
        self.count(Dimension::Columns)
    }

    /// How many rows or columns the grid has.
    pub(super) fn count(&self, dimension: Dimension) -> u32 {
        self.grid_number(dimension.count_field())
    }

    /// How many of them are frozen.
    pub(super) fn frozen(&self, dimension: Dimension) -> u32 {
        self.grid_number(dimension.frozen_field())
    }

    pub(super) fn set_count(&mut self, dimension: Dimension, count: u32) {
        self.set_grid_number(dimension.count_field(), count);
    }

    pub(super) fn set_frozen(&mut self, dimension: Dimension, count: u32) {
        self.set_grid_number(dimension.frozen_field(), count);
    }

    /// How many cells count towards the spreadsheet's limit.
    pub(super) fn cells(&self) -> u64 {
        u64::from(self.row_count()) * u64::from(self.column_count())
    }

    /// The API's `SheetProperties` of the tab at this place.
    pub(super) fn properties_at(&self, index: usize) -> Value {
        let mut properties = self.properties.clone();
        properties.insert("index".to_owned(), json!(index));
        Value::Object(properties)
    }

    /// The properties of single rows or columns.
    pub(super) fn dimension_properties(&mut self, dimension: Dimension) -> &mut BTreeMap<u32, Value> {
        match dimension {
            Dimension::Rows => &mut self.parts.rows,
            Dimension::Columns => &mut self.parts.columns,
        }
    }

    fn grid_number(&self, field: &str) -> u32 {
        let number = self
            .properties
            .get("gridProperties")
            .and_then(|grid| grid.get(field))
            .and_then(Value::as_u64);
        number.and_then(|number| u32::try_from(number).ok()).unwrap_or(0)
    }

    fn set_grid_number(&mut self, field: &str, count: u32) {
        let grid = self
            .properties
            .entry("gridProperties")
            .or_insert_with(|| json!({}));
        grid[field] = json!(count);
    }
}
