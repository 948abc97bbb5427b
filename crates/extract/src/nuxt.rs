//! Nuxt's payload: one flat list in which every member is the number of the place where its value stands.

use serde_json::{Map, Value};

/// A payload is not deeper than this, nor larger when its places stand in each other's.
const DEEPEST: usize = 60;
const LARGEST: usize = 200_000;
/// Names in front of a value that only say how the page watches it.
const WRAPPERS: &[&str] = &[
    "ShallowReactive",
    "Reactive",
    "ShallowRef",
    "Ref",
    "EmptyShallowRef",
    "EmptyRef",
    "NuxtError",
    "Object",
    "Date",
    "BigInt",
];

/// The document that a payload stands for; nothing where the list is not one.
pub fn unfold(payload: &Value) -> Option<Value> {
    let places = payload.as_array()?;
    let root = places.first()?;
    let is_payload = match root {
        Value::Array(_) => wrapped(root).is_some(),
        Value::Object(members) => {
            !members.is_empty() && members.values().all(|member| is_place(member, places))
        }
        _ => false,
    };
    let mut left = LARGEST;
    (places.len() > 1 && is_payload).then(|| value(places, root, 0, &mut left))
}

fn is_place(member: &Value, places: &[Value]) -> bool {
    member
        .as_i64()
        .is_some_and(|n| n < 0 || usize::try_from(n).is_ok_and(|n| n < places.len()))
}

/// The place behind a wrapper's name.
fn wrapped(value: &Value) -> Option<&Value> {
    match value.as_array()?.as_slice() {
        [Value::String(name), behind] if WRAPPERS.contains(&name.as_str()) => Some(behind),
        _ => None,
    }
}

fn at(places: &[Value], place: &Value, depth: usize, left: &mut usize) -> Value {
    let index = place.as_u64().and_then(|n| usize::try_from(n).ok());
    match index.and_then(|n| places.get(n)) {
        Some(found) => value(places, found, depth, left),
        // A text stands for itself behind `Date`; below zero are `undefined` and its like.
        None if place.is_string() => place.clone(),
        None => Value::Null,
    }
}

fn value(places: &[Value], found: &Value, depth: usize, left: &mut usize) -> Value {
    if depth > DEEPEST || *left == 0 {
        return Value::Null;
    }
    *left -= 1;
    if let Some(behind) = wrapped(found) {
        return at(places, behind, depth + 1, left);
    }
    match found {
        Value::Array(list) => {
            let rest = match list.first() {
                Some(Value::String(_)) => &list[1..],
                _ => list.as_slice(),
            };
            Value::Array(
                rest.iter()
                    .map(|place| at(places, place, depth + 1, left))
                    .collect(),
            )
        }
        Value::Object(members) => {
            let members = members.iter();
            let values = members.map(|(name, place)| (name.clone(), at(places, place, depth + 1, left)));
            Value::Object(values.collect::<Map<_, _>>())
        }
        plain => plain.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_payload_is_unfolded_and_other_lists_are_left_alone() {
        let payload = json!([
            ["ShallowReactive", 1], {"data": 2, "none": -1}, ["Reactive", 3], {"product": 4}, {"name": 5, "stock": 6, "tags": 7},
            "Album", 12, [5, 6], ["Date", "2026-02-28"]
        ]);
        assert_eq!(
            unfold(&payload),
            Some(
                json!({"data": {"product": {"name": "Album", "stock": 12, "tags": ["Album", 12]}}, "none": null})
            )
        );
        for other in [
            json!([1, 2]),
            json!([{"a": "x"}, 1]),
            json!([["a", "b"], 1]),
            json!({"a": 0}),
            json!([]),
        ] {
            assert_eq!(unfold(&other), None, "{other}");
        }
    }

    #[test]
    fn places_that_stand_in_each_other_end() {
        let bomb = json!([{"a": 0, "b": 0}, 1]);
        assert!(unfold(&bomb).is_some());
    }
}
