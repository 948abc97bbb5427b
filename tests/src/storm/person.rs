//! A person who works in the sheet meanwhile: sorts, moves columns, renames tabs, writes notes, deletes rows.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{Tracking, sheet_id};
use serde_json::{Value, json};

use super::cloud::{Cloud, State};
use super::ledger::Key;
use super::rows::{self, Row};
use crate::Tab;

/// The head of the person's own column.
pub(super) const NOTE: &str = "my notes";
/// Comes about so often, in minutes.
const DISTANCE: u32 = 7;

/// Someone with the sheet open.
pub(super) struct Person {
    random: fastrand::Rng,
    /// The rows that were deleted, and the last sample that each told of.
    pub(super) deleted: BTreeMap<Key, DateTime<Utc>>,
    /// What was written beside which reading.
    pub(super) notes: BTreeMap<Key, String>,
}

impl Person {
    /// Acts by chance of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed),
            deleted: BTreeMap::new(),
            notes: BTreeMap::new(),
        }
    }

    /// Whether it is time to look at the sheet again.
    pub(super) fn comes(&self, minute: u32) -> bool {
        minute.is_multiple_of(DISTANCE)
    }

    /// Does one thing in each of some tabs.
    pub(super) async fn act(
        &mut self,
        cloud: &Cloud,
        state: &State,
        trackings: &[Tracking],
    ) -> anyhow::Result<()> {
        for tracking in trackings {
            let Some(tab) = state.tab_of(&tracking.id).filter(|tab| tab.values.len() > 3) else {
                continue;
            };
            let requests = match self.random.u8(0..12) {
                0 => sort(tracking, tab),
                1 => move_a_column(tracking, tab, &mut self.random),
                2 => rename(tracking, &mut self.random),
                3 | 4 => self.write_notes(tracking, tab),
                5 => self.delete_a_row(tracking, tab),
                _ => continue,
            };
            cloud.batch_update(requests).await?;
        }
        Ok(())
    }

    /// In a column of their own, one beside each row.
    fn write_notes(&mut self, tracking: &Tracking, tab: &Tab) -> Value {
        let known = place(tab, NOTE);
        let column = known.unwrap_or(0);
        let mut texts = vec![NOTE.to_owned()];
        for row in rows_below(tab) {
            texts.push(row.and_then(|row| Some((row.at, row.price?))).map_or_else(
                String::new,
                |(at, price)| {
                    let note = format!("I saw {price}");
                    self.notes.insert((tracking.id.clone(), at), note.clone());
                    note
                },
            ));
        }
        let cells: Vec<Value> = texts
            .iter()
            .map(|text| json!({ "values": [{ "userEnteredValue": { "stringValue": text } }] }))
            .collect();
        let sheet = sheet_id(&tracking.id);
        let write = json!({ "updateCells": {
            "start": { "sheetId": sheet, "rowIndex": 0, "columnIndex": column },
            "rows": cells, "fields": "userEnteredValue",
        }});
        let insert = json!({ "insertDimension": {
            "range": { "sheetId": sheet, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1 },
        }});
        if known.is_some() {
            json!([write])
        } else {
            json!([insert, write])
        }
    }

    fn delete_a_row(&mut self, tracking: &Tracking, tab: &Tab) -> Value {
        let row = self.random.usize(1..tab.values.len());
        if let Some(Some(gone)) = rows_below(tab).get(row - 1) {
            let key = (tracking.id.clone(), gone.at);
            self.notes.remove(&key);
            self.deleted.insert(key, gone.until);
        }
        json!([{ "deleteDimension": { "range": {
            "sheetId": sheet_id(&tracking.id), "dimension": "ROWS", "startIndex": row, "endIndex": row + 1,
        }}}])
    }
}

/// Dearest first, the head stays.
fn sort(tracking: &Tracking, tab: &Tab) -> Value {
    json!([{ "sortRange": {
        "range": { "sheetId": sheet_id(&tracking.id), "startRowIndex": 1 },
        "sortSpecs": [{ "dimensionIndex": place(tab, "price").unwrap_or(0), "sortOrder": "DESCENDING" }],
    }}])
}

fn move_a_column(tracking: &Tracking, tab: &Tab, random: &mut fastrand::Rng) -> Value {
    let columns = tab.values.first().map_or(1, Vec::len);
    let (from, to) = (random.usize(0..columns), random.usize(0..=columns));
    // The API refuses to move a column to where it is.
    let to = if (from..=from + 1).contains(&to) {
        (from + 2) % (columns + 1)
    } else {
        to
    };
    json!([{ "moveDimension": {
        "source": { "sheetId": sheet_id(&tracking.id), "dimension": "COLUMNS", "startIndex": from, "endIndex": from + 1 },
        "destinationIndex": to,
    }}])
}

fn rename(tracking: &Tracking, random: &mut fastrand::Rng) -> Value {
    json!([{ "updateSheetProperties": {
        "properties": { "sheetId": sheet_id(&tracking.id), "title": format!("mine {}", random.u64(..)) },
        "fields": "title",
    }}])
}

fn place(tab: &Tab, name: &str) -> Option<usize> {
    tab.values.first()?.iter().position(|title| title == name)
}

/// Every row below the head, where it is one of ours.
fn rows_below(tab: &Tab) -> Vec<Option<Row>> {
    let one = |row: &Vec<String>| {
        let alone = Tab {
            title: String::new(),
            values: vec![tab.values.first().cloned().unwrap_or_default(), row.clone()],
            raw: Vec::new(),
        };
        rows::of_tab(&alone).into_iter().next()
    };
    tab.rows().iter().map(one).collect()
}
