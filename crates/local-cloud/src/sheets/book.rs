//! One spreadsheet, opened inside a database transaction: what a failing request has changed is rolled back.

use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::{Map, Value, json};

use super::a1;
use super::books::{Books, Content};
use super::refusal::{Refusal, invalid};
use super::rows::Rows;
use super::selection::{Bounds, Selection};
use super::tab::{Dimension, Parts, Tab};
use crate::google_error::GoogleError;

/// Where spreadsheets are kept; `filled` lists the columns with values (see [`super::rows`]).
pub(crate) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS spreadsheets (
        id TEXT PRIMARY KEY, properties TEXT NOT NULL, named_ranges TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sheet_tabs (
        spreadsheet TEXT NOT NULL REFERENCES spreadsheets (id) ON DELETE CASCADE, sheet_id INTEGER NOT NULL,
        position INTEGER NOT NULL, properties TEXT NOT NULL, parts TEXT NOT NULL,
        PRIMARY KEY (spreadsheet, sheet_id)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sheet_rows (
        spreadsheet TEXT NOT NULL, sheet_id INTEGER NOT NULL, row INTEGER NOT NULL,
        filled TEXT NOT NULL, cells TEXT NOT NULL,
        PRIMARY KEY (spreadsheet, sheet_id, row),
        FOREIGN KEY (spreadsheet, sheet_id) REFERENCES sheet_tabs ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sheet_metadata (
        spreadsheet TEXT NOT NULL REFERENCES spreadsheets (id) ON DELETE CASCADE, id INTEGER NOT NULL,
        metadata TEXT NOT NULL, PRIMARY KEY (spreadsheet, id)
    ) WITHOUT ROWID;
";

/// A spreadsheet holds no more cells than this.
const MAX_CELLS: u64 = 10_000_000;

/// A spreadsheet; its cells and developer metadata are read and written directly.
pub(super) struct Book<'a> {
    pub(super) db: &'a Connection,
    pub(super) id: String,
    /// The API's `SpreadsheetProperties`.
    pub(super) properties: Map<String, Value>,
    pub(super) named_ranges: Vec<Value>,
    /// In their order.
    pub(super) tabs: Vec<Arc<Tab>>,
    /// What the database has, so that only changes are written.
    stored: Arc<Content>,
}

impl<'a> Book<'a> {
    /// A new spreadsheet without tabs; [`Book::save`] stores it.
    pub(super) fn create(
        db: &'a Connection,
        id: &str,
        properties: Map<String, Value>,
    ) -> Result<Self, Refusal> {
        db.execute(
            "INSERT INTO spreadsheets (id, properties, named_ranges) VALUES (?1, '{}', '[]')",
            [id],
        )?;
        Ok(Self {
            properties,
            ..Self::of(db, id, Arc::default())
        })
    }

    /// Opens a spreadsheet.
    pub(super) fn open(db: &'a Connection, id: &str) -> Result<Self, Refusal> {
        let content = load(db, id, revision(db, id)?)?;
        Ok(Self::of(db, id, Arc::new(content)))
    }

    /// The same, read only where it is another one than the one that was read last.
    pub(super) fn open_known(db: &'a Connection, id: &str, books: &Books) -> Result<Self, Refusal> {
        let revision = revision(db, id)?;
        let content = match books.known(id, revision) {
            Some(content) => content,
            None => {
                let content = Arc::new(load(db, id, revision)?);
                books.remember(id, Arc::clone(&content));
                content
            }
        };
        Ok(Self::of(db, id, content))
    }

    fn of(db: &'a Connection, id: &str, stored: Arc<Content>) -> Self {
        Self {
            db,
            id: id.to_owned(),
            properties: stored.properties.clone(),
            named_ranges: stored.named_ranges.clone(),
            tabs: stored.tabs.clone(),
            stored,
        }
    }

    /// Writes what has changed (rows and metadata have been written already), and gives what is stored now.
    pub(super) fn save(&self) -> Result<Arc<Content>, Refusal> {
        let is_same = (&self.properties, &self.named_ranges)
            == (&self.stored.properties, &self.stored.named_ranges)
            && self.tabs.len() == self.stored.tabs.len()
            && self
                .tabs
                .iter()
                .zip(&self.stored.tabs)
                .all(|(tab, stored)| is_same(tab, stored));
        if is_same {
            return Ok(Arc::clone(&self.stored));
        }
        let content = Content {
            revision: fastrand::i64(1..),
            properties: self.properties.clone(),
            named_ranges: self.named_ranges.clone(),
            tabs: self.tabs.clone(),
        };
        let (properties, ranges) = (
            serde_json::to_string(&self.properties)?,
            serde_json::to_string(&self.named_ranges)?,
        );
        let sql = "UPDATE spreadsheets SET properties = ?2, named_ranges = ?3, revision = ?4 WHERE id = ?1";
        self.db
            .prepare_cached(sql)?
            .execute(params![self.id, properties, ranges, content.revision])?;
        self.save_tabs()?;
        Ok(Arc::new(content))
    }

    fn save_tabs(&self) -> Result<(), Refusal> {
        let left: HashSet<i64> = self.tabs.iter().map(|tab| tab.sheet_id).collect();
        let gone = self
            .stored
            .tabs
            .iter()
            .filter(|tab| !left.contains(&tab.sheet_id));
        for tab in gone {
            let sql = "DELETE FROM sheet_tabs WHERE spreadsheet = ?1 AND sheet_id = ?2";
            self.db.execute(sql, params![self.id, tab.sheet_id])?;
        }
        for (position, tab) in self.tabs.iter().enumerate() {
            let stored = self.stored.tabs.get(position);
            if !stored.is_some_and(|stored| is_same(tab, stored)) {
                self.save_tab(position, tab)?;
            }
        }
        Ok(())
    }

    fn save_tab(&self, position: usize, tab: &Tab) -> Result<(), Refusal> {
        let sql = "INSERT INTO sheet_tabs (spreadsheet, sheet_id, position, properties, parts) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT DO UPDATE SET position = excluded.position, properties = excluded.properties, parts = excluded.parts";
        let (properties, parts) = (
            serde_json::to_string(&tab.properties)?,
            serde_json::to_string(&tab.parts)?,
        );
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        self.db
            .prepare_cached(sql)?
            .execute(params![self.id, tab.sheet_id, position, properties, parts])?;
        Ok(())
    }

    pub(super) fn title(&self) -> &str {
        self.properties
            .get("title")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub(super) fn tab(&self, sheet_id: i64) -> Option<&Tab> {
        let mut tabs = self.tabs.iter().map(Arc::as_ref);
        tabs.find(|tab| tab.sheet_id == sheet_id)
    }

    /// The tab with this id, refused in the words for a range.
    pub(super) fn grid(&self, sheet_id: i64) -> Result<&Tab, Refusal> {
        self.tab(sheet_id)
            .ok_or_else(|| Refusal::Invalid(format!("No grid with id: {sheet_id}")))
    }

    /// The same, to change it.
    pub(super) fn grid_mut(&mut self, sheet_id: i64) -> Result<&mut Tab, Refusal> {
        let found = self.tabs.iter_mut().find(|tab| tab.sheet_id == sheet_id);
        found
            .map(Arc::make_mut)
            .ok_or_else(|| Refusal::Invalid(format!("No grid with id: {sheet_id}")))
    }

    /// Where the tab stands among the others, refused in the words for a whole sheet.
    pub(super) fn position(&self, sheet_id: i64) -> Result<usize, Refusal> {
        let found = self.tabs.iter().position(|tab| tab.sheet_id == sheet_id);
        found.ok_or_else(|| Refusal::Invalid(format!("No sheet with id: {sheet_id}")))
    }

    /// The cells of a tab.
    pub(super) fn rows(&self, sheet_id: i64) -> Rows<'_> {
        Rows::of(self.db, &self.id, sheet_id)
    }

    /// Finds what a range in A1 notation, a tab's title or a named range names.
    pub(super) fn resolve(&self, text: &str) -> Result<Selection, Refusal> {
        self.find(text.trim())
            .ok_or_else(|| Refusal::Invalid(format!("Unable to parse range: {text}")))
    }

    fn find(&self, text: &str) -> Option<Selection> {
        let (title, rest) = a1::split_title(text);
        if let Some(title) = title {
            let tab = self.tab_titled(&title)?;
            let (rows, columns) = if rest.is_empty() {
                (Bounds::ALL, Bounds::ALL)
            } else {
                a1::rectangle(rest)?
            };
            return Some(Selection {
                sheet_id: tab.sheet_id,
                rows,
                columns,
            });
        }
        if let Some(range) = self.named_ranges.iter().find(|range| range["name"] == text) {
            return Selection::from_grid_range(&range["range"]).ok();
        }
        if let Some((rows, columns)) = a1::rectangle(text) {
            return Some(Selection {
                sheet_id: self.tabs.first()?.sheet_id,
                rows,
                columns,
            });
        }
        self.tab_titled(text).map(|tab| Selection::whole(tab.sheet_id))
    }

    /// Titles differ by more than capitals, but references to them need not.
    pub(super) fn tab_titled(&self, title: &str) -> Option<&Tab> {
        let mut tabs = self.tabs.iter().map(Arc::as_ref);
        let exact = tabs.clone().find(|tab| tab.title() == title);
        let folded = title.to_lowercase();
        exact.or_else(|| tabs.find(|tab| tab.title().to_lowercase() == folded))
    }

    /// Makes the grid larger, within the limit of cells.
    pub(super) fn grow(&mut self, sheet_id: i64, dimension: Dimension, by: u32) -> Result<(), Refusal> {
        let tab = self.grid_mut(sheet_id)?;
        let count = tab.count(dimension).saturating_add(by);
        tab.set_count(dimension, count);
        self.check_size()
    }

    /// Refuses a spreadsheet of too many cells.
    pub(super) fn check_size(&self) -> Result<(), Refusal> {
        if self.tabs.iter().map(|tab| tab.cells()).sum::<u64>() > MAX_CELLS {
            return invalid(format!(
                "This action would increase the number of cells in the workbook above the limit of {MAX_CELLS} cells."
            ));
        }
        Ok(())
    }

    /// An id that no tab has.
    pub(super) fn unused_sheet_id(&self) -> i64 {
        loop {
            let id = i64::from(fastrand::i32(1..i32::MAX));
            if self.tab(id).is_none() {
                return id;
            }
        }
    }
}

/// Nothing has changed in it; mostly because nobody has touched it.
fn is_same(tab: &Arc<Tab>, stored: &Arc<Tab>) -> bool {
    Arc::ptr_eq(tab, stored) || tab == stored
}

fn revision(db: &Connection, id: &str) -> Result<i64, Refusal> {
    let mut statement = db.prepare_cached("SELECT revision FROM spreadsheets WHERE id = ?1")?;
    let found = statement.query_row([id], |row| row.get(0)).optional()?;
    found.ok_or_else(|| GoogleError::not_found("Requested entity was not found.").into())
}

fn load(db: &Connection, id: &str, revision: i64) -> Result<Content, Refusal> {
    let sql = "SELECT properties, named_ranges FROM spreadsheets WHERE id = ?1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let (properties, named_ranges) = db.prepare_cached(sql)?.query_row([id], read)?;
    Ok(Content {
        revision,
        properties: serde_json::from_str(&properties)?,
        named_ranges: serde_json::from_str(&named_ranges)?,
        tabs: load_tabs(db, id)?,
    })
}

fn load_tabs(db: &Connection, id: &str) -> Result<Vec<Arc<Tab>>, Refusal> {
    let sql = "SELECT sheet_id, properties, parts FROM sheet_tabs WHERE spreadsheet = ?1 ORDER BY position, sheet_id";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([id], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
        ))
    })?;
    found
        .map(|row| {
            let (sheet_id, properties, parts) = row?;
            let parts: Parts = serde_json::from_str(&parts)?;
            Ok(Arc::new(Tab {
                sheet_id,
                properties: serde_json::from_str(&properties)?,
                parts,
            }))
        })
        .collect()
}

/// The properties of a spreadsheet that somebody creates.
pub(super) fn new_properties(title: &str, time_zone: &str) -> Map<String, Value> {
    let properties = [
        ("title", json!(title)),
        ("locale", json!("en_US")),
        ("autoRecalc", json!("ON_CHANGE")),
        ("timeZone", json!(time_zone)),
        ("defaultFormat", super::cell::default_format()),
    ];
    properties
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
