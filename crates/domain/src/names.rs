//! Names of platforms and events as people type them.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest event name; a tab's title and a Scheduler job's description have to hold it.
const LONGEST_NAME: usize = 100;
/// Longest list of products, each `LABEL=ID`.
const LONGEST_LIST: usize = 500;
/// Longest page address.
const LONGEST_URL: usize = 1_000;
/// Characters that HTML or Markdown give a meaning to and that no event needs.
const MARKUP: &[char] = &[
    '<', '>', '*', '_', '`', '~', '[', ']', '{', '}', '|', '\\', '"', '“', '”',
];

/// The name of a platform file: `web`, `ktown4u`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlatformName(String);

impl PlatformName {
    /// Reads a name, case-insensitively: 1 to 40 of `a-z`, `0-9` and `-`, beginning with a letter or digit.
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.trim().to_lowercase();
        let fits = (1..=40).contains(&name.len())
            && !name.starts_with('-')
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        fits.then_some(Self(name))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PlatformName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PlatformName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not a platform name (letters, digits and `-`)"))
    }
}

impl From<PlatformName> for String {
    fn from(name: PlatformName) -> Self {
        name.0
    }
}

/// How a platform wants its events named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventForm {
    /// By a name or number that the platform's address template takes.
    Name,
    /// By the address of a page.
    Url,
    /// By several parts, the first of which may be a host: `www.shop.example/album`.
    Parts,
}

/// The event (an artist's fan-sign, an album) that a tracking watches: a name, or a page's address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventName(String);

/// Why a text is no event name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EventNameError {
    /// Nothing was typed.
    #[error("the event is empty")]
    Empty,
    /// Longer than a tab's title can be.
    #[error("the event has {length} characters, at most {limit} are possible")]
    TooLong {
        /// Characters typed.
        length: usize,
        /// Characters possible.
        limit: usize,
    },
    /// A character that no event name has.
    #[error("the event contains `{0}`")]
    Character(char),
    /// A link where the platform wants a name.
    #[error("the event is a link where a name belongs")]
    LinkForName,
    /// A name where the platform wants a link.
    #[error("the event is a name where a link belongs")]
    NameForLink,
}

impl EventName {
    /// Reads what a person typed in the form that the platform wants.
    pub fn parse(text: &str, form: EventForm) -> Result<Self, EventNameError> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Err(EventNameError::Empty);
        }
        match form {
            EventForm::Name if looks_like_link(&text) => Err(EventNameError::LinkForName),
            EventForm::Parts if has_scheme(&text) => Err(EventNameError::LinkForName),
            EventForm::Name | EventForm::Parts => parse_name(text),
            EventForm::Url => parse_url(text),
        }
    }

    /// Reads any form, as an execution's environment carries it without saying which.
    pub fn parse_any(text: &str) -> Result<Self, EventNameError> {
        let form = if has_scheme(text) {
            EventForm::Url
        } else {
            EventForm::Parts
        };
        Self::parse(text, form)
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as it stands in a tab's title: links are shortened to host and last part of the path.
    pub fn short(&self) -> String {
        match self.0.split_once("://") {
            Some((_, rest)) => short_link(rest),
            None => self.0.chars().take(LONGEST_NAME).collect(),
        }
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A link as a browser would take it: people leave the scheme out, and some programs put brackets around it. None where
/// the text is no link.
pub fn as_link(text: &str) -> Option<String> {
    let text = text.trim();
    let link = text.strip_prefix('<').and_then(|link| link.strip_suffix('>'));
    let link = link.unwrap_or(text);
    let is_link = looks_like_link(link) && !link.contains(char::is_whitespace);
    is_link.then(|| {
        if has_scheme(link) {
            link.to_owned()
        } else {
            format!("https://{link}")
        }
    })
}

/// Whether a word is a link rather than a name.
pub(crate) fn looks_like_link(text: &str) -> bool {
    has_scheme(text) || text.to_lowercase().starts_with("www.")
}

/// Whether a text is a link with its scheme.
pub(crate) fn has_scheme(text: &str) -> bool {
    text.contains("://")
}

/// A list of products is longer than a name may be.
fn parse_name(text: String) -> Result<EventName, EventNameError> {
    let limit = if text.contains('=') {
        LONGEST_LIST
    } else {
        LONGEST_NAME
    };
    check_length(&text, limit)?;
    match text.chars().find(|c| !is_name_character(*c)) {
        Some(c) => Err(EventNameError::Character(c)),
        None => Ok(EventName(text)),
    }
}

fn parse_url(text: String) -> Result<EventName, EventNameError> {
    let lower = text.to_lowercase();
    if !(lower.starts_with("http://") || lower.starts_with("https://")) || text.contains(' ') {
        return Err(EventNameError::NameForLink);
    }
    check_length(&text, LONGEST_URL)?;
    match text
        .chars()
        .find(|c| c.is_control() || matches!(c, '<' | '>' | '"' | '`'))
    {
        Some(c) => Err(EventNameError::Character(c)),
        None => Ok(EventName(text)),
    }
}

fn check_length(text: &str, limit: usize) -> Result<(), EventNameError> {
    let length = text.chars().count();
    if length > limit {
        Err(EventNameError::TooLong { length, limit })
    } else {
        Ok(())
    }
}

/// Letters and digits of every script, the combining marks they need, spaces, and ASCII punctuation without markup.
fn is_name_character(c: char) -> bool {
    if c.is_ascii() {
        return (c.is_ascii_graphic() && !MARKUP.contains(&c)) || c == ' ';
    }
    c.is_alphanumeric()
        || is_combining_mark(c)
        || matches!(
            c,
            '·' | '・' | '’' | '‘' | '–' | '—' | '（' | '）' | '：' | '！' | '，' | '、'
        )
}

fn is_combining_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0E31}' | '\u{0E34}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}' | '\u{3099}' | '\u{309A}')
}

/// `shop.example/a/b/item?x=1` becomes `shop.example item`.
fn short_link(rest: &str) -> String {
    let address = rest.split(['?', '#']).next().unwrap_or(rest);
    let mut parts = address.split('/').filter(|part| !part.is_empty());
    let host = parts.next().unwrap_or_default();
    let name = match parts.next_back() {
        Some(last) => format!("{host} {last}"),
        None => host.to_owned(),
    };
    name.chars().take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_names_of_every_script_are_taken_and_spaces_folded() {
        for (typed, name) in [
            ("ABC", "ABC"),
            ("  An   Yujin ", "An Yujin"),
            ("&TEAM", "&TEAM"),
            ("(G)I-DLE 2nd", "(G)I-DLE 2nd"),
            ("아이브 안유진", "아이브 안유진"),
            ("張員瑛 簽名會", "張員瑛 簽名會"),
            ("44469917", "44469917"),
        ] {
            assert_eq!(EventName::parse(typed, EventForm::Name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn what_is_no_event_name_is_refused_with_its_reason() {
        let long = "a".repeat(500);
        for (typed, error) in [
            ("", EventNameError::Empty),
            ("   ", EventNameError::Empty),
            (
                long.as_str(),
                EventNameError::TooLong {
                    length: 500,
                    limit: 100,
                },
            ),
            ("ABC 😀", EventNameError::Character('😀')),
            ("<b>ABC</b>", EventNameError::Character('<')),
            ("*ABC*", EventNameError::Character('*')),
            ("[x](y)", EventNameError::Character('[')),
            ("a_b", EventNameError::Character('_')),
            ("a\u{202E}b", EventNameError::Character('\u{202E}')),
            ("https://shop.example/x", EventNameError::LinkForName),
            ("www.shop.example", EventNameError::LinkForName),
        ] {
            assert_eq!(EventName::parse(typed, EventForm::Name), Err(error), "{typed:?}");
        }
    }

    #[test]
    fn links_are_taken_where_a_platform_wants_them() {
        let link = "https://shop.example/products/album?variant=1_2*3";
        assert_eq!(EventName::parse(link, EventForm::Url).unwrap().as_str(), link);
        for (typed, error) in [
            ("ABC", EventNameError::NameForLink),
            ("shop.example/x", EventNameError::NameForLink),
            ("ftp://shop.example/x", EventNameError::NameForLink),
            ("https://shop.example/a b", EventNameError::NameForLink),
            ("https://shop.example/<b>", EventNameError::Character('<')),
        ] {
            assert_eq!(EventName::parse(typed, EventForm::Url), Err(error), "{typed:?}");
        }
    }

    #[test]
    fn an_event_of_several_parts_may_begin_with_a_host() {
        for typed in [
            "www.shop.example/album",
            "shop.example/5f/6a/7b",
            "REI=www.shop.example/album",
        ] {
            assert_eq!(EventName::parse(typed, EventForm::Parts).unwrap().as_str(), typed);
            assert_eq!(EventName::parse_any(typed).unwrap().as_str(), typed);
        }
        let link = EventName::parse("https://shop.example/x", EventForm::Parts);
        assert_eq!(link, Err(EventNameError::LinkForName));
    }

    #[test]
    fn a_list_of_products_may_be_longer_than_a_name() {
        let list = |n: usize| {
            (0..n)
                .map(|n| format!("MEMBER {n}=1145{n:02}"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let event = EventName::parse(&list(20), EventForm::Name).unwrap();
        assert_eq!(
            (event.as_str(), event.short().chars().count()),
            (list(20).as_str(), 100)
        );
        let refusal = EventName::parse(&list(40), EventForm::Name);
        assert!(
            matches!(refusal, Err(EventNameError::TooLong { limit: 500, .. })),
            "{refusal:?}"
        );
    }

    #[test]
    fn a_link_is_shortened_for_the_tab() {
        let link = EventName::parse("https://shop.example/de/items/album-1/?x=1", EventForm::Url).unwrap();
        assert_eq!(link.short(), "shop.example album-1");
    }

    #[test]
    fn platform_names_are_read_in_any_case() {
        assert_eq!(PlatformName::parse("Demo").unwrap().as_str(), "demo");
        for wrong in [
            "",
            "-demo",
            "de mo",
            "demo!",
            "https://x.example",
            &"d".repeat(41),
        ] {
            assert_eq!(PlatformName::parse(wrong), None, "{wrong:?}");
        }
    }
}
