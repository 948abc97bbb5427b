//! Data validation and conditional formats: stored and given back; they check and colour nothing here.

use serde_json::{Value, json};

use super::{Reply, area, number};
use crate::sheets::book::Book;
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::selection::Selection;

pub(super) fn set_data_validation(book: &mut Book<'_>, body: &Value) -> Reply {
    let area = area(book, body, "range")?;
    let rule = body.get("rule").filter(|rule| rule.get("condition").is_some());
    book.rows(area.sheet_id)
        .edit(area.rows.clone(), &area.columns, |_, _, cell| {
            match rule {
                Some(rule) => cell.0.insert("dataValidation".to_owned(), rule.clone()),
                None => cell.0.remove("dataValidation"),
            };
            Ok(())
        })?;
    Ok(None)
}

pub(super) fn add_conditional_format(book: &mut Book<'_>, body: &Value) -> Reply {
    let none = json!({});
    let rule = body.get("rule").unwrap_or(&none);
    let Some(first) = rule
        .get("ranges")
        .and_then(Value::as_array)
        .and_then(|ranges| ranges.first())
    else {
        return invalid("rule.ranges must be specified.");
    };
    if rule.get("booleanRule").is_some() == rule.get("gradientRule").is_some() {
        return invalid("Exactly one of rule.booleanRule and rule.gradientRule must be specified.");
    }
    let selection = Selection::from_grid_range(first)?;
    let rules = &mut book.grid_mut(selection.sheet_id)?.parts.conditional_formats;
    let index = number(body, "index").unwrap_or(0);
    match usize::try_from(index) {
        Ok(index) if index <= rules.len() => rules.insert(index, rule.clone()),
        _ => return no_rule(index),
    }
    Ok(None)
}

pub(super) fn delete_conditional_format(book: &mut Book<'_>, body: &Value) -> Reply {
    let rules = &mut book.grid_mut(super::sheet_id(body))?.parts.conditional_formats;
    let index = number(body, "index").unwrap_or(0);
    match usize::try_from(index) {
        Ok(place) if place < rules.len() => {
            let rule = rules.remove(place);
            Ok(Some(json!({ "rule": rule })))
        }
        _ => no_rule(index),
    }
}

fn no_rule<T>(index: i64) -> Result<T, Refusal> {
    invalid(format!("No conditional format on sheet at index: {index}"))
}
