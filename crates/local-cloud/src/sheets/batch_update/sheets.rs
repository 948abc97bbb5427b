//! Tabs as a whole: add, delete, duplicate, rename, resize, order.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Reply, fields, number, sheet_id, text};
use crate::sheets::book::Book;
use crate::sheets::mask::Mask;
use crate::sheets::metadata;
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::reshape::{self, Change};
use crate::sheets::tab::{Dimension, Tab};

const MAX_TITLE: usize = 100;

pub(super) fn update_spreadsheet_properties(book: &mut Book<'_>, body: &Value) -> Reply {
    let mask = fields(body, "SpreadsheetProperties")?;
    mask.copy(
        body.get("properties").unwrap_or(&Value::Null),
        &mut book.properties,
    );
    if book.title().is_empty() {
        return invalid("The title of a spreadsheet must not be empty.");
    }
    Ok(None)
}

pub(super) fn add(book: &mut Book<'_>, body: &Value) -> Reply {
    let none = json!({});
    let asked = body.get("properties").unwrap_or(&none);
    let sheet_id = number(asked, "sheetId").unwrap_or_else(|| book.unused_sheet_id());
    let title = text(asked, "title").map_or_else(|| unused_title(book), str::to_owned);
    let mut tab = Tab::new(sheet_id, &title);
    adopt(&mut tab, asked);
    let index = insert(book, tab, number(asked, "index"))?;
    Ok(Some(
        json!({ "properties": book.tabs[index].properties_at(index) }),
    ))
}

pub(super) fn delete(book: &mut Book<'_>, body: &Value) -> Reply {
    let position = book.position(sheet_id(body))?;
    if book.tabs.len() == 1 {
        return invalid("You can't remove all the sheets in a document.");
    }
    let gone = book.tabs.remove(position);
    metadata::delete_sheet(book, gone.sheet_id)?;
    book.rows(gone.sheet_id).delete(&(0..u32::MAX))?;
    book.named_ranges
        .retain(|range| range["range"]["sheetId"].as_i64().unwrap_or(0) != gone.sheet_id);
    Ok(None)
}

pub(super) fn duplicate(book: &mut Book<'_>, body: &Value) -> Reply {
    let source = Tab::clone(&book.tabs[book.position(number(body, "sourceSheetId").unwrap_or(0))?]);
    let new_id = number(body, "newSheetId").unwrap_or_else(|| book.unused_sheet_id());
    let title = text(body, "newSheetName").map_or_else(|| copy_title(book, source.title()), str::to_owned);
    let mut copy = Tab {
        sheet_id: new_id,
        ..source.clone()
    };
    copy.properties.insert("sheetId".to_owned(), json!(new_id));
    copy.properties.insert("title".to_owned(), json!(title));
    copy.parts.charts.clear();
    copy.parts.protected_ranges.clear();
    let index = insert(book, copy, Some(number(body, "insertSheetIndex").unwrap_or(0)))?;
    book.rows(source.sheet_id).copy_to(&book.id, new_id)?;
    Ok(Some(
        json!({ "properties": book.tabs[index].properties_at(index) }),
    ))
}

pub(super) fn update_properties(book: &mut Book<'_>, body: &Value) -> Reply {
    let mask = fields(body, "SheetProperties")?;
    let none = json!({});
    let asked = body.get("properties").unwrap_or(&none);
    let position = book.position(sheet_id(asked))?;
    let before = book.tabs[position].clone();
    change(Arc::make_mut(&mut book.tabs[position]), asked, &mask);
    check_title(book, position)?;
    check_grid(book, position)?;
    drop_what_is_cut_off(book, position, &before)?;
    if let Some(index) = number(asked, "index").filter(|_| mask.includes(&["index"])) {
        reorder(book, position, index);
    }
    Ok(None)
}

/// Puts a new tab at its place and checks that it may be there.
pub(in crate::sheets) fn insert(book: &mut Book<'_>, tab: Tab, index: Option<i64>) -> Result<usize, Refusal> {
    if tab.sheet_id < 0 {
        return invalid(format!("A sheet id must not be negative: {}", tab.sheet_id));
    }
    if book.tab(tab.sheet_id).is_some() {
        return invalid(format!("A sheet with id: {} already exists.", tab.sheet_id));
    }
    let last = book.tabs.len();
    let index = index
        .and_then(|index| usize::try_from(index).ok())
        .map_or(last, |index| index.min(last));
    book.tabs.insert(index, Arc::new(tab));
    check_title(book, index)?;
    check_grid(book, index)?;
    Ok(index)
}

/// Takes the asked properties over into a new tab; the size keeps its default where it is not asked for.
pub(in crate::sheets) fn adopt(tab: &mut Tab, asked: &Value) {
    let Some(asked) = asked.as_object() else { return };
    for (name, value) in asked {
        match (name.as_str(), value) {
            ("gridProperties", Value::Object(grid)) => {
                let mut size = tab
                    .properties
                    .get(name)
                    .and_then(Value::as_object)
                    .cloned()
                    .unwrap_or_default();
                size.extend(grid.clone());
                tab.properties.insert(name.clone(), Value::Object(size));
            }
            ("index" | "sheetId" | "title", _) => {}
            _ => {
                tab.properties.insert(name.clone(), value.clone());
            }
        }
    }
}

fn change(tab: &mut Tab, asked: &Value, mask: &Mask) {
    let mut properties: Map<String, Value> = tab.properties.clone();
    mask.copy(asked, &mut properties);
    properties.remove("index");
    properties.insert("sheetId".to_owned(), json!(tab.sheet_id));
    properties.entry("sheetType").or_insert_with(|| json!("GRID"));
    tab.properties = properties;
}

fn check_title(book: &Book<'_>, position: usize) -> Result<(), Refusal> {
    let title = book.tabs[position].title();
    if title.is_empty() {
        return invalid("You can't have a sheet without a name.");
    }
    if title.encode_utf16().count() > MAX_TITLE {
        return invalid(format!(
            "The name of a sheet must not be longer than {MAX_TITLE} characters."
        ));
    }
    let same = |(other, tab): (usize, &Arc<Tab>)| {
        other != position && tab.title().to_lowercase() == title.to_lowercase()
    };
    if book.tabs.iter().enumerate().any(same) {
        return invalid(format!(
            "A sheet with the name \"{title}\" already exists. Please enter another name."
        ));
    }
    Ok(())
}

fn check_grid(book: &Book<'_>, position: usize) -> Result<(), Refusal> {
    let tab = &book.tabs[position];
    for dimension in [Dimension::Rows, Dimension::Columns] {
        let (count, noun) = (tab.count(dimension), dimension.noun());
        if count == 0 {
            return invalid(format!("You can't delete all the {noun}s on the sheet."));
        }
        if tab.frozen(dimension) >= count {
            return invalid(format!("You can't freeze all visible {noun}s on the sheet."));
        }
    }
    book.check_size()
}

fn drop_what_is_cut_off(book: &mut Book<'_>, position: usize, before: &Tab) -> Result<(), Refusal> {
    let tab = book.tabs[position].clone();
    for dimension in [Dimension::Rows, Dimension::Columns] {
        let (now, then) = (tab.count(dimension), before.count(dimension));
        if now < then {
            reshape::apply(book, tab.sheet_id, dimension, &Change::Delete(now..then))?;
        }
    }
    Ok(())
}

/// An index counts before the move.
fn reorder(book: &mut Book<'_>, position: usize, index: i64) {
    let index = usize::try_from(index).unwrap_or(0).min(book.tabs.len());
    let tab = book.tabs.remove(position);
    let place = if index > position { index - 1 } else { index };
    book.tabs.insert(place, tab);
}

fn unused_title(book: &Book<'_>) -> String {
    let mut number = book.tabs.len() + 1;
    while book.tab_titled(&format!("Sheet{number}")).is_some() {
        number += 1;
    }
    format!("Sheet{number}")
}

/// `Copy of X`, with a number where that is taken.
pub(in crate::sheets) fn copy_title(book: &Book<'_>, title: &str) -> String {
    let first = format!("Copy of {title}");
    let mut copy = first.clone();
    let mut number = 2;
    while book.tab_titled(&copy).is_some() {
        copy = format!("{first} {number}");
        number += 1;
    }
    copy
}
