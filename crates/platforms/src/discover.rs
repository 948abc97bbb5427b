//! What a platform has on sale.

use chrono_tz::Tz;
use url::Url;

use crate::items::List;
use crate::source::Source;
use crate::way::By;

/// Where a platform lists its events, and what each entry says.
#[derive(Debug, Clone, PartialEq)]
pub struct Discover {
    /// The list's page.
    pub url: Url,
    /// Who asks for it.
    pub by: By,
    /// Where the entries stand.
    pub list: List,
    /// The event as people type it.
    pub event: Vec<Source>,
    /// The entry's title.
    pub title: Vec<Source>,
    /// What kind of event it is.
    pub kind: Vec<Source>,
    /// When its sale begins.
    pub start: Vec<Source>,
    /// When its sale ends.
    pub end: Vec<Source>,
    /// How start and end are written, in chrono's notation.
    pub format: String,
    /// The zone that they are written in.
    pub zone: Tz,
    pub(crate) only: Vec<String>,
    pub(crate) never: Vec<String>,
}

impl Discover {
    /// Whether an entry is wanted: one of the file's words stands in its title or kind, and none that excludes it.
    pub fn wants(&self, title: &str, kind: &str) -> bool {
        let text = format!("{title}\n{kind}").to_lowercase();
        let has = |words: &[String]| words.iter().any(|word| has_word(&text, word));
        (self.only.is_empty() || has(&self.only)) && !has(&self.never)
    }
}

/// Whether a text has a word that begins where a word may: "design event" has no "sign event".
fn has_word(text: &str, word: &str) -> bool {
    let begins = |at: usize| {
        let before = text[..at].chars().next_back();
        !word.starts_with(|c: char| c.is_ascii_alphanumeric())
            || before.is_none_or(|c| !c.is_ascii_alphanumeric())
    };
    text.match_indices(word).any(|(at, _)| begins(at))
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_word_begins_where_a_word_may() {
        for (text, word, has) in [
            ("video sign event", "sign event", true),
            ("design event", "sign event", false),
            ("design event, sign event", "sign event", true),
            ("안유진 팬사인회", "사인", true),
            ("온라인cafe", "cafe", true),
            ("", "cafe", false),
        ] {
            assert_eq!(has_word(text, word), has, "{text}");
        }
    }
}
