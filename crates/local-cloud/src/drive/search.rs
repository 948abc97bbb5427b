//! The language of `q`: `name contains 'x' and ('F' in parents or mimeType != 'text/csv') and not trashed = true`.

mod lexer;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::store::File;
use lexer::{Token, tokens};

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
        let mut parser = Parser { tokens: tokens(text).ok_or(Malformed)?, next: 0 };
        let term = parser.or()?;
        if parser.peek().is_some() { Err(Malformed) } else { Ok(term) }
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
                    let wanted = if value == "root" { super::seed::MY_DRIVE_ROOT } else { value };
                    file.parents().any(|parent| parent == wanted)
                }
                _ => value == "me",
            },
            Self::Has(collection, key, value) => {
                file.0.get(collection).and_then(|map| map.get(key)).and_then(Value::as_str) == Some(value)
            }
        }
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
        ("name" | "fullText", Literal::Text(text)) if operator == "contains" => has_word(file.text("name"), text),
        ("mimeType", Literal::Text(text)) if operator == "contains" => file.text(field).starts_with(text.as_str()),
        (_, Literal::Text(text)) => (file.text(field) == text) == (operator == "="),
        _ => false,
    }
}

fn compare_times(time: &str, operator: &str, wanted: &str) -> bool {
    let (Ok(time), Some(wanted)) = (time.parse::<DateTime<Utc>>(), parse_time(wanted)) else { return false };
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

struct Parser {
    tokens: Vec<Token>,
    next: usize,
}

impl Parser {
    fn or(&mut self) -> Result<Term, Malformed> {
        let mut term = self.and()?;
        while self.take_word("or") {
            term = Term::Or(Box::new(term), Box::new(self.and()?));
        }
        Ok(term)
    }

    fn and(&mut self) -> Result<Term, Malformed> {
        let mut term = self.not()?;
        while self.take_word("and") {
            term = Term::And(Box::new(term), Box::new(self.not()?));
        }
        Ok(term)
    }

    fn not(&mut self) -> Result<Term, Malformed> {
        if self.take_word("not") {
            return Ok(Term::Not(Box::new(self.not()?)));
        }
        if self.take_symbol("(") {
            let term = self.or()?;
            return if self.take_symbol(")") { Ok(term) } else { Err(Malformed) };
        }
        self.condition()
    }

    fn condition(&mut self) -> Result<Term, Malformed> {
        match self.advance()? {
            Token::Text(value) => {
                let collection = if self.take_word("in") { self.word()? } else { return Err(Malformed) };
                let known = ["parents", "owners", "writers", "readers"].contains(&collection.as_str());
                if known { Ok(Term::In(value, collection)) } else { Err(Malformed) }
            }
            Token::Word(field) if self.take_word("has") => self.has(field),
            Token::Word(field) => self.comparison(field),
            Token::Symbol(_) => Err(Malformed),
        }
    }

    fn comparison(&mut self, field: String) -> Result<Term, Malformed> {
        let operator = match self.advance()? {
            Token::Symbol(symbol) if symbol != "(" && symbol != ")" => symbol.to_owned(),
            Token::Word(word) if word == "contains" => word,
            _ => return Err(Malformed),
        };
        let literal = match self.advance()? {
            Token::Text(text) => Literal::Text(text),
            Token::Word(word) if word == "true" || word == "false" => Literal::Bool(word == "true"),
            _ => return Err(Malformed),
        };
        if is_allowed(&field, &operator, &literal) {
            Ok(Term::Compare(field, operator, literal))
        } else {
            Err(Malformed)
        }
    }

    /// `{ key='k' and value='v' }`
    fn has(&mut self, collection: String) -> Result<Term, Malformed> {
        let known = ["properties", "appProperties"].contains(&collection.as_str());
        let opened = known && self.take_symbol("{") && self.take_word("key") && self.take_symbol("=");
        let key = if opened { self.text()? } else { return Err(Malformed) };
        let goes_on = self.take_word("and") && self.take_word("value") && self.take_symbol("=");
        let value = if goes_on { self.text()? } else { return Err(Malformed) };
        if self.take_symbol("}") { Ok(Term::Has(collection, key, value)) } else { Err(Malformed) }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn advance(&mut self) -> Result<Token, Malformed> {
        let token = self.peek().cloned().ok_or(Malformed)?;
        self.next += 1;
        Ok(token)
    }

    fn word(&mut self) -> Result<String, Malformed> {
        match self.advance()? {
            Token::Word(word) => Ok(word),
            _ => Err(Malformed),
        }
    }

    fn text(&mut self) -> Result<String, Malformed> {
        match self.advance()? {
            Token::Text(text) => Ok(text),
            _ => Err(Malformed),
        }
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(word)) if word.eq_ignore_ascii_case(wanted));
        self.next += usize::from(found);
        found
    }

    fn take_symbol(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Symbol(symbol)) if *symbol == wanted);
        self.next += usize::from(found);
        found
    }
}

/// Which operators each field takes, as Drive's reference lists them.
fn is_allowed(field: &str, operator: &str, literal: &Literal) -> bool {
    let operators: &[&str] = match (field, literal) {
        ("name" | "mimeType", Literal::Text(_)) => &["contains", "=", "!="],
        ("fullText", Literal::Text(_)) => &["contains"],
        ("createdTime" | "modifiedTime" | "viewedByMeTime" | "sharedWithMeTime", Literal::Text(text)) => {
            return parse_time(text).is_some() && ["<=", "<", "=", "!=", ">", ">="].contains(&operator);
        }
        ("trashed" | "starred" | "sharedWithMe", Literal::Bool(_)) => &["=", "!="],
        ("visibility", Literal::Text(_)) => &["=", "!="],
        _ => &[],
    };
    operators.contains(&operator)
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
            assert_eq!(Term::parse(query).unwrap().matches(&file()), expected, "{query}");
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
            "name", "name =", "name = x", "name = 'x' and", "(name = 'x'", "name = 'x')", "title = 'x'", "name > 'x'",
            "trashed = 'true'", "'P' in children", "name = 'x", "modifiedTime > 'yesterday'", "name = 'a' 'b'",
        ] {
            assert_eq!(Term::parse(query), Err(Malformed), "{query}");
        }
    }
}
