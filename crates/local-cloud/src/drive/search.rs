//! The language of `q`: `name contains 'x' and ('F' in parents or mimeType != 'text/csv') and not trashed = true`.

mod lexer;
mod parser;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::store::File;

/// One condition, or several.
#[derive(Debug, PartialEq)]
pub(super) enum Term {
    And(Box<Term>, Box<Term>),
    Or(Box<Term>, Box<Term>),
    Not(Box<Term>),
    /// `field operator value`
    Compare(String, String, Literal),
    /// `value in collection`
    In(String, String),
    /// `collection has { key='k' and value='v' }`
    Has(String, String, String),
}

#[derive(Debug, PartialEq)]
pub(super) enum Literal {
    Text(String),
    Bool(bool),
}

/// The query is not of this language.
#[derive(Debug, PartialEq)]
pub(super) struct Malformed;

impl Term {
    /// Reads a query.
    pub(super) fn parse(text: &str) -> Result<Self, Malformed> {
        parser::parse(text)
    }

    /// Whether a file is what the query looks for.
    pub(super) fn matches(&self, file: &File) -> bool {
        match self {
            Self::And(a, b) => a.matches(file) && b.matches(file),
            Self::Or(a, b) => a.matches(file) || b.matches(file),
            Self::Not(term) => !term.matches(file),
            Self::Compare(field, operator, literal) => compare(file, field, operator, literal),
            Self::In(value, collection) => match collection.as_str() {
                "parents" => {
                    let wanted = if value == "root" {
                        super::seed::MY_DRIVE_ROOT
                    } else {
                        value
                    };
                    file.parents().any(|parent| parent == wanted)
                }
                _ => value == "me",
            },
            Self::Has(collection, key, value) => {
                file.0
                    .get(collection)
                    .and_then(|map| map.get(key))
                    .and_then(Value::as_str)
                    == Some(value)
            }
        }
    }

    /// A text that stands in the metadata of every file that matches, so that not all of thousands need be read.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::And(a, b) => [a.text(), b.text()]
                .into_iter()
                .flatten()
                .max_by_key(|text| text.len()),
            Self::In(text, collection) if collection == "parents" && text != "root" => Some(text.as_str()),
            Self::Has(_, _, text) => Some(text.as_str()),
            Self::In(..) | Self::Or(..) | Self::Not(_) | Self::Compare(..) => None,
        }
        // Others are written otherwise in JSON.
        .filter(|text| {
            text.bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        })
    }

    /// The folders that the query names.
    pub(super) fn parents(&self) -> Vec<&str> {
        match self {
            Self::And(a, b) | Self::Or(a, b) => [a.parents(), b.parents()].concat(),
            Self::Not(term) => term.parents(),
            Self::In(value, collection) if collection == "parents" => vec![value],
            _ => Vec::new(),
        }
    }
}

fn compare(file: &File, field: &str, operator: &str, literal: &Literal) -> bool {
    match (field, literal) {
        ("trashed" | "starred", Literal::Bool(wanted)) => {
            let is = file.0.get(field).and_then(Value::as_bool).unwrap_or(false);
            (is == *wanted) == (operator == "=")
        }
        ("sharedWithMe", Literal::Bool(wanted)) => {
            let is = file.drive_id().is_none() && file.parents().next().is_none();
            (is == *wanted) == (operator == "=")
        }
        ("createdTime" | "modifiedTime" | "viewedByMeTime" | "sharedWithMeTime", Literal::Text(text)) => {
            compare_times(file.text(field), operator, text)
        }
        ("name" | "fullText", Literal::Text(text)) if operator == "contains" => {
            has_word(file.text("name"), text)
        }
        ("mimeType", Literal::Text(text)) if operator == "contains" => {
            file.text(field).starts_with(text.as_str())
        }
        (_, Literal::Text(text)) => (file.text(field) == text) == (operator == "="),
        _ => false,
    }
}

fn compare_times(time: &str, operator: &str, wanted: &str) -> bool {
    let (Ok(time), Some(wanted)) = (time.parse::<DateTime<Utc>>(), parse_time(wanted)) else {
        return false;
    };
    match operator {
        "<" => time < wanted,
        "<=" => time <= wanted,
        ">" => time > wanted,
        ">=" => time >= wanted,
        "!=" => time != wanted,
        _ => time == wanted,
    }
}

/// RFC 3339; without a zone it is UTC.
fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    text.parse().ok().or_else(|| format!("{text}Z").parse().ok())
}

/// `contains` looks at the beginnings of words.
fn has_word(name: &str, wanted: &str) -> bool {
    let (name, wanted) = (name.to_lowercase(), wanted.to_lowercase());
    name.match_indices(&wanted).any(|(at, _)| {
        let before = name[..at].chars().next_back();
        before.is_none_or(|before| !before.is_alphanumeric()) || !wanted.starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file() -> File {
        let file = json!({
            "id": "F", "name": "demo ABC backup.csv", "mimeType": "text/csv", "parents": ["P"],
            "modifiedTime": "2026-02-28T05:30:00.000Z", "appProperties": {"tracking": "t1"},
        });
        File(file.as_object().unwrap().clone())
    }

    #[test]
    fn queries_find_what_they_describe() {
        for (query, expected) in [
            ("name = 'demo ABC backup.csv'", true),
            ("name='demo ABC backup.csv' and trashed=false", true),
            ("name = 'other'", false),
            ("name != 'other'", true),
            ("name contains 'demo'", true),
            ("name contains 'ABC'", true),
            ("name contains 'emo'", false),
            ("'P' in parents", true),
            ("'Q' in parents", false),
            ("not 'Q' in parents", true),
            ("mimeType = 'text/csv'", true),
            ("mimeType != 'application/vnd.google-apps.folder'", true),
            ("mimeType contains 'text/'", true),
            ("trashed = true", false),
            ("trashed != true", true),
            ("name = 'x' or ('P' in parents and not trashed = true)", true),
            ("name = 'x' or name = 'y' and 'P' in parents", false),
            ("modifiedTime > '2026-02-28T00:00:00'", true),
            ("modifiedTime > '2026-02-28T12:00:00+00:00'", false),
            ("appProperties has { key='tracking' and value='t1' }", true),
            ("properties has { key='tracking' and value='t1' }", false),
            ("'me' in owners", true),
            ("sharedWithMe = true", false),
        ] {
            let term = Term::parse(query).unwrap();
            assert_eq!(term.matches(&file()), expected, "{query}");
            let metadata = Value::Object(file().0).to_string();
            assert!(
                !expected || metadata.contains(term.text().unwrap_or_default()),
                "{query}"
            );
        }
    }

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        let mut file = file();
        file.0.insert("name".to_owned(), json!(r"it's a \ sign"));
        assert!(Term::parse(r"name = 'it\'s a \\ sign'").unwrap().matches(&file));
    }

    #[test]
    fn what_is_not_of_the_language_is_refused() {
        for query in [
            "name",
            "name =",
            "name = x",
            "name = 'x' and",
            "(name = 'x'",
            "name = 'x')",
            "title = 'x'",
            "name > 'x'",
            "trashed = 'true'",
            "'P' in children",
            "name = 'x",
            "modifiedTime > 'yesterday'",
            "name = 'a' 'b'",
        ] {
            assert_eq!(Term::parse(query), Err(Malformed), "{query}");
        }
    }
}
