//! Who owns the bot: the first who knows what stands on the terminal.

use domain::Language;
use subtle::ConstantTimeEq as _;

/// Letters of a code; each stands for five bits.
pub(super) const LENGTH: usize = 10;
/// Without those that are mistaken for each other.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// So many wrong codes end a code, wherever they came from.
const MOST_WRONG: u32 = 10;

/// One code, until it is known or was guessed at too often.
pub(super) struct Pairing {
    code: String,
    wrong: u32,
}

/// What a text means for the pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// It is no guess.
    Nothing,
    Wrong {
        chat: i64,
        language: Language,
    },
    /// This code must not be used any more.
    TooManyWrong,
    Right {
        chat: i64,
        language: Language,
    },
}

impl Pairing {
    /// A code of random bytes.
    pub(super) fn new(random: [u8; LENGTH]) -> Self {
        let letter = |byte: &u8| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]);
        Self {
            code: random.iter().map(letter).collect(),
            wrong: 0,
        }
    }

    /// As it is to be sent.
    pub(super) fn code(&self) -> &str {
        &self.code
    }

    /// Judges a private chat's text. `/start CODE` is what the link with the code sends.
    pub(super) fn hear(&mut self, chat: i64, language: Language, text: &str) -> Heard {
        let text = text.trim();
        let given = text.strip_prefix("/start").unwrap_or(text);
        let given: String = given.split_whitespace().collect::<String>().to_ascii_uppercase();
        if !is_guess(&given) {
            return Heard::Nothing;
        }
        if given.as_bytes().ct_eq(self.code.as_bytes()).into() {
            return Heard::Right { chat, language };
        }
        self.wrong += 1;
        if self.wrong < MOST_WRONG {
            Heard::Wrong { chat, language }
        } else {
            Heard::TooManyWrong
        }
    }
}

/// Whether somebody means it for a code: what strangers write to any bot must not use a code up.
fn is_guess(given: &str) -> bool {
    given.len().abs_diff(LENGTH) <= 2 && given.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: Heard = Heard::Right {
        chat: 5,
        language: Language::English,
    };

    fn hear(pairing: &mut Pairing, text: &str) -> Heard {
        pairing.hear(5, Language::English, text)
    }

    #[test]
    fn a_code_is_made_of_letters_that_cannot_be_mistaken() {
        let pairing = Pairing::new([0, 7, 8, 31, 32, 33, 255, 100, 200, 5]);
        assert_eq!(pairing.code(), "AHJ9AB9EJF");
    }

    #[test]
    fn the_code_is_known_however_a_person_sends_it() {
        for text in ["AHJ9AB9EJF", " ahj9a b9ejf\n", "/start AHJ9AB9EJF"] {
            let mut pairing = Pairing::new([0, 7, 8, 31, 32, 33, 255, 100, 200, 5]);
            assert_eq!(hear(&mut pairing, text), RIGHT, "{text}");
        }
    }

    #[test]
    fn what_is_no_code_is_no_guess() {
        let mut pairing = Pairing::new([0; LENGTH]);
        for text in [
            "/start",
            "hello",
            "/track demo ABC",
            "你好",
            "ÄAAAAAAAAA",
            "AAAAAAAAAAAAA",
        ] {
            assert_eq!(hear(&mut pairing, text), Heard::Nothing, "{text}");
        }
    }

    #[test]
    fn ten_wrong_codes_end_a_code() {
        let wrong = Heard::Wrong {
            chat: 5,
            language: Language::English,
        };
        let mut pairing = Pairing::new([0; LENGTH]);
        for text in ["AAAAAAAAA", "AAAAAAAAAAA", "BAAAAAAAAA"] {
            assert_eq!(hear(&mut pairing, text), wrong, "{text}");
        }
        for _ in 4..10 {
            assert_eq!(hear(&mut pairing, "BBBBBBBBBB"), wrong);
        }
        assert_eq!(hear(&mut pairing, "BBBBBBBBBB"), Heard::TooManyWrong);
    }
}
