//! Named ranges: ids and names are unique.

use serde_json::{Value, json};

use super::{Reply, area, fields, text};
use crate::sheets::book::Book;
use crate::sheets::refusal::{Refusal, invalid};

pub(super) fn add(book: &mut Book<'_>, body: &Value) -> Reply {
    let none = json!({});
    let mut range = body.get("namedRange").unwrap_or(&none).clone();
    let id = text(&range, "namedRangeId").map_or_else(|| format!("{:x}", fastrand::u64(1..)), str::to_owned);
    if position(book, &id).is_some() {
        return invalid(format!("A NamedRange with id: {id} already exists."));
    }
    range["namedRangeId"] = json!(id);
    check(book, &range)?;
    book.named_ranges.push(range.clone());
    Ok(Some(json!({ "namedRange": range })))
}

pub(super) fn update(book: &mut Book<'_>, body: &Value) -> Reply {
    let mask = fields(body, "NamedRange")?;
    let none = json!({});
    let source = body.get("namedRange").unwrap_or(&none);
    let position = known(book, text(source, "namedRangeId").unwrap_or_default())?;
    let before = book.named_ranges.remove(position);
    let mut after = before.as_object().cloned().unwrap_or_default();
    mask.copy(source, &mut after);
    let after = Value::Object(after);
    check(book, &after)?;
    book.named_ranges.insert(position, after);
    Ok(None)
}

pub(super) fn delete(book: &mut Book<'_>, body: &Value) -> Reply {
    let position = known(book, text(body, "namedRangeId").unwrap_or_default())?;
    book.named_ranges.remove(position);
    Ok(None)
}

fn position(book: &Book<'_>, id: &str) -> Option<usize> {
    book.named_ranges
        .iter()
        .position(|range| range["namedRangeId"] == id)
}

fn known(book: &Book<'_>, id: &str) -> Result<usize, Refusal> {
    position(book, id).ok_or_else(|| Refusal::Invalid(format!("No NamedRange with id: {id}")))
}

fn check(book: &Book<'_>, range: &Value) -> Result<(), Refusal> {
    let name = text(range, "name").unwrap_or_default();
    if !is_name(name) {
        return invalid(format!("The name \"{name}\" is not valid for a named range."));
    }
    let same = |other: &Value| text(other, "name").is_some_and(|other| other.eq_ignore_ascii_case(name));
    if book.named_ranges.iter().any(same) {
        return invalid(format!(
            "A named range with the name \"{name}\" already exists. Please enter another name."
        ));
    }
    area(book, range, "range").map(drop)
}

/// Letters, digits and underscores, and nothing that reads as a range or a boolean.
fn is_name(name: &str) -> bool {
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let first = name.chars().next();
    is_plain
        && first.is_some_and(|first| !first.is_ascii_digit())
        && name.chars().count() <= 250
        && !["true", "false"].contains(&name.to_lowercase().as_str())
        && crate::sheets::a1::rectangle(name).is_none()
}
