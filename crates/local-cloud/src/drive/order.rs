//! `orderBy`: one or more keys, each maybe followed by `desc`.

use std::cmp::Ordering;

use super::failure::invalid_value;
use super::store::File;
use crate::google_error::GoogleError;

const KEYS: [&str; 12] = [
    "createdTime",
    "folder",
    "modifiedByMeTime",
    "modifiedTime",
    "name",
    "name_natural",
    "quotaBytesUsed",
    "recency",
    "sharedWithMeTime",
    "starred",
    "viewedByMeTime",
    "title",
];

/// Sorts files; without keys they stay as they are, the newest first.
pub(super) fn sort(files: &mut [File], order_by: Option<&str>) -> Result<(), GoogleError> {
    let Some(order_by) = order_by else { return Ok(()) };
    let keys = order_by.split(',').map(|key| {
        let mut words = key.split_whitespace();
        let name = words.next().filter(|name| KEYS.contains(name));
        match (name, words.next(), words.next()) {
            (Some(name), None, None) => Ok((name, false)),
            (Some(name), Some("desc"), None) => Ok((name, true)),
            _ => Err(invalid_value("Invalid Value")),
        }
    });
    let keys: Vec<(&str, bool)> = keys.collect::<Result<_, _>>()?;
    files.sort_by(|a, b| {
        let orders = keys.iter().map(|(key, descending)| {
            let order = compare(a, b, key);
            if *descending { order.reverse() } else { order }
        });
        orders.fold(Ordering::Equal, Ordering::then)
    });
    Ok(())
}

fn compare(a: &File, b: &File, key: &str) -> Ordering {
    let size = |file: &File| file.text("size").parse::<u64>().unwrap_or(0);
    match key {
        "folder" => b.is_folder().cmp(&a.is_folder()),
        "name" | "name_natural" | "title" => {
            a.text("name").to_lowercase().cmp(&b.text("name").to_lowercase())
        }
        "quotaBytesUsed" => size(a).cmp(&size(b)),
        "recency" => b.text("modifiedTime").cmp(a.text("modifiedTime")),
        "createdTime" => a.text("createdTime").cmp(b.text("createdTime")),
        "starred" => {
            b.0.get("starred")
                .and_then(serde_json::Value::as_bool)
                .cmp(&a.0.get("starred").and_then(serde_json::Value::as_bool))
        }
        _ => a.text("modifiedTime").cmp(b.text("modifiedTime")),
    }
}
