//! Regular expressions of a file.

use std::fmt;
use std::sync::OnceLock;

use regex::Regex;

/// A regular expression. Those of compiled-in files, which tests have checked, are compiled when they are first used.
#[derive(Clone)]
pub struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern; the error is for the person who wrote the file.
    pub(crate) fn parse(text: &str, is_trusted: bool) -> Result<Self, String> {
        let pattern = Self {
            text: text.to_owned(),
            compiled: OnceLock::new(),
        };
        if !is_trusted {
            let compiled = Regex::new(text).map_err(|error| format!("bad pattern: {}", last_line(&error)))?;
            // The cell is new, so it takes the value.
            let _ = pattern.compiled.set(Some(compiled));
        }
        Ok(pattern)
    }

    /// What the first group holds where the pattern has one, otherwise the whole match.
    pub fn find<'a>(&self, text: &'a str) -> Option<&'a str> {
        let found = self.regex()?.captures(text)?;
        found.get(1).or_else(|| found.get(0)).map(|found| found.as_str())
    }

    /// A text in which `$1` stands for what the first group holds.
    pub(crate) fn expand(&self, text: &str, into: &str) -> Option<String> {
        let found = self.regex()?.captures(text)?;
        let mut expanded = String::new();
        found.expand(into, &mut expanded);
        Some(expanded)
    }

    /// The first `$N` of a text that the pattern has no group for. One that is not compiled yet was checked by tests.
    pub(crate) fn missing_group(&self, into: &str) -> Option<usize> {
        let groups = self.compiled.get()?.as_ref()?.captures_len();
        let numbers = into.split('$').skip(1).filter_map(|after| {
            let digits: String = after
                .trim_start_matches('{')
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            digits.parse::<usize>().ok()
        });
        numbers.into_iter().find(|number| *number >= groups)
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.text).ok()).as_ref()
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({})", self.text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The library draws the place below the pattern; the reason itself is its last line.
fn last_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let line = text.lines().last().unwrap_or_default();
    line.trim_start_matches("error:").trim().to_owned()
}
