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
    let bytes = Bytes::of(text);
    let may_stand = |phrase: &&&str| bytes.may_hold(phrase);
    !text.is_empty()
        && phrases
            .iter()
            .filter(may_stand)
            .any(|phrase| phrase_at(text, phrase).is_some())
}

/// Which bytes a text has: most phrases can be left out at once.
pub(super) struct Bytes([u64; 4]);

impl Bytes {
    pub(super) fn of(text: &str) -> Self {
        let mut set = [0; 4];
        for byte in text.bytes() {
            set[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
        Self(set)
    }

    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] & (1 << (byte & 63)) != 0
    }

    /// Whether a phrase's bytes, looked at here and there, are among those of the text.
    pub(super) fn may_hold(&self, phrase: &str) -> bool {
        let bytes = phrase.as_bytes();
        let places = [0, bytes.len() / 2, bytes.len().saturating_sub(1)];
        places
            .into_iter()
            .all(|at| bytes.get(at).is_none_or(|byte| self.has(*byte)))
    }
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
