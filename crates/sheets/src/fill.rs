//! How full a spreadsheet is: beyond its limit of cells Google takes no further row.

use std::fmt;

use google_sheets4::api::{BatchUpdateSpreadsheetResponse, GridProperties};

/// The cells that a spreadsheet may have, over all its tabs, empty ones included.
const LIMIT: u64 = 10_000_000;
/// From here on somebody should be told.
const NEARLY_FULL_PERCENT: u64 = 80;

/// How many cells a spreadsheet has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill {
    cells: u64,
}

impl Fill {
    /// What an answer has to tell for [`Fill::read`].
    pub(crate) const FIELDS: &str =
        "updatedSpreadsheet.sheets.properties.gridProperties(rowCount,columnCount)";

    /// Adds up the tabs of an answer. A tab that is a chart has no grid.
    pub(crate) fn read(answer: BatchUpdateSpreadsheetResponse) -> Self {
        let sheets = answer
            .updated_spreadsheet
            .and_then(|spreadsheet| spreadsheet.sheets);
        let grids = sheets
            .into_iter()
            .flatten()
            .filter_map(|sheet| sheet.properties?.grid_properties);
        Self {
            cells: grids.map(|grid| cells(&grid)).sum(),
        }
    }

    /// Whether there is little room left.
    pub fn is_nearly_full(self) -> bool {
        self.percent() >= NEARLY_FULL_PERCENT
    }

    /// How full it is, of 100.
    pub fn percent(self) -> u64 {
        self.cells.saturating_mul(100) / LIMIT
    }
}

impl fmt::Display for Fill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of its 10 million cells ({} %)", self.cells, self.percent())
    }
}

fn cells(grid: &GridProperties) -> u64 {
    let count = |count: Option<i32>| u64::try_from(count.unwrap_or(0)).unwrap_or(0);
    count(grid.row_count).saturating_mul(count(grid.column_count))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fill(tabs: serde_json::Value) -> Fill {
        let answer = json!({ "updatedSpreadsheet": { "sheets": tabs } });
        Fill::read(serde_json::from_value(answer).unwrap())
    }

    #[test]
    fn all_tabs_count_and_a_tab_that_is_a_chart_has_none() {
        let grid = |rows: i32, columns: i32| json!({ "properties": { "gridProperties": { "rowCount": rows, "columnCount": columns } } });
        let full = fill(json!([grid(1_000, 26), { "properties": {} }, grid(797_400, 10)]));
        assert_eq!(full.to_string(), "8000000 of its 10 million cells (80 %)");
        assert!(full.is_nearly_full());
        assert!(!fill(json!([grid(799_999, 10)])).is_nearly_full());
        assert!(!fill(json!([])).is_nearly_full());
    }
}
