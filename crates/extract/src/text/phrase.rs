//! Finding words and phrases in short texts.

/// Where a phrase stands in a text, one in Latin letters not as a part of a longer word. Both in lower case.
pub(crate) fn phrase_at(text: &str, phrase: &str) -> Option<usize> {
    let (bytes, wanted) = (text.as_bytes(), phrase.as_bytes());
    let first = *wanted.first()?;
    let last = bytes.len().checked_sub(wanted.len())?;
    let is_letter = |edge: Option<char>| edge.is_some_and(|c| c.is_alphanumeric() && c < '\u{2e80}');
    let (starts, ends) = (
        is_letter(phrase.chars().next()),
        is_letter(phrase.chars().next_back()),
    );
    (0..=last).find(|at| {
        let is_there = bytes[*at] == first && bytes[*at..].starts_with(wanted);
        let goes_on = || {
            let before = text[..*at].chars().next_back();
            let after = text[at + phrase.len()..].chars().next();
            (starts && is_letter(before)) || (ends && is_letter(after))
        };
        is_there && !goes_on()
    })
}

/// Whether one of some phrases stands in a text.
pub(crate) fn has_phrase(text: &str, phrases: &[&str]) -> bool {
    !text.is_empty() && phrases.iter().any(|phrase| phrase_at(text, phrase).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_where_it_stands_alone() {
        assert_eq!(phrase_at("you save 5", "save"), Some(4));
        assert_eq!(phrase_at("saved save", "save"), Some(6));
        assert_eq!(phrase_at("運費80元", "運費"), Some(0));
        assert_eq!(phrase_at("12,00€/kg", "/kg"), Some(8));
        for (text, phrase) in [
            ("saved", "save"),
            ("", "save"),
            ("sa", "save"),
            ("unsave", "save"),
            ("x", ""),
        ] {
            assert_eq!(phrase_at(text, phrase), None, "{text}");
        }
    }
}
