//! The JSON-LD blocks of a page.
//!
//! [`scan`] finds them without building the document tree, which costs many times as much. It walks the markup as
//! the HTML tokenizer does (comments, attributes, raw text) and gives up where only the tree builder could tell what is
//! a script; then the tree is built and [`in_document`] finds them there.

use std::borrow::Cow;

use scraper::{ElementRef, Html};

/// Elements whose content is text, whatever it looks like.
const RAW_TEXT: &[&str] = &[
    "script", "style", "title", "textarea", "noscript", "iframe", "xmp", "noembed", "noframes",
];

/// The content of every JSON-LD script; none where the markup does not let it be found by scanning.
pub(crate) fn scan(html: &str) -> Option<Vec<Cow<'_, str>>> {
    let mut blocks = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        rest = match rest.as_bytes() {
            [b'!', b'[', ..] => return None,
            [b'!', b'-', b'-', ..] => after_comment(&rest[3..]),
            [b'!' | b'?', ..] => after(rest, ">"),
            [b'/', c, ..] if c.is_ascii_alphabetic() => Tag::parse(&rest[1..]).map_or("", |tag| tag.rest),
            [b'/', ..] => after(rest, ">"),
            [c, ..] if c.is_ascii_alphabetic() => element(rest, &mut blocks)?,
            _ => rest,
        };
    }
    Some(blocks)
}

/// What follows a start tag, and its content where that is text: a JSON-LD script's is kept.
fn element<'a>(text: &'a str, blocks: &mut Vec<Cow<'a, str>>) -> Option<&'a str> {
    let Some(tag) = Tag::parse(text).filter(|tag| !tag.is("plaintext")) else {
        return Some("");
    };
    let Some(name) = RAW_TEXT.iter().find(|name| tag.is(name)) else {
        return Some(tag.rest);
    };
    let content = raw_text(&tag, name)?;
    if tag.is("script") && tag.is_json_ld()? {
        blocks.push(Cow::Borrowed(content));
    }
    Some(&tag.rest[content.len()..])
}

/// The content of every JSON-LD script of a document.
pub(crate) fn in_document(document: &Html) -> Vec<Cow<'static, str>> {
    let elements = document.tree.nodes().filter_map(ElementRef::wrap);
    let scripts = elements.filter(|element| element.value().name() == "script");
    let blocks = scripts.filter(|script| script.attr("type").is_some_and(is_json_ld));
    blocks.map(|block| Cow::Owned(block.text().collect())).collect()
}

/// `application/ld+json`, in any case and with parameters.
fn is_json_ld(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/ld+json")
}

/// A tag up to its `>`.
struct Tag<'a> {
    name: &'a str,
    kind: Option<&'a str>,
    is_self_closing: bool,
    /// What follows the tag.
    rest: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads a tag from its name on; none where the page ends inside it.
    fn parse(text: &'a str) -> Option<Self> {
        let (name, mut rest) = split_where(text, |c| is_space(c) || matches!(c, '/' | '>'));
        let mut kind = None;
        loop {
            let trimmed = rest.trim_start_matches(|c| is_space(c) || c == '/');
            if let Some(after) = trimmed.strip_prefix('>') {
                let skipped = &rest[..rest.len() - trimmed.len()];
                return Some(Self {
                    name,
                    kind,
                    is_self_closing: skipped.ends_with('/'),
                    rest: after,
                });
            }
            let (attribute, value, after) = attribute(trimmed)?;
            if kind.is_none() && attribute.eq_ignore_ascii_case("type") {
                kind = Some(value);
            }
            rest = after;
        }
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// None where the attribute has to be decoded first.
    fn is_json_ld(&self) -> Option<bool> {
        let kind = self.kind.unwrap_or_default();
        (!kind.contains('&')).then(|| is_json_ld(kind))
    }
}

/// An attribute's name and value, and what follows; none where the page ends inside it.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let first = text.chars().next()?.len_utf8();
    // An equals sign that comes first belongs to the name.
    let end = text[first..].find(|c| is_space(c) || matches!(c, '/' | '>' | '='))? + first;
    let (name, rest) = text.split_at(end);
    let Some(value) = rest.trim_start_matches(is_space).strip_prefix('=') else {
        return Some((name, "", rest));
    };
    let value = value.trim_start_matches(is_space);
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..]
            .split_once(quote)
            .map(|(value, rest)| (name, value, rest)),
        _ => {
            let (value, rest) = split_where(value, |c| is_space(c) || c == '>');
            Some((name, value, rest))
        }
    }
}

/// The content of an element up to its end tag or the end of the page; none where it depends on the surroundings.
fn raw_text<'a>(tag: &Tag<'a>, name: &str) -> Option<&'a str> {
    let content = &tag.rest[..end_tag(tag.rest, name).unwrap_or(tag.rest.len())];
    // An inline drawing's elements may close themselves, and `<!--<script>` hides an end tag.
    let is_nested = name == "script" && content.contains("<!--") && tag_at(content, "<", name).is_some();
    (!tag.is_self_closing && !is_nested).then_some(content)
}

fn end_tag(text: &str, name: &str) -> Option<usize> {
    tag_at(text, "</", name)
}

/// Where a tag of a name begins, for the tags that begin with `opening`.
fn tag_at(text: &str, opening: &str, name: &str) -> Option<usize> {
    text.match_indices(opening).map(|(at, _)| at).find(|at| {
        let after = &text.as_bytes()[at + opening.len()..];
        let has_name = after
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        has_name
            && after
                .get(name.len())
                .is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
    })
}

fn after_comment(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix('>').or_else(|| text.strip_prefix("->")) {
        return rest;
    }
    let is_end = |at: &usize| text[..*at].ends_with("--") || text[..*at].ends_with("--!");
    let end = text.match_indices('>').map(|(at, _)| at).find(is_end);
    end.map_or("", |at| &text[at + 1..])
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

fn split_where(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    #[test]
    fn blocks_are_found_however_their_tag_is_written() {
        for tag in [
            r#"<script type="application/ld+json">"#,
            "<script type='application/ld+json'>",
            "<SCRIPT TYPE=Application/LD+JSON>",
            "<script async id=\"a>b\" data-x='<script>' type = \"application/ld+json; charset=utf-8\" >",
            "<script\n\ttype=\"application/ld+json\"\n>",
            "<script class=yoast type=application/ld+json type=text/javascript>",
        ] {
            let page = format!("<html><head><title>a<b</title>{tag}{{\"a\":1}}</script ><p>");
            assert_eq!(scan(&page), Some(vec![Cow::Borrowed("{\"a\":1}")]), "{tag}");
        }
    }

    #[test]
    fn what_only_looks_like_a_block_is_none() {
        let block = r#"<script type="application/ld+json">{}</script>"#;
        for page in [
            format!("<!-- {block} -->"),
            format!("<textarea>{block}</textarea>"),
            format!("<noscript>{block}</noscript>"),
            format!("<style>{block}</style>"),
            format!("<a title='{block}'>"),
            "<script>var a = '<script type=\"application/ld+json\">{}'</script>".to_owned(),
            "<script type=\"text/javascript\" data-type=\"application/ld+json\">{}</script>".to_owned(),
        ] {
            assert_eq!(scan(&page), Some(Vec::new()), "{page}");
        }
    }

    #[test]
    fn odd_markup_is_left_to_the_tree_builder() {
        for page in [
            "<svg><style/></svg>",
            "<svg><![CDATA[ <script> ]]></svg>",
            "<script><!-- <script> </script> --></script>",
            r#"<script type="application/ld&#43;json">{}</script>"#,
        ] {
            assert_eq!(scan(page), None, "{page}");
        }
    }

    #[test]
    fn hostile_pages_cost_no_more_than_their_length() {
        for part in [
            "-", "<!--", "<!-- --", "<script", "<script>", "<a b=\"", "</", "<!", "<p a='>'",
        ] {
            let page = format!("<!--x{}", part.repeat(2_000_000 / part.len()));
            for page in [page.as_str(), &page[5..]] {
                assert!(scan(page).is_none_or(|blocks| blocks.is_empty()), "{part}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_scan_finds_what_the_tree_has(parts in proptest::collection::vec(select(PARTS), 0..14)) {
            let page = parts.concat();
            if let Some(blocks) = scan(&page) {
                prop_assert_eq!(blocks, in_document(&Html::parse_document(&page)), "{}", page);
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = scan(&text);
        }
    }

    const PARTS: &[&str] = &[
        "<script type=application/ld+json>",
        "<script type=\"application/ld+json\" x>",
        "<Script a='>' type='application/ld+json'>",
        "<script>",
        "<script src=x/>",
        "</script>",
        "</SCRIPT\n>",
        "</script",
        "</scripty>",
        "<!--",
        "-->",
        "--->",
        "--!>",
        "--",
        "<!-->",
        "<!doctype html>",
        "<?php ?>",
        "</ >",
        "<p title=\"<script>\">",
        "<p a=1 b = 'x'c>",
        "<p =x>",
        "<br/>",
        "</p x='>'>",
        "<title>",
        "</title>",
        "<style>",
        "</style>",
        "<textarea>",
        "</textarea>",
        "<noscript>",
        "</noscript>",
        "{\"a\": \"<b>\"}",
        "text",
        "\"",
        "'",
        ">",
        "<",
        "< p",
        "é",
        " ",
    ];
}
