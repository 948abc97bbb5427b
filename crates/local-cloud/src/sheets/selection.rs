//! A part of one tab, as A1 notation or a `GridRange` names it: ends may be open.

use std::ops::Range;

use serde::Deserialize;
use serde_json::{Value, json};

use super::a1;
use super::refusal::{Refusal, invalid};
use super::tab::Tab;

/// A half-open span; without an end it goes on to the end of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) start: u32,
    pub(super) end: Option<u32>,
}

/// A part of the tab `sheet_id`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Selection {
    pub(super) sheet_id: i64,
    pub(super) rows: Bounds,
    pub(super) columns: Bounds,
}

/// A part of a tab with known ends.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Area {
    pub(super) sheet_id: i64,
    pub(super) rows: Range<u32>,
    pub(super) columns: Range<u32>,
}

/// The API's `GridRange`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct GridRange {
    pub(super) sheet_id: i64,
    start_row_index: u32,
    end_row_index: Option<u32>,
    start_column_index: u32,
    end_column_index: Option<u32>,
}

impl Bounds {
    /// Everything.
    pub(super) const ALL: Self = Self { start: 0, end: None };

    fn clip(self, length: u32) -> Range<u32> {
        self.start.min(length)..self.end.unwrap_or(length).min(length)
    }

    fn exceeds(self, length: u32) -> bool {
        self.start >= length.max(1) || self.end.is_some_and(|end| end > length)
    }
}

impl Selection {
    /// The whole of a tab.
    pub(super) fn whole(sheet_id: i64) -> Self {
        Self {
            sheet_id,
            rows: Bounds::ALL,
            columns: Bounds::ALL,
        }
    }

    /// Reads a `GridRange`.
    pub(super) fn from_grid_range(value: &Value) -> Result<Self, Refusal> {
        let range = GridRange::deserialize(value)
            .map_err(|_| Refusal::Invalid("GridRange indexes must not be negative.".to_owned()))?;
        for (name, start, end) in [
            ("Row", range.start_row_index, range.end_row_index),
            ("Column", range.start_column_index, range.end_column_index),
        ] {
            if end.is_some_and(|end| end < start) {
                return invalid(format!(
                    "GridRange.end{name}Index must not be before GridRange.start{name}Index."
                ));
            }
        }
        let rows = Bounds {
            start: range.start_row_index,
            end: range.end_row_index,
        };
        let columns = Bounds {
            start: range.start_column_index,
            end: range.end_column_index,
        };
        Ok(Self {
            sheet_id: range.sheet_id,
            rows,
            columns,
        })
    }

    /// A single cell, from which writing may go on to the right and down.
    pub(super) fn is_cell(&self) -> bool {
        self.rows.end == Some(self.rows.start + 1) && self.columns.end == Some(self.columns.start + 1)
    }

    /// What exists of it, for reading. It must begin inside the grid.
    pub(super) fn existing(&self, tab: &Tab) -> Result<Area, Refusal> {
        if self.rows.start >= tab.row_count() || self.columns.start >= tab.column_count() {
            return invalid(self.beyond(tab));
        }
        Ok(self.clipped(tab))
    }

    /// All of it, for writing: it must lie inside the grid.
    pub(super) fn inside(&self, tab: &Tab) -> Result<Area, Refusal> {
        if self.rows.exceeds(tab.row_count()) || self.columns.exceeds(tab.column_count()) {
            return invalid(self.beyond(tab));
        }
        Ok(self.clipped(tab))
    }

    /// The part that lies inside the grid, maybe nothing.
    pub(super) fn clipped(&self, tab: &Tab) -> Area {
        Area {
            sheet_id: self.sheet_id,
            rows: self.rows.clip(tab.row_count()),
            columns: self.columns.clip(tab.column_count()),
        }
    }

    fn beyond(&self, tab: &Tab) -> String {
        let (rows, columns) = (self.rows, self.columns);
        let range = a1::print(tab.title(), (rows.start, rows.end), (columns.start, columns.end));
        exceeds(&range, tab)
    }
}

/// Google's words for a range that is larger than the grid.
pub(super) fn exceeds(range: &str, tab: &Tab) -> String {
    let (rows, columns) = (tab.row_count(), tab.column_count());
    format!("Range ({range}) exceeds grid limits. Max rows: {rows}, max columns: {columns}")
}

impl Area {
    /// `Tab!A1:B2`
    pub(super) fn a1(&self, title: &str) -> String {
        let (rows, columns) = (&self.rows, &self.columns);
        a1::print(
            title,
            (rows.start, Some(rows.end)),
            (columns.start, Some(columns.end)),
        )
    }

    /// The API's `GridRange`.
    pub(super) fn grid_range(&self) -> Value {
        json!({
            "sheetId": self.sheet_id,
            "startRowIndex": self.rows.start, "endRowIndex": self.rows.end,
            "startColumnIndex": self.columns.start, "endColumnIndex": self.columns.end,
        })
    }

    /// Whether both have a cell in common.
    pub(super) fn intersects(&self, other: &Self) -> bool {
        self.sheet_id == other.sheet_id
            && overlap(&self.rows, &other.rows)
            && overlap(&self.columns, &other.columns)
    }
}

/// Whether two spans have an index in common.
pub(super) fn overlap(a: &Range<u32>, b: &Range<u32>) -> bool {
    a.start.max(b.start) < a.end.min(b.end)
}
