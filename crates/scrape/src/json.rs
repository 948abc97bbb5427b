//! Where a pointer leads in a JSON document.

use platforms::{Pointer, Step};
use serde_json::Value;

/// Why a pointer leads to nothing: the first part of it that does.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Nothing {
    /// There is no such member: the shape is another one.
    Missing(String),
    /// The member is there and says nothing: `null`.
    Null(String),
}

/// Every value that a pointer leads to, or where it leads to nothing. Lists that are `null` have no entries.
pub(crate) fn find<'v>(root: &'v Value, pointer: &Pointer) -> Result<Vec<&'v Value>, Nothing> {
    let mut places = vec![(String::new(), root)];
    let steps = pointer.steps();
    for (n, step) in steps.iter().enumerate() {
        places = match step {
            Step::Member(name) => {
                let is_behind_deep = n > 0 && steps[n - 1] == Step::Deep;
                members(
                    places,
                    name,
                    is_behind_deep,
                    steps.get(n + 1) == Some(&Step::Each),
                )?
            }
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

/// Behind `**` it is enough that one place has the member; a list may be `null`.
fn members<'v>(
    places: Places<'v>,
    name: &str,
    is_behind_deep: bool,
    is_list: bool,
) -> Result<Places<'v>, Nothing> {
    let mut found = Vec::with_capacity(places.len());
    for (path, value) in places {
        let path = format!("{path}/{name}");
        match member(value, name) {
            None | Some(Value::Null) if is_behind_deep => {}
            Some(Value::Null) if !is_list => return Err(Nothing::Null(path)),
            Some(value) => found.push((path, value)),
            None => return Err(Nothing::Missing(path)),
        }
    }
    if found.is_empty() && is_behind_deep {
        return Err(Nothing::Missing(format!("/**/{name}")));
    }
    Ok(found)
}

fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(name),
        Value::Array(list) => name.parse::<usize>().ok().and_then(|n| list.get(n)),
        _ => None,
    }
}

fn each(places: Places<'_>) -> Result<Places<'_>, Nothing> {
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
            Value::Null => {}
            _ => return Err(Nothing::Missing(format!("{path}/*"))),
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

/// The JSON documents of a text, where there may be a script around them: `window.data = {...};`. Empty ones are none.
pub(crate) fn documents(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    // What looks like a document and is none is given up as often as a script could reasonably want.
    let mut left = 4 * text.len() + 10_000;
    let mut rest = text;
    while let Some(at) = rest.find(['{', '[']) {
        rest = &rest[at..];
        let mut parser = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match parser.next() {
            Some(Ok(value)) => {
                rest = &rest[parser.byte_offset()..];
                found.extend(Some(value).filter(|value| !is_empty(value)));
            }
            Some(Err(error)) => {
                let read = if error.line() == 1 {
                    error.column()
                } else {
                    rest.len()
                };
                let Some(less) = left.checked_sub(32 + 8 * read) else {
                    break;
                };
                left = less;
                rest = &rest[1..];
            }
            None => break,
        }
    }
    found
        .into_iter()
        .map(|value| extract::nuxt::unfold(&value).unwrap_or(value))
        .collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
