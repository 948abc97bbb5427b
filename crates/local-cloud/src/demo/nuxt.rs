//! The payload of a page that Nuxt has rendered: one flat list, in which objects and lists hold places instead of
//! values.

use serde_json::{Map, Value, json};

/// A value in Nuxt's form.
pub(super) fn flattened(value: &Value) -> Value {
    let mut flat = vec![json!(["ShallowReactive", 1])];
    put(value, &mut flat);
    Value::Array(flat)
}

/// Puts a value at the end, those that it holds behind it, and answers its place.
fn put(value: &Value, flat: &mut Vec<Value>) -> usize {
    let place = flat.len();
    flat.push(Value::Null);
    let stored = match value {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| (name.clone(), json!(put(value, flat))))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(values) => values.iter().map(|value| json!(put(value, flat))).collect(),
        plain => plain.clone(),
    };
    if let Some(slot) = flat.get_mut(place) {
        *slot = stored;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_hold_the_places_of_their_values() {
        assert_eq!(
            flattened(&json!({ "a": { "b": 7 }, "c": ["x"] })),
            json!([["ShallowReactive", 1], { "a": 2, "c": 4 }, { "b": 3 }, 7, [5], "x"])
        );
    }
}
