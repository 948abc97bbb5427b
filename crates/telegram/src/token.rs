//! The bot's token.

use thiserror::Error;

/// The token that BotFather gave. Has neither `Debug` nor `Display`.
pub struct Token(String);

/// A text that is no token; says nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a token is made of letters, digits, `:`, `-` and `_`")]
pub struct TokenError;

impl Token {
    /// Takes a token that can stand in a URL.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
        if text.is_empty() || !text.chars().all(fits) {
            return Err(TokenError);
        }
        Ok(Self(text.to_owned()))
    }

    pub(crate) fn into_secret(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_can_stand_in_a_url() {
        assert!(Token::parse("123456:AAF7-g0g_ncWnm5").is_ok());
        for text in ["", "a/b", "a b", "a?b", "ä"] {
            assert_eq!(Token::parse(text).err(), Some(TokenError), "{text}");
        }
    }
}
