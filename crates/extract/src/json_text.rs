//! JSON as pages carry it: in comments, cut into several values, slightly broken.

use serde_json::{Deserializer, Value};

/// What stands around the JSON of older pages: `<!--`, `//<![CDATA[`, `/*]]>*/`.
const WRAPPINGS: &[&str] = &[
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "//",
    "/*",
    "*/",
    ";",
    "\u{feff}",
];

/// About how much memory the values of a block may take, in bytes.
const MOST: usize = 48 * 1024 * 1024;

/// Every value of a block; where it is broken, those before the break, or all where it can be mended. A block whose
/// values would fill the memory has none.
pub(crate) fn values(block: &str) -> Vec<Value> {
    let text = unwrap(block);
    if weight(text) > MOST {
        return Vec::new();
    }
    let (values, is_whole) = parse(text);
    if is_whole { values } else { parse(&mend(text)).0 }
}

fn parse(text: &str) -> (Vec<Value>, bool) {
    let mut values = Vec::new();
    for value in Deserializer::from_str(text).into_iter() {
        match value {
            Ok(value) => values.push(value),
            Err(_) => return (values, false),
        }
    }
    (values, true)
}

/// About what the values of a text weigh: an object is far heavier than its two braces.
fn weight(text: &str) -> usize {
    let weigh = |b: u8| match b {
        b'{' => 640,
        b'[' | b',' => 64,
        _ => 1,
    };
    text.bytes().map(weigh).sum()
}

fn unwrap(block: &str) -> &str {
    let mut text = block.trim();
    while let Some(inner) = WRAPPINGS
        .iter()
        .find_map(|w| text.strip_prefix(w).or_else(|| text.strip_suffix(w)))
    {
        text = inner.trim();
    }
    text
}

/// Mends what pages break most often: line breaks in strings, unknown escapes, commas before a closing bracket.
fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut in_string = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' => in_string = !in_string,
            '\\' if in_string => {
                let known = characters.next_if(|next| "\"\\/bfnrtu".contains(*next));
                mended.extend(known.map(|_| '\\'));
                mended.extend(known);
                continue;
            }
            '}' | ']' if !in_string => mended.truncate(mended.trim_end().trim_end_matches(',').len()),
            _ => {}
        }
        mended.push(if in_string && c.is_control() { ' ' } else { c });
    }
    mended
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn json_is_read_through_what_pages_put_around_it() {
        for block in [
            r#"{"a":1}"#,
            "\n {\"a\":1} \n",
            r#"<!-- {"a":1} -->"#,
            "//<![CDATA[\n{\"a\":1}\n//]]>",
            "/*<![CDATA[*/ {\"a\":1} /*]]>*/",
            r#"<![CDATA[{"a":1}]]>"#,
            r#"{"a":1};"#,
            "\u{feff}{\"a\":1}",
            r#"{"a":1,}"#,
            "{\"a\":1,\n}",
        ] {
            assert_eq!(values(block), [json!({"a": 1})], "{block}");
        }
    }

    #[test]
    fn what_can_be_mended_is_mended() {
        assert_eq!(values("{\"a\":\"b\nc\"}"), [json!({"a": "b c"})]);
        assert_eq!(
            values(r#"{"a":"it\'s","b":[1,2,],}"#),
            [json!({"a": "it's", "b": [1, 2]})]
        );
        assert_eq!(values("{\"a\":\",}\\\"]\n\"}"), [json!({"a": ",}\"] "})]);
        assert_eq!(values(r#"{"a":1}{"b":2}"#), [json!({"a": 1}), json!({"b": 2})]);
        assert_eq!(values(r#"{"a":1} {"b":"#), [json!({"a": 1})]);
        assert_eq!(values("{\"a\":"), Vec::<Value>::new());
        assert_eq!(values(""), Vec::<Value>::new());
    }

    #[test]
    fn depth_without_end_is_no_value() {
        assert_eq!(values(&"[".repeat(100_000)), Vec::<Value>::new());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in r#"[\[\]{}",:\\a1 \n;/*<!-]{0,60}"#) {
            let _ = values(&text);
        }
    }
}
