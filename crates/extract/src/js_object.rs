//! Objects that a page's programs hold: JSON, or the looser way JavaScript writes them.

use serde_json::{Deserializer, Value};

/// Longer objects are whole catalogues.
const LONGEST: usize = 200_000;

/// The object that begins at the start of a text.
pub(crate) fn parse(text: &str) -> Option<Value> {
    let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text);
    first(text).or_else(|| first(&as_json(text)?))
}

fn first(text: &str) -> Option<Value> {
    Deserializer::from_str(text).into_iter().next()?.ok()
}

/// The same with names and texts in double quotes; none where it is no object or does not end.
fn as_json(text: &str) -> Option<String> {
    let mut json = String::new();
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            '"' | '\'' | '`' => rest = string(rest, c, &mut json)?,
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth = depth.checked_sub(1)?;
                json.truncate(json.trim_end().trim_end_matches(',').len());
            }
            _ if c.is_alphabetic() || matches!(c, '_' | '$') => {
                rest = word(rest, &mut json);
                continue;
            }
            _ => {}
        }
        if !matches!(c, '"' | '\'' | '`') {
            json.push(c);
            rest = &rest[c.len_utf8()..];
        }
        if depth == 0 {
            return Some(json);
        }
    }
    None
}

/// Writes the text that begins here, and says what follows it.
fn string<'a>(text: &'a str, quote: char, json: &mut String) -> Option<&'a str> {
    json.push('"');
    let mut characters = text.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            _ if c == quote => {
                json.push('"');
                return text.get(at + 1..);
            }
            '\\' => match characters.next()?.1 {
                next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') => json.extend(['\\', next]),
                next => json.push(next),
            },
            '"' => json.push_str("\\\""),
            c if c.is_control() => json.push(' '),
            c => json.push(c),
        }
    }
    None
}

/// Writes a name or a value that is no text, and says what follows it. What has to be computed is null.
fn word<'a>(text: &'a str, json: &mut String) -> &'a str {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '(' | ')');
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if rest.trim_start().starts_with(':') {
        json.push('"');
        json.push_str(name);
        json.push('"');
    } else if matches!(name, "true" | "false" | "null") {
        json.push_str(name);
    } else {
        json.push_str("null");
    }
    rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_are_read_as_programs_write_them() {
        for (text, value) in [
            (r#"{"a":1};more()"#, json!({"a": 1})),
            (
                "{a: 1, 'b': 'it\\'s', c: [1, 2,],}",
                json!({"a": 1, "b": "it's", "c": [1, 2]}),
            ),
            (
                "{a: window.x, b: true, c: undefined}",
                json!({"a": null, "b": true, "c": null}),
            ),
            (
                "{a: 'say \"x\"', b: {c: `d`}}",
                json!({"a": "say \"x\"", "b": {"c": "d"}}),
            ),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        for text in ["{a: 1", "{a: 'x", "}", ""] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in r#"[{}\[\]:,'"`\\a$_1é ]{0,60}"#) {
            let _ = parse(&text);
        }
    }
}
