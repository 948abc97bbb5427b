//! Where a pointer leads in a JSON document.

pub(crate) mod nuxt;

use platforms::{Pointer, Step};
use serde_json::Value;

/// Every value that a pointer leads to, or the first part of the pointer that leads nowhere. Members that are `null` are
/// not there.
pub(crate) fn find<'v>(root: &'v Value, pointer: &Pointer) -> Result<Vec<&'v Value>, String> {
    let mut places = vec![(String::new(), root)];
    for (n, step) in pointer.steps().iter().enumerate() {
        places = match step {
            Step::Member(name) => members(places, name, n > 0 && pointer.steps()[n - 1] == Step::Deep)?,
            Step::Each => each(places)?,
            Step::Deep => places
                .into_iter()
                .flat_map(|(path, value)| deep(path, value))
                .collect(),
        };
    }
    Ok(places.into_iter().map(|(_, value)| value).collect())
}

type Places<'v> = Vec<(String, &'v Value)>;

/// Behind `**` it is enough that one place has the member.
fn members<'v>(places: Places<'v>, name: &str, is_behind_deep: bool) -> Result<Places<'v>, String> {
    let mut found = Vec::with_capacity(places.len());
    for (path, value) in places {
        let path = format!("{path}/{name}");
        match member(value, name) {
            Some(value) => found.push((path, value)),
            None if is_behind_deep => {}
            None => return Err(path),
        }
    }
    if found.is_empty() && is_behind_deep {
        return Err(format!("/**/{name}"));
    }
    Ok(found)
}

fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let member = match value {
        Value::Object(members) => members.get(name),
        Value::Array(list) => name.parse::<usize>().ok().and_then(|n| list.get(n)),
        _ => None,
    };
    member.filter(|value| !value.is_null())
}

fn each(places: Places<'_>) -> Result<Places<'_>, String> {
    let mut found = Vec::new();
    for (path, value) in places {
        match value {
            Value::Array(list) => {
                found.extend(
                    list.iter()
                        .enumerate()
                        .map(|(n, value)| (format!("{path}/{n}"), value)),
                );
            }
            Value::Object(members) => {
                found.extend(
                    members
                        .iter()
                        .map(|(name, value)| (format!("{path}/{name}"), value)),
                );
            }
            _ => return Err(format!("{path}/*")),
        }
    }
    Ok(found)
}

/// A value and all that is below it. A parsed document is not deeper than its parser allows.
fn deep(path: String, value: &Value) -> Places<'_> {
    let mut all = Vec::new();
    let mut pending = vec![(path, value)];
    while let Some((path, value)) = pending.pop() {
        match value {
            Value::Array(list) => pending.extend(list.iter().rev().map(|value| (path.clone(), value))),
            Value::Object(members) => pending.extend(members.values().map(|value| (path.clone(), value))),
            _ => continue,
        }
        all.push((path, value));
    }
    all
}

/// The first JSON document of a text, where there may be a script around it: `window.data = {...};`.
pub(crate) fn first_document(text: &str) -> Option<Value> {
    let text = text.trim();
    let from = text.find(['{', '['])?;
    let mut documents = serde_json::Deserializer::from_str(&text[from..]).into_iter();
    let value: Value = documents.next()?.ok()?;
    Some(nuxt::unfold(&value).unwrap_or(value))
}

#[cfg(test)]
mod tests;
