//! Tags of very many attributes.

use std::borrow::Cow;

/// More than any page needs; the parser compares each attribute with all before it.
const MOST_ATTRIBUTES: usize = 200;
/// Elements whose content is text, whatever it looks like.
const RAW_TEXT: &[&str] = &[
    "script", "style", "title", "textarea", "noscript", "iframe", "xmp", "noembed", "noframes",
];

/// The page with the attributes beyond a limit left out of their tags.
pub(super) fn cut(html: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        at += found + 1;
        let rest = &html[at..];
        if let Some(comment) = rest.strip_prefix("!--") {
            at = html.len() - comment.split_once("-->").map_or("", |(_, after)| after).len();
            continue;
        }
        let name = name(rest);
        if name.is_empty() {
            continue;
        }
        let (limit, end) = measure(html, at + name.len());
        if let Some(limit) = limit {
            kept.push_str(&html[copied..limit]);
            copied = end;
        }
        at = end + content_length(&html[end..], name);
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[copied..]);
    Cow::Owned(kept)
}

/// The name of a start or end tag, with its slash; empty where this is no tag.
fn name(text: &str) -> &str {
    let letters = text.strip_prefix('/').unwrap_or(text);
    if !letters.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
    let length = letters.find(ends).unwrap_or(letters.len());
    &text[..text.len() - letters.len() + length]
}

/// Where a tag exceeds the limit, if it does, and where its `>` is.
fn measure(html: &str, start: usize) -> (Option<usize>, usize) {
    let bytes = html.as_bytes();
    let mut attributes = 0;
    let mut limit = None;
    let mut at = start;
    while at < bytes.len() && bytes[at] != b'>' {
        let is_gap = bytes[at].is_ascii_whitespace() || bytes[at] == b'/';
        if is_gap {
            at += 1;
            continue;
        }
        attributes += 1;
        if attributes > MOST_ATTRIBUTES {
            limit = limit.or(Some(at));
        }
        at = after_attribute(bytes, at);
    }
    (limit, at)
}

fn after_attribute(bytes: &[u8], start: usize) -> usize {
    let is_space = |b: u8| b.is_ascii_whitespace();
    // An equals sign that comes first belongs to the name.
    let name = skip(bytes, start + 1, |b| {
        is_space(b) || matches!(b, b'/' | b'>' | b'=')
    });
    let sign = skip(bytes, name, |b| !is_space(b));
    if bytes.get(sign) != Some(&b'=') {
        return name;
    }
    let value = skip(bytes, sign + 1, |b| !is_space(b));
    match bytes.get(value) {
        Some(quote @ (b'"' | b'\'')) => (skip(bytes, value + 1, |b| b == *quote) + 1).min(bytes.len()),
        Some(b'>') | None => value,
        Some(_) => skip(bytes, value, |b| is_space(b) || b == b'>'),
    }
}

/// The first place from one on where a byte ends something, or the end of all.
fn skip(bytes: &[u8], from: usize, ends: impl Fn(u8) -> bool) -> usize {
    let length = bytes[from..].iter().position(|b| ends(*b));
    length.map_or(bytes.len(), |length| from + length)
}

/// How much text follows a start tag that is no markup.
fn content_length(text: &str, name: &str) -> usize {
    if !RAW_TEXT.iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
        return 0;
    }
    let is_end = |at: &usize| {
        let after = text.as_bytes().get(at + 2..at + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
    };
    let end = text.match_indices("</").map(|(at, _)| at).find(is_end);
    end.unwrap_or(text.len())
}
