//! `updateMask`: which fields of a job a patch replaces.

use serde_json::{Value, json};

use super::schema::JOB;
use crate::google_error::GoogleError;
use crate::wire::{Kind, Message, Object};

/// What a patch can never change.
const FIXED: &[&str] = &[
    "name",
    "state",
    "status",
    "userUpdateTime",
    "scheduleTime",
    "lastAttemptTime",
    "satisfiesPzs",
];
const TARGETS: &[&str] = &["httpTarget", "pubsubTarget", "appEngineHttpTarget"];

/// The stored job with the masked fields of the patch; without a mask, with the fields that the patch has.
pub(super) fn apply(mut stored: Object, patch: &Object, mask: Option<&str>) -> Result<Object, GoogleError> {
    for path in paths(patch, mask) {
        let path = known(&path)?;
        if let Some(target) = TARGETS.iter().find(|target| **target == path[0]) {
            stored.retain(|name, _| name == target || !TARGETS.contains(&name.as_str()));
        }
        let new = path
            .iter()
            .try_fold(&Value::Object(patch.clone()), |value, name| value.get(name))
            .cloned();
        replace(&mut stored, &path, new);
    }
    Ok(stored)
}

fn paths(patch: &Object, mask: Option<&str>) -> Vec<String> {
    let all = || {
        patch
            .keys()
            .filter(|name| !FIXED.contains(&name.as_str()))
            .cloned()
            .collect()
    };
    match mask {
        None => all(),
        Some("*") => {
            let fields = JOB.fields.iter().map(|(name, _)| (*name).to_owned());
            fields
                .filter(|name| !FIXED.contains(&name.as_str()))
                .filter(|name| may_be_replaced(name, patch))
                .collect()
        }
        Some(mask) => mask.split(',').map(|path| path.trim().to_owned()).collect(),
    }
}

/// A full replacement does not visit the targets that the patch does not have: one of them holds the new target.
fn may_be_replaced(name: &str, patch: &Object) -> bool {
    !TARGETS.contains(&name) || patch.contains_key(name)
}

/// A path as its fields' names, each of which exists; paths come in camelCase and in snake_case.
fn known(path: &str) -> Result<Vec<&'static str>, GoogleError> {
    let refuse = || GoogleError::invalid_argument(format!("Invalid mask for Job: {path}"));
    let mut message: Option<&'static Message> = Some(&JOB);
    let mut names = Vec::new();
    for part in path.split('.') {
        let camel = camel(part);
        let fields = message.map_or(&[][..], |message| message.fields);
        let (name, kind) = fields
            .iter()
            .find(|(name, _)| *name == camel)
            .ok_or_else(refuse)?;
        names.push(*name);
        message = if let Kind::One(inner) = kind {
            Some(inner)
        } else {
            None
        };
    }
    if names.first().is_none_or(|name| FIXED.contains(name)) {
        Err(refuse())
    } else {
        Ok(names)
    }
}

fn replace(object: &mut Object, path: &[&str], new: Option<Value>) {
    match (path, new) {
        ([name], Some(new)) => drop(object.insert((*name).to_owned(), new)),
        ([name], None) => drop(object.remove(*name)),
        ([name, rest @ ..], new) => {
            if let Value::Object(inner) = object.entry(*name).or_insert_with(|| json!({})) {
                replace(inner, rest, new);
            }
        }
        ([], _) => {}
    }
}

fn camel(part: &str) -> String {
    let mut words = part.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}
