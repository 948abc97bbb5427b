//! The cells of a tab, one database row for each row of the grid that holds anything. Empty rows cost nothing, and
//! writing a row touches no other.

use std::collections::BTreeMap;
use std::ops::Range;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::cell::Cell;
use super::refusal::Refusal;

/// The cells of a grid's row that hold anything, by column.
pub(super) type Row = BTreeMap<u32, Cell>;

/// The rows of one tab.
pub(super) struct Rows<'a> {
    db: &'a Connection,
    spreadsheet: &'a str,
    sheet_id: i64,
}

impl<'a> Rows<'a> {
    pub(super) fn of(db: &'a Connection, spreadsheet: &'a str, sheet_id: i64) -> Self {
        Self {
            db,
            spreadsheet,
            sheet_id,
        }
    }

    /// The rows of this span that hold anything.
    pub(super) fn read(&self, rows: &Range<u32>) -> Result<BTreeMap<u32, Row>, Refusal> {
        let sql = "SELECT row, cells FROM sheet_rows WHERE spreadsheet = ?1 AND sheet_id = ?2 AND row >= ?3 AND row < ?4";
        let mut statement = self.db.prepare_cached(sql)?;
        let found = statement.query_map(
            params![self.spreadsheet, self.sheet_id, rows.start, rows.end],
            |row| Ok((row.get::<_, u32>(0)?, row.get::<_, String>(1)?)),
        )?;
        found
            .map(|row| {
                row.map_err(Refusal::from)
                    .and_then(|(row, cells)| Ok((row, serde_json::from_str(&cells)?)))
            })
            .collect()
    }

    /// One row, empty if nothing is there.
    pub(super) fn get(&self, row: u32) -> Result<Row, Refusal> {
        Ok(self.read(&(row..row + 1))?.remove(&row).unwrap_or_default())
    }

    /// Stores one row; an empty one leaves nothing behind.
    pub(super) fn put(&self, row: u32, mut cells: Row) -> Result<(), Refusal> {
        cells.retain(|_, cell| !cell.is_empty());
        if cells.is_empty() {
            return self.delete(&(row..row + 1));
        }
        let sql =
            "INSERT INTO sheet_rows (spreadsheet, sheet_id, row, filled, cells) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT DO UPDATE SET filled = excluded.filled, cells = excluded.cells";
        let (filled, cells) = (filled_spans(&cells), serde_json::to_string(&cells)?);
        self.db
            .prepare_cached(sql)?
            .execute(params![self.spreadsheet, self.sheet_id, row, filled, cells])?;
        Ok(())
    }

    /// Changes the cells of an area one by one; rows that change nothing are not written.
    pub(super) fn edit(
        &self,
        rows: Range<u32>,
        columns: &Range<u32>,
        mut change: impl FnMut(u32, u32, &mut Cell) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut present = self.read(&rows)?;
        for row in rows {
            let before = present.remove(&row).unwrap_or_default();
            let mut after = before.clone();
            for column in columns.clone() {
                let mut cell = after.remove(&column).unwrap_or_default();
                change(row, column, &mut cell)?;
                if !cell.is_empty() {
                    after.insert(column, cell);
                }
            }
            if after != before {
                self.put(row, after)?;
            }
        }
        Ok(())
    }

    /// The same for the cells that hold anything.
    pub(super) fn edit_present(
        &self,
        rows: &Range<u32>,
        columns: &Range<u32>,
        mut change: impl FnMut(&mut Cell),
    ) -> Result<(), Refusal> {
        for (row, before) in self.read(rows)? {
            let mut after = before.clone();
            after
                .range_mut(columns.clone())
                .for_each(|(_, cell)| change(cell));
            if after != before {
                self.put(row, after)?;
            }
        }
        Ok(())
    }

    /// Removes the rows of a span.
    pub(super) fn delete(&self, rows: &Range<u32>) -> Result<(), Refusal> {
        let sql =
            "DELETE FROM sheet_rows WHERE spreadsheet = ?1 AND sheet_id = ?2 AND row >= ?3 AND row < ?4";
        let span = params![self.spreadsheet, self.sheet_id, rows.start, rows.end];
        self.db.prepare_cached(sql)?.execute(span)?;
        Ok(())
    }

    /// The last row in which a cell has a value.
    pub(super) fn last_filled(&self) -> Result<Option<u32>, Refusal> {
        let sql = "SELECT row FROM sheet_rows WHERE spreadsheet = ?1 AND sheet_id = ?2 AND filled <> '' ORDER BY row DESC LIMIT 1";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement
            .query_row(params![self.spreadsheet, self.sheet_id], |row| row.get(0))
            .optional()?)
    }

    /// Row after row from `rows.end` upwards: which columns have values. Ends when `visit` says false.
    pub(super) fn filled_upwards(
        &self,
        rows: &Range<u32>,
        mut visit: impl FnMut(u32, &[Range<u32>]) -> bool,
    ) -> Result<(), Refusal> {
        let sql = "SELECT row, filled FROM sheet_rows WHERE spreadsheet = ?1 AND sheet_id = ?2 AND row >= ?3 AND row < ?4
                   AND filled <> '' ORDER BY row DESC";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut found = statement.query(params![self.spreadsheet, self.sheet_id, rows.start, rows.end])?;
        while let Some(row) = found.next()? {
            if !visit(
                row.get(0)?,
                &parse_spans(row.get_ref(1)?.as_str().unwrap_or_default()),
            ) {
                break;
            }
        }
        Ok(())
    }

    /// Moves the rows of a span; they arrive with [`Rows::renumbered`].
    pub(super) fn renumber(&self, rows: &Range<u32>, shift: i64) -> Result<(), Refusal> {
        // By way of negative numbers, because two rows must never have the same one.
        let away = "UPDATE sheet_rows SET row = -(row + ?5) - 1 WHERE spreadsheet = ?1 AND sheet_id = ?2 AND row >= ?3 AND row < ?4";
        let span = params![self.spreadsheet, self.sheet_id, rows.start, rows.end, shift];
        self.db.prepare_cached(away)?.execute(span)?;
        Ok(())
    }

    /// Ends one or more calls of [`Rows::renumber`].
    pub(super) fn renumbered(&self) -> Result<(), Refusal> {
        let back =
            "UPDATE sheet_rows SET row = -row - 1 WHERE spreadsheet = ?1 AND sheet_id = ?2 AND row < 0";
        self.db
            .prepare_cached(back)?
            .execute(params![self.spreadsheet, self.sheet_id])?;
        Ok(())
    }

    /// Copies all rows to another tab.
    pub(super) fn copy_to(&self, spreadsheet: &str, sheet_id: i64) -> Result<(), Refusal> {
        let sql = "INSERT INTO sheet_rows (spreadsheet, sheet_id, row, filled, cells)
                   SELECT ?3, ?4, row, filled, cells FROM sheet_rows WHERE spreadsheet = ?1 AND sheet_id = ?2";
        self.db.execute(
            sql,
            params![self.spreadsheet, self.sheet_id, spreadsheet, sheet_id],
        )?;
        Ok(())
    }
}

/// The columns with values as `0-3,5-6`, ends exclusive: it tells a table's extent without reading its cells.
fn filled_spans(cells: &Row) -> String {
    let mut spans: Vec<Range<u32>> = Vec::new();
    for (column, _) in cells.iter().filter(|(_, cell)| cell.value().is_some()) {
        match spans.last_mut() {
            Some(span) if span.end == *column => span.end += 1,
            _ => spans.push(*column..column + 1),
        }
    }
    let spans: Vec<String> = spans
        .iter()
        .map(|span| format!("{}-{}", span.start, span.end))
        .collect();
    spans.join(",")
}

fn parse_spans(text: &str) -> Vec<Range<u32>> {
    let span = |text: &str| {
        let (start, end) = text.split_once('-')?;
        Some(start.parse().ok()?..end.parse().ok()?)
    };
    text.split(',').filter_map(span).collect()
}
