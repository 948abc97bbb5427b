//! Putting foreign text (an event's name) into HTML, JSON in a script, and addresses.

use serde_json::Value;
use url::Url;

/// Text between tags and in attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// JSON inside a script element: `<` is written as an escape, so that no name can close the element.
pub(super) fn script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// `BASE/EVENT`, percent-encoded, without an origin.
pub(super) fn path(base: &str, event: &str) -> String {
    let Ok(mut url) = Url::parse("http://shop").and_then(|url| url.join(base)) else {
        return String::new();
    };
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.push(event);
    }
    url.path().to_owned()
}

/// A small page around some markup.
pub(super) fn document(title: &str, head: &str, body: &str) -> String {
    format!(
        include_str!("../../assets/demo/document.html"),
        title = escape(title),
        style = include_str!("../../assets/demo/shop.css"),
        head = head,
        body = body
    )
}

/// Whole units with their thousands marked: `18,500`.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_percent_encoded() {
        for (event, expected) in [
            ("ABC", "/demo/ABC"),
            ("a b/ü", "/demo/a%20b%2F%C3%BC"),
            ("a?b#c", "/demo/a%3Fb%23c"),
        ] {
            assert_eq!(path("/demo", event), expected);
        }
    }

    #[test]
    fn thousands_are_marked() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (-1_234_567, "-1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
